using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

internal sealed partial class MadeUpOrganisation
{
    private readonly List<SegmentFact> segments = [];
    private readonly Dictionary<Guid, LoudFact> loud = [];
    private readonly List<ReportFact> reports = [];
    private readonly List<RitualFact> rituals = [];
    private readonly List<FrameworkFact> drafts = [];
    private readonly List<StewardFact> stewards = [];
    private readonly List<PairFact> pairs = [];
    private readonly List<TermFact> terms = [];

    private void Plant(string detector, Guid subject, Guid other = default) => Planted.Add((detector, new Subject(subject, other)));

    private Objective Objective(DateOnly cycle, bool shared = false)
    {
        var row = Put(new Objective { Cycle = cycle });
        if (shared)
        {
            foreach (var team in teams)
                Link(row, LinkKind.ByTeam, team);
        }

        return row;
    }

    private KeyResult Result(
        Objective objective,
        KeyResultSource source,
        double? current = 1,
        double? age = null,
        KeyResultHorizon horizon = KeyResultHorizon.ThisCycle,
        bool pay = false
    )
    {
        var row = Put(
            new KeyResult
            {
                ObjectiveId = objective.Id,
                Source = source,
                OwnerTeamId = objective.OwnerTeamId,
                CreatedAt = Ago(40),
                Horizon = horizon,
                PayDepends = pay,
            }
        );
        results[row.Id] = new ResultFact(current, age is { } days ? Ago(days) : null, "made up");
        return row;
    }

    private void MakeHealthyObjective(int index)
    {
        var objective = Objective(index % 3 == 2 ? Redthread.Domain.Goals.Cycle.Shift(Cycle, -1) : Cycle, shared: index == 0);
        if (index % 3 == 2)
        {
            // Last cycle's objective is no longer judged, whatever it lacks.
            Result(objective, KeyResultSource.Manual, null);
            return;
        }

        Result(objective, KeyResultSource.StageScore);
        Result(objective, KeyResultSource.Manual, 3, draw.Next(0, 45));
        // Without a value, but too young to be blamed.
        Result(objective, KeyResultSource.Outcome, null).CreatedAt = Ago(draw.Next(0, 13));
    }

    private void MakeHealthyRest()
    {
        segments.Add(new SegmentFact(NewId(), "families", 0.6, Ago(draw.Next(0, 89))));
        segments.Add(new SegmentFact(NewId(), "a few", 0.02, null));
        for (var index = 0; index < 5; index++)
        {
            var row = Put(new Opportunity());
            // Loud, but no place won by it; or places won by many accounts.
            loud[row.Id] = index % 2 == 0 ? new LoudFact(row.Id, 2, 3, 0.6, "account A", 2) : new LoudFact(row.Id, 1, 8, 0.1, "account B", 20);
            reports.Add(new ReportFact(NewId(), AnyTeam(), "Team", "Stage", Ago(index * 6), index * 6 >= 14, "/signals/1"));
            rituals.Add(new RitualFact(NewId(), $"Ritual {index}", null, index == 0 ? Ago(draw.Next(0, 7)) : null, index == 0 ? 1 : 0, "/rituals"));
        }

        drafts.Add(new FrameworkFact(NewId(), 7, Ago(draw.Next(0, 13)), ["Team 1"]));
        stewards.Add(new StewardFact(NewId(), "Steward", Ago(draw.Next(0, 29))));
    }

    private void PlantThreads()
    {
        for (var index = 0; index < draw.Next(1, 5); index++)
        {
            var unheard = Insight(draw.Next(31, 300));
            if (draw.Next(2) == 0)
                Link(unheard, LinkKind.FramedIn, Put(new Opportunity()).Id);
            // To be listed in a planned decision is not to be used.
            if (draw.Next(3) == 0)
                Link(unheard, LinkKind.UsedFor, Decision(null).Id);
            Plant("unheard-insight", unheard.Id);
        }

        for (var index = 0; index < draw.Next(1, 4); index++)
            Plant("decision-without-evidence", (draw.Next(3) == 0 ? Decision(null, dueIn: draw.Next(-20, 14)) : Decision(draw.Next(1, 360), type: (DecisionType)draw.Next(4))).Id);
        for (var index = 0; index < draw.Next(1, 4); index++)
            Plant("solution-without-opportunity", Solution((SolutionState)draw.Next(1, 3), forOpportunity: false).Id);
        for (var index = 0; index < draw.Next(1, 4); index++)
        {
            var shipped = Solution(SolutionState.Shipped, draw.Next(61, 360));
            if (draw.Next(2) == 0)
                Link(DecisionWithEvidence(370 - draw.Next(0, 5)), LinkKind.Chooses, shipped.Id);
            Plant("shipped-without-review", shipped.Id);
        }

        for (var index = 0; index < draw.Next(1, 3); index++)
            Plant("pressure-blocks", Pressure(draw.Next(3, 8)).Id);
    }

