using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>What a clock of a zone leaves open of a time.</summary>
internal enum ClockDoubt
{
    None,

    /// <summary>The clock was moved on over it, so it never was.</summary>
    Skipped,

    /// <summary>The clock was moved back over it, so it was twice.</summary>
    Repeated,
}

/// <summary>Reads times that may or may not say how far they are from UTC.</summary>
internal sealed class EventTime(DateOrder? order, TimeZoneInfo? zone)
{
    public DateOrder? Order => order;

    /// <summary>Whether it was said what times mean that name no zone.</summary>
    public bool HasZone => zone is not null;

    /// <param name="ticks">UTC; by the clock on the wall where nobody says how far that was from UTC.</param>
    /// <param name="offset">What the time itself says of that, in minutes; null when nothing.</param>
    /// <param name="doubt">Whether the clock of the zone was moved over it; then it is read as <see cref="EventNotes.ClockSkipped"/> and <see cref="EventNotes.ClockRepeated"/> say.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public (string Code, string Reason)? Read(ReadOnlySpan<char> text, out long ticks, out int? offset, out ClockDoubt doubt)
    {
        (ticks, offset, doubt) = (0, null, ClockDoubt.None);
        text = text.Trim();
        if (text.IsEmpty)
        {
            return (RejectCodes.TimeMissing, "The time is missing.");
        }

        if (IsoTime.TryRead(text, out ticks, out var minutes))
        {
            offset = minutes == IsoTime.NoOffset ? null : minutes;
        }
        else if (Patiently(text, out ticks, out offset) is { } fault)
        {
            return fault;
        }

        if (offset is null && zone is not null)
        {
            (ticks, doubt) = Utc(new DateTime(ticks), zone);
        }

        return null;
    }

    private (string, string)? Patiently(ReadOnlySpan<char> text, out long ticks, out int? offset)
    {
        (ticks, offset) = (0, null);
        if (!DateText.TryRead(text, out var date))
        {
            return (RejectCodes.TimeUnreadable, $"“{Short(text)}” is not a date and time.");
        }

        if (date.Form != DateForm.Numbers)
        {
            offset = 0;
            ticks = DateTime.UnixEpoch.Ticks + (date.Epoch * (date.Form == DateForm.UnixSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond));
            return null;
        }

        if (order is null && !date.YearFirst)
        {
            return (RejectCodes.TimeOrderUnknown, $"“{Short(text)}” could be day-month or month-day; say which.");
        }

        if (date.Under(order) is not { } clock)
        {
            return (RejectCodes.TimeUnreadable, $"“{Short(text)}” is no date.");
        }

        (ticks, offset) = (clock.Ticks - (date.Offset?.Ticks ?? 0), (int?)date.Offset?.TotalMinutes);
        return null;
    }

    // As a clock shows it that nobody moved: of a skipped time an hour later by the zone, of a repeated one the second.
    private static (long Ticks, ClockDoubt Doubt) Utc(DateTime clock, TimeZoneInfo zone) =>
        zone.IsInvalidTime(clock)
            ? (TimeZoneInfo.ConvertTimeToUtc(clock.AddHours(1), zone).Ticks, ClockDoubt.Skipped)
            : (TimeZoneInfo.ConvertTimeToUtc(clock, zone).Ticks, zone.IsAmbiguousTime(clock) ? ClockDoubt.Repeated : ClockDoubt.None);

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";
}
