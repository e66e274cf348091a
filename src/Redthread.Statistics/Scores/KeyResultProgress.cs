namespace Redthread.Statistics;

/// <summary>How far a key result has come from its start to its target.</summary>
/// <param name="Grade">0..1; null when the current value is unknown.</param>
/// <param name="Unclipped">The same without its ends: below 0 when it moved away, above 1 beyond the target. Null as the grade, and when start and target are the same.</param>
public readonly record struct KeyResultProgress(double? Grade, double? Unclipped)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "grade = (current − start) ÷ (target − start), from 0 to 1";

    /// <summary>What pages print when the target is to hold the start.</summary>
    public const string HoldFormula = "grade = 1 while the current value is at the target or on its good side, else 0";

    /// <summary>Whether the target is reached.</summary>
    public bool Reached => Grade == 1;

    /// <summary>
    /// The grade. The target may lie above or below the start. Where they are the same there is no way to go: the grade is
    /// 1 while the value holds, else 0.
    /// </summary>
    /// <param name="start">Value when the cycle began, finite.</param>
    /// <param name="target">Value aimed at, finite.</param>
    /// <param name="current">Latest value; null or NaN when unknown.</param>
    /// <param name="good">Which side of the target is good; read only when start and target are the same. Null: only the target itself is.</param>
    /// <exception cref="ArgumentException">Start or target is not finite.</exception>
    public static KeyResultProgress Of(double start, double target, double? current, Direction? good = null)
    {
        if (!double.IsFinite(start) || !double.IsFinite(target))
        {
            throw new ArgumentException("A start and a target are finite numbers.", nameof(target));
        }

        if (current is not { } now || double.IsNaN(now))
        {
            return new(null, null);
        }

        if (start == target)
        {
            var holds = good switch
            {
                Direction.HigherIsBetter => now >= target,
                Direction.LowerIsBetter => now <= target,
                _ => now == target,
            };
            return new(holds ? 1 : 0, null);
        }

        // A target that is met is met, however the division is rounded.
        var part = now == target ? 1 : (now - start) / (target - start);
        return new(Math.Clamp(part, 0, 1), part);
    }
}
