using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class NetPromoterScoreTests
{
    /// <summary>
    /// W. Huber, Cross Validated, "How can I calculate margin of error in a NPS result?": shares 1/2, 1/3, 1/6 give an NPS of 1/3
    /// with variance 5/9; a sample of 324 has a standard error of 4.1 points.
    /// </summary>
    [Fact]
    public void Variance_agrees_with_the_published_example()
    {
        var nps = NetPromoterScore.OfCounts(162, 108, 54);
        nps.Value.ShouldBe(100 / 3.0, 1e-9);
        nps.Variance.ShouldBe(10_000 * 5 / 9.0 / 324, 1e-9);
        Math.Sqrt(nps.Variance).ShouldBe(4.1, 0.05);
    }

    [Fact]
    public void Interval_is_the_adjusted_wald_of_Rocks()
    {
        // ¾, 1½ and ¾ answers added: p = 162.75/327, d = 54.75/327.
        double p = 162.75 / 327,
            d = 54.75 / 327;
        var margin = 195.996398 * Math.Sqrt((p + d - ((p - d) * (p - d))) / 327);
        var nps = NetPromoterScore.OfCounts(162, 108, 54);
        nps.Interval.Low.ShouldBe((100 * (p - d)) - margin, 1e-6);
        nps.Interval.High.ShouldBe((100 * (p - d)) + margin, 1e-6);
    }

    [Fact]
    public void From_a_score_it_is_the_same_estimate_with_Bessels_correction()
    {
        var values = Enumerable.Repeat(100.0, 162).Concat(Enumerable.Repeat(50.0, 108)).Concat(Enumerable.Repeat(0.0, 54));
        var nps = NetPromoterScore.OfScore(StageScore.Of(Given.Independent(values), 1));
        nps.Value.ShouldBe(100 / 3.0, 1e-9);
        nps.Variance.ShouldBe(10_000 * 5 / 9.0 / 323, 1e-6);
        nps.Interval.Contains(nps.Value).ShouldBeTrue();
    }

    [Fact]
    public void Interval_contains_the_estimate_and_has_width() =>
        Prop.ForAll(
                Gen.Choose(0, 50).ToArbitrary(),
                Gen.Choose(0, 50).ToArbitrary(),
                Gen.Choose(1, 50).ToArbitrary(),
                (promoters, passives, detractors) =>
                {
                    var nps = NetPromoterScore.OfCounts(promoters, passives, detractors);
                    return nps.Interval.Contains(nps.Value) && nps.Interval is { Low: >= -100, High: <= 100, Width: > 0 };
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_answers_no_score()
    {
        NetPromoterScore.OfCounts(0, 0, 0).Value.ShouldBe(double.NaN);
        NetPromoterScore.OfScore(Score.None).Interval.Exists.ShouldBeFalse();
    }
}
