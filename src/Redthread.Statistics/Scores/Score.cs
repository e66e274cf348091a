namespace Redthread.Statistics;

/// <summary>What may be said of a score.</summary>
public enum ScoreState
{
    /// <summary>No unit at all: nothing is known.</summary>
    NoData,

    /// <summary>Fewer units than the framework's minimum, or a single customer: the number exists and must not be judged.</summary>
    TooFew,

    /// <summary>Enough units.</summary>
    Ok,
}

/// <summary>A measured score, 0..100, with everything that must be shown beside it.</summary>
/// <param name="State">Whether it may be judged.</param>
/// <param name="Value">The estimate, 0..100; NaN without data.</param>
/// <param name="Interval">95 % interval, clipped to 0..100, always containing the estimate; none without data.</param>
/// <param name="StandardError">In points; where the interval comes from <see cref="UnseenMass"/>, half its width ÷ 1.96. Never 0.</param>
/// <param name="DegreesOfFreedom">Of the t quantile in the interval, at least 1; 0 without data.</param>
/// <param name="N">Number of units (signals).</param>
/// <param name="Clusters">Distinct customers plus anonymous signals.</param>
/// <param name="KishN">(Σw)²/Σw² under the weights in use, post-stratification included.</param>
/// <param name="EffectiveN">Design-based effective sample size: the number of independent equal-weight units that would give this standard error.</param>
/// <param name="MissingShare">Share of the customer base, 0..1, in segments without data, spread over the others.</param>
public readonly record struct Score(
    ScoreState State,
    double Value,
    Interval Interval,
    double StandardError,
    double DegreesOfFreedom,
    long N,
    long Clusters,
    double KishN,
    double EffectiveN,
    double MissingShare
)
{
    /// <summary>The score of nothing.</summary>
    public static readonly Score None = new(ScoreState.NoData, double.NaN, Interval.None, double.NaN, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether there is a number, be it from too few.</summary>
    public bool HasValue => State != ScoreState.NoData;
}
