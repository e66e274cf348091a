namespace Redthread.Statistics;

/// <summary>A value with its interval, in the currency of what it was made from.</summary>
/// <param name="State">Whether it may be shown.</param>
/// <param name="Value">NaN without enough data; infinite when customers neither leave nor are discounted.</param>
/// <param name="Interval">95 %.</param>
public readonly record struct ValueEstimate(RegressionState State, double Value, Interval Interval);

/// <summary>What a customer is worth in the time to come, discounted.</summary>
public static class LifetimeValue
{
    /// <summary>What pages print where buying needs no contract.</summary>
    public const string Formula = "value to come = expected value of a purchase × Σ over periods k up to the horizon of expected purchases in k ÷ (1 + d)^(k − ½)";

    /// <summary>What pages print where a contract is renewed.</summary>
    public const string ContractFormula = "value to come = margin × r ÷ (1 + d − r), r the share that renews a period, paid when renewed; its interval from that of r (Wilson)";

    /// <summary>What pages print of customers of several segments.</summary>
    public const string TogetherFormula =
        "all together = Σ over segments of customers × their value ÷ all customers, each segment by the share of its own that renews, those without one by that of all; interval: value ∓ √Σ(share of customers × (value of the segment − its bound))² (MOVER)";

    /// <summary>
    /// The mean over customers of segments that renew apart. One share over all of them at one mean margin would be another number, as the value is not linear in the share:
    /// it undervalues. The interval is MOVER's of a weighted sum (Zou and Donner, Statistics in Medicine 27, 2008), segments taken as independent.
    /// </summary>
    /// <param name="parts">Customers of each segment, and the value of one. What is not <see cref="RegressionState.Ok"/> or not finite, and has customers, leaves nothing to tell.</param>
    public static ValueEstimate Together(IReadOnlyCollection<(int Customers, ValueEstimate Value)> parts)
    {
        var counted = parts.Where(part => part.Customers > 0).ToList();
        var all = counted.Sum(part => part.Customers);
        if (all == 0 || counted.Exists(part => part.Value.State != RegressionState.Ok || !double.IsFinite(part.Value.Value)))
        {
            return new(RegressionState.NotEnoughData, double.NaN, Interval.None);
        }

        var value = counted.Sum(part => part.Customers * part.Value.Value) / all;
        double Off(Func<ValueEstimate, double> bound) => Math.Sqrt(counted.Sum(part => Math.Pow((double)part.Customers / all * (part.Value.Value - bound(part.Value)), 2)));
        return new(RegressionState.Ok, value, new(value - Off(part => part.Interval.Low), value + Off(part => part.Interval.High)));
    }

    /// <summary>
    /// Of a customer without a contract, from the end of observation on (Fader, Hardie and Lee, Journal of Marketing Research 42, 2005, over a
    /// finite horizon). Purchases of a period are discounted from its middle. NaN when a model is not <see cref="RegressionState.Ok"/>.
    /// </summary>
    /// <param name="purchases">How often one buys.</param>
    /// <param name="spending">What a purchase is worth.</param>
    /// <param name="customer">What is known of its purchases.</param>
    /// <param name="mean">Mean value of its repeats; any when there are none.</param>
    /// <param name="periods">How many, 0 or more.</param>
    /// <param name="period">Length of one in the purchases' unit of time, above 0.</param>
    /// <param name="discount">Of one period, 0 or more.</param>
    public static double Of(PurchaseModel purchases, SpendingModel spending, PurchaseHistory customer, double mean, int periods, double period, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
        double sum = 0,
            before = 0;
        for (var at = 1; at <= periods; at++)
        {
            var until = purchases.Expected(customer, at * period);
            sum += (until - before) / Math.Pow(1 + discount, at - 0.5);
            before = until;
        }

        return sum * spending.Expected(new(customer.Repeats, mean));
    }

    /// <summary>
    /// Of a customer with a contract who has just paid, when each period the same share renews: Gupta, Lehmann and Stuart, Journal of
    /// Marketing Research 41 (2004). Where early leavers are many, one retention rate undervalues those who stayed (Fader and Hardie 2010).
    /// </summary>
    /// <param name="renewed">Contracts renewed, of those due.</param>
    /// <param name="due">Contracts due; not enough data below five.</param>
    /// <param name="margin">Earned at each renewal.</param>
    /// <param name="discount">Of one period, 0 or more.</param>
    public static ValueEstimate OfContract(double renewed, double due, double margin, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
        var share = Proportion.Of(renewed, due);
        if (due < EventTimes.MinimumSubjects)
        {
            return new(RegressionState.NotEnoughData, double.NaN, Interval.None);
        }

        double At(double rate) => margin * rate / (1 + discount - rate);
        var (low, high) = (At(share.Interval.Low), At(share.Interval.High));
        return new(RegressionState.Ok, At(share.Value), new(Math.Min(low, high), Math.Max(low, high)));
    }
}
