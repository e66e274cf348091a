using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class ComparisonTests
{
    /// <summary>R: t.test(extra ~ group, data = sleep), Student's data: t −1.8608, df 17.776, p 0.07939, interval −3.3654832 to 0.2054832.</summary>
    [Fact]
    public void Change_agrees_with_Welchs_test_on_Students_sleep_data()
    {
        var first = StageScore.Of(Given.Independent(10.7, 8.4, 9.8, 8.8, 9.9, 13.4, 13.7, 10.8, 10, 12), 1);
        var second = StageScore.Of(Given.Independent(11.9, 10.8, 11.1, 10.1, 9.9, 14.4, 15.5, 11.6, 14.6, 13.4), 1);
        var change = PeriodChange.Between(second, first);
        change.Difference.ShouldBe(-1.58, 1e-9);
        (change.Difference / change.StandardError).ShouldBe(-1.8608, 0.00005);
        change.DegreesOfFreedom.ShouldBe(17.776, 0.0005);
        change.PValue.ShouldBe(0.07939, 0.000005);
        change.Interval.Low.ShouldBe(-3.3654832, 1e-5);
        change.Interval.High.ShouldBe(0.2054832, 1e-5);
    }

    [Fact]
    public void States_pass_through()
    {
        PeriodChange.Between(Given.Score(50, 1), Given.Score(60, 1), mixChanged: true).State.ShouldBe(TrendState.MixChanged);
        PeriodChange.Between(Score.None, Given.Score(60, 1)).State.ShouldBe(TrendState.NotEnoughData);
        PeriodChange.Between(Given.Score(50, 1), Given.Score(60, 1) with { State = ScoreState.TooFew }).PValue.ShouldBe(double.NaN);
    }

    [Fact]
    public void Interval_contains_the_difference_and_swapping_periods_flips_it() =>
        Prop.ForAll(
                Given.Units,
                Given.Units,
                (first, second) =>
                {
                    Score a = StageScore.Of(Given.Sums(first), 1),
                        b = StageScore.Of(Given.Sums(second), 1);
                    PeriodChange forth = PeriodChange.Between(a, b),
                        back = PeriodChange.Between(b, a);
                    return forth.State == TrendState.NotEnoughData
                        || (forth.Interval.Contains(forth.Difference) && Given.Close(forth.Difference, -back.Difference) && Given.Close(forth.PValue, back.PValue));
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>
    /// Benjamini and Hochberg, JRSS B 57 (1995) 289–300, section 4.1: 15 p values, of which 4 are rejected at 0.05. Adjusted values as
    /// printed in the documentation of scipy.stats.false_discovery_control, equal to R's p.adjust(p, "BH").
    /// </summary>
    [Fact]
    public void Adjusted_p_values_agree_with_the_paper_and_with_R()
    {
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000];
        double[] expected = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.81321429, 1];
        var adjusted = FalseDiscovery.Adjust(p);
        adjusted.Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-8);
        adjusted.Count(value => value <= FalseDiscovery.Rate).ShouldBe(4);
        FalseDiscovery.Adjust([.. p.Reverse()]).ShouldBe([.. adjusted.Reverse()]);
    }

    [Fact]
    public void Adjusted_p_values_skip_what_was_not_tested()
    {
        FalseDiscovery.Adjust([0.01, double.NaN, 0.04]).ShouldBe([0.02, double.NaN, 0.04]);
        FalseDiscovery.Adjust([]).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => FalseDiscovery.Adjust([1.1]));
    }

    [Fact]
    public void Adjusted_p_values_are_monotone_and_not_below_p() =>
        Prop.ForAll(
                Given.Values,
                values =>
                {
                    var p = values.Select(value => value / 100).ToArray();
                    var adjusted = FalseDiscovery.Adjust(p);
                    var order = Enumerable.Range(0, p.Length).OrderBy(i => p[i]).ToArray();
                    return order.Zip(order.Skip(1)).All(pair => adjusted[pair.First] <= adjusted[pair.Second])
                        && p.Zip(adjusted).All(pair => pair.Second >= pair.First && pair.Second <= 1);
                }
            )
            .QuickCheckThrowOnFailure();
}
