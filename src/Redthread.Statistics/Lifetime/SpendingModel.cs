using MathNet.Numerics;

namespace Redthread.Statistics;

/// <summary>
/// What a purchase is worth: gamma–gamma, Fader and Hardie, “The Gamma-Gamma model of monetary value” (2013). Values vary around
/// each customer's own mean, means vary over customers, and spending does not depend on how often one buys, which
/// <see cref="Correlation"/> lets one judge.
/// </summary>
public sealed class SpendingModel
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "gamma–gamma: values ~ gamma(p, ν), ν ~ gamma(q, γ) over customers; p, q, γ maximise the likelihood of mean values of those with repeats; intervals on their logarithms";

    /// <summary>What pages print beside a customer's expected value of a purchase.</summary>
    public const string ExpectedFormula = "value of a purchase = p·(γ + x·mean)÷(p·x + q − 1), x repeats with their mean value: the customer's mean drawn towards that of all";

    /// <summary>Fewest customers with a repeat about whom anything is said.</summary>
    public const int MinimumCustomers = 5;

    private SpendingModel(RegressionState state, int n) => (State, N) = (state, n);

    /// <summary>Not enough data with fewer than five customers who have repeats.</summary>
    public RegressionState State { get; }

    /// <summary>Customers with repeats; others say nothing of spending here and are passed over.</summary>
    public int N { get; }

    /// <summary>Whether the likelihood has a maximum that was found; without it nothing should be read.</summary>
    public bool Converged { get; private init; }

    /// <summary>Natural logarithm.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>Shape of values around a customer's mean; large when they hardly vary.</summary>
    public PositiveEstimate P { get; private init; } = PositiveEstimate.None;

    /// <summary>Shape of customers' rates; at 1 and below the mean over customers does not exist.</summary>
    public PositiveEstimate Q { get; private init; } = PositiveEstimate.None;

    /// <summary>Rate of that distribution, in the currency of the values.</summary>
    public PositiveEstimate Gamma { get; private init; } = PositiveEstimate.None;

    /// <summary>Pearson's, of repeats and mean value among those with repeats: the model supposes about 0. NaN when one does not vary.</summary>
    public double Correlation { get; private init; } = double.NaN;

    /// <summary>Fits the model to those with repeats.</summary>
    /// <exception cref="ArgumentException">Negative repeats, or a mean that is not above 0 and finite where there are repeats.</exception>
    public static SpendingModel Of(IEnumerable<Spending> customers)
    {
        var all = customers.ToArray();
        if (Array.Exists(all, one => one.Repeats < 0 || (one.Repeats > 0 && !(one.Mean > 0 && double.IsFinite(one.Mean)))))
        {
            throw new ArgumentException("Repeats are 0 or more, and their mean value is above 0 and finite.", nameof(customers));
        }

        var repeaters = all.Where(one => one.Repeats > 0).OrderBy(one => one.Repeats).ThenBy(one => one.Mean).ToArray();
        if (repeaters.Length < MinimumCustomers)
        {
            return new(RegressionState.NotEnoughData, repeaters.Length);
        }

        // The currency is taken out, so that the search does not depend on it.
        var unit = repeaters.Average(one => one.Mean);
        var scaled = Array.ConvertAll(repeaters, one => one with { Mean = one.Mean / unit });
        var maximum = Maximum.Of([2, 3, 1], parameters => At(scaled, parameters));
        maximum.Parameters[2] *= unit;
        return new(RegressionState.Ok, repeaters.Length)
        {
            Converged = maximum.Converged,
            LogLikelihood = maximum.Value - (repeaters.Length * Math.Log(unit)),
            P = PositiveEstimate.Of(maximum, 0),
            Q = PositiveEstimate.Of(maximum, 1),
            Gamma = PositiveEstimate.Of(maximum, 2),
            Correlation = Pearson(scaled),
        };
    }

    /// <summary>
    /// Expected value of a purchase to come. Without repeats the mean over customers. NaN without <see cref="RegressionState.Ok"/>
    /// and where the mean does not exist.
    /// </summary>
    public double Expected(Spending customer)
    {
        var weight = (P.Value * customer.Repeats) + Q.Value - 1;
        return State == RegressionState.Ok && weight > 0 ? P.Value * (Gamma.Value + (customer.Repeats * (customer.Repeats == 0 ? 0 : customer.Mean))) / weight : double.NaN;
    }

    private static (double Value, double[] Gradient) At(Spending[] customers, double[] parameters)
    {
        var (p, q, gamma) = (parameters[0], parameters[1], parameters[2]);
        double value = 0,
            byP = 0,
            byQ = 0,
            byGamma = 0;
        double logGamma = Math.Log(gamma),
            lnQ = SpecialFunctions.GammaLn(q),
            diQ = SpecialFunctions.DiGamma(q);
        double lnPxQ = 0,
            lnPx = 0,
            diPxQ = 0,
            diPx = 0;
        var last = -1;
        foreach (var (x, mean) in customers)
        {
            var px = p * x;
            if (x != last)
            {
                (lnPxQ, lnPx) = (SpecialFunctions.GammaLn(px + q), SpecialFunctions.GammaLn(px));
                (diPxQ, diPx) = (SpecialFunctions.DiGamma(px + q), SpecialFunctions.DiGamma(px));
                last = x;
            }

            double total = x * mean,
                logMean = Math.Log(mean),
                logTotal = Math.Log(total),
                logAll = Math.Log(gamma + total);
            value += lnPxQ - lnPx - lnQ + (q * logGamma) + (px * logTotal) - logMean - ((px + q) * logAll);
            byP += x * (diPxQ - diPx + logTotal - logAll);
            byQ += diPxQ - diQ + logGamma - logAll;
            byGamma += (q / gamma) - ((px + q) / (gamma + total));
        }

        return (value, [byP, byQ, byGamma]);
    }

    private static double Pearson(Spending[] customers)
    {
        double x = customers.Average(one => one.Repeats),
            y = customers.Average(one => one.Mean),
            xx = customers.Sum(one => (one.Repeats - x) * (one.Repeats - x)),
            yy = customers.Sum(one => (one.Mean - y) * (one.Mean - y));
        return xx > 0 && yy > 1e-18 ? customers.Sum(one => (one.Repeats - x) * (one.Mean - y)) / Math.Sqrt(xx * yy) : double.NaN;
    }
}
