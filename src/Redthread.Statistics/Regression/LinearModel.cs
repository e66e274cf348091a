namespace Redthread.Statistics;

/// <summary>How errors of a linear regression are made.</summary>
public enum LinearErrors
{
    /// <summary>By one residual variance for all rows.</summary>
    Model,

    /// <summary>White, Econometrica 48 (1980): each row by its own residual. Too small in few rows.</summary>
    Hc0,

    /// <summary>HC0 × n ÷ (n − columns).</summary>
    Hc1,

    /// <summary>Residuals squared ÷ (1 − leverage).</summary>
    Hc2,

    /// <summary>Residuals squared ÷ (1 − leverage)²: MacKinnon and White, Journal of Econometrics 29 (1985); best below some 250 rows.</summary>
    Hc3,
}

/// <summary>Least squares with an intercept.</summary>
public sealed class LinearModel
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "y = intercept + Σ βⱼ·xⱼ by least squares; SE by σ² or, robust, by squared residuals ÷ (1 − leverage)² (HC3); interval β ± t₀.₉₇₅·SE on n − columns degrees of freedom";

    /// <summary>What pages print beside R².</summary>
    public const string FitFormula = "R² = 1 − Σ residual² ÷ Σ (y − mean)²; adjusted 1 − (1 − R²)·(n − 1) ÷ (n − columns)";

    private LinearModel(RegressionState state, int n, IReadOnlyList<Covariate> covariates) => (State, N, Covariates) = (state, n, covariates);

    /// <summary>Not enough data when rows do not outnumber columns and intercept.</summary>
    public RegressionState State { get; }

    /// <summary>Rows.</summary>
    public int N { get; }

    /// <summary>The columns as given.</summary>
    public IReadOnlyList<Covariate> Covariates { get; }

    /// <summary>The intercept, then a coefficient for each column, with Student's t. Empty without enough data.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; private init; } = [];

    /// <summary>0..1; NaN when the outcome does not vary.</summary>
    public double RSquared { get; private init; } = double.NaN;

    /// <summary>R² less what columns explain by chance.</summary>
    public double AdjustedRSquared { get; private init; } = double.NaN;

    /// <summary>Standard deviation of residuals, on the degrees of freedom left; in the outcome's unit.</summary>
    public double ResidualError { get; private init; } = double.NaN;

    /// <summary>Rows less intercept and columns that were not left out.</summary>
    public int DegreesOfFreedom { get; private init; }

    /// <summary>F of all columns together; NaN without any.</summary>
    public double F { get; private init; } = double.NaN;

    /// <summary>Probability of so large an F by chance.</summary>
    public double P { get; private init; } = double.NaN;

    internal FittedTerms? Terms { get; private init; }

    /// <summary>Fits the model.</summary>
    /// <param name="outcome">One a row, finite.</param>
    /// <param name="covariates">All as long as the outcome.</param>
    /// <param name="errors">HC3 unless the residual variance is known to be the same everywhere.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, or two columns share a name.</exception>
    public static LinearModel Of(double[] outcome, IReadOnlyList<Covariate> covariates, LinearErrors errors = LinearErrors.Hc3)
    {
        if (Array.Exists(outcome, value => !double.IsFinite(value)))
        {
            throw new ArgumentException("The outcome holds something that is not a finite number.", nameof(outcome));
        }

        var n = outcome.Length;
        var design = Design.Of(covariates, n);
        var columns = FittedTerms.WithOnes(design, n);
        var factor = InformationFactor.Of(Rows.Cross(columns, columns[0], n))!;
        var left = n - factor.Rank;
        if (left < 1)
        {
            return new(RegressionState.NotEnoughData, n, covariates);
        }

        var mean = outcome.Average();
        var centred = Array.ConvertAll(outcome, value => value - mean);
        var (beta, residuals) = Solve(columns, factor, centred);
        beta[0] += mean;
        var (rest, total) = (Rows.Dot(residuals, residuals), Rows.Dot(centred, centred));
        var terms = FittedTerms.Of(design, beta, Covariance(columns, factor, residuals, errors, rest / left));
        var varies = total > 1e-24 * n * Math.Max(1, mean * mean);
        var explained = varies ? Math.Max(0, 1 - (rest / total)) : double.NaN;
        var f = factor.Rank > 1 && varies ? (total - rest) / (factor.Rank - 1) / (rest / left) : double.NaN;
        return new(RegressionState.Ok, n, covariates)
        {
            Terms = terms,
            Coefficients =
            [
                .. design
                    .Names.Prepend(FittedTerms.Intercept)
                    .Select(
                        (name, term) =>
                            factor.Kept[term] ? Coefficient.Student(name, terms.Values[term], terms.Error(term), left) : Coefficient.Without(name, CoefficientState.Aliased)
                    ),
            ],
            RSquared = explained,
            AdjustedRSquared = 1 - ((1 - explained) * (n - 1) / left),
            ResidualError = Math.Sqrt(rest / left),
            DegreesOfFreedom = left,
            F = f,
            P = double.IsNaN(f) ? double.NaN : Quantiles.FisherTail(f, factor.Rank - 1, left),
        };
    }

    // Solving once more for what is left restores digits that collinear columns cost.
    private static (double[] Beta, double[] Residuals) Solve(double[][] columns, InformationFactor factor, double[] outcome)
    {
        var beta = new double[columns.Length];
        var residuals = outcome.ToArray();
        for (var pass = 0; pass < 3; pass++)
        {
            var more = factor.Solve(Array.ConvertAll(columns, column => Rows.Dot(column, residuals)));
            for (var column = 0; column < columns.Length; column++)
            {
                beta[column] += more[column];
                Rows.Add(-more[column], columns[column], residuals);
            }
        }

        return (beta, residuals);
    }

    private static double[,] Covariance(double[][] columns, InformationFactor factor, double[] residuals, LinearErrors errors, double variance)
    {
        var (size, n) = (columns.Length, residuals.Length);
        var inverse = factor.Inverse();
        if (errors == LinearErrors.Model)
        {
            return Scaled(inverse, variance);
        }

        var squares = new double[n];
        var row = new double[size];
        for (var at = 0; at < n; at++)
        {
            squares[at] = residuals[at] * residuals[at];
            if (errors is LinearErrors.Hc2 or LinearErrors.Hc3)
            {
                for (var column = 0; column < size; column++)
                {
                    row[column] = columns[column][at];
                }

                // A row that alone determines a coefficient has leverage 1 and no residual.
                var rest = Math.Max(1e-12, 1 - factor.Quadratic(row));
                squares[at] /= errors == LinearErrors.Hc2 ? rest : rest * rest;
            }
        }

        var sandwich = Matrices.Times(Matrices.Times(inverse, Rows.Cross(columns, squares, n)), inverse);
        return errors == LinearErrors.Hc1 ? Scaled(sandwich, n / (double)(n - factor.Rank)) : sandwich;
    }

    private static double[,] Scaled(double[,] matrix, double factor)
    {
        var scaled = (double[,])matrix.Clone();
        for (var i = 0; i < scaled.GetLength(0); i++)
        {
            for (var j = 0; j < scaled.GetLength(1); j++)
            {
                scaled[i, j] *= factor;
            }
        }

        return scaled;
    }
}
