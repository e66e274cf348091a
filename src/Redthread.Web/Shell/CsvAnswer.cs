using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Shell;

/// <summary>A list as a table that spreadsheets open: RFC 4180, with a mark that says it is UTF-8.</summary>
public static class CsvAnswer
{
    public static IResult Of(string fileName, IEnumerable<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows.Select(row => row.Select(cell => cell ?? "").ToArray()).Prepend([.. columns]))
            text.Append(DelimitedText.Record(row, ',')).Append("\r\n");
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", fileName);
    }
}
