namespace Redthread.Statistics;

/// <summary>All pairs of a series: Kendall's S, its variance with ties, and the slopes between the pairs.</summary>
internal readonly record struct KendallPairs(double S, double Variance, double[] Slopes)
{
    public static readonly KendallPairs Empty = new(0, 0, []);

    public static KendallPairs Of(TrendPoint[] series)
    {
        double n = series.Length, s = 0;
        var slopes = new double[series.Length * (series.Length - 1) / 2];
        var next = 0;
        for (var i = 0; i < series.Length; i++)
        {
            for (var j = i + 1; j < series.Length; j++)
            {
                s += Math.Sign(series[j].Value - series[i].Value);
                slopes[next++] = (series[j].Value - series[i].Value) / (series[j].Period - series[i].Period);
            }
        }

        var ties = series.GroupBy(point => point.Value).Sum(group => Term(group.Count()));
        return new(s, (Term(n) - ties) / 18, slopes);
    }

    public KendallPairs And(KendallPairs other) =>
        new(S + other.S, Variance + other.Variance, [.. Slopes, .. other.Slopes]);

    private static double Term(double count) => count * (count - 1) * ((2 * count) + 5);
}

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

    private static double MedianOfSorted(double[] sorted) => sorted.Length % 2 == 1
        ? sorted[sorted.Length / 2]
        : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static double AtRank(double[] sorted, double rank) =>
        sorted[Math.Clamp((int)Math.Round(rank) - 1, 0, sorted.Length - 1)];
}

/// <summary>Hamed and Rao's correction of the variance of S.</summary>
internal static class Autocorrelation
{
    /// <summary>
    /// n/n* = 1 + 2/(n(n−1)(n−2)) · Σ (n−k)(n−k−1)(n−k−2)·ρ(k), over lags whose rank autocorrelation ρ(k) of the detrended
    /// series lies outside ±1.96/√n. A ratio below 1 (values that alternate) is not used to sharpen the test.
    /// </summary>
    public static double VarianceRatio(TrendPoint[] series, double slope)
    {
        double n = series.Length;
        var ranks = Ranks([.. series.Select(point => point.Value - (slope * point.Period))]);
        var mean = ranks.Average();
        var total = ranks.Sum(rank => (rank - mean) * (rank - mean));
        if (total <= 0)
        {
            return 1;
        }

        var products = LagProducts(series, ranks, mean);
        var bound = Quantiles.Normal975 / Math.Sqrt(n);
        var sum = 0.0;
        for (var lag = 1; lag < products.Length && lag < n; lag++)
        {
            var correlation = products[lag] / total;
            sum += Math.Abs(correlation) > bound ? (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation : 0;
        }

        return Math.Max(1, 1 + (2 / (n * (n - 1) * (n - 2)) * sum));
    }

    private static double[] LagProducts(TrendPoint[] series, double[] ranks, double mean)
    {
        var products = new double[series[^1].Period - series[0].Period + 1];
        for (var i = 0; i < series.Length; i++)
        {
            for (var j = i + 1; j < series.Length; j++)
            {
                products[series[j].Period - series[i].Period] += (ranks[i] - mean) * (ranks[j] - mean);
            }
        }

        return products;
    }

    /// <summary>Ranks from 1, ties averaged; differences below 10⁻⁹ are rounding of the detrending and count as ties.</summary>
    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end + 1 < order.Length && values[order[end + 1]] - values[order[start]] < 1e-9)
            {
                end++;
            }

            for (var i = start; i <= end; i++)
            {
                ranks[order[i]] = ((start + end) / 2.0) + 1;
            }

            start = end + 1;
        }

        return ranks;
    }
}
