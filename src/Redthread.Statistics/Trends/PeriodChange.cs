namespace Redthread.Statistics;

/// <summary>What may be said of a change or trend.</summary>
public enum TrendState
{
    /// <summary>Too little data on either side, or too few periods.</summary>
    NotEnoughData,

    /// <summary>The measures or sources differ, so that a difference would compare unlike things.</summary>
    MixChanged,

    /// <summary>The numbers may be read.</summary>
    Ok,
}

/// <summary>Difference of two scores, current minus previous.</summary>
/// <param name="State">Without Ok the numbers are NaN.</param>
/// <param name="Difference">Points, −100..100.</param>
/// <param name="Interval">95 % interval, clipped to −100..100.</param>
/// <param name="StandardError">Points.</param>
/// <param name="DegreesOfFreedom">Welch's, at least 1; 0 without numbers.</param>
/// <param name="PValue">Two-sided, 0..1, of no difference; enters Benjamini–Hochberg before anything is flagged.</param>
public readonly record struct PeriodChange(TrendState State, double Difference, Interval Interval, double StandardError, double DegreesOfFreedom, double PValue)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "change = current score − previous score ± t·√(SE₁² + SE₂²), over measures and sources present in both periods; " + "t with Welch's degrees of freedom";

    /// <summary>The state with no numbers.</summary>
    public static PeriodChange Without(TrendState state) => new(state, double.NaN, Interval.None, double.NaN, 0, double.NaN);

    /// <summary>
    /// The change between two scores computed from sums already restricted to common measures and sources. Welch,
    /// Biometrika 34 (1947). Customers who answer in both periods make it wider than need be, not narrower, as their
    /// scores correlate positively. Both standard errors are above 0, as scores never show zero variance.
    /// </summary>
    /// <param name="previous">Score of the earlier period.</param>
    /// <param name="current">Score of the later period.</param>
    /// <param name="mixChanged">True when too little is common to both; then nothing is computed.</param>
    public static PeriodChange Between(Score previous, Score current, bool mixChanged = false)
    {
        if (mixChanged)
        {
            return Without(TrendState.MixChanged);
        }

        if (previous.State != ScoreState.Ok || current.State != ScoreState.Ok)
        {
            return Without(TrendState.NotEnoughData);
        }

        double v1 = previous.StandardError * previous.StandardError,
            v2 = current.StandardError * current.StandardError;
        var error = Math.Sqrt(v1 + v2);
        var df = Math.Max(1, (v1 + v2) * (v1 + v2) / ((v1 * v1 / previous.DegreesOfFreedom) + (v2 * v2 / current.DegreesOfFreedom)));
        var difference = current.Value - previous.Value;
        var interval = Interval.Around(difference, Quantiles.T(0.975, df) * error).ClippedTo(-100, 100);
        return new(TrendState.Ok, difference, interval, error, df, Quantiles.TTwoSided(difference / error, df));
    }
}
