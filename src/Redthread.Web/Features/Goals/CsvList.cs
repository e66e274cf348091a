using System.Globalization;
using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Features.Goals;

/// <summary>A list as a CSV file: numbers and dates as programs read them.</summary>
public static class CsvList
{
    public static IResult Of(string name, string[] header, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Select(row => row.Select(Cell).ToArray()).Prepend(header))
            text.Append(DelimitedText.Record(row, ',')).Append("\r\n");
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", name);
    }

    public static bool IsAsked(string? format) => string.Equals(format, "csv", StringComparison.OrdinalIgnoreCase);

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            DateTime at => at.ToString("o", CultureInfo.InvariantCulture),
            DateOnly on => on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
