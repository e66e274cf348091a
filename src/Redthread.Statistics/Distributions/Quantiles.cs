using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Redthread.Statistics;

/// <summary>Quantiles and tail probabilities of the normal and Student t distributions.</summary>
public static class Quantiles
{
    private const double PracticallyNormal = 1e7;

    /// <summary>The 0.975 quantile of the standard normal distribution.</summary>
    public const double Normal975 = 1.959963984540054;

    /// <summary>Quantile of the standard normal distribution at probability p, 0 to 1 exclusive.</summary>
    public static double Normal(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);

    /// <summary>P(Z ≤ z) of the standard normal distribution.</summary>
    public static double NormalCdf(double z) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, z);

    /// <summary>Two-sided p value of a standard normal statistic, 0..1. NaN for NaN.</summary>
    public static double NormalTwoSided(double z) => Math.Min(1, 2 * NormalCdf(-Math.Abs(z)));

    /// <summary>Quantile of Student's t at probability p; beyond 10⁷ degrees of freedom the normal one.</summary>
    /// <param name="p">Probability, 0 to 1 exclusive.</param>
    /// <param name="degreesOfFreedom">Above 0, need not be whole.</param>
    public static double T(double p, double degreesOfFreedom) => degreesOfFreedom > PracticallyNormal ? Normal(p) : StudentT.InvCDF(0, 1, degreesOfFreedom, p);

    /// <summary>Two-sided p value of a Student t statistic, 0..1. NaN for NaN.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">Above 0, need not be whole.</param>
    public static double TTwoSided(double t, double degreesOfFreedom) =>
        degreesOfFreedom > PracticallyNormal ? NormalTwoSided(t) : Math.Min(1, 2 * StudentT.CDF(0, 1, degreesOfFreedom, -Math.Abs(t)));

    /// <summary>P(χ² ≥ x), 0..1, accurate far out in the tail.</summary>
    /// <param name="x">The statistic; 1 at 0 and below.</param>
    /// <param name="degreesOfFreedom">1 or more.</param>
    public static double ChiSquareTail(double x, int degreesOfFreedom) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2.0, x / 2);

    /// <summary>P(F ≥ x), 0..1.</summary>
    /// <param name="x">The statistic; 1 at 0 and below.</param>
    /// <param name="above">Degrees of freedom of the numerator, above 0.</param>
    /// <param name="below">Degrees of freedom of the denominator, above 0.</param>
    public static double FisherTail(double x, double above, double below) => x <= 0 ? 1 : SpecialFunctions.BetaRegularized(below / 2, above / 2, below / (below + (above * x)));
}
