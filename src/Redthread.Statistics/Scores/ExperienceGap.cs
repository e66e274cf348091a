namespace Redthread.Statistics;

/// <summary>Target minus measured score, in points; negative when the target is surpassed. NaN without a score.</summary>
/// <param name="Value">Target − score, −100..100.</param>
/// <param name="Interval">95 % interval: target − upper bound to target − lower bound.</param>
public readonly record struct ExperienceGap(double Value, Interval Interval)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "experience gap = target − measured score";

    /// <summary>The gap of a score. NaN and no interval without data.</summary>
    /// <param name="target">The framework's target, 0..100.</param>
    /// <param name="score">The measured score.</param>
    public static ExperienceGap Of(double target, Score score) =>
        score.HasValue ? new(target - score.Value, new(target - score.Interval.High, target - score.Interval.Low)) : new(double.NaN, Interval.None);
}

/// <summary>
/// Experience gap × customers affected × stage importance; never negative, since surpassing one target repays no other.
/// </summary>
/// <param name="Value">Points × customers × importance. NaN without a score.</param>
/// <param name="Interval">The gap's interval carried through; the number of customers is taken as known.</param>
/// <param name="LowerBound">True when stage traffic is unknown and only the customers seen in signals were counted.</param>
public readonly record struct ExperienceDebt(double Value, Interval Interval, bool LowerBound)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "experience debt = experience gap (0 if negative) × customers affected × stage importance; "
        + "without stage traffic the customers seen in signals are counted, and the number is a lower bound";

    /// <summary>The debt of a gap.</summary>
    /// <param name="gap">See <see cref="ExperienceGap"/>.</param>
    /// <param name="stageTraffic">Customers who passed the stage in the period; null when unknown.</param>
    /// <param name="customersSeen">Distinct customers with a signal on the stage, used when traffic is unknown.</param>
    /// <param name="importance">Importance of the stage, 0 or more.</param>
    public static ExperienceDebt Of(ExperienceGap gap, double? stageTraffic, double customersSeen, double importance)
    {
        var factor = (stageTraffic ?? customersSeen) * importance;
        var interval = gap.Interval.Exists ? new Interval(Math.Max(0, gap.Interval.Low) * factor, Math.Max(0, gap.Interval.High) * factor) : Interval.None;
        return new(Math.Max(0, gap.Value) * factor, interval, stageTraffic is null);
    }
}
