using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class StageScoreTests
{
    /// <summary>
    /// Lohr, Sampling: Design and Analysis (1999), Example 5.2: grade averages of 5 suites of 4 students, mean 2.826,
    /// standard error 0.164 with the finite population correction 1 − 5/100, which is not used here.
    /// </summary>
    private static readonly double[][] Suites =
    [
        [3.08, 2.60, 3.44, 3.04],
        [2.36, 3.04, 3.28, 2.68],
        [2.00, 2.56, 2.52, 1.88],
        [3.00, 2.88, 3.44, 3.64],
        [2.68, 1.92, 3.28, 3.20],
    ];

    [Fact]
    public void Clustered_mean_agrees_with_Lohr()
    {
        var sums = Given.Sums(Suites.SelectMany((suite, customer) => suite.Select(x => new Unit(customer, x, 1))));
        var score = StageScore.Of(sums, 1);
        score.Value.ShouldBe(2.826, 0.0005);
        (score.StandardError * Math.Sqrt(1 - (5 / 100.0))).ShouldBe(0.164, 0.0005);
        score.DegreesOfFreedom.ShouldBe(4, 1e-9);
        score.N.ShouldBe(20);
        score.Clusters.ShouldBe(5);
        score.EffectiveN.ShouldBeLessThan(20);
    }

    [Fact]
    public void Simple_sample_agrees_with_the_one_sample_t_interval()
    {
        // R: t.test(sleep$extra[1:10] + 10): mean 10.75, 95 % interval 9.470243 to 12.029757, df 9.
        var score = StageScore.Of(Given.Independent(10.7, 8.4, 9.8, 8.8, 9.9, 13.4, 13.7, 10.8, 10, 12), 1);
        score.Value.ShouldBe(10.75, 1e-9);
        score.Interval.Low.ShouldBe(9.470243, 2e-4);
        score.Interval.High.ShouldBe(12.029757, 2e-4);
        score.EffectiveN.ShouldBe(10, 1e-6);
        score.KishN.ShouldBe(10, 1e-9);
    }

    [Fact]
    public void Interval_contains_the_estimate_stays_on_the_scale_and_has_width() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var score = StageScore.Of(Given.Sums(units), 1);
                    return score.Interval.Contains(score.Value) && score.Interval is { Low: >= 0, High: <= 100, Width: > 0 } && score.StandardError > 0;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Scaling_all_weights_changes_nothing() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var sums = Given.Sums(units);
                    Score score = StageScore.Of(sums, 5),
                        scaled = StageScore.Of(sums.Scaled(3.7), 5);
                    return Given.Close(score.Value, scaled.Value)
                        && Given.Close(score.StandardError, scaled.StandardError, 1e-6)
                        && Given.Close(score.KishN, scaled.KishN)
                        && score.State == scaled.State;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Interval_narrows_as_the_same_spread_is_seen_in_more_customers() =>
        Prop.ForAll(
                Given.Values,
                values =>
                {
                    var once = Given.Independent(values);
                    return StageScore.Of(once + once, 1).Interval.Width <= StageScore.Of(once, 1).Interval.Width + 1e-9;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_units_is_no_data() => StageScore.Of(UnitSums.Empty, 1).ShouldBe(Score.None);

    [Theory]
    [InlineData(3, ScoreState.TooFew)]
    [InlineData(2, ScoreState.Ok)]
    public void Below_the_minimum_is_too_few(long minimum, ScoreState state) => StageScore.Of(Given.Independent(20, 30), minimum).State.ShouldBe(state);

    [Fact]
    public void One_customer_is_too_few_however_many_signals()
    {
        var score = StageScore.Of(Given.Sums(new Unit(1, 20, 1), new Unit(1, 30, 1), new Unit(1, 90, 1)), 1);
        score.State.ShouldBe(ScoreState.TooFew);
        score.Interval.Width.ShouldBeGreaterThan(90);
    }

    [Theory]
    [InlineData(100, 10, 74.11, 100)] // 1 − 0.05^(1/10) = 0.2589
    [InlineData(0, 100, 0, 2.95)] // Hanley and Lippman-Hand (1983): about 3/n
    [InlineData(50, 10, 37.06, 62.94)]
    public void Equal_values_keep_the_share_that_may_differ_unseen(double v, int n, double low, double high)
    {
        var score = StageScore.Of(Given.Independent(Enumerable.Repeat(v, n)), 1);
        score.Value.ShouldBe(v, 1e-9);
        score.Interval.Low.ShouldBe(low, 0.01);
        score.Interval.High.ShouldBe(high, 0.01);
    }

    [Fact]
    public void Large_sums_do_not_lose_the_variance_to_rounding()
    {
        var block = Given.Independent(99.9, 100);
        var million = Enumerable.Range(0, 20).Aggregate(block, (sum, _) => sum + sum);
        StageScore.Of(million, 1).StandardError.ShouldBe(0.05 / Math.Sqrt(million.Units.N), 1e-9);
    }

    [Fact]
    public void Unit_value_averages_with_the_frameworks_weights()
    {
        StageScore.UnitValue([new(100, 1), new(0, 3)]).ShouldBe(25);
        StageScore.UnitValue([new(40, 0), new(80, 2)]).ShouldBe(80);
        StageScore.UnitValue([new(40, 0)]).ShouldBeNull();
        StageScore.UnitValue([]).ShouldBeNull();
    }
}
