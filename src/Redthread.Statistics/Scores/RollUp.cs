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
/// <param name="DegreesOfFreedom">Satterthwaite's, or the least of a part where parts are correlated; at least 1; 0 when unknown.</param>
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
        "score ± t·SE, kept within 0–100; SE² = ΣΣ shareₐ·SEₐ·share_b·SE_b·r over all pairs of stages, r = 1 of a stage with itself; "
        + "share = importance ÷ Σ(importance); r = correlation of the errors of two stages, because the same people spoke of both";

    /// <summary>
    /// The importance-weighted mean of the parts that count: fresh, with enough data, importance above 0. Others lower
    /// the coverage and nothing else. Unknown when no part counts.
    /// </summary>
    /// <param name="parts">Stages or journeys.</param>
    /// <param name="correlation">
    /// Correlation of the errors of two parts, by their positions, −1..1 (<see cref="CrossSums.CorrelationOf"/>). Without
    /// it they are independent, which is too narrow where the same respondents rate many stages in one survey.
    /// </param>
    public static RolledUpScore Of(IReadOnlyCollection<RollUpPart> parts, Func<int, int, double>? correlation = null)
    {
        var positions = parts.Select((part, position) => (part, position)).Where(entry => entry.part.Counts).ToArray();
        var counted = Array.ConvertAll(positions, entry => entry.part);
        var importance = counted.Sum(part => part.Importance);
        if (!(importance > 0))
        {
            return RolledUpScore.Unknown;
        }

        var value = counted.Sum(part => part.Importance / importance * part.Score.Value);
        var errors = Array.ConvertAll(counted, part => part.Importance / importance * part.Score.StandardError);
        var (squares, together) = (errors.Sum(error => error * error), 0.0);
        for (var first = 0; correlation is not null && first < errors.Length; first++)
        {
            for (var second = 0; second < first; second++)
            {
                together += 2 * errors[first] * errors[second] * correlation(positions[first].position, positions[second].position);
            }
        }

        var total = parts.Where(part => part.Importance > 0).Sum(part => part.Importance);
        // Correlations that were each estimated need not fit together; below the largest single error there is no sense.
        var variance = together == 0 ? squares : Math.Max(squares + together, errors.Max(error => error * error));
        return Assemble(Math.Clamp(value, 0, 100), Math.Sqrt(variance), DegreesOfFreedom(counted, errors, squares, together), counted, total);
    }

    // Satterthwaite's for independent parts; where people are shared, no more of them than the part with the fewest has.
    private static double DegreesOfFreedom(RollUpPart[] counted, double[] errors, double squares, double together)
    {
        var satterthwaite = counted.Zip(errors, (part, error) => Math.Pow(error, 4) / part.Score.DegreesOfFreedom).Sum();
        var independent = satterthwaite > 0 ? Math.Max(1, squares * squares / satterthwaite) : 1;
        return together == 0 ? independent : Math.Max(1, Math.Min(independent, counted.Min(part => part.Score.DegreesOfFreedom)));
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
