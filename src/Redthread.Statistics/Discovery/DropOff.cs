namespace Redthread.Statistics;

/// <summary>How many went no further.</summary>
/// <param name="Step">Number of the activity.</param>
/// <param name="Reached">Cases that first got there early enough to be decided.</param>
/// <param name="Dropped">Of these, cases that went no further.</param>
/// <param name="TooYoung">Cases that first got there within the quiet time before the end of the log, whether they went on or not.</param>
/// <param name="MedianSecondsToNext">Of those that went on, from the step to what came next; NaN for none.</param>
public readonly record struct StepDropOff(int Step, int Reached, int Dropped, int TooYoung, double MedianSecondsToNext)
{
    /// <summary>Share that went no further.</summary>
    public Proportion Share => Proportion.Of(Dropped, Reached);
}

/// <summary>What became of a case after a step.</summary>
public enum StepOutcome
{
    /// <summary>It went no further.</summary>
    Ended,

    /// <summary>Something came after it.</summary>
    WentOn,

    /// <summary>It got there within the quiet time before the end of the log.</summary>
    TooYoung,
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
        "drop-off after a step = cases that went no further ÷ cases, of those that first reached the step no later than the quiet time before the end of the log; later ones are too young to say and count for neither, also where they have gone on already";

    /// <summary>
    /// After each activity: cases whose last event it is, among those in which it happens, from the largest number on. Only cases that reached it early enough to be
    /// decided count, either way: of young ones those that go on are seen before those that do not, so to count what is seen of them would make the share too small.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="isGoal">Activities with which a case is meant to end; they have no drop-off.</param>
    /// <param name="quiet">How long a case may rest and still be open.</param>
    public static IReadOnlyList<StepDropOff> ByActivity(EventLog log, Func<int, bool>? isGoal = null, QuietTime quiet = default)
    {
        var count = log.Activities.Count;
        var (reached, dropped, young, waits) = (new int[count], new int[count], new int[count], Lists(count));
        var (seen, since) = (new int[count], quiet.Since(log));
        for (var one = 0; one < log.CaseCount; one++)
        {
            var end = log.Starts[one + 1] - 1;
            for (var at = log.Starts[one]; at <= end; at++)
            {
                var activity = log.Activity[at];
                if (seen[activity] != one + 1)
                {
                    (log.Times[at] > since ? young : reached)[activity]++;
                    seen[activity] = one + 1;
                }

                if (at < end)
                {
                    waits[activity].Add(log.WaitAfter(at));
                }
            }

            if (log.Times[end] <= since)
            {
                dropped[log.Activity[end]]++;
            }
        }

        return
        [
            .. Enumerable
                .Range(0, count)
                .Where(activity => reached[activity] + young[activity] > 0 && isGoal?.Invoke(activity) != true)
                .Select(activity => new StepDropOff(activity, reached[activity], dropped[activity], young[activity], Median(waits[activity])))
                .OrderByDescending(one => one.Dropped)
                .ThenBy(one => log.Activities[one.Step], StringComparer.Ordinal),
        ];
    }

    /// <summary>What became of a case after an activity, by the same rule.</summary>
    /// <returns>Null where the activity does not happen in it.</returns>
    public static StepOutcome? Of(EventLog log, int @case, int activity, QuietTime quiet)
    {
        var first = log.ActivitiesOf(@case).IndexOf(activity);
        if (first < 0)
        {
            return null;
        }

        var since = quiet.Since(log);
        return log.Times[log.Starts[@case] + first] > since ? StepOutcome.TooYoung
            : log.ActivitiesOf(@case)[^1] == activity && log.LastOf(@case) <= since ? StepOutcome.Ended
            : StepOutcome.WentOn;
    }

    private static List<long>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<long>())];

    private static double Median(List<long> waits) => OrderStatistics.Quantile(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waits), 0.5) / TimeSpan.TicksPerSecond;
}
