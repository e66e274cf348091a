using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Threads;

/// <summary>How far along its thread something is; the names are those of the last bead there is.</summary>
public enum Reached
{
    Signal,
    Insight,
    Opportunity,
    Decision,
    Solution,
    KeyResult,
    Movement,
}

/// <summary>All objects of one thread, by bead.</summary>
public sealed record ThreadView(
    ThreadObject? Centre,
    IReadOnlyList<Insight> Insights,
    IReadOnlyList<Opportunity> Opportunities,
    IReadOnlyList<Decision> Decisions,
    IReadOnlyList<Solution> Solutions,
    IReadOnlyList<KeyResult> KeyResults,
    IReadOnlyList<KeyResult> Moved,
    int Signals,
    int Customers
)
{
    /// <summary>Waiting for a steward: none of its insights is approved.</summary>
    public bool Unapproved => Insights.Count > 0 && Insights.All(row => row.ApprovedAt is null);

    /// <summary>
    /// The first bead that is missing; null where the thread reaches a moved score. An opportunity may be skipped when a decision used the
    /// insight itself, a solution when the decision set the key result itself.
    /// </summary>
    public Reached? Break =>
        Signals == 0 ? Reached.Signal
        : Insights.Count == 0 || Unapproved ? Reached.Insight
        : Opportunities.Count == 0 && Decisions.Count == 0 ? Reached.Opportunity
        : Decisions.Count == 0 ? Reached.Decision
        : Solutions.Count == 0 && KeyResults.Count == 0 ? Reached.Solution
        : KeyResults.Count == 0 ? Reached.KeyResult
        : Moved.Count == 0 ? Reached.Movement
        : null;

    /// <summary>Without the opportunity or the solution that the thread could do without.</summary>
    public bool Skips(Reached bead) =>
        bead == Reached.Opportunity && Opportunities.Count == 0 && Decisions.Count > 0
        || bead == Reached.Solution && Solutions.Count == 0 && Decisions.Count > 0 && KeyResults.Count > 0;
}

/// <summary>
/// Walks threads. A thread goes on with the first made decision that used the insight; an opportunity may be skipped when the decision
/// used the insight itself, a solution when the decision set the key result itself. A planned decision does not count yet.
/// </summary>
public static class ThreadWalk
{
    public static IEnumerable<Opportunity> OpportunitiesOf(Ledger ledger, Guid insight) => ledger.Down<Opportunity>(insight, LinkKind.FramedIn);

    /// <summary>Made decisions in which the insight was used, for or against: not those that only listed it or set it aside.</summary>
    public static IEnumerable<Decision> DecisionsOf(Ledger ledger, Guid insight) =>
        ledger
            .Down<Decision>(insight, LinkKind.UsedFor)
            .Concat(ledger.Down<Decision>(insight, LinkKind.UsedAgainst))
            .Where(decision => decision.MadeAt is not null)
            .Distinct()
            .OrderBy(decision => decision.MadeAt);

    /// <summary>What the decision chose, and what solves an opportunity that it decided.</summary>
    public static IEnumerable<Solution> SolutionsOf(Ledger ledger, Decision decision) =>
        ledger
            .Down<Solution>(decision.Id, LinkKind.Chooses)
            .Concat(ledger.Up<Opportunity>(decision.Id, LinkKind.DecidedIn).SelectMany(opportunity => ledger.Down<Solution>(opportunity.Id, LinkKind.SolvedBy)))
            .Where(IsAlive)
            .Distinct();

    /// <summary>The made decisions that chose the solution, or that decided an opportunity it solves.</summary>
    public static IEnumerable<Decision> DecisionsOf(Ledger ledger, Solution solution) =>
        ledger
            .Up<Decision>(solution.Id, LinkKind.Chooses)
            .Concat(ledger.Up<Opportunity>(solution.Id, LinkKind.SolvedBy).SelectMany(opportunity => ledger.Down<Decision>(opportunity.Id, LinkKind.DecidedIn)))
            .Where(decision => decision.MadeAt is not null)
            .Distinct();

