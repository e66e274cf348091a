using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class WeightingTests
{
    private static readonly UnitSums Low = Given.Independent(10, 20, 30, 40);
    private static readonly UnitSums High = Given.Independent(70, 80, 90);

    [Fact]
    public void Post_stratified_mean_and_variance_follow_the_textbook()
    {
        // Cochran (1977) §5A.9: mean Σ P·m, variance Σ P²·s²/n; here 0.25·25 + 0.75·80 and 0.0625·166.67/4 + 0.5625·100/3.
        var score = PostStratification.Of([new(0.25, Low), new(0.75, High)], UnitSums.Empty, 1);
        score.Value.ShouldBe(66.25, 1e-9);
        (score.StandardError * score.StandardError).ShouldBe((0.0625 * 500 / 3 / 4) + (0.5625 * 100 / 3), 1e-6);
        double a = 0.0625 * 500 / 3 / 4,
            b = 0.5625 * 100 / 3;
        score.DegreesOfFreedom.ShouldBe((a + b) * (a + b) / ((a * a / 3) + (b * b / 2)), 1e-6);
        score.MissingShare.ShouldBe(0);
    }

    [Fact]
    public void Shares_equal_to_the_samples_leave_the_mean_alone() =>
        Prop.ForAll(
                Given.Units,
                Given.Units,
                (first, second) =>
                {
                    UnitSums a = Given.Sums(first),
                        b = Given.Sums(second);
                    var score = PostStratification.Of([new(a.Units.W, a), new(b.Units.W, b)], UnitSums.Empty, 1);
                    return Given.Close(score.Value, (a + b).Units.Mean) && Given.Close(score.KishN, (a + b).Units.KishN);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Post_stratified_interval_contains_its_estimate_and_has_width() =>
        Prop.ForAll(
                Given.Units,
                Given.Units,
                (first, second) =>
                {
                    var score = PostStratification.Of([new(0.9, Given.Sums(first)), new(0.1, Given.Sums(second))], UnitSums.Empty, 1);
                    return score.Interval.Contains(score.Value) && score.Interval is { Low: >= 0, High: <= 100, Width: > 0 };
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_segment_without_data_gives_up_its_share_and_says_so()
    {
        var score = PostStratification.Of([new(0.2, Low), new(0.6, High), new(0.2, UnitSums.Empty)], UnitSums.Empty, 1);
        score.Value.ShouldBe((0.25 * 25) + (0.75 * 80), 1e-9);
        score.MissingShare.ShouldBe(0.2, 1e-12);
    }

    [Fact]
    public void Signals_without_a_segment_keep_their_share_of_the_sample()
    {
        var score = PostStratification.Of([new(0.5, Low), new(0.5, High)], Given.Independent(0, 0, 3), 1);
        score.Value.ShouldBe((0.7 * ((0.5 * 25) + (0.5 * 80))) + (0.3 * 1), 1e-9);
        score.N.ShouldBe(10);
    }

    [Fact]
    public void A_single_customer_borrows_the_spread_of_the_others()
    {
        var alone = PostStratification.Of([new(0.5, Low), new(0.5, Given.Independent(80))], UnitSums.Empty, 1);
        var s2 = 500 / 3.0;
        (alone.StandardError * alone.StandardError).ShouldBe((0.25 * s2 / 4) + (0.25 * s2), 1e-6);
        alone.Interval.Contains(alone.Value).ShouldBeTrue();
    }

    [Fact]
    public void Only_single_customers_use_the_spread_between_them()
    {
        var score = PostStratification.Of([new(0.5, Given.Independent(20)), new(0.5, Given.Independent(60))], UnitSums.Empty, 1);
        score.Value.ShouldBe(40, 1e-9);
        score.StandardError.ShouldBe(20, 1e-6);
    }

    [Fact]
    public void Nothing_anywhere_is_no_data() => PostStratification.Of([new(1, UnitSums.Empty)], UnitSums.Empty, 1).ShouldBe(Score.None with { MissingShare = 1 });

    [Fact]
    public void Raking_one_partition_is_post_stratification()
    {
        var raked = Raking.Of(
            [new([0], Low), new([1], High)],
            [
                [0.25, 0.75],
            ],
            1
        );
        raked.Converged.ShouldBeTrue();
        raked.Score.Value.ShouldBe(66.25, 1e-7);
        raked.Score.MissingShare.ShouldBe(0);
    }

    [Fact]
    public void Raking_meets_every_margin() =>
        Prop.ForAll(
                Given.Units,
                Given.Units,
                Given.Units,
                (first, second, third) =>
                {
                    // Values are indicators, so that the raked means are the raked margins.
                    UnitSums With(Unit[] units, double x) => UnitSums.Independent(Given.Total(units.Select(unit => unit with { X = x })));
                    Score Margin(double x0, double x1, double x2, double x3) =>
                        Raking
                            .Of(
                                [new([0, 0], With(first, x0)), new([0, 1], With(second, x1)), new([1, 0], With(third, x2)), new([1, 1], With(first, x3))],
                                [
                                    [0.3, 0.7],
                                    [0.8, 0.2],
                                ],
                                1
                            )
                            .Score;
                    return Given.Close(Margin(100, 100, 0, 0).Value, 30, 1e-6) && Given.Close(Margin(100, 0, 100, 0).Value, 80, 1e-6);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Raking_agrees_with_a_table_fitted_by_hand()
    {
        // Counts 30 20 / 10 40 to row shares 0.4, 0.6 and column shares 0.5, 0.5: the odds ratio 6 is kept, so that the first
        // cell p solves p(0.1+p) = 6(0.4−p)(0.5−p), p = 0.2820417.
        UnitSums Cell(double x, int n) => Given.Independent(Enumerable.Repeat(x, n));
        var raked = Raking.Of(
            [new([0, 0], Cell(100, 30)), new([0, 1], Cell(0, 20)), new([1, 0], Cell(0, 10)), new([1, 1], Cell(0, 40))],
            [
                [0.4, 0.6],
                [0.5, 0.5],
            ],
            1
        );
        var p = raked.Score.Value / 100;
        (p * (0.1 + p)).ShouldBe(6 * (0.4 - p) * (0.5 - p), 1e-8);
        raked.Converged.ShouldBeTrue();
    }

    [Fact]
    public void Margins_that_cannot_be_met_fall_back_on_the_first_partition_and_say_so()
    {
        // Only the diagonal has data, so the two partitions must have equal shares; they have not.
        var raked = Raking.Of(
            [new([0, 0], Low), new([1, 1], High)],
            [
                [0.25, 0.75],
                [0.5, 0.5],
            ],
            1
        );
        raked.Converged.ShouldBeFalse();
        raked.Score.Value.ShouldBe(66.25, 1e-7);
    }

    [Fact]
    public void Raking_nothing_is_no_data() =>
        Raking
            .Of(
                [],
                [
                    [1.0],
                ],
                1
            )
            .Score.State.ShouldBe(ScoreState.NoData);

    [Fact]
    public void Impossible_shares_and_categories_are_refused()
    {
        Should.Throw<ArgumentException>(() => PostStratification.Of([new(-1, Low)], UnitSums.Empty, 1));
        Should.Throw<ArgumentException>(() =>
            Raking.Of(
                [new([0], Low)],
                [
                    [-1.0],
                ],
                1
            )
        );
        Should.Throw<ArgumentException>(() =>
            Raking.Of(
                [new([1], Low)],
                [
                    [1.0],
                ],
                1
            )
        );
        Should.Throw<ArgumentException>(() =>
            Raking.Of(
                [new([], Low)],
                [
                    [1.0],
                ],
                1
            )
        );
    }

    [Fact]
    public void Raking_reports_the_share_that_is_missing()
    {
        var raked = Raking.Of(
            [new([0], Low), new([1], High)],
            [
                [0.2, 0.6, 0.2],
            ],
            1
        );
        raked.Score.Value.ShouldBe(66.25, 1e-7);
        raked.Score.MissingShare.ShouldBe(0.2, 1e-9);
    }

    [Fact]
    public void A_segment_with_share_zero_does_not_count()
    {
        var score = PostStratification.Of([new(0.25, Low), new(0.75, High), new(0, Given.Independent(0, 0))], UnitSums.Empty, 1);
        var raked = Raking.Of(
            [new([0], Low), new([1], High), new([2], Given.Independent(0, 0))],
            [
                [0.25, 0.75, 0],
            ],
            1
        );
        (score.Value, score.N, raked.Converged, raked.Score.N).ShouldBe((66.25, 7, true, 7));
        PostStratification.Of([new(0, Low)], UnitSums.Empty, 1).Value.ShouldBe(25, 1e-9);
    }

    [Fact]
    public void Raking_keeps_unknown_categories_at_their_sample_share()
    {
        var raked = Raking.Of(
            [new([0], Low), new([1], High), new([-1], Given.Independent(0, 0, 3))],
            [
                [0.5, 0.5],
            ],
            1
        );
        raked.Score.Value.ShouldBe((0.7 * 52.5) + 0.3, 1e-7);
    }
}
