using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion;

/// <summary>
/// Rejects as a file to correct and import again with the same mapping: row, column and reason, then the original
/// columns. A reader passes over the added columns by their names.
/// </summary>
public static class RejectFile
{
    public static readonly IReadOnlyList<string> LeadColumns = ["rejected row", "rejected column", "reject reason"];

    /// <summary>The output should start with a byte order mark, which outranks the encoding a mapping names.</summary>
    public static void Write(
        TextWriter output,
        IReadOnlyList<string> columns,
        char delimiter,
        IEnumerable<Reject> rejects
    )
    {
        output.Write(DelimitedText.Record(LeadColumns.Concat(columns), delimiter));
        output.Write("\r\n");
        foreach (var reject in rejects)
        {
            output.Write(DelimitedText.Record([$"{reject.Row}", reject.Column ?? "", reject.Reason], delimiter));
            output.Write(delimiter);
            output.Write(reject.RowText);
            output.Write("\r\n");
        }
    }

    internal static bool StartsWithLead(IReadOnlyList<string> header) =>
        header.Count >= LeadColumns.Count
        && LeadColumns.Zip(header).All(pair => ColumnNames.Same(pair.First, pair.Second));
}
