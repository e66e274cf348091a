using System.Numerics;

namespace Redthread.Statistics;

/// <summary>Exact quantiles of numbers without sorting them all.</summary>
public static class OrderStatistics
{
    private const int Few = 24;

    /// <summary>What pages print.</summary>
    public const string Formula = "quantile p of n sorted values = x at place (n − 1)·p, counted from 0, in a straight line between two (type 7); the median is that of p = ½";

    /// <summary>
    /// The quantile in the definition of Hyndman and Fan (1996), type 7, as in R, NumPy and DuckDB. NaN for no values.
    /// </summary>
    /// <param name="values">Reordered.</param>
    /// <param name="p">0..1.</param>
    public static double Quantile(Span<long> values, double p)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        var place = (values.Length - 1) * p;
        var low = (int)place;
        Select(values, low);
        var part = place - low;
        if (part == 0)
        {
            return values[low];
        }

        var above = long.MaxValue;
        foreach (var value in values[(low + 1)..])
        {
            above = Math.Min(above, value);
        }

        return values[low] + (part * (above - values[low]));
    }

    /// <summary>Puts the k-th smallest, counted from 0, into its place, none larger before it and none smaller after it.</summary>
    internal static void Select(Span<long> values, int k)
    {
        // Bad luck with the pivots is bounded: after so many rounds what is left is sorted.
        for (var rounds = 2 * BitOperations.Log2((uint)values.Length); values.Length > Few && rounds > 0; rounds--)
        {
            var (below, above) = Partition(values);
            if (k <= below)
            {
                values = values[..(below + 1)];
            }
            else if (k >= above)
            {
                values = values[above..];
                k -= above;
            }
            else
            {
                return;
            }
        }

        values.Sort();
    }

    /// <summary>Hoare's: up to the first number none is above the pivot, from the second on none below, between them all are like it.</summary>
    private static (int Below, int Above) Partition(Span<long> values)
    {
        var pivot = Middle(values[0], values[values.Length / 2], values[^1]);
        var (left, right) = (0, values.Length - 1);
        while (left <= right)
        {
            while (values[left] < pivot)
            {
                left++;
            }

            while (values[right] > pivot)
            {
                right--;
            }

            if (left <= right)
            {
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }
        }

        return (right, left);
    }

    private static long Middle(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
