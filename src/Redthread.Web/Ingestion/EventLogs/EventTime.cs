using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Reads times that may or may not say how far they are from UTC.</summary>
internal sealed class EventTime(DateOrder? order, TimeZoneInfo? zone)
{
    public DateOrder? Order => order;

    /// <param name="ticks">UTC; by the clock on the wall when <paramref name="local"/>.</param>
    /// <param name="local">Whether nobody says how far the clock was from UTC.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public (string Code, string Reason)? Read(ReadOnlySpan<char> text, out long ticks, out bool local)
    {
        (ticks, local) = (0, false);
        text = text.Trim();
        if (text.IsEmpty)
        {
            return (RejectCodes.TimeMissing, "The time is missing.");
        }

        if (!IsoTime.TryRead(text, out ticks, out var zoned))
        {
            if (Patiently(text, out ticks, out zoned) is { } fault)
            {
                return fault;
            }
        }

        if (!zoned && zone is not null)
        {
            ticks = Utc(new DateTime(ticks), zone);
            zoned = true;
        }

        local = !zoned;
        return null;
    }

    private (string, string)? Patiently(ReadOnlySpan<char> text, out long ticks, out bool zoned)
    {
        (ticks, zoned) = (0, false);
        if (!DateText.TryRead(text, out var date))
        {
            return (RejectCodes.TimeUnreadable, $"“{Short(text)}” is not a date and time.");
        }

        if (date.Form != DateForm.Numbers)
        {
            zoned = true;
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

        (ticks, zoned) = (clock.Ticks - (date.Offset?.Ticks ?? 0), date.Offset is not null);
        return null;
    }

    // A clock time skipped in spring was meant an hour later.
    private static long Utc(DateTime clock, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(clock) ? clock.AddHours(1) : clock, zone).Ticks;

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";
}
