using Redthread.Domain.Opportunities;
using Redthread.Statistics;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Picture;

namespace Redthread.Web.Features.Priorities;

/// <summary>The experience debt of one stage, with what it is made of.</summary>
/// <param name="Debt">Null without a fresh score.</param>
/// <param name="Customers">From stage traffic; else those heard, each anonymous signal as one.</param>
public sealed record StageDebt(BoardStage Stage, double Gap, double Customers, double? Debt, bool LowerBound)
{
    public static StageDebt Of(BoardStage stage)
    {
        var gap = ExperienceGap.Of(stage.Standards.Target, stage.HasScore ? stage.Score : Score.None);
        var debt = ExperienceDebt.Of(gap, stage.Traffic, stage.Customers, stage.Standards.Importance);
        return new StageDebt(stage, gap.Value, stage.Traffic ?? stage.Customers, stage.HasScore ? debt.Value : null, debt.LowerBound);
    }
}

/// <summary>RICE with where each part comes from.</summary>
public sealed record RiceLine(double? Score, double? Reach, string ReachSource, double? Impact, double? Confidence, string ConfidenceSource)
{
    public static RiceLine Of(Candidate candidate, IReadOnlyList<StageDebt> stages)
    {
        var row = candidate.Row;
        var traffic = stages.Max(stage => (double?)stage.Stage.Traffic);
        double? heard = stages.Count == 0 ? null : stages.Max(stage => stage.Stage.Customers);
        var (reach, reachSource) =
            row.RiceReach is { } own ? (own, "stated on the opportunity")
            : traffic is not null ? (traffic, "traffic of its busiest stage in the period")
            : heard is > 0 ? (heard, "at least: customers heard at its busiest stage; no stage has traffic")
            : (null, "not stated, and nobody was heard at its stages");
        // Looking through the evidence is worth it only where it can make a score.
        var counts = row.RiceConfidence is null && row.RiceImpact is not null && candidate.Effort.Weeks is not null;
        var confidence = row.RiceConfidence ?? (counts ? candidate.Confidence / 100 : null);
        return new RiceLine(
            Rice.Of(reach, row.RiceImpact, confidence, candidate.Effort.Weeks),
            reach,
            reachSource,
            row.RiceImpact,
            confidence,
            row.RiceConfidence is not null ? "stated on the opportunity" : "confidence of its insights"
        );
    }
}

/// <summary>What is at risk by what somebody stated and by what lifetime values tell, side by side, and which of the two counts.</summary>
/// <param name="Stated">Null where nobody stated one.</param>
/// <param name="Computed">Null where none can be computed.</param>
/// <param name="Interval">Of the computed one.</param>
/// <param name="AtLeast">Of some of its stages only those heard are counted in the computed one.</param>
/// <param name="Chosen">Which one people want to count.</param>
public sealed record ValueInput(double? Stated, double? Computed, Interval Interval, int Stages, bool AtLeast, ValueFrom Chosen)
{
    /// <summary>Whether lifetime values are being worked out, so that a computed one may be there in a moment.</summary>
    public bool Awaited { get; init; }

    public static ValueInput Of(Candidate candidate, LifetimeAnswer? values) =>
        values?.Risks.Of(candidate.Stages) is { State: RegressionState.Ok } risk
            ? new(candidate.Row.ValueAtRisk, risk.Value, risk.Interval, candidate.Stages.Count, risk.LowerBound, candidate.Row.ValueFrom)
            : new(candidate.Row.ValueAtRisk, null, Interval.None, 0, false, candidate.Row.ValueFrom);

    /// <summary>Whether others it is ranked against count a computed one: then its own counts too, whatever was chosen, as the two kinds cannot be compared.</summary>
    public bool ComputedElsewhere { get; init; }

    /// <summary>Whether the stated one counts: unless people chose the computed one here or for others, and there is one.</summary>
    public bool Own => Stated is not null && (Computed is null || (Chosen == ValueFrom.Stated && !ComputedElsewhere));

    /// <summary>It is ranked by a value of another kind than the others, as there is no computed one.</summary>
    public bool OfOtherKind => Own && ComputedElsewhere;

    /// <summary>V; null when nobody stated one and none could be computed.</summary>
    public double? Value => Own ? Stated : Computed;

    public bool LowerBound => !Own && AtLeast;

    public bool HasBoth => Stated is not null && Computed is not null;

    public string Source =>
        Value is null ? $"nobody stated one, and {(Awaited ? AwaitedText : "none can be computed from lifetime values")}"
        : Own ? "stated on the opportunity"
        : ComputedSource;

    public string ComputedSource =>
        Computed is null
            ? (Awaited ? AwaitedText : "none can be computed from lifetime values")
            : $"computed from lifetime values, each customer once though it {(Stages == 1 ? "is at one stage" : $"spans {Stages} stages")} (95 % interval {LifetimeText.Range(Interval)}){(AtLeast ? "; at least, as at some only those heard are counted" : "")}";

