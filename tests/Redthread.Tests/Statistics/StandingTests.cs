using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;
using Interval = Redthread.Statistics.Interval;

namespace Redthread.Tests.Statistics;

public class StandingTests
{
    private static readonly CutPoints Cuts = new(30, 50, 65, 80);

    [Theory]
    [InlineData(0, -2)]
    [InlineData(29.99, -2)]
    [InlineData(30, -1)]
    [InlineData(50, 0)]
    [InlineData(65, 1)]
    [InlineData(80, 2)]
    [InlineData(100, 2)]
    public void Bands_from_four_cut_points(double score, int band) => Cuts.BandOf(score).ShouldBe((ScoreBand)band);

    [Fact]
    public void Unknown_has_no_band() => Cuts.BandOf(double.NaN).ShouldBeNull();

    [Fact]
    public void Cut_points_ascend() => Should.Throw<ArgumentException>(() => new CutPoints(30, 30, 65, 80));

    [Theory]
    [InlineData(20, 2, StageStanding.Failing)]
    [InlineData(38, 2, StageStanding.Weak)]
    [InlineData(20, 20, StageStanding.Weak)]
    [InlineData(70, 2, StageStanding.Sound)]
    public void Failing_needs_the_whole_interval(double value, double error, StageStanding standing) => Standing.Of(Given.Score(value, error), true, 50, 40).ShouldBe(standing);

    [Fact]
    public void Stale_or_missing_is_unknown_and_too_few_is_too_few()
    {
        Standing.Of(Given.Score(20, 2), false, 50, 40).ShouldBe(StageStanding.Unknown);
        Standing.Of(Score.None, true, 50, 40).ShouldBe(StageStanding.Unknown);
        Standing.Of(Given.Score(20, 2) with { State = ScoreState.TooFew }, true, 50, 40).ShouldBe(StageStanding.TooFew);
    }

    [Fact]
    public void Evidence_is_fresh_up_to_and_on_the_limit()
    {
        DateOnly newest = new(2026, 1, 1),
            limit = new(2026, 4, 1);
        Standing.IsFresh(newest, limit, 90).ShouldBeTrue();
        Standing.IsFresh(newest, limit.AddDays(1), 90).ShouldBeFalse();
        Standing.IsFresh(newest, newest.AddDays(-1), 0).ShouldBeTrue();
        Standing.IsFresh(null, limit, 90).ShouldBeFalse();
    }

    [Fact]
    public void Gap_and_debt_carry_the_interval()
    {
        var score = Given.Score(60, 2);
        var gap = ExperienceGap.Of(75, score);
        gap.Value.ShouldBe(15);
        gap.Interval.Low.ShouldBe(75 - score.Interval.High);
        var debt = ExperienceDebt.Of(gap, 1000, 40, 0.5);
        debt.Value.ShouldBe(7500);
        debt.LowerBound.ShouldBeFalse();
        ExperienceDebt.Of(gap, null, 40, 0.5).ShouldBe(debt with { Value = 300, LowerBound = true, Interval = new(gap.Interval.Low * 20, gap.Interval.High * 20) });
    }

    [Fact]
    public void A_surpassed_target_is_no_debt_and_unknown_stays_unknown()
    {
        var debt = ExperienceDebt.Of(ExperienceGap.Of(50, Given.Score(80, 2)), 1000, 40, 1);
        debt.Value.ShouldBe(0);
        debt.Interval.ShouldBe(new Interval(0, 0));
        ExperienceDebt.Of(ExperienceGap.Of(50, Score.None), 1000, 40, 1).Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Journey_score_is_the_importance_weighted_mean_of_what_is_fresh()
    {
        var journey = RollUp.Of([new(3, Given.Score(80, 2), true), new(1, Given.Score(40, 4), true), new(4, Given.Score(10, 1), false)]);
        journey.Value.ShouldBe(70, 1e-9);
        journey.Coverage.ShouldBe(0.5, 1e-9);
        journey.StandardError.ShouldBe(Math.Sqrt((0.5625 * 4) + (0.0625 * 16)), 1e-9);
        journey.N.ShouldBe(100);
        RollUp.Of([new(3, Given.Score(80, 2), true), new(1, Given.Score(40, 4), true)], (_, _) => 1).StandardError.ShouldBe(2.5, 1e-9);
    }

    [Fact]
    public void Lifecycle_coverage_counts_what_its_journeys_lack()
    {
        var half = RollUp.Of([new(1, Given.Score(80, 2), true), new(1, Score.None, false)]);
        var lifecycle = RollUp.Of([RollUpPart.Of(1, half), RollUpPart.Of(1, RolledUpScore.Unknown)]);
        lifecycle.Value.ShouldBe(80, 1e-9);
        lifecycle.Coverage.ShouldBe(0.25, 1e-9);
        RollUp.Of([RollUpPart.Of(1, RolledUpScore.Unknown)]).ShouldBe(RolledUpScore.Unknown);
    }

    [Fact]
    public void Journey_interval_contains_its_estimate_and_importance_has_no_scale() =>
        Prop.ForAll(
                Given.Values,
                Given.Values,
                (first, second) =>
                {
                    Score a = StageScore.Of(Given.Independent(first), 1),
                        b = StageScore.Of(Given.Independent(second), 1);
                    RolledUpScore one = RollUp.Of([new(1, a, true), new(2, b, true)]),
                        ten = RollUp.Of([new(10, a, true), new(20, b, true)]);
                    return one.State == ScoreState.NoData
                        || (one.Interval.Contains(one.Value) && Given.Close(one.Value, ten.Value) && Given.Close(one.StandardError, ten.StandardError));
                }
            )
            .QuickCheckThrowOnFailure();
}
