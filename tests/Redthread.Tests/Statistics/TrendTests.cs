using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

/// <summary>Expected numbers: pymannkendall 1.4 (Hussain and Mahmud, JOSS 2019) and scipy 1.10 theilslopes, run on the same series.</summary>
public class TrendTests
{
    /// <summary>Annual flow of the Nile at Aswan 1871–1970, 10⁸ m³ (R's datasets::Nile; Cobb, Biometrika 1978).</summary>
    private static readonly double[] Nile =
    [
        1120,
        1160,
        963,
        1210,
        1160,
        1160,
        813,
        1230,
        1370,
        1140,
        995,
        935,
        1110,
        994,
        1020,
        960,
        1180,
        799,
        958,
        1140,
        1100,
        1210,
        1150,
        1250,
        1260,
        1220,
        1030,
        1100,
        774,
        840,
        874,
        694,
        940,
        833,
        701,
        916,
        692,
        1020,
        1050,
        969,
        831,
        726,
        456,
        824,
        702,
        1120,
        1100,
        832,
        764,
        821,
        768,
        845,
        864,
        862,
        698,
        845,
        744,
        796,
        1040,
        759,
        781,
        865,
        845,
        944,
        984,
        897,
        822,
        1010,
        771,
        676,
        649,
        846,
        812,
        742,
        801,
        1040,
        860,
        874,
        848,
        890,
        744,
        749,
        838,
        1050,
        918,
        986,
        797,
        923,
        975,
        815,
        1020,
        906,
        901,
        1170,
        912,
        746,
        919,
        718,
        714,
        740,
    ];

    /// <summary>Monthly airline passengers 1949–1960 (Box and Jenkins 1976, series G).</summary>
    private static readonly double[] Air =
    [
        112,
        118,
        132,
        129,
        121,
        135,
        148,
        148,
        136,
        119,
        104,
        118,
        115,
        126,
        141,
        135,
        125,
        149,
        170,
        170,
        158,
        133,
        114,
        140,
        145,
        150,
        178,
        163,
        172,
        178,
        199,
        199,
        184,
        162,
        146,
        166,
        171,
        180,
        193,
        181,
        183,
        218,
        230,
        242,
        209,
        191,
        172,
        194,
        196,
        196,
        236,
        235,
        229,
        243,
        264,
        272,
        237,
        211,
        180,
        201,
        204,
        188,
        235,
        227,
        234,
        264,
        302,
        293,
        259,
        229,
        203,
        229,
        242,
        233,
        267,
        269,
        270,
        315,
        364,
        347,
        312,
        274,
        237,
        278,
        284,
        277,
        317,
        313,
        318,
        374,
        413,
        405,
        355,
        306,
        271,
        306,
        315,
        301,
        356,
        348,
        355,
        422,
        465,
        467,
        404,
        347,
        305,
        336,
        340,
        318,
        362,
        348,
        363,
        435,
        491,
        505,
        404,
        359,
        310,
        337,
        360,
        342,
        406,
        396,
        420,
        472,
        548,
        559,
        463,
        407,
        362,
        405,
        417,
        391,
        419,
        461,
        472,
        535,
        622,
        606,
        508,
        461,
        390,
        432,
    ];

    [Fact]
    public void Nile_agrees_with_Mann_Kendall_and_Hamed_Rao()
    {
        var trend = Trend.Of(Series(Nile));
        trend.Slope.ShouldBe(-2.6, 1e-12);
        trend.S.ShouldBe(-1387);
        trend.Tau.ShouldBe(-0.2802020202, 1e-9);
        trend.AutocorrelationRatio.ShouldBe(241565.3569166269 / 112728.33333333333, 1e-9);
        trend.VarianceOfS.ShouldBe(241565.3569166269, 1e-5);
        trend.Z.ShouldBe(-2.8199791956451388, 1e-9);
        trend.PValue.ShouldBe(0.004802676310182719, 1e-9);
    }

    [Fact]
    public void Passengers_agree_with_Hamed_Rao_and_the_seasonal_test()
    {
        var plain = Trend.Of(Series(Air));
        plain.VarianceOfS.ShouldBe(532951.721523958, 1e-4);
        plain.Slope.ShouldBe(2.451216287678477, 1e-12);
        // The seasonal numbers are also printed in pymannkendall's example notebook.
        var seasonal = Trend.OfSeasonal(Series(Air), 12);
        seasonal.S.ShouldBe(784);
        seasonal.VarianceOfS.ShouldBe(2550, 1e-9);
        seasonal.Z.ShouldBe(15.50571052301472, 1e-9);
        seasonal.Tau.ShouldBe(0.98989898989899, 1e-9);
        (seasonal.Slope * 12).ShouldBe(30.23611111111111, 1e-9);
        seasonal.Seasonal.ShouldBeTrue();
    }

