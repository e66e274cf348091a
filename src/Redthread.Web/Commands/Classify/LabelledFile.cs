using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands.Classify;

/// <summary>Texts that people labelled: in one column with the label's name, or in a column for each label.</summary>
internal sealed class LabelledFile
{
    private const int MostLabels = 1000;
    private static readonly string[] Marks = ["1", "yes", "y", "true", "x"];
    private static readonly string[] NoMarks = ["", "0", "no", "n", "false"];

    private readonly List<string[]> rows;
    private readonly List<string> columns;

    private LabelledFile(List<string> columns, List<string[]> rows) => (this.columns, this.rows) = (columns, rows);

    public List<LeftOut> LeftOut { get; } = [];

    /// <summary>What was read, or guessed from what the columns hold.</summary>
    public string TextColumn { get; private set; } = "";

    public IReadOnlyList<string> LabelColumns { get; private set; } = [];

    /// <summary>Whether each text has exactly one label.</summary>
    public bool OneLabel => LabelColumns.Count == 1;

    /// <exception cref="InvalidDataException">The file cannot be read, or has no such column.</exception>
    public static LabelledFile Read(FileInfo name, string? text, IReadOnlyList<string> labels)
    {
        var opened = RowFile.Open(name.FullName);
        if (!opened.Ok)
            throw new InvalidDataException(opened.Faults[0].Message);
        using var file = opened.Value;
        var (columns, rows, damaged) = (file.Rows.Columns.ToList(), new List<string[]>(), 0);
        while (file.Rows.Read())
        {
            if (file.Rows.Damage is null)
                rows.Add([.. Enumerable.Range(0, columns.Count).Select(at => file.Rows[at])]);
            else
                damaged++;
        }

        if (file.Rows.Fault is { } fault)
            throw new InvalidDataException(fault.Message);
        var read = new LabelledFile(columns, rows);
        if (damaged > 0)
            read.LeftOut.Add(new("", damaged, "cannot be read"));
        var of = read.Choose(text, labels);
        read.LeaveOut(read.TextColumn, row => row[of].Trim().Length == 0, "blank");
        return read;
    }

    private int Choose(string? text, IReadOnlyList<string> labels)
    {
        var chosen = labels.Select(Column).ToList();
        var of = text is null ? GuessText(chosen) : Column(text);
        TextColumn = columns[of];
        LabelColumns = [.. (chosen.Count > 0 ? chosen : GuessLabels(of)).Select(at => columns[at])];
        return of;
    }

    // The column with the longest texts on average. What holds no space is a key, a day or an address.
    private int GuessText(IReadOnlyCollection<int> taken)
    {
        var free = Enumerable.Range(0, columns.Count).Where(at => !taken.Contains(at)).ToList();
        var worded = free.FindAll(at => rows.Exists(row => row[at].Trim().Contains(' ')));
        return (worded.Count > 0 ? worded : free).MaxBy(at => rows.Count == 0 ? 0 : rows.Average(row => (double)row[at].Trim().Length));
    }

    private List<int> GuessLabels(int text)
    {
        var others = Enumerable.Range(0, columns.Count).Where(at => at != text).ToList();
        var marks = others.FindAll(at => rows.TrueForAll(row => IsMark(row[at]) || NoMarks.Contains(row[at].Trim().ToLowerInvariant())) && rows.Exists(row => IsMark(row[at])));
        if (marks.Count > 1)
            return marks;
        // A name met twice on average is a label rather than an id.
        var names = others.FindAll(at =>
            rows.Select(row => row[at]).Distinct(StringComparer.Ordinal).Take(MostLabels + 1).Count() is > 1 and <= MostLabels and var different && different * 2 <= rows.Count
        );
        return names.Count == 1
            ? names
            : throw new InvalidDataException($"Which column holds the labels? Name it with --label, or those of 0 and 1 with --labels; the file has {string.Join(", ", columns)}.");
    }

    private int Column(string name)
    {
        var at = columns.FindIndex(column => string.Equals(column.Trim(), name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new InvalidDataException($"The file has no column “{name}”; it has {string.Join(", ", columns)}.");
    }

    private void LeaveOut(string column, Predicate<string[]> which, string why)
    {
        var gone = rows.RemoveAll(which);
        if (gone > 0)
            LeftOut.Add(new(column, gone, why));
    }

    /// <summary>Of texts that say the same but for case and spaces, the first stays.</summary>
    public void LeaveOutRepeats()
    {
        var (of, met) = (Column(TextColumn), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        LeaveOut(TextColumn, row => !met.Add(row[of].Trim()), "said before");
    }

    /// <summary>What was said, whatever it was labelled.</summary>
    public IReadOnlyList<string> Texts()
    {
        var of = Column(TextColumn);
        return [.. rows.Select(row => row[of])];
    }

    /// <summary>The labels' names, in the order of the columns or of the alphabet.</summary>
    public IReadOnlyList<string> Labels()
    {
        if (!OneLabel)
            return LabelColumns;
        var of = Column(LabelColumns[0]);
        return [.. rows.Select(row => row[of].Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <exception cref="InvalidDataException">A text has a label that is not among these.</exception>
    public IReadOnlyList<PlacingExample> Examples(IReadOnlyList<string> labels)
    {
        var text = Column(TextColumn);
        if (!OneLabel)
        {
            var marks = LabelColumns.Select(Column).ToArray();
            return [.. rows.Select(row => new PlacingExample(row[text], [.. marks.Index().Where(mark => IsMark(row[mark.Item])).Select(mark => mark.Index)]))];
        }

        var (of, numbers) = (Column(LabelColumns[0]), labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal));
        return
        [
            .. rows.Select(row =>
                numbers.TryGetValue(row[of].Trim(), out var label)
                    ? new PlacingExample(row[text], [label])
                    : throw new InvalidDataException($"“{row[of]}” is a label that no text learnt from has.")
            ),
        ];
    }

    private static bool IsMark(string cell) => Marks.Contains(cell.Trim().ToLowerInvariant());
}
