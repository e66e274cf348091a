using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class InsightConfidenceTests
{
    private static readonly Arbitrary<int[]> Evidence = Gen.Choose(0, 40).ArrayOf(6).ToArbitrary();

    /// <summary>10 customers: ½; one kind: ½; 180 days: ½; as much for as against: ½. The geometric mean of four halves is a half.</summary>
    [Fact]
    public void Four_halves_are_a_half()
    {
        var confidence = InsightConfidence.Of(10, 0, 1, 180, 4, 4);
        confidence.ShouldBe(confidence with { Breadth = 0.5, Variety = 0.5, Freshness = 0.5, Balance = 0.5 });
        confidence.Percent.ShouldBe(50, 1e-9);
    }

    [Fact]
    public void By_hand()
    {
        var confidence = InsightConfidence.Of(12, 6, 3, 45, 9, 1);
        confidence.Breadth.ShouldBe(15 / 25.0, 1e-12);
        confidence.Variety.ShouldBe(7 / 8.0, 1e-12);
        confidence.Freshness.ShouldBe(Math.Pow(2, -0.25), 1e-12);
        confidence.Balance.ShouldBe(0.9, 1e-12);
        confidence.Percent.ShouldBe(100 * Math.Pow(0.6 * 0.875 * 0.8408964153 * 0.9, 0.25), 1e-6);
    }

    [Fact]
    public void Nobody_no_kind_and_nothing_for_it_are_nought()
    {
        InsightConfidence.Of(0, 0, 0, double.NaN, 0, 0).ShouldBe(new InsightConfidence(0, 0, 0, 0, 0));
        InsightConfidence.Of(10, 0, 0, 5, 3, 0).Percent.ShouldBe(0);
        InsightConfidence.Of(10, 0, 2, 5, 0, 3).Percent.ShouldBe(0);
        InsightConfidence.Of(10, 0, 2, -3, 5, 0).Freshness.ShouldBe(1);
        Should.Throw<ArgumentException>(() => InsightConfidence.Of(1, 0, 1, double.NaN, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => InsightConfidence.Of(-1, 0, 1, 1, 1, 0));
    }

    [Fact]
    public void It_rises_with_evidence_for_and_falls_with_age_and_evidence_against() =>
        Prop.ForAll(
                Evidence,
                e =>
                {
                    double Percent(int customers = 0, int anonymous = 0, int kinds = 0, int age = 0, int supporting = 0, int against = 0) =>
                        InsightConfidence.Of(e[0] + customers, e[1] + anonymous, e[2] + kinds, (10 * e[3]) + age, e[4] + supporting, e[5] + against).Percent;
                    var plain = Percent();
                    return plain is >= 0 and < 100
                        && Percent(customers: 1) >= plain
                        && Percent(anonymous: 1) >= plain
                        && Percent(customers: 1) >= Percent(anonymous: 1)
                        && Percent(kinds: 1) >= plain
                        && Percent(supporting: 1) >= plain
                        && Percent(age: 1) <= plain
                        && Percent(against: 1) <= plain;
                }
            )
            .QuickCheckThrowOnFailure();
}
