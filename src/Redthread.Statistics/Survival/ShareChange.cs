namespace Redthread.Statistics;

/// <summary>How a share differs between two independent groups.</summary>
/// <param name="Value">Later − earlier, −1..1.</param>
/// <param name="Interval">95 %, containing the difference.</param>
public readonly record struct ShareChange(double Value, Interval Interval)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "change d = p₂ − p₁; from d − √((p₂ − l₂)² + (u₁ − p₁)²) to d + √((u₂ − p₂)² + (p₁ − l₁)²), l and u the 95 % bounds of each share";

    /// <summary>
    /// Newcombe's hybrid of the two intervals (Statistics in Medicine 17, 1998, method 10 where they are Wilson's; Zou and Donner,
    /// Statistics in Medicine 27, 2008, for any others).
    /// </summary>
    public static ShareChange Of(double earlier, Interval earlierBounds, double later, Interval laterBounds)
    {
        var change = later - earlier;
        return new(
            change,
            new(change - double.Hypot(later - laterBounds.Low, earlierBounds.High - earlier), change + double.Hypot(laterBounds.High - later, earlier - earlierBounds.Low))
        );
    }

    /// <summary>Null when one of them has not enough data. A share of 0 or 1, which has no interval of its own, takes Wilson's by those whose state is known.</summary>
    public static ShareChange? Of(ShareAtTime earlier, ShareAtTime later) =>
        earlier.State == SurvivalState.NotEnoughData || later.State == SurvivalState.NotEnoughData ? null : Of(earlier.Estimate, Bounds(earlier), later.Estimate, Bounds(later));

    private static Interval Bounds(ShareAtTime share) => share.Interval.Exists ? share.Interval : Proportion.Of(share.Estimate * share.Known, share.Known).Interval;
}
