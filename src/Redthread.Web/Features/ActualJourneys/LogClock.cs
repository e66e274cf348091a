using System.Globalization;
using Redthread.Domain.Journeys;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>By which clock the times and days of a log are told: the zone somebody named, else the distance from UTC that all its times name.</summary>
public sealed class LogClock
{
    private const string Sign = "UTC";
    private const string Mixed = "mixed";
    private const string None = "none";
    private readonly TimeZoneInfo? zone;
    private readonly TimeSpan offset;

    private LogClock(string key, TimeZoneInfo? zone, TimeSpan offset) => (Key, this.zone, this.offset) = (key, zone, offset);

    /// <summary>As it is kept with the log: a zone, a distance from UTC, mixed or none.</summary>
    public string Key { get; }

    /// <summary>Whether the days are those of the customers as far as anybody knows; else a zone should be named.</summary>
    public bool IsMixed => Key == Mixed;

    /// <summary>As pages name it beside times.</summary>
    public string Name =>
        Key switch
        {
            Mixed => "times in UTC",
            None => "times by the clock of the file, which names no zone",
            _ => $"times in {Key}",
        };

    /// <summary>Why a zone should be named; null when it need not.</summary>
    public string? Question => IsMixed ? "The times of this log name several distances from UTC, so days are told in UTC until somebody names the time zone." : null;

    public static LogClock Of(EventLogReport report, LogMapping mapping) =>
        Parse(
            mapping.Zone
                ?? report.Offsets.Count switch
                {
                    0 => None,
                    1 => Written(report.Offsets[0]),
                    _ => Mixed,
                }
        );

    /// <summary>Of a log that is listed and not read; UTC where it was kept before its clock was.</summary>
    public static LogClock Of(UploadedLog row) => Parse(row.Clock ?? LogMapping.Parse(row.Mapping).Zone ?? Sign);

    /// <summary>By this clock; of no kind.</summary>
    public DateTime At(long ticks) => new(Math.Clamp(ticks + OffsetAt(ticks), DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));

    /// <summary>When a day begins, UTC.</summary>
    public long StartOf(DateOnly day)
    {
        var clock = day.ToDateTime(TimeOnly.MinValue);
        if (zone is null)
            return clock.Ticks - offset.Ticks;
        // Where the clock skips midnight the day begins an hour later.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(clock) ? clock.AddHours(1) : clock, zone).Ticks;
    }

    private long OffsetAt(long ticks) => zone is null ? offset.Ticks : zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).Ticks;

    private static LogClock Parse(string key) =>
        key is Mixed or None or Sign ? new(key, null, TimeSpan.Zero)
        : key.StartsWith(Sign, StringComparison.Ordinal) && TimeSpan.TryParse(key[Sign.Length..].TrimStart('+').Replace('−', '-'), CultureInfo.InvariantCulture, out var offset)
            ? new(key, null, offset)
        : TimeZoneInfo.TryFindSystemTimeZoneById(key, out var zone) ? new(key, zone, TimeSpan.Zero)
        : new(Sign, null, TimeSpan.Zero);

    private static string Written(int minutes) =>
        minutes == 0 ? Sign : string.Create(CultureInfo.InvariantCulture, $"{Sign}{(minutes < 0 ? '−' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");
}
