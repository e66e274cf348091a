using Redthread.Domain.Signals;

namespace Redthread.Web.Ingestion;

internal enum ItemField
{
    ExternalId,
    Time,
    Customer,
    Account,
    Segment,
    Channel,
    Weight,
    Language,
}

/// <summary>Why a step does not pass a signal on.</summary>
internal sealed record Misfit(string? Column, string Code, string Reason);

/// <summary>One row or one live item, read through its mapping or native shape; the steps do not know which.</summary>
internal abstract class SignalItem
{
    /// <summary>What makes it unreadable as a whole, or null.</summary>
    public abstract Misfit? Shape { get; }

    public abstract bool DecimalComma { get; }

    /// <summary>The text of a field, empty where there is none; valid until the next item.</summary>
    public abstract ReadOnlySpan<char> Text(ItemField field);

    /// <summary>The column a field is read from, to be named in a reject.</summary>
    public abstract string? ColumnOf(ItemField field);

    /// <summary>How many fields say a segment; a live item has one, a mapping may name several columns.</summary>
    public virtual int SegmentFields => 1;

    public virtual ReadOnlySpan<char> SegmentText(int index) => Text(ItemField.Segment);

    public virtual string? SegmentColumn(int index) => ColumnOf(ItemField.Segment);

    public abstract string ExternalId(DateOnly day);

    public abstract Misfit? ReadReadings(List<NewReading> readings);

    /// <summary>The verbatim, several joined by an empty line, with the places and needs it came with.</summary>
    public abstract Misfit? ReadVerbatim(List<NewPlacement> placements, out string? verbatim);
}
