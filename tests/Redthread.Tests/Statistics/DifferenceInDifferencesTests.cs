using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class DifferenceInDifferencesTests
{
    private static readonly Gen<WindowMean> Window =
        from mean in Gen.Choose(0, 100)
        from variance in Gen.Choose(1, 400)
        from n in Gen.Choose(5, 80)
        select new WindowMean(mean, variance, n);

    private static readonly Gen<Movement> AnyMovement = from before in Window from after in Window select Movement.Between(before, after);

    private static readonly Arbitrary<Movement[]> Movements = AnyMovement.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    /// <summary>
    /// Card and Krueger, American Economic Review 84 (1994), Table 3, row 3: employment moved by 0.59 (standard error 0.54) in New Jersey and by
    /// −2.16 (1.25) in Pennsylvania; difference 2.76 (1.36). The printed movements are rounded, hence 2.75. Degrees of freedom from 321 and 77 stores.
    /// </summary>
    [Fact]
    public void It_agrees_with_Card_and_Krueger()
    {
        var result = DifferenceInDifferences.Of(new(0.59, 0.54 * 0.54, 320), [new(-2.16, 1.25 * 1.25, 76)]);
        result.Difference.ShouldBe(2.76, 0.011);
        Math.Round(result.StandardError, 2).ShouldBe(1.36);
        (result.Verdict, result.Basis).ShouldBe((MovementVerdict.Moved, MovementBasis.ComparisonStages));
    }

    /// <summary>Their means by window, 20.44 (0.51) to 21.03 (0.52) and 23.33 (1.35) to 21.17 (0.94), as if the windows were independent samples.</summary>
    [Fact]
    public void Four_means_give_the_same_difference()
    {
        var jersey = Movement.Between(new(20.44, 0.51 * 0.51 * 321, 321), new(21.03, 0.52 * 0.52 * 319, 319));
        var pennsylvania = Movement.Between(new(23.33, 1.35 * 1.35 * 77, 77), new(21.17, 0.94 * 0.94 * 77, 77));
        var result = DifferenceInDifferences.Of(jersey, [pennsylvania]);
        result.Difference.ShouldBe(2.75, 1e-9);
        result.StandardError.ShouldBe(Math.Sqrt((0.51 * 0.51) + (0.52 * 0.52) + (1.35 * 1.35) + (0.94 * 0.94)), 1e-9);
        result.Verdict.ShouldBe(MovementVerdict.NotShown);
    }

    /// <summary>R: t.test(extra ~ group, data = sleep), Student's data: −1.58, df 17.776, interval −3.3654832 to 0.2054832.</summary>
    [Fact]
    public void Without_comparison_it_is_Welchs_interval_and_says_so()
    {
        var result = DifferenceInDifferences.Of(Movement.Between(new(2.33, 4.009, 10), new(0.75, 3.200556, 10)), []);
        (result.Basis, result.Comparisons, result.Verdict).ShouldBe((MovementBasis.PlainChange, 0, MovementVerdict.NotShown));
        result.DegreesOfFreedom.ShouldBe(17.776, 0.0005);
        result.Interval.Low.ShouldBe(-3.3654832, 1e-5);
        result.Interval.High.ShouldBe(0.2054832, 1e-5);
        result.Comparison.ShouldBe(double.NaN);
    }

    [Fact]
    public void Too_few_no_spread_and_unjudged_scores_are_no_movement()
    {
        Movement.Between(new(50, 100, 4), new(60, 100, 40)).ShouldBe(Movement.None);
        Movement.Between(new(50, 0, 40), new(60, 0, 40)).Exists.ShouldBeFalse();
        Movement.OfScores(Score.None, Given.Score(60, 2)).Exists.ShouldBeFalse();
        Movement.OfScores(Given.Score(50, 3), Given.Score(60, 4)).ShouldBe(new Movement(10, 25, 625 / ((81 + 256) / 50.0)));
        var result = DifferenceInDifferences.Of(Movement.None, [Movement.OfScores(Given.Score(50, 3), Given.Score(60, 4))]);
        (result.Verdict, result.Interval.Exists, result.Comparison).ShouldBe((MovementVerdict.NotEnoughData, false, 10));
        DifferenceInDifferences.Of(Movement.OfScores(Given.Score(50, 3), Given.Score(80, 4)), [Movement.None]).Basis.ShouldBe(MovementBasis.PlainChange);
    }

    [Fact]
    public void A_common_drift_cancels_and_signs_mirror() =>
        Prop.ForAll(
                AnyMovement.ToArbitrary(),
                Movements,
                Gen.Choose(-50, 50).ToArbitrary(),
                (treated, comparisons, drift) =>
                {
                    var plain = DifferenceInDifferences.Of(treated, comparisons);
                    var drifted = DifferenceInDifferences.Of(Shifted(treated, drift), comparisons.Select(movement => Shifted(movement, drift)));
                    var mirrored = DifferenceInDifferences.Of(treated with { Change = -treated.Change }, comparisons.Select(one => one with { Change = -one.Change }));
                    return Given.Close(plain.Difference, drifted.Difference)
                        && plain.StandardError == drifted.StandardError
                        && plain.Interval.Contains(plain.Difference)
                        && Given.Close(plain.Interval.Low, -mirrored.Interval.High)
                        && plain.Verdict == mirrored.Verdict
                        && plain.Comparisons == comparisons.Length
                        && Given.Close(plain.Difference, treated.Change - comparisons.Average(one => one.Change));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void More_copies_of_a_comparison_narrow_its_part_only() =>
        Prop.ForAll(
                AnyMovement.ToArbitrary(),
                AnyMovement.ToArbitrary(),
                Gen.Choose(1, 9).ToArbitrary(),
                (treated, comparison, copies) =>
                {
                    var error = DifferenceInDifferences.Of(treated, Enumerable.Repeat(comparison, copies)).StandardError;
                    return Given.Close(error * error, treated.Variance + (comparison.Variance / copies)) && error * error >= treated.Variance;
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>A true difference of 6 points, windows of 12 to 30 values with unequal spread, two comparison stages; Monte-Carlo standard error 0.005.</summary>
    [Fact]
    public void Interval_covers()
    {
        var random = new Random(43);
        var hits = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var treated = Movement.Between(Sample(random, 50, 20, 15), Sample(random, 60, 10, 12));
            Movement[] comparisons =
            [
                Movement.Between(Sample(random, 70, 15, 30), Sample(random, 74, 12, 20)),
                Movement.Between(Sample(random, 40, 10, 14), Sample(random, 44, 25, 16)),
            ];
            hits += DifferenceInDifferences.Of(treated, comparisons).Interval.Contains(6) ? 1 : 0;
        }

        (hits / 2000.0).ShouldBeInRange(0.935, 0.965);
    }

    private static Movement Shifted(Movement movement, double drift) => movement with { Change = movement.Change + drift };

    private static WindowMean Sample(Random random, double mean, double spread, int n)
    {
        var values = Enumerable.Range(0, n).Select(_ => mean + (spread * Quantiles.Normal(Math.Max(random.NextDouble(), 1e-12)))).ToArray();
        var average = values.Average();
        return new(average, values.Sum(value => (value - average) * (value - average)) / (n - 1), n);
    }
}
