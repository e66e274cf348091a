namespace Redthread.Statistics;

/// <summary>One reading of a signal in a stage: its mapped value, 0..100, and the weight the framework gives its measure, 0 or more.</summary>
public readonly record struct WeightedReading(double Value, double Weight);

/// <summary>
/// The measured score of one stage in one period: the weighted mean over signals. A signal's readings are averaged first,
/// so that many correlated ratings of one respondent count once; several signals of one customer are one cluster.
/// Source: Wolter, Introduction to Variance Estimation (2007), ch. 6 (linearised variance of a ratio).
/// </summary>
public static class StageScore
{
    /// <summary>What pages print for the value of one signal.</summary>
    public const string UnitFormula = "x = Σ(reading × its weight in the framework) ÷ Σ(weights), over the signal's readings in this stage";

    /// <summary>What pages print for the score.</summary>
    public const string Formula = "score = Σ(w·x) ÷ Σ(w), over signals; x = the signal's value 0–100, w = its survey weight";

    /// <summary>What pages print for the interval.</summary>
    public const string IntervalFormula =
        "score ± t·SE, kept within 0–100; SE² = G÷(G−1) × Σ over customers of (Σ w·(x−score))² ÷ (Σw)²; "
        + "G = distinct customers (an anonymous signal is one); t = the 97.5 % point of Student's t with Gₑ−1 degrees of freedom, "
        + "Gₑ = (Σw)² ÷ Σ over customers of (Σw)²";

    /// <summary>
    /// The value of one signal in one stage, 0..100: <see cref="UnitFormula"/>. Null when it has no reading of positive
    /// weight, which means that it is no unit of this stage's score. Readings out of scale are left out by the caller.
    /// </summary>
    public static double? UnitValue(ReadOnlySpan<WeightedReading> readings)
    {
        double weights = 0,
            values = 0;
        foreach (var reading in readings)
        {
            if (reading.Weight > 0)
            {
                weights += reading.Weight;
                values += reading.Weight * reading.Value;
            }
        }

        return weights > 0 ? Math.Clamp(values / weights, 0, 100) : null;
    }

    /// <summary>
    /// The score without known segment shares: <see cref="Formula"/> with <see cref="IntervalFormula"/>.
    /// No units: <see cref="ScoreState.NoData"/>. One customer, or all values equal: the interval of
    /// <see cref="UnseenMass"/>, never of zero width below n = ∞.
    /// </summary>
    /// <param name="sums">The units of the stage and period.</param>
    /// <param name="minimumN">The framework's minimum number of signals; below it the state is TooFew.</param>
    public static Score Of(UnitSums sums, long minimumN)
    {
        if (sums.Units.N == 0)
        {
            return Score.None;
        }

        var value = sums.Units.Mean;
        return new ScoreParts
        {
            Value = value,
            Variance = ClusterVariance(sums),
            DegreesOfFreedom = sums.EffectiveClusters - 1,
            UnitVariance = sums.Units.MeanSquareAbout(value),
            KishN = sums.Units.KishN,
            EffectiveClusters = sums.EffectiveClusters,
            N = sums.Units.N,
            Clusters = sums.Clusters,
        }.ToScore(minimumN);
    }

    /// <summary>
    /// Linearised variance of the weighted mean, in points²: G/(G−1) · Σ over customers of (Σw(x−mean))² / (Σw)².
    /// Zero with fewer than two clusters, where it cannot be estimated.
    /// </summary>
    public static double ClusterVariance(UnitSums sums) =>
        sums.Clusters < 2 ? 0 : sums.ClusterSquaresAbout(sums.Units.Mean) / (sums.Units.W * sums.Units.W) * sums.Clusters / (sums.Clusters - 1.0);
}
