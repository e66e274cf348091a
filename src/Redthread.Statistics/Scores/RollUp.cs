namespace Redthread.Statistics;

/// <summary>One stage of a journey, or one journey of a lifecycle, as it enters a roll-up.</summary>
/// <param name="Importance">Importance in the framework, 0 or more; the scale does not matter.</param>
/// <param name="Score">Its score.</param>
/// <param name="Fresh">Whether its newest evidence is within the freshness limit.</param>
/// <param name="Coverage">Share of its own importance that has fresh data, 0..1; 1 for a stage.</param>
public readonly record struct RollUpPart(double Importance, Score Score, bool Fresh, double Coverage = 1)
{
    /// <summary>A journey as part of a lifecycle.</summary>
    public static RollUpPart Of(double importance, RolledUpScore journey) => new(importance, journey.AsScore(), journey.State == ScoreState.Ok, journey.Coverage);

    internal bool Counts => Importance > 0 && Fresh && Score.State == ScoreState.Ok;
}

/// <summary>The score of a journey or lifecycle.</summary>
/// <param name="State">Ok when at least one part is fresh with enough data; otherwise NoData, which pages call unknown.</param>
/// <param name="Value">0..100; NaN when unknown.</param>
/// <param name="Interval">95 % interval, clipped to 0..100; none when unknown.</param>
/// <param name="StandardError">In points; NaN when unknown.</param>
/// <param name="DegreesOfFreedom">Satterthwaite's, at least 1; 0 when unknown.</param>
/// <param name="Coverage">Share of importance with fresh and sufficient data, 0..1.</param>
/// <param name="N">Units behind the parts that count.</param>
public readonly record struct RolledUpScore(ScoreState State, double Value, Interval Interval, double StandardError, double DegreesOfFreedom, double Coverage, long N)
{
    /// <summary>Nothing fresh: unknown.</summary>
    public static readonly RolledUpScore Unknown = new(ScoreState.NoData, double.NaN, Interval.None, double.NaN, 0, 0, 0);

    /// <summary>As a score, to be rolled up again, compared with another period, or banded. Clusters and effective sizes are not known at this level and equal N.</summary>
    public Score AsScore() => State == ScoreState.NoData ? Score.None : new(State, Value, Interval, StandardError, DegreesOfFreedom, N, N, N, N, 0);
}

/// <summary>Journey score from stage scores, and lifecycle score from journey scores.</summary>
public static class RollUp
{
    /// <summary>What pages print for the score.</summary>
    public const string Formula = "journey score = Σ(importance × stage score) ÷ Σ(importance), over stages with fresh data and enough signals";

    /// <summary>What pages print for the coverage.</summary>
    public const string CoverageFormula = "coverage = importance of the stages that count ÷ importance of all stages";

    /// <summary>What pages print for the interval.</summary>
    public const string IntervalFormula =
        "score ± t·SE, kept within 0–100; SE² = (1−r)·Σ(share²·SE²) + r·(Σ share·SE)²; "
        + "share = importance ÷ Σ(importance); r = assumed correlation between the errors of stages, 0 = independent";

    /// <summary>
    /// The importance-weighted mean of the parts that count: fresh, with enough data, importance above 0. Others lower
    /// the coverage and nothing else. Unknown when no part counts.
    /// </summary>
    /// <param name="parts">Stages or journeys.</param>
    /// <param name="correlation">
    /// Assumed correlation r of the parts' errors, 0..1. 0 treats stages as independent, which is too narrow where the same
    /// respondents rate many stages in one survey; 1 is the widest the interval can be.
    /// </param>
    public static RolledUpScore Of(IReadOnlyCollection<RollUpPart> parts, double correlation = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(correlation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correlation, 1);
        var counted = parts.Where(part => part.Counts).ToArray();
        var importance = counted.Sum(part => part.Importance);
        if (!(importance > 0))
        {
            return RolledUpScore.Unknown;
        }

        double value = 0,
            squares = 0,
            sum = 0,
            satterthwaite = 0;
        foreach (var part in counted)
        {
            var share = part.Importance / importance;
            var error = share * part.Score.StandardError;
            value += share * part.Score.Value;
            squares += error * error;
            sum += error;
            satterthwaite += Math.Pow(error, 4) / part.Score.DegreesOfFreedom;
        }

        var variance = ((1 - correlation) * squares) + (correlation * sum * sum);
        var df = satterthwaite > 0 ? Math.Max(1, squares * squares / satterthwaite) : 1;
        var total = parts.Where(part => part.Importance > 0).Sum(part => part.Importance);
        return Assemble(Math.Clamp(value, 0, 100), Math.Sqrt(variance), df, counted, total);
    }

    private static RolledUpScore Assemble(double value, double error, double df, RollUpPart[] counted, double total) =>
        new(
            ScoreState.Ok,
            value,
            Interval.Around(value, Quantiles.T(0.975, df) * error).ClippedTo(0, 100),
            error,
            df,
            Math.Clamp(counted.Sum(part => part.Importance * part.Coverage) / total, 0, 1),
            counted.Sum(part => part.Score.N)
        );
}