    /// <summary>What its decisions chose, and what solves an opportunity of the insight that one of them decided.</summary>
    public static IEnumerable<Solution> SolutionsOf(Ledger ledger, Guid insight)
    {
        var decisions = DecisionsOf(ledger, insight).ToHashSet();
        if (decisions.Count == 0)
            return [];
        var solved = OpportunitiesOf(ledger, insight)
            .Where(opportunity => ledger.Down<Decision>(opportunity.Id, LinkKind.DecidedIn).Any(decisions.Contains))
            .SelectMany(opportunity => ledger.Down<Solution>(opportunity.Id, LinkKind.SolvedBy));
        return decisions.SelectMany(decision => ledger.Down<Solution>(decision.Id, LinkKind.Chooses)).Concat(solved).Where(IsAlive).Distinct();
    }

    public static IEnumerable<KeyResult> KeyResultsOf(Ledger ledger, Guid insight) =>
        SolutionsOf(ledger, insight)
            .SelectMany(solution => ledger.Down<KeyResult>(solution.Id, LinkKind.Moves))
            .Concat(DecisionsOf(ledger, insight).SelectMany(decision => KeyResultsSetBy(ledger, decision)))
            .Distinct();

    public static IEnumerable<KeyResult> KeyResultsSetBy(Ledger ledger, Decision decision) =>
        ledger.Down<KeyResult>(decision.Id, LinkKind.Sets).Concat(ledger.Down<Objective>(decision.Id, LinkKind.Sets).SelectMany(objective => ledger.ResultsOf(objective.Id)));

    /// <summary>How far the insight's thread goes: O(links along it).</summary>
    public static Reached Depth(Ledger ledger, Insight insight, IReadOnlySet<Guid> moved)
    {
        if (insight.ApprovedAt is null)
            return Reached.Signal;
        if (!DecisionsOf(ledger, insight.Id).Any())
            return OpportunitiesOf(ledger, insight.Id).Any() ? Reached.Opportunity : Reached.Insight;
        var results = KeyResultsOf(ledger, insight.Id).ToList();
        if (results.Count == 0)
            return SolutionsOf(ledger, insight.Id).Any() ? Reached.Solution : Reached.Decision;
        return results.Exists(row => moved.Contains(row.Id)) ? Reached.Movement : Reached.KeyResult;
    }

    /// <summary>The thread through an object, in both directions.</summary>
    public static ThreadView Of(Ledger ledger, ThreadObject centre, IReadOnlySet<Guid> moved) => View(ledger, centre, From(ledger, centre), moved);

    /// <summary>The thread that goes on from insights: those that rest on a signal, or tell of a need.</summary>
    public static ThreadView OfInsights(Ledger ledger, IEnumerable<Insight> insights, IReadOnlySet<Guid> moved) => View(ledger, null, FromInsights(ledger, [.. insights]), moved);

    private static Parts From(Ledger ledger, ThreadObject centre) =>
        centre switch
        {
            Insight insight => FromInsights(ledger, [insight]),
            Pressure pressure => FromInsights(ledger, [.. ledger.Down<Insight>(pressure.Id, LinkKind.KeepsAlive)]),
            Opportunity opportunity => FromOpportunity(ledger, opportunity),
            Decision decision => FromDecision(ledger, decision),
            Solution solution => FromSolution(ledger, solution),
            Objective objective => FromResults(ledger, [.. ledger.ResultsOf(objective.Id)]),
            KeyResult result => FromResults(ledger, [result]),
            _ => throw new InvalidOperationException($"A {centre.Kind} has no thread."),
        };

    private static ThreadView View(Ledger ledger, ThreadObject? centre, Parts parts, IReadOnlySet<Guid> moved)
    {
        var (insights, opportunities, decisions, solutions, results) = parts;
        var evidence = insights.SelectMany(insight => ledger.EvidenceOf(insight.Id)).Where(row => row.Stance == Stance.For).DistinctBy(row => row.SignalId).ToList();
        return new ThreadView(
            centre,
            insights,
            opportunities,
            decisions,
            solutions,
            results,
            [.. results.Where(row => moved.Contains(row.Id))],
            evidence.Count,
            evidence.Where(row => row.Customer is not null).Select(row => row.Customer).Distinct().Count()
        );
    }

    private static Parts FromInsights(Ledger ledger, List<Insight> insights) =>
        new(
            insights,
            Each(insights, insight => OpportunitiesOf(ledger, insight.Id)),
            Each(insights, insight => DecisionsOf(ledger, insight.Id)),
            Each(insights, insight => SolutionsOf(ledger, insight.Id)),
            Each(insights, insight => KeyResultsOf(ledger, insight.Id))
        );

