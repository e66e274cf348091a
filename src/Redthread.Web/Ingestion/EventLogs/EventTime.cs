using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Reads times that may or may not say how far they are from UTC.</summary>
internal sealed class EventTime(DateOrder? order, TimeZoneInfo? zone)
{
    public DateOrder? Order => order;

    /// <summary>Whether it was said what times mean that name no zone.</summary>
    public bool HasZone => zone is not null;

    /// <param name="ticks">UTC; by the clock on the wall where nobody says how far that was from UTC.</param>
    /// <param name="offset">What the time itself says of that, in minutes; null when nothing.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public (string Code, string Reason)? Read(ReadOnlySpan<char> text, out long ticks, out int? offset)
    {
        (ticks, offset) = (0, null);
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
            ticks = Utc(new DateTime(ticks), zone);
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

    // A clock time skipped in spring was meant an hour later.
    private static long Utc(DateTime clock, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(clock) ? clock.AddHours(1) : clock, zone).Ticks;

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";
}
