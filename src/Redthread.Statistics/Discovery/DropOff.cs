namespace Redthread.Statistics;

/// <summary>How many went no further.</summary>
/// <param name="Step">Number of the activity, or place in the sequence of steps.</param>
/// <param name="Reached">Cases that got there and are not still open there.</param>
/// <param name="Dropped">Of these, cases that went no further.</param>
/// <param name="StillOpen">Cases that are there but too young to say.</param>
/// <param name="MedianSecondsToNext">Of those that went on, from the step to what came next; NaN for none.</param>
public readonly record struct StepDropOff(int Step, int Reached, int Dropped, int StillOpen, double MedianSecondsToNext)
{
    /// <summary>Share that went no further.</summary>
    public Proportion Share => Proportion.Of(Dropped, Reached);
}

/// <summary>How long a case may rest and still be running when the log ends.</summary>
/// <param name="Span">Zero calls every case ended.</param>
/// <param name="EndsAt">When the log ends, UTC ticks: of a part of a log, the end of the whole. Null takes the last event.</param>
public readonly record struct QuietTime(TimeSpan Span, long? EndsAt = null)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "usual quiet time = 95th percentile over cases of two events and more of the longest wait between two of their events, rounded up: nineteen of twenty cases never rest longer";

    /// <summary>How long cases of this log rest at most, as a rule: O(events). Zero where no case has two events.</summary>
    public static TimeSpan Usual(EventLog log)
    {
        var longest = new List<long>();
        for (var one = 0; one < log.CaseCount; one++)
        {
            var most = -1L;
            for (var at = log.Starts[one]; at + 1 < log.Starts[one + 1]; at++)
            {
                most = Math.Max(most, log.WaitAfter(at));
            }

            if (most >= 0)
            {
                longest.Add(most);
            }
        }

        return longest.Count == 0 ? TimeSpan.Zero : RoundUp(OrderStatistics.Quantile(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(longest), 0.95));
    }

    /// <summary>Whether a case is still running.</summary>
    public bool IsOpen(EventLog log, int @case) => log.LastOf(@case) > Since(log);

    internal long Since(EventLog log) => Span <= TimeSpan.Zero || log.EventCount == 0 ? long.MaxValue : (EndsAt ?? log.Times.Max()) - Span.Ticks;

    // To whole units, as somebody reads them.
    private static TimeSpan RoundUp(double ticks)
    {
        var unit =
            ticks < TimeSpan.TicksPerMinute * 2 ? TimeSpan.TicksPerSecond
            : ticks < TimeSpan.TicksPerHour * 2 ? TimeSpan.TicksPerMinute
            : ticks < TimeSpan.TicksPerDay * 2 ? TimeSpan.TicksPerHour
            : TimeSpan.TicksPerDay;
        return new((long)Math.Ceiling(ticks / unit) * unit);
    }
}

/// <summary>Where cases end that should have gone on.</summary>
public static class DropOff
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "drop-off after a step = cases that reached it and went no further ÷ cases that reached it; a case whose last event lies within the quiet time before the end of the log is still open and counts for neither where it stands";

    /// <summary>After each activity: cases whose last event it is, among those in which it happens, from the largest number on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="isGoal">Activities with which a case is meant to end; they have no drop-off.</param>
    /// <param name="quiet">How long a case may rest and still be open.</param>
    public static IReadOnlyList<StepDropOff> ByActivity(EventLog log, Func<int, bool>? isGoal = null, QuietTime quiet = default)
    {
        var count = log.Activities.Count;
        var (reached, dropped, open, waits) = (new int[count], new int[count], new int[count], Lists(count));
        var (seen, since) = (new int[count], quiet.Since(log));
        for (var one = 0; one < log.CaseCount; one++)
        {
            var end = log.Starts[one + 1] - 1;
            for (var at = log.Starts[one]; at <= end; at++)
            {
                var activity = log.Activity[at];
                reached[activity] += seen[activity] == one + 1 ? 0 : 1;
                seen[activity] = one + 1;
                if (at < end)
                {
                    waits[activity].Add(log.WaitAfter(at));
                }
            }

            if (log.Times[end] > since)
            {
                open[log.Activity[end]]++;
            }
            else
            {
                dropped[log.Activity[end]]++;
            }
        }

        return
        [
            .. Enumerable
                .Range(0, count)
                .Where(activity => reached[activity] > 0 && isGoal?.Invoke(activity) != true)
                .Select(activity => new StepDropOff(activity, reached[activity] - open[activity], dropped[activity], open[activity], Median(waits[activity])))
                .OrderByDescending(one => one.Dropped)
                .ThenBy(one => log.Activities[one.Step], StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Along a sequence of steps: a case reaches a step when it does one of its activities after having reached the step before.
    /// The last step has no drop-off and is left out.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="steps">Activities of each step.</param>
    /// <param name="quiet">How long a case may rest and still be open.</param>
    public static IReadOnlyList<StepDropOff> Along(EventLog log, IReadOnlyList<IReadOnlySet<int>> steps, QuietTime quiet = default)
    {
        var (reached, open, waits, since) = (new int[steps.Count], new int[steps.Count], Lists(steps.Count), quiet.Since(log));
        for (var one = 0; one < log.CaseCount; one++)
        {
            var (next, last) = (0, -1);
            for (var at = log.Starts[one]; at < log.Starts[one + 1] && next < steps.Count; at++)
            {
                if (!steps[next].Contains(log.Activity[at]))
                {
                    continue;
                }

                reached[next]++;
                if (last >= 0)
                {
                    waits[next - 1].Add(Math.Max(0, log.Times[at] - log.EndOf(last)));
                }

                (last, next) = (at, next + 1);
            }

            if (next > 0 && next < steps.Count && log.LastOf(one) > since)
            {
                open[next - 1]++;
            }
        }

        return
        [
            .. Enumerable
                .Range(0, Math.Max(0, steps.Count - 1))
                .Select(step => new StepDropOff(step, reached[step] - open[step], reached[step] - reached[step + 1] - open[step], open[step], Median(waits[step]))),
        ];
    }

    private static List<long>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<long>())];

    private static double Median(List<long> waits) => OrderStatistics.Quantile(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waits), 0.5) / TimeSpan.TicksPerSecond;
}
