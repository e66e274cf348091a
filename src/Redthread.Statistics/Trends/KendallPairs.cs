namespace Redthread.Statistics;

/// <summary>All pairs of a series: Kendall's S, its variance with ties, and the slopes between the pairs.</summary>
internal readonly record struct KendallPairs(double S, double Variance, double[] Slopes)
{
    public static readonly KendallPairs Empty = new(0, 0, []);

    public static KendallPairs Of(TrendPoint[] series)
    {
        double n = series.Length,
            s = 0;
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

    public KendallPairs And(KendallPairs other) => new(S + other.S, Variance + other.Variance, [.. Slopes, .. other.Slopes]);

    private static double Term(double count) => count * (count - 1) * ((2 * count) + 5);
}