    private static Parts FromOpportunity(Ledger ledger, Opportunity opportunity)
    {
        var decisions = ledger.Down<Decision>(opportunity.Id, LinkKind.DecidedIn).Where(row => row.MadeAt is not null).ToList();
        // A decision about several opportunities may have chosen what solves another of them.
        bool IsFor(Solution solution) => ledger.Up<Opportunity>(solution.Id, LinkKind.SolvedBy).ToList() is var solved && (solved.Count == 0 || solved.Contains(opportunity));
        var solutions = ledger
            .Down<Solution>(opportunity.Id, LinkKind.SolvedBy)
            .Concat(Each(decisions, decision => ledger.Down<Solution>(decision.Id, LinkKind.Chooses)).Where(IsFor))
            .Where(IsAlive)
            .Distinct()
            .ToList();
        return new Parts([.. ledger.Up<Insight>(opportunity.Id, LinkKind.FramedIn)], [opportunity], decisions, solutions, Results(ledger, decisions, solutions));
    }

    private static Parts FromDecision(Ledger ledger, Decision decision)
    {
        var solutions = SolutionsOf(ledger, decision).ToList();
        var used = ledger.Up<Insight>(decision.Id, LinkKind.UsedFor).Concat(ledger.Up<Insight>(decision.Id, LinkKind.UsedAgainst)).Distinct().ToList();
        return new Parts(used, [.. ledger.Up<Opportunity>(decision.Id, LinkKind.DecidedIn)], [decision], solutions, Results(ledger, [decision], solutions));
    }

    private static Parts FromSolution(Ledger ledger, Solution solution)
    {
        var decisions = DecisionsOf(ledger, solution).ToList();
        var opportunities = OpportunitiesBehind(ledger, [solution], decisions);
        return new Parts(InsightsBehind(ledger, opportunities, decisions), opportunities, decisions, [solution], [.. ledger.Down<KeyResult>(solution.Id, LinkKind.Moves)]);
    }

    private static Parts FromResults(Ledger ledger, List<KeyResult> results)
    {
        var solutions = Each(results, result => ledger.Up<Solution>(result.Id, LinkKind.Moves)).Where(IsAlive).ToList();
        var set = Each(results, result => ledger.Up<Decision>(result.Id, LinkKind.Sets).Concat(ledger.Up<Decision>(result.ObjectiveId, LinkKind.Sets)));
        var decisions = Each(solutions, solution => DecisionsOf(ledger, solution)).Concat(set.Where(row => row.MadeAt is not null)).Distinct().ToList();
        var opportunities = OpportunitiesBehind(ledger, solutions, decisions);
        return new Parts(InsightsBehind(ledger, opportunities, decisions), opportunities, decisions, solutions, results);
    }

    // What the solutions solve; where they were chosen without an opportunity, what the decisions were about.
    private static List<Opportunity> OpportunitiesBehind(Ledger ledger, List<Solution> solutions, List<Decision> decisions) =>
        Each(solutions, solution => ledger.Up<Opportunity>(solution.Id, LinkKind.SolvedBy)) is { Count: > 0 } solved
            ? solved
            : Each(decisions, decision => ledger.Up<Opportunity>(decision.Id, LinkKind.DecidedIn));

    private static List<Insight> InsightsBehind(Ledger ledger, List<Opportunity> opportunities, List<Decision> decisions) =>
        [
            .. Each(decisions, decision => ledger.Up<Insight>(decision.Id, LinkKind.UsedFor).Concat(ledger.Up<Insight>(decision.Id, LinkKind.UsedAgainst)))
                .Concat(Each(opportunities, opportunity => ledger.Up<Insight>(opportunity.Id, LinkKind.FramedIn)))
                .Distinct(),
        ];

    private static List<KeyResult> Results(Ledger ledger, List<Decision> decisions, List<Solution> solutions) =>
        [
            .. Each(solutions, solution => ledger.Down<KeyResult>(solution.Id, LinkKind.Moves))
                .Concat(decisions.SelectMany(decision => KeyResultsSetBy(ledger, decision)))
                .Distinct(),
        ];

    private static bool IsAlive(Solution solution) => solution.State != SolutionState.Dropped;

    private static List<TOut> Each<TIn, TOut>(IEnumerable<TIn> rows, Func<TIn, IEnumerable<TOut>> next) => [.. rows.SelectMany(next).Distinct()];

    private sealed record Parts(List<Insight> Insights, List<Opportunity> Opportunities, List<Decision> Decisions, List<Solution> Solutions, List<KeyResult> Results);
}
