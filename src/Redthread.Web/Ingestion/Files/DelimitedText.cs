using System.Buffers;

namespace Redthread.Web.Ingestion.Files;

/// <summary>Writes cells as RFC 4180 wants them.</summary>
internal static class DelimitedText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n,;\t|");

    public static string Record(IEnumerable<string> cells, char delimiter) => string.Join(delimiter, cells.Select(Cell));

    public static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) || text.StartsWith(' ') || text.EndsWith(' ') ? string.Concat("\"", text.Replace("\"", "\"\"", StringComparison.Ordinal), "\"") : text;
}
