using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class SumsTests
{
    [Fact]
    public void Merging_does_not_depend_on_order_or_grouping() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var sums = units.Select(unit => UnitSums.Independent(WeightedSums.Of(unit.X, unit.W))).ToArray();
                    var forward = sums.Aggregate(UnitSums.Empty, (a, b) => a + b);
                    var backward = sums.Reverse().Aggregate(UnitSums.Empty, (a, b) => b + a);
                    var half = sums.Length / 2;
                    var grouped = sums[..half].Aggregate(UnitSums.Empty, (a, b) => a + b) + sums[half..].Aggregate(UnitSums.Empty, (a, b) => a + b);
                    return Given.Close(forward, backward) && Given.Close(forward, grouped) && forward + UnitSums.Empty == forward;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Pairs_added_one_by_one_equal_pairs_of_the_whole_customer() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var (earlier, pairs) = (WeightedSums.Empty, PairSums.Empty);
                    foreach (var unit in units)
                    {
                        pairs += PairSums.Adding(earlier, unit.X, unit.W);
                        earlier += WeightedSums.Of(unit.X, unit.W);
                    }

                    var whole = PairSums.OfCustomer(earlier);
                    return pairs.Pairs == whole.Pairs && Given.Close(pairs.WW, whole.WW) && Given.Close(pairs.WWX, whole.WWX) && Given.Close(pairs.WWXX, whole.WWXX);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Cluster_variance_from_sums_equals_the_one_from_raw_units() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var total = units.Sum(unit => unit.W);
                    var mean = units.Sum(unit => unit.W * unit.X) / total;
                    var customers = units.GroupBy(unit => unit.Customer).ToArray();
                    var squares = customers.Sum(customer => Math.Pow(customer.Sum(unit => unit.W * (unit.X - mean)), 2));
                    double g = customers.Length;
                    var expected = g < 2 ? 0 : squares / (total * total) * g / (g - 1);
                    var cross = Given.Sums(units);
                    return Given.Close(StageScore.ClusterVariance(cross), expected, 1e-7)
                        && Given.Close(cross.ClusterSquaresAbout(mean), cross.Units.SquaresAbout(mean) + cross.Pairs.CrossAbout(mean), 1e-7);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Effective_sizes_lie_between_one_and_their_counts() =>
        Prop.ForAll(
                Given.Units,
                units =>
                {
                    var sums = Given.Sums(units);
                    return sums.Units.KishN is > 0.999999 && sums.Units.KishN <= sums.Units.N + 1e-9 && sums.EffectiveClusters is >= 1 && sums.EffectiveClusters <= sums.Clusters;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(100.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(50, 0)]
    [InlineData(50, -1)]
    [InlineData(50, double.PositiveInfinity)]
    public void A_unit_out_of_range_is_refused(double x, double w) => Should.Throw<ArgumentOutOfRangeException>(() => WeightedSums.Of(x, w));

    [Fact]
    public void Nothing_has_no_mean() => WeightedSums.Empty.Mean.ShouldBe(double.NaN);
}
