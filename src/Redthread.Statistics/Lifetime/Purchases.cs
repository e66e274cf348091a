namespace Redthread.Statistics;

/// <summary>One customer's purchases up to the end of observation, the first one not counted.</summary>
/// <param name="Repeats">Purchases after the first, 0 or more.</param>
/// <param name="Last">From the first purchase to the last, 0 when there were no repeats; any unit of time, the same for all.</param>
/// <param name="Age">From the first purchase to the end of observation, above 0, not below <paramref name="Last"/>.</param>
public readonly record struct PurchaseHistory(int Repeats, double Last, double Age);

/// <summary>One customer's spending on purchases after the first.</summary>
/// <param name="Repeats">Purchases after the first.</param>
/// <param name="Mean">Mean value of those purchases, above 0 when there are any; any currency.</param>
public readonly record struct Spending(int Repeats, double Mean);

/// <summary>An estimate of a positive parameter.</summary>
/// <param name="Value">Above 0; NaN without enough data.</param>
/// <param name="Interval">95 %, from the normal distribution of its logarithm; none where the likelihood is too flat.</param>
public readonly record struct PositiveEstimate(double Value, Interval Interval)
{
    internal static PositiveEstimate Of(Maximum maximum, int at)
    {
        var value = maximum.Parameters[at];
        if (maximum.Covariance is not { } covariance)
        {
            return new(value, Interval.None);
        }

        var reach = Math.Exp(Quantiles.Normal975 * Math.Sqrt(covariance[at, at]));
        return new(value, new(value / reach, value * reach));
    }

    internal static readonly PositiveEstimate None = new(double.NaN, Interval.None);
}
