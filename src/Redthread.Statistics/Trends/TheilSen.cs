namespace Redthread.Statistics;

/// <summary>Median slope and its rank-based interval.</summary>
internal static class TheilSen
{
    /// <summary>Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), §16.5: ranks (N ∓ C)/2, C = z·√Var(S).</summary>
    public static (double Slope, Interval Interval) Of(double[] slopes, double variance)
    {
        var sorted = slopes.Order().ToArray();
        var margin = Quantiles.Normal975 * Math.Sqrt(variance);
        var low = AtRank(sorted, (sorted.Length - margin) / 2);
        var high = AtRank(sorted, ((sorted.Length + margin) / 2) + 1);
        return (MedianOfSorted(sorted), new(low, high));
    }

    public static double Median(double[] values) => MedianOfSorted([.. values.Order()]);

    private static double MedianOfSorted(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static double AtRank(double[] sorted, double rank) => sorted[Math.Clamp((int)Math.Round(rank) - 1, 0, sorted.Length - 1)];
}
