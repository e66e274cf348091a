namespace Redthread.Statistics;

/// <summary>A subject of a landmark analysis.</summary>
/// <param name="Span">How long it was followed, and what ended it.</param>
/// <param name="ReachedAt">When it reached the state whose meaning is asked for, such as a first use, on the same clock; null when never.</param>
public readonly record struct LandmarkSubject(FollowUp Span, double? ReachedAt);

/// <summary>
/// Compares those who had reached a state by a point in time with those who had not, counting from that point: Anderson, Cain and
/// Gelber, Journal of Clinical Oncology 1 (1983). Comparing by whether the state was ever reached is wrong, as one must live
/// long enough to reach it.
/// </summary>
/// <param name="At">The landmark, chosen before looking at the outcome.</param>
/// <param name="Reached">Those who had reached the state by then, followed from then on.</param>
/// <param name="NotReached">Those who had not, whatever they did later, followed from then on.</param>
/// <param name="EventsBefore">Subjects left out as they had the event at or before the landmark.</param>
/// <param name="CensoredBefore">Subjects left out as they were not followed beyond the landmark.</param>
public sealed record Landmark(double At, IReadOnlyList<FollowUp> Reached, IReadOnlyList<FollowUp> NotReached, int EventsBefore, int CensoredBefore)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "of those followed beyond the landmark: state reached by then against not reached by then, time counted from the landmark (Anderson, Cain, Gelber)";

    /// <summary>Log-rank test of the two groups, named “reached” and “not reached”.</summary>
    public LogRank Test => LogRank.Of(Reached.Select(span => ("reached", span)).Concat(NotReached.Select(span => ("not reached", span))));

    /// <summary>Divides the subjects.</summary>
    /// <param name="subjects">In any order.</param>
    /// <param name="at">0 or more, finite.</param>
    /// <exception cref="ArgumentException">The landmark or a time is negative or not finite.</exception>
    public static Landmark Of(IEnumerable<LandmarkSubject> subjects, double at)
    {
        if (!double.IsFinite(at) || at < 0)
        {
            throw new ArgumentException("A landmark is a finite time of 0 or more.", nameof(at));
        }

        var (reached, notReached) = (new List<FollowUp>(), new List<FollowUp>());
        int events = 0,
            censored = 0;
        foreach (var (span, when) in subjects)
        {
            if (!double.IsFinite(span.Days) || span.Days < 0 || when is < 0 or double.NaN)
            {
                throw new ArgumentException("Times are finite and 0 or more.", nameof(subjects));
            }

            if (span.Days <= at)
            {
                events += span.Cause == FollowUp.Censored ? 0 : 1;
                censored += span.Cause == FollowUp.Censored ? 1 : 0;
                continue;
            }

            (when <= at ? reached : notReached).Add(span with { Days = span.Days - at });
        }

        return new(at, reached, notReached, events, censored);
    }
}
