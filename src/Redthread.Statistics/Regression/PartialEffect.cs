namespace Redthread.Statistics;

/// <summary>What would be expected if a column had one value in every row and all else were as it is.</summary>
/// <param name="Value">Of the column, in its unit.</param>
/// <param name="Expected">Mean over rows: of the outcome, or a probability 0..1.</param>
/// <param name="Interval">95 %, by the delta method; within 0..1 for a probability.</param>
public readonly record struct PartialEffect(double Value, double Expected, Interval Interval)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "expected at x = mean over rows of the prediction with the column set to x and all else as observed; SE by the delta method";

    /// <summary>Of a linear regression. Empty when it is not <see cref="RegressionState.Ok"/> or the column was left out.</summary>
    /// <param name="model">Fitted.</param>
    /// <param name="column">Name of one of its columns.</param>
    /// <param name="values">Where to look.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static IReadOnlyList<PartialEffect> Of(LinearModel model, string column, IEnumerable<double> values) =>
        Of(model.Terms, model.Covariates, model.Coefficients, column, values, eta => (eta, 1));

    /// <summary>Of a logistic regression. Empty when it is not <see cref="RegressionState.Ok"/>, has an infinite coefficient, or the column was left out.</summary>
    /// <param name="model">Fitted.</param>
    /// <param name="column">Name of one of its columns.</param>
    /// <param name="values">Where to look.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static IReadOnlyList<PartialEffect> Of(LogisticModel model, string column, IEnumerable<double> values) =>
        [
            .. Of(model.Terms, model.Covariates, model.Coefficients, column, values, Share)
                .Where(_ => model.Convergence == Convergence.Converged)
                .Select(effect => effect with { Interval = effect.Interval.ClippedTo(0, 1) }),
        ];

    private static IReadOnlyList<PartialEffect> Of(
        FittedTerms? terms,
        IReadOnlyList<Covariate> columns,
        IReadOnlyList<Coefficient> coefficients,
        string column,
        IEnumerable<double> values,
        Func<double, (double Value, double Slope)> link
    )
    {
        var at = columns.Index().Where(one => one.Item.Name == column).Select(one => one.Index).DefaultIfEmpty(-1).First();
        if (at < 0)
        {
            throw new ArgumentException($"There is no column {column}.", nameof(column));
        }

        return terms is null || coefficients[at + 1].State != CoefficientState.Ok ? [] : [.. values.Select(value => One(terms, columns, at, value, link))];
    }

    private static PartialEffect One(FittedTerms terms, IReadOnlyList<Covariate> columns, int fixedColumn, double value, Func<double, (double Value, double Slope)> link)
    {
        var n = columns[fixedColumn].Values.Length;
        var slopes = new double[columns.Count + 1];
        double sum = 0;
        for (var row = 0; row < n; row++)
        {
            var eta = terms.Values[0];
            for (var column = 0; column < columns.Count; column++)
            {
                eta += terms.Values[column + 1] * (column == fixedColumn ? value : columns[column].Values[row]);
            }

            var (expected, slope) = link(eta);
            sum += expected;
            slopes[0] += slope / n;
            for (var column = 0; column < columns.Count; column++)
            {
                slopes[column + 1] += slope * (column == fixedColumn ? value : columns[column].Values[row]) / n;
            }
        }

        return new(value, sum / n, Interval.Around(sum / n, Quantiles.Normal975 * Math.Sqrt(terms.Variance(slopes))));
    }

    private static (double Value, double Slope) Share(double eta)
    {
        double odds = Math.Exp(-Math.Abs(eta)),
            less = odds / (1 + odds);
        return (eta > 0 ? 1 - less : less, less / (1 + odds));
    }
}
