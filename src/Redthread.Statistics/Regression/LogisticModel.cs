namespace Redthread.Statistics;

/// <summary>
/// How columns change the odds of an outcome that happens or not: maximum likelihood by Newton's method, which is iteratively
/// reweighted least squares (McCullagh and Nelder, Generalized Linear Models, 1989).
/// </summary>
public sealed class LogisticModel
{
    /// <summary>What pages print.</summary>
    public const string Formula = "log odds of the outcome = intercept + Σ βⱼ·xⱼ by maximum likelihood; SE by the inverse information; interval β ± 1.96·SE";

    /// <summary>Fewest rows with the outcome, and fewest without, about which anything is said.</summary>
    public const int MinimumEach = 5;

    private const int MaximumIterations = 40;
    private const double Precision = 1e-9;
    private const double StillMoving = 0.01;

    private LogisticModel(RegressionState state, int n, int events, IReadOnlyList<Covariate> covariates) => (State, N, Events, Covariates) = (state, n, events, covariates);

    /// <summary>Not enough data with fewer than five rows of either outcome, or fewer of the rarer than columns.</summary>
    public RegressionState State { get; }

    /// <summary>Rows.</summary>
    public int N { get; }

    /// <summary>Rows with the outcome.</summary>
    public int Events { get; }

    /// <summary>The columns as given.</summary>
    public IReadOnlyList<Covariate> Covariates { get; }

    /// <summary>How the search ended. Monotone: some columns separate the outcomes (Albert and Anderson, Biometrika 71, 1984).</summary>
    public Convergence Convergence { get; private init; } = Convergence.NotConverged;

    /// <summary>The intercept, then a coefficient for each column: log odds ratios. Empty without enough data.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; private init; } = [];

    /// <summary>With the intercept alone.</summary>
    public double NullLogLikelihood { get; private init; } = double.NaN;

    /// <summary>At the estimate; its limit when it is monotone.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>That all coefficients but the intercept are 0.</summary>
    public ChiSquareTest LikelihoodRatio { get; private init; } = ChiSquareTest.None;

    /// <summary>1 − log likelihood ÷ that of the intercept alone (McFadden): no share of variance.</summary>
    public double PseudoRSquared => 1 - (LogLikelihood / NullLogLikelihood);

    internal FittedTerms? Terms { get; private init; }

    /// <summary>Fits the model.</summary>
    /// <param name="outcome">Whether it happened, one a row.</param>
    /// <param name="covariates">All as long as the outcome.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or two columns share a name.</exception>
    public static LogisticModel Of(bool[] outcome, IReadOnlyList<Covariate> covariates)
    {
        var (n, events) = (outcome.Length, outcome.Count(happened => happened));
        var design = Design.Of(covariates, n);
        var columns = FittedTerms.WithOnes(design, n);
        if (Math.Min(events, n - events) < MinimumEach)
        {
            return new(RegressionState.NotEnoughData, n, events, covariates);
        }

        var beta = new double[columns.Length];
        beta[0] = Math.Log(events / (double)(n - events));
        var start = Point(outcome, columns, beta);
        var atStart = InformationFactor.Of(Rows.Cross(columns, start.Weights, n))!;
        return Math.Min(events, n - events) < atStart.Rank - 1
            ? new(RegressionState.NotEnoughData, n, events, covariates)
            : Search(new(RegressionState.NotEnoughData, n, events, covariates), outcome, design, columns, beta, start.Value, atStart);
    }

    private static LogisticModel Search(LogisticModel of, bool[] outcome, Design design, double[][] columns, double[] beta, double none, InformationFactor atStart)
    {
        var (value, gradient, factor) = (none, Point(outcome, columns, beta).Gradient, atStart);
        var ended = Convergence.NotConverged;
        var (moving, last) = (new bool[beta.Length], new double[beta.Length]);
        for (var iteration = 0; iteration < MaximumIterations && ended == Convergence.NotConverged; iteration++)
        {
            var step = last = factor.Solve(gradient);
            var gain = step.Zip(gradient, (move, rise) => move * rise).Sum() / 2;
            var length = 1.0;
            var next = Point(outcome, columns, Moved(beta, step, length));
            for (; next.Value < value - (1e-11 * Math.Abs(value)) && length > 1e-9; length /= 2)
            {
                next = Point(outcome, columns, Moved(beta, step, length / 2));
            }

            beta = Moved(beta, step, length);
            (value, gradient) = (next.Value, next.Gradient);
            var after = InformationFactor.Of(Rows.Cross(columns, next.Weights, of.N), atStart.Kept);
            if (after is null || (gain < Precision && length == 1))
            {
                moving = [.. step.Select((move, term) => Math.Abs(move) * (term == 0 ? 1 : design.Range(term - 1)) > StillMoving)];
                ended = moving.Contains(true) ? Convergence.Monotone : Convergence.Converged;
            }

            factor = after ?? factor;
        }

        var terms = FittedTerms.Of(design, beta, factor.Inverse());
        // The intercept is where all columns are 0, so an infinite column may take it along.
        moving[0] = moving.Contains(true) && Math.Abs(FittedTerms.Of(design, last, new double[beta.Length, beta.Length]).Values[0]) > StillMoving;
        return new(RegressionState.Ok, of.N, of.Events, of.Covariates)
        {
            Terms = terms,
            Convergence = ended,
            Coefficients = [.. design.Names.Prepend(FittedTerms.Intercept).Select((name, term) => Read(name, term, atStart.Kept[term], moving[term], terms))],
            NullLogLikelihood = none,
            LogLikelihood = value,
            LikelihoodRatio = ChiSquareTest.Of(2 * (value - none), atStart.Rank - 1),
        };
    }

    private static Coefficient Read(string name, int term, bool kept, bool unbounded, FittedTerms terms) =>
        !kept ? Coefficient.Without(name, CoefficientState.Aliased)
        : unbounded ? Coefficient.Without(name, CoefficientState.Unbounded, terms.Values[term] > 0 ? double.PositiveInfinity : double.NegativeInfinity)
        : Coefficient.Normal(name, terms.Values[term], terms.Error(term));

    private static double[] Moved(double[] beta, double[] step, double length) => [.. beta.Zip(step, (value, move) => value + (length * move))];

    private static (double Value, double[] Gradient, double[] Weights) Point(bool[] outcome, double[][] columns, double[] beta)
    {
        var n = outcome.Length;
        var (eta, residuals, weights) = (new double[n], new double[n], new double[n]);
        Rows.Predict(columns, beta, eta, n);
        double value = 0;
        for (var at = 0; at < n; at++)
        {
            // Written so that nothing overflows: odds of the less likely outcome.
            double odds = Math.Exp(-Math.Abs(eta[at])),
                less = odds / (1 + odds),
                share = eta[at] > 0 ? 1 - less : less;
            value -= (outcome[at] == eta[at] > 0 ? 0 : Math.Abs(eta[at])) + Math.Log(1 + odds);
            residuals[at] = (outcome[at] ? 1 : 0) - share;
            weights[at] = less / (1 + odds);
        }

        return (value, Array.ConvertAll(columns, column => Rows.Dot(column, residuals)), weights);
    }
}
