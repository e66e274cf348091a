namespace Redthread.Web.Ingestion;

/// <summary>
/// A row that did not become a signal. <paramref name="RowText"/> is always one well-formed record in the delimiter of
/// the reader it came from, so that a file of rejects can be corrected and imported again.
/// </summary>
/// <param name="Row">As a spreadsheet numbers it: the header of a table is row 1. Items of JSON count from 1.</param>
/// <param name="Column">The column at fault, or null when it is the row as a whole.</param>
/// <param name="Code">One of <see cref="RejectCodes"/>.</param>
public sealed record Reject(long Row, string? Column, string Code, string Reason, string RowText);

/// <summary>Why a row is rejected; stable, counted and shown.</summary>
public static class RejectCodes
{
    public const string RowRagged = "row-ragged";
    public const string RowTooLong = "row-too-long";
    public const string RowUnclosedQuote = "row-unclosed-quote";
    public const string RowEncoding = "row-encoding";
    public const string RowNotJson = "row-not-json";
    public const string ExternalIdTooLong = "external-id-too-long";
    public const string TimeMissing = "time-missing";
    public const string TimeUnreadable = "time-unreadable";
    public const string TimeOrderUnknown = "time-order-unknown";
    public const string TimeInFuture = "time-in-future";
    public const string SegmentUnknown = "segment-unknown";
    public const string ChannelUnknown = "channel-unknown";
    public const string WeightInvalid = "weight-invalid";
    public const string ReadingNotANumber = "reading-not-a-number";
    public const string ReadingOutOfScale = "reading-out-of-scale";
    public const string PlaceUnknown = "place-unknown";
    public const string MeasureUnknown = "measure-unknown";
    public const string ItemInvalid = "item-invalid";
}
