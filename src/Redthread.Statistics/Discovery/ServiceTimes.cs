namespace Redthread.Statistics;

/// <summary>How long an activity takes.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Count">Instances whose start and end are both known.</param>
/// <param name="MeanSeconds">Of their lengths.</param>
/// <param name="MedianSeconds">Exact, of the same.</param>
/// <param name="P90Seconds">Nine in ten took no longer.</param>
public readonly record struct ServiceTime(int Activity, int Count, double MeanSeconds, double MedianSeconds, double P90Seconds)
{
    /// <summary>All of them together.</summary>
    public double TotalSeconds => MeanSeconds * Count;
}

/// <summary>Time in which something is done, beside time in which somebody waits.</summary>
public static class ServiceTimes
{
    /// <summary>What pages print.</summary>
    public const string Formula = "service time = end − start, of instances that have both";

    /// <summary>Of instances whose start and end are both known, from the most time on. Empty where the log has no ends.</summary>
    public static IReadOnlyList<ServiceTime> Of(EventLog log)
    {
        if (log.Ends is null)
        {
            return [];
        }

        var known = new List<long>[log.Activities.Count];
        for (var at = 0; at < log.EventCount; at++)
        {
            if (log.HasEnd(at))
            {
                (known[log.Activity[at]] ??= []).Add(Math.Max(0, log.Ends[at] - log.Times[at]));
            }
        }

        return
        [
            .. Enumerable
                .Range(0, known.Length)
                .Where(activity => known[activity] is not null)
                .Select(activity => Measure(activity, [.. known[activity]]))
                .OrderByDescending(one => one.TotalSeconds),
        ];
    }

    private static ServiceTime Measure(int activity, long[] lengths)
    {
        const double Second = TimeSpan.TicksPerSecond;
        Int128 sum = 0;
        foreach (var length in lengths)
        {
            sum += length;
        }

        return new(
            activity,
            lengths.Length,
            (double)sum / lengths.Length / Second,
            OrderStatistics.Quantile(lengths, 0.5) / Second,
            OrderStatistics.Quantile(lengths, 0.9) / Second
        );
    }
}
