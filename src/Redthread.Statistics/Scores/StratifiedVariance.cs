namespace Redthread.Statistics;

/// <summary>
/// Variance of Σ share·mean over strata, with Satterthwaite's degrees of freedom. A stratum that cannot show its own
/// variance (one customer, or no spread) borrows the unit variance pooled over the strata that can; if none can, that of
/// all units taken together, which contains the differences between strata and so errs on the wide side.
/// </summary>
internal static class StratifiedVariance
{
    public static (double Variance, double DegreesOfFreedom) Of(List<Stratum> parts, UnitSums all)
    {
        double own = 0,
            satterthwaite = 0,
            squares = 0,
            freedom = 0,
            borrowers = 0;
        foreach (var (share, sums) in parts)
        {
            var variance = StageScore.ClusterVariance(sums);
            var unitVariance = variance * sums.EffectiveClusters;
            if (sums.Clusters < 2 || unitVariance <= UnseenMass.NoVariance)
            {
                borrowers += share * share / sums.EffectiveClusters;
                continue;
            }

            var df = Math.Max(1, sums.EffectiveClusters - 1);
            var term = share * share * variance;
            own += term;
            satterthwaite += term * term / df;
            squares += df * unitVariance;
            freedom += df;
        }

        if (freedom <= 0)
        {
            freedom = Math.Max(1, all.EffectiveClusters - 1);
            squares = freedom * StageScore.ClusterVariance(all) * all.EffectiveClusters;
        }

        var borrowed = borrowers * squares / freedom;
        satterthwaite += borrowed * borrowed / freedom;
        var total = own + borrowed;
        return (total, satterthwaite > 0 ? total * total / satterthwaite : 1);
    }
}
