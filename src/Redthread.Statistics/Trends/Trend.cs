namespace Redthread.Statistics;

/// <summary>A trend over many periods.</summary>
/// <param name="State">NotEnoughData below eight periods; then the numbers are NaN.</param>
/// <param name="Slope">Theil–Sen slope, points per period.</param>
/// <param name="Interval">95 % interval of the slope; contains the slope.</param>
/// <param name="PValue">Two-sided, of no monotone trend (Mann–Kendall with the stated variance).</param>
/// <param name="S">Kendall's S: rising pairs minus falling pairs (within seasons in the seasonal form).</param>
/// <param name="VarianceOfS">Variance of S, ties and autocorrelation included; 0 when all values are equal.</param>
/// <param name="Tau">S ÷ number of pairs, −1..1.</param>
/// <param name="Z">Standard normal statistic with continuity correction.</param>
/// <param name="AutocorrelationRatio">By how much autocorrelation multiplied the variance, n/n*; 1 when none was significant.</param>
/// <param name="N">Number of periods with a value.</param>
/// <param name="Seasonal">Whether only like seasons were compared.</param>
public readonly record struct TrendResult(
    TrendState State,
    double Slope,
    Interval Interval,
    double PValue,
    double S,
    double VarianceOfS,
    double Tau,
    double Z,
    double AutocorrelationRatio,
    int N,
    bool Seasonal
)
{
    /// <summary>The result without numbers.</summary>
    public static TrendResult Without(TrendState state, int n) =>
        new(state, double.NaN, Interval.None, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, n, false);
}

/// <summary>
/// Is a score rising or falling over many periods, and how fast? Theil–Sen slope (Sen, JASA 63, 1968) with the Mann–Kendall
/// test (Mann 1945; Kendall 1975), corrected for ties and for autocorrelation (Hamed and Rao, Journal of Hydrology 204,
/// 1998), or within seasons (Hirsch, Slack and Smith, Water Resources Research 18, 1982).
/// </summary>
public static class Trend
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "slope = median of (later − earlier) ÷ (periods between), over all pairs of periods (Theil–Sen); "
        + "p by Mann–Kendall, corrected for ties and autocorrelation (Hamed and Rao 1998); at least 8 periods";

    /// <summary>What pages print for the seasonal form.</summary>
    public const string SeasonalFormula =
        "slope = median of (later − earlier) ÷ (periods between), over all pairs of the same season; "
        + "p by the seasonal Kendall test (Hirsch, Slack and Smith 1982); at least 8 periods and 2 full years";

    /// <summary>Fewest periods with a value.</summary>
    public const int MinimumPeriods = 8;

    /// <summary>
    /// The trend without seasons. Gaps count as time: a slope is per calendar period, and autocorrelation at lag k is
    /// taken over pairs k periods apart. All values equal: slope 0, interval 0 to 0, p = 1.
    /// </summary>
    /// <param name="points">In any order, each period at most once.</param>
    /// <exception cref="ArgumentException">A period occurs twice.</exception>
    public static TrendResult Of(IEnumerable<TrendPoint> points)
    {
        var series = Sorted(points);
        if (series.Length < MinimumPeriods)
        {
            return TrendResult.Without(TrendState.NotEnoughData, series.Length);
        }

        var pairs = KendallPairs.Of(series);
        var ratio = Autocorrelation.VarianceRatio(series, TheilSen.Median(pairs.Slopes));
        return Assemble(pairs, ratio, series.Length, false);
    }

    /// <summary>
    /// The seasonal form: only periods of the same season are compared, so that a summer dip every year is no trend.
    /// Seasons are taken as independent, as in Hirsch 1982. Needs eight periods and points that span two full years;
    /// otherwise NotEnoughData, and the caller may fall back on <see cref="Of"/>.
    /// </summary>
    /// <param name="points">In any order, each period at most once.</param>
    /// <param name="seasons">Periods in a year: 12 for months, 4 for quarters, 52 for weeks; at least 2.</param>
    public static TrendResult OfSeasonal(IEnumerable<TrendPoint> points, int seasons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasons, 2);
        var series = Sorted(points);
        if (series.Length < MinimumPeriods || series[^1].Period - series[0].Period + 1 < 2 * seasons)
        {
            return TrendResult.Without(TrendState.NotEnoughData, series.Length);
        }

        var pairs = KendallPairs.Empty;
        foreach (var season in series.GroupBy(point => ((point.Period % seasons) + seasons) % seasons))
        {
            pairs = pairs.And(KendallPairs.Of([.. season]));
        }

        return pairs.Slopes.Length == 0 ? TrendResult.Without(TrendState.NotEnoughData, series.Length) : Assemble(pairs, 1, series.Length, true);
    }

    private static TrendResult Assemble(KendallPairs pairs, double ratio, int n, bool seasonal)
    {
        var variance = pairs.Variance * ratio;
        var z = variance > 0 ? Math.Sign(pairs.S) * Math.Max(0, Math.Abs(pairs.S) - 1) / Math.Sqrt(variance) : 0;
        var (slope, interval) = TheilSen.Of(pairs.Slopes, variance);
        return new(TrendState.Ok, slope, interval, Quantiles.NormalTwoSided(z), pairs.S, variance, pairs.S / pairs.Slopes.Length, z, ratio, n, seasonal);
    }

    private static TrendPoint[] Sorted(IEnumerable<TrendPoint> points)
    {
        var series = points.Where(point => double.IsFinite(point.Value)).OrderBy(point => point.Period).ToArray();
        for (var i = 1; i < series.Length; i++)
        {
            if (series[i].Period == series[i - 1].Period)
            {
                throw new ArgumentException($"Period {series[i].Period} occurs twice.", nameof(points));
            }
        }

        return series;
    }
}
