namespace Redthread.Statistics;

/// <summary>Everything a score needs to know of a set of units: their sums, the pairs within customers, and the number of clusters.</summary>
/// <param name="Units">Sums over the units.</param>
/// <param name="Pairs">Sums over pairs of units of the same customer; empty when every customer has one unit.</param>
/// <param name="Clusters">Distinct customers plus anonymous signals, at most the number of units.</param>
public readonly record struct UnitSums(WeightedSums Units, PairSums Pairs, long Clusters)
{
    /// <summary>No units.</summary>
    public static readonly UnitSums Empty;

    /// <summary>Units that all come from different customers.</summary>
    public static UnitSums Independent(WeightedSums units) => new(units, PairSums.Empty, units.N);

    /// <summary>All units of one customer.</summary>
    public static UnitSums OfCustomer(WeightedSums units) => new(units, PairSums.OfCustomer(units), units.N > 0 ? 1 : 0);

    /// <summary>Two sets of units with no customer in common. A customer who is in both would count as two.</summary>
    public static UnitSums operator +(UnitSums a, UnitSums b) => new(a.Units + b.Units, a.Pairs + b.Pairs, a.Clusters + b.Clusters);

    /// <summary>The same as the operator, for languages and reducers that need a name.</summary>
    public static UnitSums Add(UnitSums left, UnitSums right) => left + right;

    /// <summary>The same units with every weight multiplied by <paramref name="factor"/>, above 0.</summary>
    public UnitSums Scaled(double factor) => new(Units.Scaled(factor), Pairs.Scaled(factor), Clusters);

    /// <summary>Σ over customers of (Σ w(x−c))²: the sum of squared customer totals, never negative.</summary>
    public double ClusterSquaresAbout(double center) =>
        Math.Max(0, Units.WWXX + (2 * Pairs.WWXX) - (center * ((2 * Units.WWX) + (2 * Pairs.WWX))) + (center * center * ClusterWeightSquares));

    /// <summary>Σ over customers of (Σw)²: Σw² plus twice the pairs' Σwᵢwⱼ.</summary>
    public double ClusterWeightSquares => Units.WW + (2 * Pairs.WW);

    /// <summary>
    /// Effective number of clusters (Σw)² / Σ over customers of (Σw)², between 1 and <see cref="Clusters"/>; 0 without units.
    /// It equals the number of customers when all carry the same weight, and falls when a few send most signals.
    /// </summary>
    public double EffectiveClusters => Units.N > 0 ? Math.Clamp(Units.W * Units.W / ClusterWeightSquares, 1, Math.Max(1, Clusters)) : 0;
}
