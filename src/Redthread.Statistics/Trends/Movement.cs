namespace Redthread.Statistics;

/// <summary>The mean of one window of time.</summary>
/// <param name="Mean">In any unit.</param>
/// <param name="Variance">Of the single values around the mean, with n − 1, in that unit squared, 0 or more.</param>
/// <param name="N">Number of independent values.</param>
public readonly record struct WindowMean(double Mean, double Variance, long N);

/// <summary>How far a stage moved from one window to the next.</summary>
/// <param name="Change">Later minus earlier; NaN when unknown.</param>
/// <param name="Variance">Of the change: its standard error squared; NaN when unknown.</param>
/// <param name="DegreesOfFreedom">Of that variance, Satterthwaite's; 0 when unknown.</param>
public readonly record struct Movement(double Change, double Variance, double DegreesOfFreedom)
{
    /// <summary>Fewest values in a window given as a mean.</summary>
    public const int MinimumN = 5;

    /// <summary>No movement is known.</summary>
    public static readonly Movement None = new(double.NaN, double.NaN, 0);

    /// <summary>Whether the movement is known and has a standard error above 0.</summary>
    public bool Exists => double.IsFinite(Change) && Variance > 0 && double.IsFinite(Variance) && DegreesOfFreedom > 0;

    /// <summary>
    /// From two independent windows. None when either has fewer than five values, or when no value differs from its window's
    /// mean, which leaves nothing to judge by.
    /// </summary>
    public static Movement Between(WindowMean before, WindowMean after)
    {
        if (before.N < MinimumN || after.N < MinimumN)
        {
            return None;
        }

        double v1 = before.Variance / before.N,
            v2 = after.Variance / after.N;
        return Sum(after.Mean - before.Mean, (v1, before.N - 1), (v2, after.N - 1));
    }

    /// <summary>From the scores of two windows; None unless both may be judged.</summary>
    public static Movement OfScores(Score before, Score after) =>
        before.State == ScoreState.Ok && after.State == ScoreState.Ok
            ? Sum(
                after.Value - before.Value,
                (before.StandardError * before.StandardError, before.DegreesOfFreedom),
                (after.StandardError * after.StandardError, after.DegreesOfFreedom)
            )
            : None;

    /// <summary>The mean of several movements, each with the same weight. None without any.</summary>
    internal static Movement MeanOf(IReadOnlyList<Movement> movements)
    {
        double weight = 1.0 / movements.Count;
        return movements.Count == 0 ? None : Sum(movements.Average(one => one.Change), [.. movements.Select(one => (weight * weight * one.Variance, one.DegreesOfFreedom))]);
    }

    /// <summary>Satterthwaite, Biometrics Bulletin 2 (1946): (Σv)² ÷ Σ(v² ÷ df). Sums of sums come out the same as one sum.</summary>
    internal static Movement Sum(double change, params ReadOnlySpan<(double Variance, double DegreesOfFreedom)> parts)
    {
        double variance = 0,
            squares = 0;
        foreach (var part in parts)
        {
            variance += part.Variance;
            squares += part.Variance * part.Variance / part.DegreesOfFreedom;
        }

        return variance > 0 ? new(change, variance, variance * variance / squares) : None;
    }
}
