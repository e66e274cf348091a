using Redthread.Statistics;

namespace Redthread.Tests.Statistics;

public sealed class RankCorrelationTests
{
    private static readonly double[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>Kendall, Rank Correlation Methods (1970), appendix table 1, n = 8: probability that S is at least as large, one-sided.</summary>
    [Theory]
    [InlineData(new double[] { 2, 1, 4, 3, 6, 5, 8, 7 }, 20, 0.0071)]
    [InlineData(new double[] { 2, 1, 4, 3, 6, 5, 7, 8 }, 22, 0.0028)]
    [InlineData(new double[] { 3, 2, 1, 4, 6, 5, 8, 7 }, 18, 0.016)]
    [InlineData(new double[] { 3, 2, 1, 6, 5, 4, 7, 8 }, 16, 0.031)]
    public void The_probability_is_that_of_Kendalls_table(double[] other, int s, double oneSided)
    {
        var found = RankCorrelation.Of(Eight, other);
        found.Tau.ShouldBe(s / 28.0, 1e-12);
        (found.P / 2).ShouldBe(oneSided, oneSided < 0.01 ? 0.00005 : 0.0005);
        RankCorrelation.Of(Eight, [.. other.Select(value => -value)]).Tau.ShouldBe(-found.Tau, 1e-12);
    }

    [Fact]
    public void A_perfect_order_is_one_and_a_flat_series_has_none()
    {
        RankCorrelation.Of(Eight, Eight).ShouldBe(new RankCorrelation(8, 1, 2 / 40320.0));
        RankCorrelation.Of(Eight, new double[8]).Exists.ShouldBeFalse();
        RankCorrelation.Of([], []).Exists.ShouldBeFalse();
        RankCorrelation.Of([1], [2]).Exists.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => RankCorrelation.Of(Eight, [1]));
    }

    /// <summary>By hand: x = 1 2 2 3, y = 1 3 2 2. Concordant 12, 13, 14; the pair 24 is discordant; 23 is tied in x, 34 in y. S = 2, τ-b = 2/√(5·5).</summary>
    [Fact]
    public void Ties_are_taken_out_of_both_sides() => RankCorrelation.Of([1, 2, 2, 3], [1, 3, 2, 2]).Tau.ShouldBe(0.4, 1e-12);
}
