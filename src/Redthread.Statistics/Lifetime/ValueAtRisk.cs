namespace Redthread.Statistics;

/// <summary>One customer heard in a stage whose value to come is known.</summary>
/// <param name="Weak">Whether the customer's score lies below what counts as weak there.</param>
/// <param name="Value">Value to come, 0 or more, any currency.</param>
public readonly record struct CustomerAtStage(bool Weak, double Value);

/// <summary>
/// What the customers who have a bad time in a stage are worth: their value to come is what is exposed, not what will be lost. Those heard
/// stand for all who passed; nothing is added for those who left already.
/// </summary>
/// <param name="State">Not enough data below five customers.</param>
/// <param name="Heard">Customers heard whose value is known.</param>
/// <param name="Weak">Of these, with a weak score.</param>
/// <param name="Customers">Those who passed the stage; those heard where traffic is unknown.</param>
/// <param name="Value">In the currency of the values; NaN without enough data.</param>
/// <param name="Interval">95 %, not below 0; from the spread between customers.</param>
/// <param name="LowerBound">Without stage traffic, only those heard are counted.</param>
public sealed record ValueAtRisk(RegressionState State, int Heard, int Weak, double Customers, double Value, Interval Interval, bool LowerBound)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "value at risk = customers who passed the stage × mean over those heard of (value to come if their score is weak, else 0); interval by the variance between customers";

    /// <summary>Fewest customers about whom anything is said.</summary>
    public const int MinimumCustomers = 5;

    /// <summary>Of one stage.</summary>
    /// <param name="heard">One for each customer heard there.</param>
    /// <param name="traffic">Customers who passed; null when unknown.</param>
    /// <exception cref="ArgumentException">A value or the traffic is negative or not finite.</exception>
    public static ValueAtRisk Of(IReadOnlyList<CustomerAtStage> heard, double? traffic)
    {
        if (heard.Any(one => !(one.Value >= 0 && double.IsFinite(one.Value))) || traffic is { } passed && !(passed >= 0 && double.IsFinite(passed)))
        {
            throw new ArgumentException("Values and traffic are finite and 0 or more.", nameof(heard));
        }

        var (n, weak, customers) = (heard.Count, heard.Count(one => one.Weak), traffic ?? heard.Count);
        if (n < MinimumCustomers)
        {
            return new(RegressionState.NotEnoughData, n, weak, customers, double.NaN, Interval.None, traffic is null);
        }

        var mean = heard.Sum(one => one.Weak ? one.Value : 0) / n;
        var variance = heard.Sum(one => Math.Pow((one.Weak ? one.Value : 0) - mean, 2)) / (n - 1) / n;
        var interval = Interval.Around(customers * mean, Quantiles.T(0.975, n - 1) * customers * Math.Sqrt(variance));
        return new(RegressionState.Ok, n, weak, customers, customers * mean, interval.ClippedTo(0, double.PositiveInfinity), traffic is null);
    }
}
