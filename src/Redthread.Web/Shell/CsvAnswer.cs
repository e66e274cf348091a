using System.Globalization;
using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Shell;

/// <summary>A list as a table that spreadsheets open: RFC 4180, with a mark that says it is UTF-8; numbers and dates as programs read them, and no text that a spreadsheet would take for a formula.</summary>
public static class CsvAnswer
{
    public static IResult Of(string fileName, IEnumerable<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows.Select(row => row.Select(Cell).ToArray()).Prepend([.. columns]))
            text.Append(DelimitedText.Record(row, ',')).Append("\r\n");
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", fileName);
    }

    public static bool IsAsked(string? format) => string.Equals(format, "csv", StringComparison.OrdinalIgnoreCase);

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            string text => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text,
            DateTime at => at.ToString("o", CultureInfo.InvariantCulture),
            DateOnly on => on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
