using Redthread.Domain;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Features.Notes;

/// <summary>A small delimited file read whole, its columns by name.</summary>
internal static class CsvTable
{
    private const int LongestFile = 20_000_000;

    /// <param name="Damage">What is wrong with the row as a row; its cells then cannot be trusted.</param>
    public sealed record Row(long Number, string Text, string? Damage, IReadOnlyDictionary<string, string> Cells)
    {
        public string? this[string column] => Cells.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
    }

    public static Result<IReadOnlyList<Row>> Read(string text, params string[] required)
    {
        if (text.Length > LongestFile)
            return new Error(ErrorKind.TooLarge, "too-large", $"A file here has at most {LongestFile:N0} characters. Nothing was changed; send it in parts.");
        text = text.TrimStart('\uFEFF');
        var opened = CsvRows.Open(new StringReader(text), null, DelimiterSniffer.Of(text[..Math.Min(text.Length, 100_000)]), FileLimits.Default, []);
        if (!opened.Ok)
            return Error.Invalid(opened.Faults[0].Code, $"{opened.Faults[0].Message} Nothing was changed.");
        using var rows = opened.Value;
        var columns = rows.Columns.Select(column => column.Trim().ToLowerInvariant()).ToList();
        if (required.Where(column => !columns.Contains(column)).ToList() is { Count: > 0 } missing)
            return Error.Invalid(
                "column-missing",
                $"The first line must name the columns {string.Join(", ", required)}; {string.Join(", ", missing)} is missing. Nothing was changed."
            );
        var read = new List<Row>();
        while (rows.Read())
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var column = 0; rows.Damage is null && column < columns.Count; column++)
                cells[columns[column]] = rows.Cell(column).ToString();
            read.Add(new Row(rows.RowNumber, rows.RowText, rows.Damage?.Reason, cells));
        }

        return read;
    }
}

public sealed record RejectedRow(long Row, string? Column, string Reason, string? Text);

/// <summary>What became of every row; the four counts add up to the rows read.</summary>
public sealed record RowReport(int Read, int Added, int Changed, int Unchanged, IReadOnlyList<RejectedRow> Rejected)
{
    public override string ToString() => $"Read {Read:N0} rows: {Added:N0} added, {Changed:N0} changed, {Unchanged:N0} already so, {Rejected.Count:N0} rejected.";
}
