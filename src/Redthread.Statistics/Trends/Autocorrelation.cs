namespace Redthread.Statistics;

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
        for (var start = 0; start < order.Length; )
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