    private void PlantStages()
    {
        var (journey, key) = (NewId(), "planted");
        var ownerless = Stage(journey, key, 0, null, StageStanding.Failing);
        Link(Put(new Opportunity()), LinkKind.OnStage, ownerless.Id);
        Plant("stage-without-owner", ownerless.Id);
        var idle = Stage(journey, key, 1, AnyTeam(), StageStanding.Failing);
        var closed = Put(new Opportunity { ClosedAt = Ago(3) });
        Link(closed, LinkKind.OnStage, idle.Id);
        Plant("stage-without-work", idle.Id);
        var silent = Stage(journey, key, 2, AnyTeam(), StageStanding.Unknown);
        stages[silent.Id] = silent with { NewestAt = draw.Next(2) == 0 ? null : Ago(draw.Next(91, 400)), Score = null, Debt = null };
        Plant("never-heard", silent.Id);
        var segment = new SegmentFact(NewId(), "seniors", 0.2, draw.Next(2) == 0 ? null : Ago(draw.Next(91, 400)));
        segments.Add(segment);
        Plant("never-heard", segment.Id);
        var apart = Stage(journey, key, 3, AnyTeam(), StageStanding.Sound);
        stages[apart.Id] = apart with { Divergence = new Divergence(draw.Next(2) == 0 ? 2 : -2, -1, 1) };
        Plant("agreed-measured-apart", apart.Id);
        // Two fifths of the debt, and all the money elsewhere.
        var starved = Stage(journey, key, 4, AnyTeam(), StageStanding.Weak);
        stages[starved.Id] = starved with { Debt = 0.4 / 0.6 * stages.Values.Where(stage => stage.Id != starved.Id).Sum(stage => stage.Debt ?? 0) };
        Plant("money-elsewhere", starved.Id);
        for (var index = 0; index < 6; index++)
        {
            var paid = Solution(SolutionState.Started);
            paid.Cost = draw.Next(10, 50);
            paid.OwnerTeamId = teams[0];
            Link(paid, LinkKind.OnStage, stages.Values.First(stage => stage.JourneyId != journey && stage.Position == index).Id);
        }
    }

    private void PlantGoals()
    {
        for (var index = 0; index < draw.Next(1, 3); index++)
        {
            var blind = Objective(draw.Next(2) == 0 ? Cycle : Redthread.Domain.Goals.Cycle.Shift(Cycle, 1));
            if (draw.Next(2) == 0)
                Result(blind, KeyResultSource.Outcome);
            Plant("objective-without-experience", blind.Id);
        }

        var seen = Objective(Cycle);
        Result(seen, KeyResultSource.JourneyScore);
        Plant("result-without-data", Result(seen, KeyResultSource.Outcome, null).Id);
        Plant("result-without-data", Result(seen, KeyResultSource.Manual, 2, draw.Next(46, 300)).Id);
        // One team is paid for this cycle alone, another for the next as well.
        var (greedy, patient) = (NewId(), NewId());
        foreach (var team in new[] { greedy, patient })
        {
            var objective = Objective(Cycle);
            objective.OwnerTeamId = team;
            Result(objective, KeyResultSource.StageScore, pay: true);
            if (team == patient)
                Result(objective, KeyResultSource.JourneyScore, horizon: KeyResultHorizon.Beyond, pay: true);
        }

        Plant("short-term-only", greedy);
    }

    private void PlantRest()
    {
        var loudest = Put(new Opportunity());
        loud[loudest.Id] = new LoudFact(loudest.Id, draw.Next(1, 4), draw.Next(8, 20), 0.3 + (draw.NextDouble() * 0.6), "account L", 1.4);
        Plant("loud-account", loudest.Id);
        var waiting = new ReportFact(NewId(), AnyTeam(), "Team", "Stage", Ago(draw.Next(15, 300)), false, "/signals/2");
        reports.Add(waiting);
        Plant("report-unanswered", waiting.Id);
        var broken = new RitualFact(NewId(), "Broken ritual", null, Ago(draw.Next(8, 100)), draw.Next(1, 5), "/rituals");
        rituals.Add(broken);
        Plant("broken-rhythm", broken.Id);
        var draft = new FrameworkFact(NewId(), 8, Ago(draw.Next(15, 90)), ["Team 2", "Team 3"]);
        drafts.Add(draft);
        Plant("framework-not-signed", draft.Id);
        if (draw.Next(2) == 0)
        {
            stewards.Clear();
            if (draw.Next(2) == 0)
                stewards.Add(new StewardFact(NewId(), "Gone", Ago(draw.Next(31, 400))));
            Plant("no-steward", DeskWorld.Organisation);
        }

        PlantTeamsApart();
    }

    // Two teams on one journey that no objective joins; the healthy ones are joined by the objective that all share.
    private void PlantTeamsApart()
    {
        var (journey, one, other) = (NewId(), NewId(), NewId());
        var stage = Stage(journey, "apart", 0, AnyTeam(), StageStanding.Sound);
        foreach (var team in new[] { one, other })
        {
            var row = Solution(draw.Next(2) == 0 ? SolutionState.Started : SolutionState.Planned);
            (row.OwnerTeamId, row.Cycle) = (team, Cycle);
            Link(row, LinkKind.OnStage, stage.Id);
        }

        Plant("no-shared-objective", journey);
    }
}
