using System.Runtime.CompilerServices;

namespace Redthread.Statistics;

/// <summary>
/// Harrell's concordance of times and predicted risk, JAMA 247 (1982): for each event the rows of its stratum that outlive it are
/// counted by risk in a tree of sums, n log n in all.
/// </summary>
internal static class CoxConcordance
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Of(CoxFit fit)
    {
        var rows = fit.Sorted;
        var ranks = Ranks(fit.End.Eta, out var count);
        var tree = new int[count + 1];
        double agreeing = 0,
            pairs = 0;
        var present = 0;
        foreach (var tied in rows.Ties)
        {
            if (tied.Opens)
            {
                Array.Clear(tree);
                present = 0;
            }

            // A row censored at the time of an event outlives it; two events at one time tell nothing of each other.
            for (var at = tied.EventEnd; at < tied.End; at++, present++)
            {
                Insert(tree, ranks[at]);
            }

            for (var at = tied.Start; at < tied.EventEnd; at++)
            {
                int lower = Count(tree, ranks[at] - 1),
                    upTo = Count(tree, ranks[at]);
                agreeing += lower + ((upTo - lower) / 2.0);
                pairs += present;
            }

            for (var at = tied.Start; at < tied.EventEnd; at++, present++)
            {
                Insert(tree, ranks[at]);
            }
        }

        return pairs == 0 ? double.NaN : agreeing / pairs;
    }

    // From 1; equal risks share a rank. Sums in another order differ in the last digit, which is no difference in risk.
    private static int[] Ranks(ReadOnlySpan<double> eta, out int count)
    {
        var keys = eta.ToArray();
        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, places);
        var ranks = new int[keys.Length];
        count = 0;
        for (var at = 0; at < keys.Length; at++)
        {
            count += at == 0 || keys[at] - keys[at - 1] > 1e-12 * Math.Max(1, Math.Abs(keys[at])) ? 1 : 0;
            ranks[places[at]] = count;
        }

        return ranks;
    }

    private static void Insert(int[] tree, int rank)
    {
        for (; rank < tree.Length; rank += rank & -rank)
        {
            tree[rank]++;
        }
    }

    private static int Count(int[] tree, int rank)
    {
        var sum = 0;
        for (; rank > 0; rank -= rank & -rank)
        {
            sum += tree[rank];
        }

        return sum;
    }
}
