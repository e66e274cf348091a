using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands.Analyse;

/// <summary>Rows left out of an analysis, told beside its result.</summary>
internal sealed record LeftOut(string Column, int Rows, string Why);

/// <summary>The level of a category against which its other levels are compared.</summary>
internal sealed record ReferenceLevel(string Column, string Level);

/// <summary>The named columns of a file as text, without the rows that have a blank in one of them.</summary>
internal sealed class AnalysisTable
{
    private static readonly string[] Happened = ["1", "yes", "y", "true"];
    private static readonly string[] Censored = ["0", "no", "n", "false"];

    private readonly Dictionary<string, int> columns;
    private List<string[]> rows;

    private AnalysisTable(Dictionary<string, int> columns, List<string[]> rows) => (this.columns, this.rows) = (columns, rows);

    public List<LeftOut> LeftOut { get; } = [];

    public List<ReferenceLevel> References { get; } = [];

    public int N => rows.Count;

    /// <summary>Reads only what is named.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read, or has no such column.</exception>
    public static AnalysisTable Read(FileInfo name, IEnumerable<string> wanted)
    {
        var opened = RowFile.Open(name.FullName);
        if (!opened.Ok)
            throw new InvalidDataException(opened.Faults[0].Message);
        using var file = opened.Value;
        var names = wanted.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var places = names.ConvertAll(one => Place(file, one));
        var rows = new List<string[]>();
        var damaged = 0;
        while (file.Rows.Read())
        {
            if (file.Rows.Damage is null)
                rows.Add([.. places.Select(place => file.Rows[place])]);
            else
                damaged++;
        }

        if (file.Rows.Fault is { } fault)
            throw new InvalidDataException(fault.Message);
        var table = new AnalysisTable(names.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.OrdinalIgnoreCase), rows);
        if (damaged > 0)
            table.LeftOut.Add(new("", damaged, "cannot be read"));
        foreach (var one in names)
            table.Keep(one, cell => cell.Length > 0, "blank");
        return table;
    }

    /// <summary>Names of the file's columns.</summary>
    public static List<string> ColumnsOf(FileInfo name)
    {
        var opened = RowFile.Open(name.FullName);
        if (!opened.Ok)
            throw new InvalidDataException(opened.Faults[0].Message);
        using var file = opened.Value;
        return [.. file.Rows.Columns];
    }

    public string[] Text(string column) => [.. rows.Select(row => row[columns[column]])];

    public bool IsNumeric(string column) => rows.TrueForAll(row => TryNumber(row[columns[column]], out _));

    public double[] Numbers(string column) =>
        [
            .. rows.Select(row =>
                TryNumber(row[columns[column]], out var number)
                    ? number
                    : throw new InvalidDataException($"The column {column} holds “{row[columns[column]]}”, which is not a number; use a column of numbers.")
            ),
        ];

    /// <summary>1, yes, true: it happened; 0, no, false: it did not.</summary>
    public bool[] YesNo(string column) =>
        [
            .. rows.Select(row =>
                Happened.Contains(row[columns[column]], StringComparer.OrdinalIgnoreCase)
                || (
                    Censored.Contains(row[columns[column]], StringComparer.OrdinalIgnoreCase)
                        ? false
                        : throw new InvalidDataException(
                            $"The column {column} holds “{row[columns[column]]}”; an event is 1, yes or true, and 0, no or false when it did not happen."
                        )
                )
            ),
        ];

    /// <summary>A number for each distinct text.</summary>
    public int[] Codes(string column)
    {
        var codes = Text(column).Distinct(StringComparer.Ordinal).Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return [.. rows.Select(row => codes[row[columns[column]]])];
    }

    /// <summary>A number as it is; a category as one column for each level but the first, which is noted.</summary>
    public IEnumerable<Covariate> Covariates(string column)
    {
        if (IsNumeric(column))
            return [new(column, Numbers(column))];
        var text = Text(column);
        var levels = text.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        References.Add(new(column, levels[0]));
        return levels.Skip(1).Select(level => new Covariate($"{column}={level}", Array.ConvertAll(text, value => value == level ? 1.0 : 0)));
    }

    /// <summary>Leaves out rows and counts them.</summary>
    public void Keep(string column, Predicate<string> kept, string why)
    {
        var left = rows.FindAll(row => kept(row[columns[column]]));
        if (left.Count < rows.Count)
            LeftOut.Add(new(column, rows.Count - left.Count, why));
        rows = left;
    }

    /// <summary>Leaves out rows by their number and counts them.</summary>
    public void Keep(string column, bool[] kept, string why)
    {
        var left = rows.Where((_, at) => kept[at]).ToList();
        if (left.Count < rows.Count)
            LeftOut.Add(new(column, rows.Count - left.Count, why));
        rows = left;
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static int Place(RowFile file, string name)
    {
        for (var at = 0; at < file.Rows.Columns.Count; at++)
        {
            if (string.Equals(file.Rows.Columns[at], name, StringComparison.OrdinalIgnoreCase))
                return at;
        }

        throw new InvalidDataException($"The file has no column “{name}”; it has {string.Join(", ", file.Rows.Columns)}.");
    }
}
