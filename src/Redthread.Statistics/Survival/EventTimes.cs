namespace Redthread.Statistics;

/// <summary>One time at which somebody had an event.</summary>
/// <param name="Days">The time.</param>
/// <param name="AtRisk">Subjects at risk just before it; those censored at this very time are still among them.</param>
/// <param name="Events">Events of any cause.</param>
/// <param name="OfCause">Events of the cause asked for.</param>
internal readonly record struct EventTime(double Days, int AtRisk, int Events, int OfCause);

/// <summary>Follow-ups in the order of time. Where an event and a censoring share a time, the event comes first.</summary>
internal sealed class EventTimes
{
    /// <summary>Fewest subjects about whom anything is said.</summary>
    internal const int MinimumSubjects = 5;

    private readonly double[] ends;
    private readonly double[] events;

    internal EventTimes(IEnumerable<FollowUp> spans, Func<int, bool> wanted)
    {
        var sorted = spans.OrderBy(span => span.Days).ToArray();
        if (sorted.Any(span => !double.IsFinite(span.Days) || span.Days < 0 || span.Cause < 0))
        {
            throw new ArgumentException("A follow-up has a finite time of 0 or more and a cause of 0 or more.", nameof(spans));
        }

        ends = [.. sorted.Select(span => span.Days)];
        events = [.. sorted.Where(span => span.Cause != FollowUp.Censored).Select(span => span.Days)];
        Times = [.. Grouped(sorted, wanted)];
    }

    internal IReadOnlyList<EventTime> Times { get; }

    internal int N => ends.Length;

    internal double Last => N == 0 ? double.NaN : ends[^1];

    internal int AtRisk(double days) => N - Below(ends, days);

    /// <summary>Subjects with an event by then, or followed at least so far.</summary>
    internal int Known(double days) => N - Below(ends, days) + Below(events, days);

    private static IEnumerable<EventTime> Grouped(FollowUp[] sorted, Func<int, bool> wanted)
    {
        var before = 0;
        foreach (var tied in sorted.GroupBy(span => span.Days))
        {
            var all = tied.Count();
            var happened = tied.Count(span => span.Cause != FollowUp.Censored);
            if (happened > 0)
            {
                yield return new(tied.Key, sorted.Length - before, happened, tied.Count(span => span.Cause != FollowUp.Censored && wanted(span.Cause)));
            }

            before += all;
        }
    }

    /// <summary>How many of the sorted values lie below the limit.</summary>
    private static int Below(double[] sorted, double limit)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>Intervals and medians read from a step function.</summary>
internal static class StepReading
{
    /// <summary>Sums of products are rounded: ½·½ + ¼ may miss ½ by a little.</summary>
    internal const double Tolerance = 1e-12;

    /// <summary>p^exp(±z·SE ÷ (p·ln p)): the log(−log) interval, which stays within 0..1. None at 0 and at 1, where it does not exist.</summary>
    internal static Interval LogLog(double p, double variance)
    {
        if (!(p > Tolerance && p < 1 - Tolerance))
        {
            return Interval.None;
        }

        var reach = Math.Exp(Quantiles.Normal975 * Math.Sqrt(Math.Max(0, variance)) / Math.Abs(p * Math.Log(p)));
        return new Interval(Math.Min(p, Math.Pow(p, reach)), Math.Max(p, Math.Pow(p, 1 / reach)));
    }

    /// <summary>Index of the last step at or before the time; −1 when there is none.</summary>
    internal static int IndexAt<T>(IReadOnlyList<T> steps, double days, Func<T, double> time)
    {
        int low = 0,
            high = steps.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = time(steps[middle]) <= days ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
