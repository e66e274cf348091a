namespace Redthread.Statistics;

/// <summary>One column of what an outcome is explained by.</summary>
/// <param name="Name">As results name it.</param>
/// <param name="Values">One a row, finite, in the order of the outcome; any unit. A category is one column of 0 and 1 for each level but the first.</param>
public sealed record Covariate(string Name, double[] Values);

/// <summary>What may be said of a regression.</summary>
public enum RegressionState
{
    /// <summary>Too few rows or events for the number of columns: the numbers are NaN.</summary>
    NotEnoughData,

    /// <summary>The numbers may be read, as far as <see cref="Convergence"/> and each coefficient say.</summary>
    Ok,
}

/// <summary>How the search for the largest likelihood ended.</summary>
public enum Convergence
{
    /// <summary>At its maximum.</summary>
    Converged,

    /// <summary>The likelihood rises for ever along some coefficients, which are reported as infinite; the others are at their limit.</summary>
    Monotone,

    /// <summary>The permitted number of iterations was not enough: nothing should be read.</summary>
    NotConverged,
}

/// <summary>What may be said of one coefficient.</summary>
public enum CoefficientState
{
    /// <summary>Its numbers may be read.</summary>
    Ok,

    /// <summary>The column is constant or a combination of columns before it; it was left out, as R leaves out what it prints as NA. All numbers are NaN.</summary>
    Aliased,

    /// <summary>The likelihood has no maximum: the estimate is +∞ or −∞ and has neither error nor interval.</summary>
    Unbounded,
}

/// <summary>One coefficient of a regression.</summary>
/// <param name="Name">Of its column.</param>
/// <param name="State">Whether it may be read.</param>
/// <param name="Estimate">In units of the outcome's scale (log hazard, log odds, the outcome) for one unit of the column.</param>
/// <param name="StandardError">Of the estimate, by the model's information or, where asked for, robust; same unit.</param>
/// <param name="Interval">95 %, estimate ± a quantile × error.</param>
/// <param name="Statistic">Estimate ÷ error: z, or t where the regression says so.</param>
/// <param name="P">Two-sided, 0..1.</param>
public readonly record struct Coefficient(string Name, CoefficientState State, double Estimate, double StandardError, Interval Interval, double Statistic, double P)
{
    /// <summary>e to the estimate: a hazard ratio or an odds ratio.</summary>
    public double Ratio => Math.Exp(Estimate);

    /// <summary>e to the bounds of the interval.</summary>
    public Interval RatioInterval => new(Math.Exp(Interval.Low), Math.Exp(Interval.High));

    /// <summary>By the normal distribution.</summary>
    internal static Coefficient Normal(string name, double estimate, double error) =>
        new(name, CoefficientState.Ok, estimate, error, Interval.Around(estimate, Quantiles.Normal975 * error), estimate / error, Quantiles.NormalTwoSided(estimate / error));

    /// <summary>By Student's t.</summary>
    internal static Coefficient Student(string name, double estimate, double error, double degreesOfFreedom) =>
        new(
            name,
            CoefficientState.Ok,
            estimate,
            error,
            Interval.Around(estimate, Quantiles.T(0.975, degreesOfFreedom) * error),
            estimate / error,
            Quantiles.TTwoSided(estimate / error, degreesOfFreedom)
        );

    internal static Coefficient Without(string name, CoefficientState state, double estimate = double.NaN) =>
        new(name, state, estimate, double.NaN, Interval.None, double.NaN, double.NaN);
}

/// <summary>A test whose statistic is χ² distributed when nothing is there.</summary>
/// <param name="Statistic">0 or more.</param>
/// <param name="DegreesOfFreedom">0 when there was nothing to test.</param>
/// <param name="P">Probability of so large a statistic by chance, 0..1; NaN without degrees of freedom.</param>
public readonly record struct ChiSquareTest(double Statistic, int DegreesOfFreedom, double P)
{
    /// <summary>No test: NaN.</summary>
    public static readonly ChiSquareTest None = new(double.NaN, 0, double.NaN);

    /// <summary>The test of a statistic; a rounding error below 0 counts as 0.</summary>
    public static ChiSquareTest Of(double statistic, int degreesOfFreedom) =>
        degreesOfFreedom == 0 || double.IsNaN(statistic)
            ? None with
            {
                DegreesOfFreedom = degreesOfFreedom,
            }
            : new(Math.Max(0, statistic), degreesOfFreedom, Quantiles.ChiSquareTail(statistic, degreesOfFreedom));
}