    /// <summary>Why it is this one that counts, and what the other says.</summary>
    public string Why =>
        (Own, HasBoth, Chosen) switch
        {
            (true, true, _) =>
                $"The stated value counts, as nobody chose otherwise; the computed one is {AnalysisText.Amount(Computed!.Value)}{Times(Computed!.Value, Stated!.Value)}.",
            (true, false, _) when OfOtherKind =>
                $"The stated value counts, as {(Awaited ? AwaitedText : "none can be computed")}; others are ranked by computed values, which are of another kind.",
            (true, false, ValueFrom.Computed) => $"The stated value counts: the computed one was chosen, but {(Awaited ? AwaitedText : "none can be computed now")}.",
            (false, true, ValueFrom.Stated) =>
                $"The computed value counts, as that of others does and the two kinds cannot be compared; {AnalysisText.Amount(Stated!.Value)} was stated{Times(Computed!.Value, Stated!.Value)}.",
            (false, true, _) => $"The computed value counts, as was chosen; {AnalysisText.Amount(Stated!.Value)} was stated{Times(Computed!.Value, Stated!.Value)}.",
            (false, _, _) when Value is not null => "The computed value counts, as nobody stated one.",
            _ => "",
        };

    private const string AwaitedText = "the computed one is being worked out";

    private static string Times(double computed, double stated) => stated > 0 ? $" (computed ÷ stated: {AnalysisText.Ratio(computed / stated)})" : "";
}

/// <param name="Experience">E; null when no stage of it has a fresh score.</param>
/// <param name="UnknownStages">Stages without a fresh score: their debt is left out of E.</param>
public sealed record PortfolioLine(
    Candidate Candidate,
    IReadOnlyList<StageDebt> Stages,
    double? Experience,
    ValueInput Value,
    int UnknownStages,
    bool WithoutTraffic,
    PriorityResult Priority,
    RiceLine Rice,
    int? RiceRank
)
{
    public bool LowerBound => Experience is not null && (WithoutTraffic || UnknownStages > 0);

    public string? BoundText =>
        Experience is null || !LowerBound ? null
        : WithoutTraffic ? Statistics.Priority.LowerBoundText
        : $"at least: {UnknownStages} of its stages have no fresh score";
}

/// <summary>All opportunities with their inputs; the open ones are ranked against each other.</summary>
public sealed record Portfolio(Board Board, double Asked, double Lambda, bool ValueUnknown, double MostExperience, double MostValue, IReadOnlyList<PortfolioLine> Lines)
{
    private readonly Dictionary<int, PortfolioLine> byNumber = Lines.ToDictionary(line => line.Candidate.Row.Number);

    /// <summary>Ranked by a stated value among others with a computed one.</summary>
    public IReadOnlyList<PortfolioLine> OfOtherKind => [.. Lines.Where(line => line.Candidate.IsOpen && line.Value.OfOtherKind)];

    /// <summary>Ranked by the computed value although the stated one was chosen.</summary>
    public int Overruled => Lines.Count(line => line.Candidate.IsOpen && line.Value is { HasBoth: true, Own: false, Chosen: ValueFrom.Stated });

    /// <summary>The ranking changes once lifetime values are worked out.</summary>
    public bool Awaited => Lines.Any(line => line.Candidate.IsOpen && line.Value is { Awaited: true } value && (value.Chosen == ValueFrom.Computed || value.Stated is null));

    public PortfolioLine? Find(int number) => byNumber.GetValueOrDefault(number);

    public static Portfolio Of(IReadOnlyList<Candidate> candidates, Board board, double lambda, LifetimeAnswer? values = null, bool awaited = false)
    {
        var debts = board.Stages.ToDictionary(stage => stage.Stage.Id, StageDebt.Of);
        var drafts = candidates.Select(candidate => Draft(candidate, debts, values, awaited)).ToList();
        // One yardstick for all that are ranked: what somebody states and what lifetime values tell differ by whole orders.
        if (drafts.Exists(line => line.Candidate.IsOpen && line.Value is { Own: false, Value: not null }))
            drafts = drafts.ConvertAll(line => line.Candidate.IsOpen ? line with { Value = line.Value with { ComputedElsewhere = true } } : line);
        var open = drafts.FindAll(line => line.Candidate.IsOpen);
        var ranked = Statistics.Priority.Of(open.ConvertAll(Input), lambda);
        var rice = CompetitionRanks.Of([.. open.Select(line => line.Rice.Score)]);
        var places = open.Select((line, index) => (line.Candidate, index)).ToDictionary(pair => pair.Candidate, pair => pair.index);
        return new Portfolio(
            board,
            lambda,
            ranked.Lambda,
            ranked.ValueUnknown,
            open.Max(line => line.Experience) ?? 0,
            open.Max(line => line.Value.Value) ?? 0,
            drafts.ConvertAll(line => places.TryGetValue(line.Candidate, out var at) ? line with { Priority = ranked.Items[at], RiceRank = rice[at] } : line)
        );
    }

    private static PortfolioLine Draft(Candidate candidate, Dictionary<Guid, StageDebt> debts, LifetimeAnswer? values, bool awaited)
    {
        // A stage that no longer lives has no score to repair.
        var stages = candidate.Stages.Where(debts.ContainsKey).Select(id => debts[id]).ToList();
        var known = stages.FindAll(stage => stage.Debt is not null);
        double? experience = known.Count == 0 ? null : known.Sum(stage => stage.Debt!.Value);
        return new PortfolioLine(
            candidate,
            stages,
            experience,
            ValueInput.Of(candidate, values) with
            {
                Awaited = awaited,
            },
            stages.Count - known.Count,
            known.Exists(stage => stage.LowerBound),
            default,
            RiceLine.Of(candidate, stages),
            null
        );
    }

    private static PriorityInput Input(PortfolioLine line) => new(line.Experience, line.Value.Value, line.Candidate.Effort.Weeks, line.LowerBound);
}