    [Fact]
    public void Ties_agree()
    {
        var trend = Trend.Of(Series(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5));
        trend.S.ShouldBe(16);
        trend.VarianceOfS.ShouldBe(159.33333333333334, 1e-9);
        trend.PValue.ShouldBe(0.23470247795516075, 1e-9);
        trend.Slope.ShouldBe(0.25);
        trend.Interval.Low.ShouldBe(-1 / 3.0, 1e-12);
        trend.Interval.High.ShouldBe(0.75, 1e-12);
    }

    [Fact]
    public void Gaps_agree_and_count_as_time()
    {
        var trend = Trend.Of([new(0, 50), new(1, 52), new(3, 51), new(4, 55), new(5, 54), new(8, 58), new(9, 57), new(10, 60), new(11, 59)]);
        trend.S.ShouldBe(28);
        trend.Slope.ShouldBe(0.8452380952380952, 1e-12);
        trend.Interval.Low.ShouldBe(0.5714285714285714, 1e-12);
        trend.Interval.High.ShouldBe(1.2, 1e-12);
    }

    [Fact]
    public void A_yearly_dip_is_no_trend_and_hides_none()
    {
        var trend = Trend.OfSeasonal(Series(Air[..24]), 12);
        trend.S.ShouldBe(12);
        trend.Z.ShouldBe(3.1754264805429417, 1e-9);
        trend.Slope.ShouldBe(1, 1e-12);
        Trend.Of(Series(Air[..24])).PValue.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Fewer_than_eight_periods_or_two_years_is_not_enough()
    {
        Trend.Of(Series(1, 2, 3, 4, 5, 6, 7)).State.ShouldBe(TrendState.NotEnoughData);
        Trend.Of(Series(1, 2, 3, 4, 5, 6, 7, double.NaN)).State.ShouldBe(TrendState.NotEnoughData);
        Trend.OfSeasonal(Series(Air[..23]), 12).State.ShouldBe(TrendState.NotEnoughData);
        Trend.Of([]).N.ShouldBe(0);
    }

    [Fact]
    public void All_equal_has_slope_zero_and_p_one()
    {
        var trend = Trend.Of(Series(7, 7, 7, 7, 7, 7, 7, 7));
        (trend.Slope, trend.PValue, trend.VarianceOfS, trend.Interval.Width).ShouldBe((0, 1, 0, 0));
    }

    [Fact]
    public void A_period_given_twice_is_refused() => Should.Throw<ArgumentException>(() => Trend.Of([new(1, 5), new(1, 6)]));

    [Fact]
    public void Interval_contains_the_slope_order_is_free_and_time_may_be_reversed() =>
        Prop.ForAll(
                Given.Value.ArrayOf(12).ToArbitrary(),
                values =>
                {
                    var trend = Trend.Of(Series(values));
                    var mirrored = Trend.Of(values.Select((value, i) => new TrendPoint(-i, value)));
                    return trend.Interval.Contains(trend.Slope)
                        && trend.AutocorrelationRatio >= 1
                        && trend == Trend.Of(Series(values).Reverse())
                        && Given.Close(trend.Slope, -mirrored.Slope)
                        && Given.Close(trend.PValue, mirrored.PValue);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>False alarms at 5 % over 1000 series of 60 periods without trend; Monte-Carlo standard error 0.007 to 0.014.</summary>
    [Fact]
    public void Correction_reduces_false_alarms_under_autocorrelation()
    {
        FalseAlarms(21, 0, false).ShouldBeInRange(0.03, 0.07);
        FalseAlarms(21, 0, true).ShouldBeLessThan(0.07);
        FalseAlarms(22, 0.5, false).ShouldBeGreaterThan(0.15);
        FalseAlarms(22, 0.5, true).ShouldBeLessThan(0.7 * FalseAlarms(22, 0.5, false));
    }

    private static double FalseAlarms(int seed, double memory, bool corrected)
    {
        var random = new Random(seed);
        var alarms = 0;
        for (var i = 0; i < 1000; i++)
        {
            var values = new double[60];
            var level = 0.0;
            for (var t = -20; t < values.Length; t++)
            {
                level = (memory * level) + random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                values[Math.Max(0, t)] = level;
            }

            var trend = Trend.Of(Series(values));
            var p = corrected ? trend.PValue : Quantiles.NormalTwoSided(trend.Z * Math.Sqrt(trend.AutocorrelationRatio));
            alarms += p < 0.05 ? 1 : 0;
        }

        return alarms / 1000.0;
    }

    private static IEnumerable<TrendPoint> Series(params double[] values) => values.Select((value, i) => new TrendPoint(i, value));
}
