namespace Redthread.Statistics;

/// <summary>How long one subject was followed, and what ended it.</summary>
/// <param name="Days">From its start to the event or to the last look, 0 or more, finite. Any unit of time will do if it is the same for all.</param>
/// <param name="Cause">0 when it was censored: nothing had happened when it was last looked at. 1 and above name the event that happened.</param>
public readonly record struct FollowUp(double Days, int Cause)
{
    /// <summary>The cause that stands for "nothing had happened yet".</summary>
    public const int Censored = 0;
}

/// <summary>What may be said of a time to an event.</summary>
public enum SurvivalState
{
    /// <summary>Too few subjects, or nobody was followed so far: the numbers are NaN.</summary>
    NotEnoughData,

    /// <summary>Enough subjects, none of whom had the event: the share is 0 and has no interval.</summary>
    NoEvents,

    /// <summary>The numbers may be read.</summary>
    Ok,
}

/// <summary>A share at a point in time, with what must be shown beside it.</summary>
/// <param name="State">Whether it may be shown.</param>
/// <param name="Days">The time it was asked for.</param>
/// <param name="Estimate">0..1; NaN without enough data.</param>
/// <param name="StandardError">0..1; NaN without enough data.</param>
/// <param name="Interval">95 %, within 0..1, containing the estimate; none while the estimate is 0 or 1.</param>
/// <param name="AtRisk">Subjects followed to this time or longer, whose event did not come before it.</param>
/// <param name="Known">Subjects whose state at this time is known: they had an event by then or were followed at least so far.</param>
public readonly record struct ShareAtTime(SurvivalState State, double Days, double Estimate, double StandardError, Interval Interval, int AtRisk, int Known);

/// <summary>The time by which half have had the event, with the interval of Brookmeyer and Crowley.</summary>
/// <param name="Days">Null when half is never reached.</param>
/// <param name="Low">Lower 95 % bound; null when not reached.</param>
/// <param name="High">Upper 95 % bound; null when not reached, so that the bound is open.</param>
public readonly record struct MedianTime(double? Days, double? Low, double? High)
{
    /// <summary>What pages print instead of a time.</summary>
    public const string NotReachedText = "not reached";
}
