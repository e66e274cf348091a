namespace Redthread.Statistics;

/// <summary>
/// What a rollup cell must remember of its units so that mean, variance and effective sample size can be computed
/// without the raw rows. A unit is one signal in one stage: its value x is 0..100, its weight w is above 0.
/// Sums add: the sums of a union of disjoint sets of units are the sums of the sets, in any order.
/// </summary>
/// <param name="N">Number of units.</param>
/// <param name="W">Σw.</param>
/// <param name="WW">Σw².</param>
/// <param name="WX">Σwx.</param>
/// <param name="WWX">Σw²x.</param>
/// <param name="WWXX">Σw²x².</param>
/// <param name="WXX">Σwx²: only for the spread of the units, and so for the design-based effective sample size.</param>
public readonly record struct WeightedSums(long N, double W, double WW, double WX, double WWX, double WWXX, double WXX)
{
    /// <summary>The sums of no units. Adding it changes nothing.</summary>
    public static readonly WeightedSums Empty;

    /// <summary>The sums of one unit.</summary>
    /// <param name="x">Value of the unit, 0..100.</param>
    /// <param name="w">Weight of the unit, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">x is outside 0..100, or w is not a positive finite number.</exception>
    public static WeightedSums Of(double x, double w = 1)
    {
        if (!(x >= 0 && x <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "A unit's value is 0 to 100.");
        }

        if (!(w > 0 && double.IsFinite(w)))
        {
            throw new ArgumentOutOfRangeException(nameof(w), w, "A unit's weight is a number above 0.");
        }

        return new(1, w, w * w, w * x, w * w * x, w * w * x * x, w * x * x);
    }

    /// <summary>The sums of two disjoint sets of units together.</summary>
    public static WeightedSums operator +(WeightedSums a, WeightedSums b) => new(a.N + b.N, a.W + b.W, a.WW + b.WW, a.WX + b.WX, a.WWX + b.WWX, a.WWXX + b.WWXX, a.WXX + b.WXX);

    /// <summary>The same as the operator, for languages and reducers that need a name.</summary>
    public static WeightedSums Add(WeightedSums left, WeightedSums right) => left + right;

    /// <summary>The same units with every weight multiplied by <paramref name="factor"/>, above 0.</summary>
    public WeightedSums Scaled(double factor)
    {
        var squared = factor * factor;
        return new(N, W * factor, WW * squared, WX * factor, WWX * squared, WWXX * squared, WXX * factor);
    }

    /// <summary>Weighted mean Σwx/Σw, 0..100. NaN without units.</summary>
    public double Mean => N > 0 ? Math.Clamp(WX / W, 0, 100) : double.NaN;

    /// <summary>Kish's effective sample size (Σw)²/Σw², between 1 and N. 0 without units. Kish, Survey Sampling (1965).</summary>
    public double KishN => N > 0 ? W * W / WW : 0;

    /// <summary>Weighted mean square of the units about <paramref name="center"/>: Σw(x−c)²/Σw, never negative. 0 without units.</summary>
    public double MeanSquareAbout(double center) => N > 0 ? Math.Max(0, (WXX - (2 * center * WX) + (center * center * W)) / W) : 0;

    /// <summary>Σw²(x−c)²: the units' own part of the linearised variance, never negative.</summary>
    public double SquaresAbout(double center) => Math.Max(0, WWXX - (2 * center * WWX) + (center * center * WW));
}
