namespace Redthread.Statistics;

/// <summary>
/// Buying without a contract, where nobody says goodbye: BG/NBD, Fader, Hardie and Lee, Marketing Science 24 (2005). While active
/// a customer buys at a rate that is gamma distributed over customers (r, α); after each purchase one leaves for good with a
/// probability that is beta distributed (a, b). By this model a customer without repeats is certainly active.
/// </summary>
public sealed class PurchaseModel
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "BG/NBD: purchases at rate λ ~ gamma(r, α) while active; after each one leaves with probability p ~ beta(a, b); r, α, a, b maximise the likelihood; intervals on their logarithms";

    /// <summary>What pages print beside the probability of being active.</summary>
    public const string ActiveFormula = "P(active) = 1 ÷ (1 + a÷(b + x − 1)·((α + T)÷(α + last))^(r + x)), x repeats by age T; 1 without repeats";

    /// <summary>What pages print beside expected purchases.</summary>
    public const string ExpectedFormula =
        "purchases in the next t = P(active)·(a + b + x − 1)÷(a − 1)·(1 − ((α + T)÷(α + T + t))^(r + x)·₂F₁(r + x, b + x; a + b + x − 1; t÷(α + T + t)))";

    /// <summary>Fewest customers, and fewest with a repeat, about whom anything is said.</summary>
    public const int MinimumCustomers = 5;

    private const int Sample = 4000;

    private PurchaseModel(RegressionState state, int n, int repeaters) => (State, N, Repeaters) = (state, n, repeaters);

    /// <summary>Not enough data with fewer than five customers or fewer than five with a repeat.</summary>
    public RegressionState State { get; }

    /// <summary>Customers.</summary>
    public int N { get; }

    /// <summary>Customers with a purchase after the first.</summary>
    public int Repeaters { get; }

    /// <summary>Whether the likelihood has a maximum that was found; without it nothing should be read. Too little leaving or too even customers have none.</summary>
    public bool Converged { get; private init; }

    /// <summary>Natural logarithm, without constants left out.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>Shape of purchase rates over customers; small when customers differ much.</summary>
    public PositiveEstimate R { get; private init; } = PositiveEstimate.None;

    /// <summary>Rate of that distribution, in units of time: r ÷ α is the mean rate of an active customer.</summary>
    public PositiveEstimate Alpha { get; private init; } = PositiveEstimate.None;

    /// <summary>First shape of the probability of leaving after a purchase, whose mean is a ÷ (a + b).</summary>
    public PositiveEstimate A { get; private init; } = PositiveEstimate.None;

    /// <summary>Second shape of it.</summary>
    public PositiveEstimate B { get; private init; } = PositiveEstimate.None;

    /// <summary>Fits the model; a pass over distinct histories for each of some hundred evaluations.</summary>
    /// <param name="customers">One each, in any order.</param>
    /// <exception cref="ArgumentException">A history that cannot be, see <see cref="PurchaseHistory"/>.</exception>
    public static PurchaseModel Of(IReadOnlyCollection<PurchaseHistory> customers)
    {
        if (customers.Any(one => one.Repeats < 0 || !double.IsFinite(one.Age) || one.Age <= 0 || !(one.Last >= 0 && one.Last <= one.Age) || (one.Repeats == 0 && one.Last != 0)))
        {
            throw new ArgumentException("A history has 0 or more repeats, an age above 0, and its last purchase between 0 and its age; at 0 without repeats.", nameof(customers));
        }

        var repeaters = customers.Count(one => one.Repeats > 0);
        if (customers.Count < MinimumCustomers || repeaters < MinimumCustomers)
        {
            return new(RegressionState.NotEnoughData, customers.Count, repeaters);
        }

        var unit = customers.Average(one => one.Age);
        var likelihood = new PurchaseLikelihood(customers, unit);
        var maximum = Maximum.Of(Start(customers, unit), likelihood.At);
        // Time was counted in mean ages; the density of a time changes with its unit, once for each repeat.
        maximum.Parameters[1] *= likelihood.Unit;
        return new(RegressionState.Ok, customers.Count, repeaters)
        {
            Converged = maximum.Converged,
            LogLikelihood = maximum.Value - (likelihood.Repeats * Math.Log(likelihood.Unit)),
            R = PositiveEstimate.Of(maximum, 0),
            Alpha = PositiveEstimate.Of(maximum, 1),
            A = PositiveEstimate.Of(maximum, 2),
            B = PositiveEstimate.Of(maximum, 3),
        };
    }

    /// <summary>A model with known parameters, all above 0.</summary>
    public static PurchaseModel With(double r, double alpha, double a, double b)
    {
        PositiveEstimate Known(double value) => value > 0 && double.IsFinite(value) ? new(value, Interval.None) : throw new ArgumentException("Parameters are above 0 and finite.");
        return new(RegressionState.Ok, 0, 0)
        {
            Converged = true,
            R = Known(r),
            Alpha = Known(alpha),
            A = Known(a),
            B = Known(b),
        };
    }

    /// <summary>The probability that a customer is still active, 0..1; NaN without <see cref="RegressionState.Ok"/>.</summary>
    public double Active(PurchaseHistory customer)
    {
        if (State != RegressionState.Ok)
        {
            return double.NaN;
        }

        if (customer.Repeats == 0)
        {
            return 1;
        }

        var x = customer.Repeats;
        var log = Math.Log(A.Value / (B.Value + x - 1)) + ((R.Value + x) * Math.Log((Alpha.Value + customer.Age) / (Alpha.Value + customer.Last)));
        return 1 / (1 + Math.Exp(log));
    }

    /// <summary>Purchases of a customer in the time to come; NaN without <see cref="RegressionState.Ok"/>.</summary>
    /// <param name="customer">What is known of it.</param>
    /// <param name="ahead">Time from the end of observation, 0 or more.</param>
    public double Expected(PurchaseHistory customer, double ahead)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        return Active(customer) * WhileActive(R.Value + customer.Repeats, Alpha.Value + customer.Age, B.Value + customer.Repeats, ahead);
    }

    /// <summary>Purchases after the first that a new customer is expected to make up to an age; NaN without <see cref="RegressionState.Ok"/>.</summary>
    public double ExpectedOfNew(double age)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(age);
        return WhileActive(R.Value, Alpha.Value, B.Value, age);
    }

    // Of many customers some thousand tell where to begin, which leaves few evaluations over all.
    private static double[] Start(IReadOnlyCollection<PurchaseHistory> customers, double unit)
    {
        double[] plain = [1, 1, 1, 1];
        if (customers.Count < 2 * Sample)
        {
            return plain;
        }

        var every = customers.Count / Sample;
        var found = Maximum.Of(plain, new PurchaseLikelihood([.. customers.Where((_, at) => at % every == 0)], unit).At);
        return found.Converged ? found.Parameters : plain;
    }

    // At a = 1 numerator and denominator are 0 together; the mean of both sides is off by the square of the distance.
    private double WhileActive(double shape, double rate, double b, double ahead)
    {
        if (State != RegressionState.Ok || ahead == 0)
        {
            return State == RegressionState.Ok ? 0 : double.NaN;
        }

        double At(double a)
        {
            var log = (shape * Math.Log(rate / (rate + ahead))) + Hypergeometric.Log(shape, b, a + b - 1, ahead / (rate + ahead));
            return (a + b - 1) / (a - 1) * -(Math.Exp(log) - 1);
        }

        return Math.Abs(A.Value - 1) < 1e-5 ? (At(1 - 1e-5) + At(1 + 1e-5)) / 2 : At(A.Value);
    }
}
