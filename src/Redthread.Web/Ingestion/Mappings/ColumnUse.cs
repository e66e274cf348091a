namespace Redthread.Web.Ingestion.Mappings;

/// <summary>What a column of a file can be.</summary>
public enum ColumnUse
{
    None,
    Time,
    TimeOfDay,
    ExternalId,
    Customer,
    Account,
    Segment,
    Channel,
    Weight,
    Language,
    Verbatim,
    Reading,
}

/// <summary>What one column is, as far as a row of select boxes can say it.</summary>
/// <param name="Measure">Of a reading; empty while nobody has said it.</param>
/// <param name="Place">Of a reading or a verbatim; empty where there is none.</param>
/// <param name="NotUsed">Codes of a reading, separated by commas.</param>
public sealed record ColumnChoice(ColumnUse Use, string Measure = "", string Place = "", string NotUsed = "");

/// <summary>What select boxes say of the whole file; null says what the mapping says already.</summary>
/// <param name="Delimiter">One character, <c>tab</c>, or empty for what the file shows.</param>
/// <param name="Dates">An order such as <c>dmy</c>, a format after <c>=</c>, or empty for what the file proves.</param>
/// <param name="Decimals"><c>comma</c>, <c>point</c>, or empty for what the file shows.</param>
public sealed record FileChoice(string? Delimiter, string? Dates, string? Decimals);
