namespace Redthread.Statistics;

/// <summary>
/// Sums over pairs of units of the same person, one in stage A and one in stage B: what two stages' scores have in
/// common because the same people gave both.
/// </summary>
/// <param name="WW">Σ wₐ·w_b.</param>
/// <param name="WWA">Σ wₐ·w_b·xₐ.</param>
/// <param name="WWB">Σ wₐ·w_b·x_b.</param>
/// <param name="WWAB">Σ wₐ·w_b·xₐ·x_b.</param>
public readonly record struct CrossSums(double WW, double WWA, double WWB, double WWAB)
{
    /// <summary>What pages print for it.</summary>
    public const string Formula = "r of two stages = Σ over customers of Tₐ·T_b ÷ √(Σ Tₐ² · Σ T_b²); T = a customer's Σ w·(x−score) in the stage, 0 where they were not heard";

    /// <summary>
    /// Correlation of the errors of two stages' scores, −1..1: <see cref="Formula"/>. It is the linearised covariance of
    /// two weighted means over clusters, divided by their standard errors; 0 when nobody was heard in both, or when one
    /// of the stages does not vary. Source: Wolter, Introduction to Variance Estimation (2007), ch. 6.
    /// </summary>
    /// <param name="a">All units of stage A in the period.</param>
    /// <param name="b">All units of stage B in the period.</param>
    public double CorrelationOf(UnitSums a, UnitSums b)
    {
        if (a.Units.N == 0 || b.Units.N == 0)
        {
            return 0;
        }

        var (meanA, meanB) = (a.Units.Mean, b.Units.Mean);
        var common = WWAB - (meanB * WWA) - (meanA * WWB) + (meanA * meanB * WW);
        var scale = Math.Sqrt(a.ClusterSquaresAbout(meanA) * b.ClusterSquaresAbout(meanB));
        return scale > 0 ? Math.Clamp(common / scale, -1, 1) : 0;
    }
}
