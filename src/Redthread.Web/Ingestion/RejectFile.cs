using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion;

/// <summary>
/// Rejects as a file to correct and import again with the same mapping: row, column and reason, then the original
/// columns. A reader passes over the added columns by their names.
/// </summary>
public static class RejectFile
{
    public static readonly IReadOnlyList<string> LeadColumns = ["rejected row", "rejected column", "reject reason"];

    /// <summary>With a byte order mark, which outranks the encoding a mapping names.</summary>
    public static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    /// <summary>The output comes from <see cref="Writer"/>, or starts with a byte order mark otherwise.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> columns, char delimiter, IEnumerable<Reject> rejects)
    {
        Begin(output, DelimitedText.Record(columns, delimiter), delimiter);
        foreach (var reject in rejects)
            Add(output, reject, delimiter);
    }

    /// <param name="header">The columns as one record.</param>
    public static void Begin(TextWriter output, string header, char delimiter)
    {
        output.Write(DelimitedText.Record(LeadColumns, delimiter));
        output.Write(delimiter);
        output.Write(header);
        output.Write("\r\n");
    }

    public static void Add(TextWriter output, Reject reject, char delimiter)
    {
        output.Write(DelimitedText.Record([$"{reject.Row}", reject.Column ?? "", reject.Reason], delimiter));
        output.Write(delimiter);
        output.Write(reject.RowText);
        output.Write("\r\n");
    }

    internal static bool StartsWithLead(IReadOnlyList<string> header) =>
        header.Count >= LeadColumns.Count && LeadColumns.Zip(header).All(pair => ColumnNames.Same(pair.First, pair.Second));
}
