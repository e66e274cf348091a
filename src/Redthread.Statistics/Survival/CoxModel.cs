namespace Redthread.Statistics;

/// <summary>What a Cox regression is made of.</summary>
/// <param name="Times">One a row, finite, 0 or more; any unit.</param>
/// <param name="Events">Whether the row's time is that of the event; otherwise it was censored then. Both at one time: the event comes first.</param>
/// <param name="Covariates">One or more; all as long as the times.</param>
public sealed record CoxData(double[] Times, bool[] Events, IReadOnlyList<Covariate> Covariates)
{
    /// <summary>The stratum of each row: each has a baseline hazard of its own. Null for one stratum.</summary>
    public int[]? Strata { get; init; }

    /// <summary>The cluster of each row, such as its customer; with it errors are robust. Null when rows are independent.</summary>
    public int[]? Clusters { get; init; }

    /// <summary>How tied events are treated.</summary>
    public CoxTies Ties { get; init; } = CoxTies.Efron;
}

/// <summary>
/// Proportional hazards: how much columns multiply the rate of an event, whatever that rate is at each time. Cox, JRSS B 34
/// (1972), by Newton's method on the partial likelihood. Robust errors of Lin and Wei, JASA 84 (1989).
/// </summary>
public sealed class CoxModel
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "hazard = baseline(t, stratum) × e^Σ βⱼ·xⱼ; β maximises the partial likelihood (tied events after Efron or Breslow); SE by the inverse information; interval β ± 1.96·SE";

    /// <summary>What pages print where rows are clustered.</summary>
    public const string RobustFormula = "robust variance = Σ over clusters of D·Dᵀ, D = inverse information × the cluster's summed score residuals (Lin–Wei)";

    /// <summary>What pages print beside the concordance.</summary>
    public const string ConcordanceFormula =
        "concordance = share of comparable pairs in which who had the event first has the higher predicted risk, equal risks by half; pairs within a stratum";

    /// <summary>Fewest events about which anything is said.</summary>
    public const int MinimumEvents = 5;

    private CoxModel(CoxData data, RegressionState state, int events) => (Data, State, Events) = (data, state, events);

    /// <summary>What it was made of.</summary>
    public CoxData Data { get; }

    /// <summary>Not enough data with fewer than five events, or fewer events than columns that are not aliased.</summary>
    public RegressionState State { get; }

    /// <summary>How the search ended; see <see cref="Convergence.Monotone"/> for columns that separate those with the event.</summary>
    public Convergence Convergence { get; private init; } = Convergence.NotConverged;

    /// <summary>Steps of Newton's method.</summary>
    public int Iterations { get; private init; }

    /// <summary>Number of rows.</summary>
    public int N => Data.Times.Length;

    /// <summary>Number of rows with the event.</summary>
    public int Events { get; }

    /// <summary>In the order of the columns: log hazard ratios. Errors are robust when rows are clustered. Empty without enough data.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; private init; } = [];

    /// <summary>Errors by the model alone, also when rows are clustered; NaN where the coefficient has none.</summary>
    public IReadOnlyList<double> ModelErrors { get; private init; } = [];

    /// <summary>Covariance of the coefficients, robust when rows are clustered; 0 in aliased rows and columns.</summary>
    public double[,] Covariance { get; private init; } = new double[0, 0];

    /// <summary>Names of the columns that were left out as combinations of those before them.</summary>
    public IEnumerable<string> Aliased => Coefficients.Where(one => one.State == CoefficientState.Aliased).Select(one => one.Name);

    /// <summary>Log partial likelihood with all coefficients 0.</summary>
    public double NullLogLikelihood { get; private init; } = double.NaN;

    /// <summary>Log partial likelihood at the estimate; its limit when it is monotone.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>That all coefficients are 0, by twice the difference of the log likelihoods. Not for clustered rows.</summary>
    public ChiSquareTest LikelihoodRatio { get; private init; } = ChiSquareTest.None;

    /// <summary>That all coefficients are 0, by the estimates and their covariance; none when one is infinite.</summary>
    public ChiSquareTest Wald { get; private init; } = ChiSquareTest.None;

    /// <summary>That all coefficients are 0, by the slope of the likelihood there; the log-rank test where columns are groups. Not for clustered rows.</summary>
    public ChiSquareTest Score { get; private init; } = ChiSquareTest.None;

    /// <summary>0..1, 0.5 by chance; NaN when no pair can be compared. See <see cref="ConcordanceFormula"/>.</summary>
    public double Concordance { get; private init; } = double.NaN;

    internal CoxFit? Fit { get; private init; }

    /// <summary>Fits the model. n log n for the sorting, then a handful of passes over the rows.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, a time is negative, or two columns share a name.</exception>
    public static CoxModel Of(CoxData data)
    {
        var rows = CoxRows.Of(data.Times, data.Events, data.Strata);
        if (data.Clusters is { } clusters && clusters.Length != rows.N)
        {
            throw new ArgumentException("Clusters have one entry a row.", nameof(data));
        }

        var design = Design.Of(data.Covariates, rows.N, rows.Order);
        var events = rows.Events.Count(happened => happened);
        if (events < MinimumEvents)
        {
            return new(data, RegressionState.NotEnoughData, events);
        }

        var fit = CoxFit.Of(rows, design, data.Ties);
        return events < fit.AtStart.Rank ? new(data, RegressionState.NotEnoughData, events) : Read(data, events, fit);
    }

    private static CoxModel Read(CoxData data, int events, CoxFit fit)
    {
        var (design, rank) = (fit.Design, fit.AtStart.Rank);
        var inverse = fit.AtEnd?.Inverse();
        var covariance = inverse is null || data.Clusters is null ? inverse : CoxResiduals.Robust(fit, inverse, data.Clusters);
        double Error(double[,]? matrix, int column) => matrix is null ? double.NaN : design.PerUnit(column, Math.Sqrt(matrix[column, column]));
        var bounded = fit.Convergence == Convergence.Converged && covariance is not null;
        return new(data, RegressionState.Ok, events)
        {
            Fit = fit,
            Convergence = fit.Convergence,
            Iterations = fit.Iterations,
            Coefficients =
            [
                .. design.Names.Select(
                    (name, column) =>
                        !fit.AtStart.Kept[column] ? Coefficient.Without(name, CoefficientState.Aliased)
                        : fit.Unbounded[column]
                            ? Coefficient.Without(name, CoefficientState.Unbounded, fit.End.Beta[column] > 0 ? double.PositiveInfinity : double.NegativeInfinity)
                        : Coefficient.Normal(name, design.PerUnit(column, fit.End.Beta[column]), Error(covariance, column))
                ),
            ],
            ModelErrors = [.. design.Names.Select((_, column) => fit.AtStart.Kept[column] && !fit.Unbounded[column] ? Error(inverse, column) : double.NaN)],
            Covariance = PerUnit(design, covariance),
            NullLogLikelihood = fit.Start.LogLikelihood,
            LogLikelihood = fit.End.LogLikelihood,
            LikelihoodRatio = ChiSquareTest.Of(2 * (fit.End.LogLikelihood - fit.Start.LogLikelihood), rank),
            Score = ChiSquareTest.Of(fit.AtStart.Quadratic(fit.StartGradient), rank),
            Wald = bounded && InformationFactor.Of(covariance!) is { } factor ? ChiSquareTest.Of(factor.Quadratic(fit.End.Beta), factor.Rank) : ChiSquareTest.None,
            Concordance = CoxConcordance.Of(fit),
        };
    }

    private static double[,] PerUnit(Design design, double[,]? covariance)
    {
        var scaled = new double[design.Size, design.Size];
        for (var j = 0; j < design.Size; j++)
        {
            for (var k = 0; k < design.Size; k++)
            {
                scaled[j, k] = covariance is null ? double.NaN : design.PerUnit(j, design.PerUnit(k, covariance[j, k]));
            }
        }

        return scaled;
    }
}
