using System.Globalization;
using System.Text;

namespace Redthread.Web.Features.Priorities;

/// <summary>A list as CSV, with what spreadsheets would take for a formula defused.</summary>
public static class CsvText
{
    public static string Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        Line(text, columns);
        foreach (var row in rows)
            Line(text, row);
        return text.ToString();
    }

    public static IResult File(string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows) =>
        TypedResults.File(Encoding.UTF8.GetBytes(Of(columns, rows)), "text/csv; charset=utf-8", name);

    private static void Line(StringBuilder text, IReadOnlyList<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            string written => written is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{written}" : written,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
