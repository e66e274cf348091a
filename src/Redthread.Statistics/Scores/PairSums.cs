namespace Redthread.Statistics;

/// <summary>
/// Cross terms of different units of the same customer within the period, over unordered pairs {i, j}. Together with
/// <see cref="WeightedSums"/> they give the clustered variance exactly; without pairs every unit is its own customer.
/// They add over disjoint sets of customers, and over time by <see cref="Adding"/>.
/// </summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="WW">Σ wᵢwⱼ.</param>
/// <param name="WWX">Σ wᵢwⱼ(xᵢ+xⱼ).</param>
/// <param name="WWXX">Σ wᵢwⱼxᵢxⱼ.</param>
public readonly record struct PairSums(long Pairs, double WW, double WWX, double WWXX)
{
    /// <summary>No pairs.</summary>
    public static readonly PairSums Empty;

    /// <summary>All pairs among the units of one customer: ((Σw)²−Σw²)/2, Σw·Σwx−Σw²x, ((Σwx)²−Σw²x²)/2.</summary>
    /// <param name="customer">The sums of that customer's units; empty or a single unit gives no pairs.</param>
    public static PairSums OfCustomer(WeightedSums customer) =>
        customer.N < 2
            ? Empty
            : new(
                customer.N * (customer.N - 1) / 2,
                ((customer.W * customer.W) - customer.WW) / 2,
                (customer.W * customer.WX) - customer.WWX,
                ((customer.WX * customer.WX) - customer.WWXX) / 2
            );

    /// <summary>The pairs that one more unit makes with the units the same customer already has in the period.</summary>
    /// <param name="earlier">Sums of the customer's earlier units; only N, W and WX are read.</param>
    /// <param name="x">Value of the new unit, 0..100.</param>
    /// <param name="w">Weight of the new unit, above 0.</param>
    public static PairSums Adding(WeightedSums earlier, double x, double w = 1) => new(earlier.N, w * earlier.W, w * ((earlier.W * x) + earlier.WX), w * x * earlier.WX);

    /// <summary>The pairs of two disjoint sets of customers together.</summary>
    public static PairSums operator +(PairSums a, PairSums b) => new(a.Pairs + b.Pairs, a.WW + b.WW, a.WWX + b.WWX, a.WWXX + b.WWXX);

    /// <summary>The same as the operator, for languages and reducers that need a name.</summary>
    public static PairSums Add(PairSums left, PairSums right) => left + right;

    /// <summary>The same pairs with every weight multiplied by <paramref name="factor"/>, above 0.</summary>
    public PairSums Scaled(double factor)
    {
        var squared = factor * factor;
        return new(Pairs, WW * squared, WWX * squared, WWXX * squared);
    }

    /// <summary>2·Σ wᵢwⱼ(xᵢ−c)(xⱼ−c): what clustering adds to the linearised variance; negative when a customer's values repel.</summary>
    public double CrossAbout(double center) => 2 * (WWXX - (center * WWX) + (center * center * WW));
}
