namespace Redthread.Statistics;

/// <summary>What may be said after a decision.</summary>
public enum MovementVerdict
{
    /// <summary>The stage has too little data in a window.</summary>
    NotEnoughData,

    /// <summary>The interval holds 0: a movement is not shown, which is not the same as none.</summary>
    NotShown,

    /// <summary>The interval excludes 0.</summary>
    Moved,
}

/// <summary>What a movement was held against.</summary>
public enum MovementBasis
{
    /// <summary>The mean movement of comparison stages.</summary>
    ComparisonStages,

    /// <summary>Nothing: the plain change, which holds whatever else happened in that time.</summary>
    PlainChange,
}

/// <summary>The movement of one stage beyond the movement of others.</summary>
/// <param name="Verdict">Without enough data the numbers are NaN.</param>
/// <param name="Basis">What it was held against.</param>
/// <param name="Difference">Movement of the stage minus mean movement of the comparison stages; the plain change without any.</param>
/// <param name="Interval">95 %, Student's t.</param>
/// <param name="StandardError">In the unit of the difference.</param>
/// <param name="DegreesOfFreedom">Satterthwaite's; 0 without numbers.</param>
/// <param name="Treated">Movement of the stage itself.</param>
/// <param name="Comparison">Mean movement of the comparison stages; NaN without any.</param>
/// <param name="Comparisons">Comparison stages in use: those with enough data.</param>
public readonly record struct DifferenceInDifferences(
    MovementVerdict Verdict,
    MovementBasis Basis,
    double Difference,
    Interval Interval,
    double StandardError,
    double DegreesOfFreedom,
    double Treated,
    double Comparison,
    int Comparisons
)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "difference = (stage after − before) − mean of (comparison stages after − before) ± t·SE; SE² = sum of the windows' SE², a comparison's ÷ number of comparisons²; "
        + "t with Satterthwaite's degrees of freedom; moved when the interval excludes 0";

    /// <summary>What pages print when no comparison stage has enough data.</summary>
    public const string PlainChangeText = "No stage to compare with: this is the plain change, which a rebound or a general drift would show as well.";

    /// <summary>
    /// The difference in differences (Card and Krueger, American Economic Review 84, 1994). It takes for granted that the stage
    /// would have moved as the comparison stages did. Comparison stages without enough data are left out.
    /// </summary>
    /// <param name="treated">The stage that the decision was about.</param>
    /// <param name="comparisons">Stages that it did not touch, over the same two windows.</param>
    public static DifferenceInDifferences Of(Movement treated, IEnumerable<Movement> comparisons)
    {
        Movement[] known = [.. comparisons.Where(movement => movement.Exists)];
        var basis = known.Length > 0 ? MovementBasis.ComparisonStages : MovementBasis.PlainChange;
        var others = Movement.MeanOf(known);
        if (!treated.Exists)
        {
            return new(MovementVerdict.NotEnoughData, basis, double.NaN, Interval.None, double.NaN, 0, double.NaN, others.Change, known.Length);
        }

        var total =
            known.Length == 0 ? treated : Movement.Sum(treated.Change - others.Change, (treated.Variance, treated.DegreesOfFreedom), (others.Variance, others.DegreesOfFreedom));
        var error = Math.Sqrt(total.Variance);
        var interval = Interval.Around(total.Change, Quantiles.T(0.975, total.DegreesOfFreedom) * error);
        var verdict = interval.Contains(0) ? MovementVerdict.NotShown : MovementVerdict.Moved;
        return new(verdict, basis, total.Change, interval, error, total.DegreesOfFreedom, treated.Change, others.Change, known.Length);
    }
}
