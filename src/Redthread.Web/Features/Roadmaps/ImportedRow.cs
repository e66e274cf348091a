using System.Globalization;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>Reads the cells of a row and remembers the first that cannot be read. A column that the file lacks leaves what is stored.</summary>
internal sealed class ImportedRow(CsvTable.Row row)
{
    private const int LongestText = 20_000;

    public RejectedRow? Rejected { get; private set; } = row.Damage is { } damage ? new RejectedRow(row.Number, null, damage, row.Text) : null;

    public string? this[string column] => row[column.ToLowerInvariant()]?.Trim() is { Length: > 0 } text ? text : null;

    public bool Has(string column) => row.Cells.ContainsKey(column.ToLowerInvariant());

    public string Required(string column, int longest)
    {
        var text = this[column] ?? "";
        if (text.Length == 0 || text.Length > longest)
            Reject(column, $"It needs 1 to {longest} characters of text.");
        return text;
    }

    public string? Text(string column)
    {
        if (this[column] is { Length: > LongestText })
            Reject(column, $"It has at most {LongestText:N0} characters.");
        return this[column];
    }

    public T? Enum<T>(string column)
        where T : struct, Enum
    {
        if (this[column] is not { } text)
            return null;
        if (System.Enum.TryParse<T>(text, true, out var value) && System.Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]))
            return value;
        Reject(column, $"“{text}” is none of {string.Join(", ", System.Enum.GetNames<T>()).ToLowerInvariant()}.");
        return null;
    }

    public double? Number(string column, bool above)
    {
        if (this[column] is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && (!above || value > 0))
            return value;
        Reject(column, $"“{text}” is no number {(above ? "above 0" : "of 0 or more")}; write it as 12.5.");
        return null;
    }

    public DateOnly? Day(string column)
    {
        if (this[column] is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Reject(column, $"“{text}” is no day; write it as 2026-05-03.");
        return null;
    }

    /// <summary>Objects named as O-3, parted by spaces, commas or semicolons.</summary>
    public IReadOnlyList<Guid> Named(IReadOnlyDictionary<string, ThreadObject> known, string column, ThreadKind kind)
    {
        var found = new List<Guid>();
        foreach (var name in Names(this[column]))
        {
            if (known.TryGetValue(name, out var other) && other.Kind == kind)
                found.Add(other.Id);
            else
                Reject(column, $"“{name}” names no {LedgerSource.Noun(kind)}; write it as {ThreadName.Of(kind, 12)}.");
        }

        return found;
    }

    /// <summary>Stages as journey/stage, by their keys.</summary>
    public IReadOnlyList<Guid> Stages(Landscape landscape, string column)
    {
        var found = new List<Guid>();
        foreach (var path in Names(this[column]))
        {
            if (landscape.FindStage(path) is { } stage)
                found.Add(stage.Stage.Id);
            else
                Reject(column, $"There is no stage “{path}”; write journey/stage by their keys.");
        }

        return found;
    }

    /// <summary>What the names in these columns stand for.</summary>
    public static Task<Dictionary<string, ThreadObject>> FindAsync(LedgerSource ledgers, IReadOnlyList<CsvTable.Row> rows, string[] columns, CancellationToken cancel) =>
        ledgers.ReadAsync(
            ledger =>
            {
                var known = new Dictionary<string, ThreadObject>(StringComparer.OrdinalIgnoreCase);
                foreach (var name in rows.SelectMany(row => columns.SelectMany(column => Names(row[column]))))
                {
                    if (!known.ContainsKey(name) && ledger.Find(name) is { } found)
                        known.Add(name, found);
                }

                return known;
            },
            cancel
        );

    private static string[] Names(string? cell) => cell?.Split([' ', ',', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public void Reject(string column, string reason) => Rejected ??= new RejectedRow(row.Number, column, reason, row.Text);
}
