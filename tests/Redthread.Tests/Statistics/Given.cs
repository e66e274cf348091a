using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Interval = Redthread.Statistics.Interval;

namespace Redthread.Tests.Statistics;

public readonly record struct Unit(int Customer, double X, double W);

/// <summary>Sums from raw units, the way a rollup makes them, and generators for properties.</summary>
public static class Given
{
    public static UnitSums Sums(params IEnumerable<Unit> units) =>
        units.GroupBy(unit => unit.Customer).Select(customer => UnitSums.OfCustomer(Total(customer))).Aggregate(UnitSums.Empty, (sum, customer) => sum + customer);

    public static WeightedSums Total(IEnumerable<Unit> units) => units.Aggregate(WeightedSums.Empty, (sum, unit) => sum + WeightedSums.Of(unit.X, unit.W));

    /// <summary>Pair by pair, as the definition says.</summary>
    public static CrossSums Cross(IEnumerable<Unit> a, IEnumerable<Unit> b)
    {
        var pairs = a.Join(b, one => one.Customer, other => other.Customer, (one, other) => (one, other)).ToList();
        return new(
            pairs.Sum(pair => pair.one.W * pair.other.W),
            pairs.Sum(pair => pair.one.W * pair.other.W * pair.one.X),
            pairs.Sum(pair => pair.one.W * pair.other.W * pair.other.X),
            pairs.Sum(pair => pair.one.W * pair.other.W * pair.one.X * pair.other.X)
        );
    }

    public static UnitSums Independent(params IEnumerable<double> values) => UnitSums.Independent(Total(values.Select(value => new Unit(0, value, 1))));

    public static Score Score(double value, double error, double df = 50, long n = 50) =>
        new(ScoreState.Ok, value, Interval.Around(value, Quantiles.T(0.975, df) * error).ClippedTo(0, 100), error, df, n, n, n, n, 0);

    public static readonly Gen<double> Value = Gen.Choose(0, 1000).Select(x => x / 10.0);

    public static readonly Gen<Unit> AnyUnit = from customer in Gen.Choose(1, 12) from x in Value from w in Gen.Choose(1, 40) select new Unit(customer, x, w / 8.0);

    public static readonly Arbitrary<Unit[]> Units = AnyUnit.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    public static readonly Arbitrary<double[]> Values = Value.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    public static bool Close(double a, double b, double tolerance = 1e-8) =>
        (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    public static bool Close(UnitSums a, UnitSums b) =>
        a.Clusters == b.Clusters
        && a.Units.N == b.Units.N
        && a.Pairs.Pairs == b.Pairs.Pairs
        && Close(a.Units.W, b.Units.W)
        && Close(a.Units.WW, b.Units.WW)
        && Close(a.Units.WX, b.Units.WX)
        && Close(a.Units.WWX, b.Units.WWX)
        && Close(a.Units.WWXX, b.Units.WWXX)
        && Close(a.Units.WXX, b.Units.WXX)
        && Close(a.Pairs.WW, b.Pairs.WW)
        && Close(a.Pairs.WWX, b.Pairs.WWX)
        && Close(a.Pairs.WWXX, b.Pairs.WWXX);
}
