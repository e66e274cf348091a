namespace Redthread.Statistics;

/// <summary>Rows that share a stratum and a time.</summary>
/// <param name="Start">First of its rows; those with the event come first.</param>
/// <param name="EventEnd">After the last row with the event.</param>
/// <param name="End">After its last row.</param>
/// <param name="Opens">Whether it is the latest time of its stratum: the risk set starts anew.</param>
internal readonly record struct TiedRows(int Start, int EventEnd, int End, bool Opens)
{
    internal int Events => EventEnd - Start;
}

/// <summary>Rows sorted once: by stratum, then from the latest time to the earliest, so that the risk set only grows.</summary>
internal sealed class CoxRows
{
    private CoxRows(int[] order, double[] times, int[] strata, bool[] events)
    {
        Order = order;
        Times = times;
        Strata = strata;
        Events = events;
        Ties = [.. Grouped()];
    }

    /// <summary>The row as given of each place.</summary>
    internal int[] Order { get; }

    internal double[] Times { get; }

    internal int[] Strata { get; }

    internal bool[] Events { get; }

    internal TiedRows[] Ties { get; }

    internal int N => Order.Length;

    /// <exception cref="ArgumentException">Lengths differ, or a time is negative or not finite.</exception>
    internal static CoxRows Of(double[] times, bool[] events, int[]? strata)
    {
        if (events.Length != times.Length || (strata is not null && strata.Length != times.Length))
        {
            throw new ArgumentException("Times, events and strata have one entry a row.", nameof(events));
        }

        if (Array.Exists(times, time => !double.IsFinite(time) || time < 0))
        {
            throw new ArgumentException("A time is a finite number of 0 or more.", nameof(times));
        }

        var order = new int[times.Length];
        var keys = new double[times.Length];
        for (var row = 0; row < order.Length; row++)
        {
            (order[row], keys[row]) = (row, -times[row]);
        }

        Array.Sort(keys, order);
        if (strata is not null)
        {
            order = [.. order.OrderBy(row => strata[row])];
        }

        EventsFirst(order, times, events, strata);
        return new(order, Taken(times, order), strata is null ? new int[order.Length] : Taken(strata, order), Taken(events, order));
    }

    internal static T[] Taken<T>(T[] values, int[] order)
    {
        var taken = new T[order.Length];
        for (var at = 0; at < order.Length; at++)
        {
            taken[at] = values[order[at]];
        }

        return taken;
    }

    private static void EventsFirst(int[] order, double[] times, bool[] events, int[]? strata)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            var first = order[start];
            for (end = start + 1; end < order.Length && times[order[end]] == times[first] && (strata is null || strata[order[end]] == strata[first]); )
            {
                end++;
            }

            var next = start;
            for (var at = start; at < end; at++)
            {
                if (events[order[at]])
                {
                    (order[next], order[at]) = (order[at], order[next]);
                    next++;
                }
            }
        }
    }

    private IEnumerable<TiedRows> Grouped()
    {
        for (int start = 0, end; start < N; start = end)
        {
            var happened = start;
            for (end = start; end < N && Times[end] == Times[start] && Strata[end] == Strata[start]; end++)
            {
                happened += Events[end] ? 1 : 0;
            }

            yield return new(start, happened, end, start == 0 || Strata[start] != Strata[start - 1]);
        }
    }
}
