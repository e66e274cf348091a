namespace Redthread.Statistics;

public enum Verdict
{
    /// <summary>Without a test, or without fresh data for it: nothing is known, which is no good news.</summary>
    Unmeasured,
    Kept,

    /// <summary>The data allow both.</summary>
    AtRisk,
    Broken,
}

/// <summary>What is promised beside what is measured.</summary>
/// <param name="Gap">How far the measured value falls short of the promise, in its unit; negative where it does more. NaN when unmeasured.</param>
public readonly record struct ClaimVerdict(Verdict Verdict, double Gap)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "Kept: the whole 95 % interval meets what is promised. Broken: the whole interval misses it. At risk: the interval holds the promise. Unmeasured: no test, no data, too few, or older "
        + "than the freshness limit. An outcome is a count and not a sample: its newest value meets the promise or misses it";

    public static ClaimVerdict None { get; } = new(Verdict.Unmeasured, double.NaN);

    /// <summary>Judges a measured value against what is promised; a value exactly as promised keeps it.</summary>
    /// <param name="value">Measured, in the unit of the promise; NaN is unmeasured.</param>
    /// <param name="interval">At 95 %; without one the value stands for itself.</param>
    /// <param name="promise">In the same unit.</param>
    /// <param name="atLeast">True when more is better, so that the promise is a floor; false when it is a ceiling.</param>
    public static ClaimVerdict Of(double value, Interval interval, double promise, bool atLeast)
    {
        if (double.IsNaN(value) || double.IsNaN(promise))
            return None;
        var (low, high) = interval.Exists ? (interval.Low, interval.High) : (value, value);
        var (worst, best) = atLeast ? (low - promise, high - promise) : (promise - high, promise - low);
        var verdict =
            worst >= 0 ? Verdict.Kept
            : best < 0 ? Verdict.Broken
            : Verdict.AtRisk;
        return new ClaimVerdict(verdict, atLeast ? promise - value : value - promise);
    }
}
