using Redthread.Domain.Rhythm;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Rituals in words.</summary>
public static class RhythmText
{
    public static string Cadence(Ritual ritual) =>
        (ritual.Every, ritual.Unit) switch
        {
            (1, CadenceUnit.Days) => "daily",
            (1, CadenceUnit.Weeks) => "weekly",
            (2, CadenceUnit.Weeks) => "every two weeks",
            (1, CadenceUnit.Months) => "monthly",
            (3, CadenceUnit.Months) => "quarterly",
            (12, CadenceUnit.Months) => "yearly",
            var (every, unit) => $"every {every} {unit.ToString().ToLowerInvariant()}",
        };

    public static string Of(RitualType type) =>
        type switch
        {
            RitualType.TrackSync => "Track sync",
            RitualType.JourneyReview => "Journey review",
            RitualType.QuarterlyReview => "Quarterly review and planning",
            _ => "Other",
        };

    /// <param name="zone">By whose clocks days are named.</param>
    public static string Of(RitualStanding standing, MeetingZone zone) =>
        standing.State switch
        {
            RhythmState.New => "not begun",
            RhythmState.Kept => "kept",
            RhythmState.Overdue => $"overdue since {Day(standing, zone):d MMM}",
            RhythmState.Broken => $"broken since {Day(standing, zone):d MMM yyyy}: {standing.Missed.Count} meetings in a row neither held nor skipped",
            _ => "ended",
        };

    private static DateTime? Day(RitualStanding standing, MeetingZone zone) => standing.Since is { } at ? zone.Local(at) : null;

    /// <summary>The address of one meeting: its instant to the minute.</summary>
    public static string Address(int ritual, DateTime at) => $"/rhythm/{ritual}/{Key(at)}";

    public static string Key(DateTime at) => at.ToString("yyyyMMdd'T'HHmm", System.Globalization.CultureInfo.InvariantCulture);
}
