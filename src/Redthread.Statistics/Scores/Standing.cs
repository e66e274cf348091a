namespace Redthread.Statistics;

/// <summary>How a stage stands against its framework.</summary>
public enum StageStanding
{
    /// <summary>No data, or the newest evidence is older than the freshness limit.</summary>
    Unknown,

    /// <summary>Fresh data, fewer than the minimum.</summary>
    TooFew,

    /// <summary>The whole interval lies under "failing below".</summary>
    Failing,

    /// <summary>Not failing, and the score lies under "weak below".</summary>
    Weak,

    /// <summary>Neither.</summary>
    Sound,
}

/// <summary>The rules that turn a score into a standing.</summary>
public static class Standing
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "failing: the whole 95 % interval lies under “failing below”; weak: not failing and the score lies under “weak below”; "
        + "unknown: no data, or the newest evidence is older than the freshness limit";

    /// <summary>Whether evidence is fresh: its age in whole days is at most the limit. Evidence dated after <paramref name="asOf"/> is fresh; none is not.</summary>
    /// <param name="newestOn">Date of the newest evidence, null for none.</param>
    /// <param name="asOf">The date for which it is asked: today, or the end of a past period.</param>
    /// <param name="limitDays">The framework's freshness limit, 0 or more days.</param>
    public static bool IsFresh(DateOnly? newestOn, DateOnly asOf, int limitDays) => newestOn is { } newest && asOf.DayNumber - newest.DayNumber <= limitDays;

    /// <summary>The standing of a score. A stale score is unknown, whatever its value.</summary>
    /// <param name="score">The stage's score.</param>
    /// <param name="fresh">See <see cref="IsFresh"/>.</param>
    /// <param name="weakBelow">Points 0..100.</param>
    /// <param name="failingBelow">Points 0..100, usually below <paramref name="weakBelow"/>.</param>
    public static StageStanding Of(Score score, bool fresh, double weakBelow, double failingBelow) =>
        score.State switch
        {
            ScoreState.NoData => StageStanding.Unknown,
            _ when !fresh => StageStanding.Unknown,
            ScoreState.TooFew => StageStanding.TooFew,
            _ when score.Interval.IsBelow(failingBelow) => StageStanding.Failing,
            _ when score.Value < weakBelow => StageStanding.Weak,
            _ => StageStanding.Sound,
        };
}
