using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class EmpiricalBayesTests
{
    private static readonly int[] Hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];

    /// <summary>
    /// Efron and Morris, JASA 70 (1975) 311–319: 18 players, 45 times at bat, X = √45·arcsin(2p−1) with variance 1, shrunk by
    /// 0.791 (1 − 0.209); transformed back to .290 for Clemente down to .239 for Alvis.
    /// </summary>
    [Fact]
    public void Batting_averages_agree_with_Efron_and_Morris_1975()
    {
        var result = EmpiricalBayes.Of([.. Hits.Select(hits => new RankingUnit(Math.Sqrt(45) * Math.Asin((2 * hits / 45.0) - 1), 1))]);
        result.State.ShouldBe(RankingState.Ok);
        result.Units.ShouldAllBe(unit => Math.Abs(unit.Shrinkage - 0.791) < 0.0005);
        var back = result.Units.Select(unit => Math.Round((Math.Sin(unit.Estimate / Math.Sqrt(45)) + 1) / 2, 3));
        back.ShouldBe([.290, .286, .281, .277, .273, .273, .268, .264, .259, .259, .254, .254, .254, .254, .254, .249, .244, .239]);
    }

    /// <summary>Efron, Large-Scale Inference (2010), Table 1.1: the same players untransformed, variance p̄(1−p̄)/45.</summary>
    [Fact]
    public void Batting_averages_agree_with_Efron_2010()
    {
        var mean = Hits.Average() / 45;
        var error = Math.Sqrt(mean * (1 - mean) / 45);
        var result = EmpiricalBayes.Of([.. Hits.Select(hits => new RankingUnit(hits / 45.0, error))]);
        result
            .Units.Select(unit => Math.Round(unit.Estimate, 3))
            .ShouldBe([.294, .289, .285, .280, .275, .275, .270, .266, .261, .261, .256, .256, .256, .256, .256, .252, .247, .242]);
    }

    /// <summary>
    /// Eight schools (Rubin 1981; Gelman et al., Bayesian Data Analysis, §5.5): the pooled mean is 7.7 with standard error 4.1, and the
    /// variance between schools estimates to zero.
    /// </summary>
    [Fact]
    public void Eight_schools_are_fully_pooled_and_not_ranked()
    {
        var result = EmpiricalBayes.Of([new(28, 15), new(8, 10), new(-3, 16), new(7, 11), new(-1, 9), new(1, 11), new(18, 10), new(12, 18)]);
        result.State.ShouldBe(RankingState.FullyPooled);
        result.SupportsRanking.ShouldBeFalse();
        result.BetweenVariance.ShouldBe(0);
        result.CommonMean.ShouldBe(7.7, 0.05);
        result.Units.ShouldAllBe(unit => Math.Abs(unit.Estimate - result.CommonMean) < 1e-9 && unit.Shrinkage == 1);
        result.Units.ShouldAllBe(unit => unit.StandardError >= 4.07 && unit.Interval.Contains(unit.Estimate));
    }

    /// <summary>Unequal variances, against the formulas of Morris (1983) §5 computed separately with numpy.</summary>
    [Fact]
    public void Unequal_variances_follow_Morris()
    {
        var result = EmpiricalBayes.Of([new(20, 2), new(35, 5), new(50, 3), new(62, 4), new(71, 10), new(40, 6)]);
        result.BetweenVariance.ShouldBe(308.0622843340281, 1e-6);
        result.CommonMean.ShouldBe(45.40866113054407, 1e-8);
        result.Units[4].Estimate.ShouldBe(67.23714224, 1e-7);
        result.Units[4].StandardError.ShouldBe(9.75274257, 1e-7);
        result.Units[0].Shrinkage.ShouldBe(0.00769077, 1e-7);
    }

    [Fact]
    public void Three_units_are_not_enough() => EmpiricalBayes.Of([new(1, 1), new(2, 1), new(3, 1)]).State.ShouldBe(RankingState.NotEnoughUnits);

    [Fact]
    public void Equal_estimates_are_fully_pooled() => EmpiricalBayes.Of([new(5, 1), new(5, 2), new(5, 1), new(5, 3)]).State.ShouldBe(RankingState.FullyPooled);

    [Fact]
    public void A_unit_without_error_is_refused() => Should.Throw<ArgumentException>(() => EmpiricalBayes.Of([new(1, 0), new(2, 1), new(3, 1), new(4, 1)]));

    [Fact]
    public void Estimates_move_towards_the_mean_and_equal_errors_keep_their_order() =>
        Prop.ForAll(
                Given.Value.ArrayOf(7).ToArbitrary(),
                values =>
                {
                    var result = EmpiricalBayes.Of([.. values.Select((value, i) => new RankingUnit(value, 1 + i))]);
                    var equal = EmpiricalBayes.Of([.. values.Select(value => new RankingUnit(value, 4))]);
                    var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
                    return values
                            .Zip(result.Units)
                            .All(pair =>
                                Math.Abs(pair.Second.Estimate - result.CommonMean) <= Math.Abs(pair.First - result.CommonMean) + 1e-9
                                && pair.Second.Interval.Contains(pair.Second.Estimate)
                                && pair.Second.Shrinkage is >= 0 and <= 1
                            ) && order.Zip(order.Skip(1)).All(pair => equal.Units[pair.First].Estimate <= equal.Units[pair.Second].Estimate + 1e-9);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Morris's intervals cover the true values of ten unequal units at 95 % or more, more where the spread is small; Monte-Carlo standard error below 0.002.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void Intervals_cover(double spread)
    {
        var random = new Random(31);
        var hits = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var truth = Enumerable.Range(0, 10).Select(_ => 50 + (spread * Normal(random))).ToArray();
            var units = truth.Select((value, i) => new RankingUnit(value + ((2 + (i * 0.6)) * Normal(random)), 2 + (i * 0.6))).ToArray();
            hits += EmpiricalBayes.Of(units).Units.Zip(truth).Count(pair => pair.First.Interval.Contains(pair.Second));
        }

        (hits / 20_000.0).ShouldBeInRange(0.942, 0.998);
    }

    private static double Normal(Random random) => Quantiles.Normal(Math.Max(random.NextDouble(), 1e-12));
}
