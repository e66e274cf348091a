using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Desk;

/// <summary>
/// A made-up organisation of healthy objects, many of them just this side of a rule, among which failures are planted. It knows
/// nothing of the detectors but their thresholds: what is planted follows from the failure's description.
/// </summary>
internal sealed partial class MadeUpOrganisation
{
    public static readonly DateTime Now = new(2026, 11, 10, 9, 0, 0, DateTimeKind.Utc);
    public static readonly DateOnly Cycle = new(2026, 10, 1);
    private const int JourneyCount = 3;
    private const int StagesEach = 6;

    private readonly Random draw;
    private readonly Ledger ledger = new();
    private readonly Dictionary<ThreadKind, int> numbers = [];
    private readonly Dictionary<Guid, StageFact> stages = [];
    private readonly Dictionary<Guid, ResultFact> results = [];
    private readonly List<Guid> teams = [];
    private long signal;

    /// <summary>What must be found: detector and subject.</summary>
    public HashSet<(string Detector, Subject Subject)> Planted { get; } = [];

    public MadeUpOrganisation(int seed)
    {
        draw = new Random(seed);
        for (var index = 0; index < 4; index++)
            teams.Add(NewId());
        MakeStages();
        for (var index = 0; index < 25; index++)
            MakeHealthyInsight(index);
        for (var index = 0; index < 12; index++)
            MakeHealthyDecision(index);
        for (var index = 0; index < 14; index++)
            MakeHealthySolution(index);
        for (var index = 0; index < 6; index++)
            MakeHealthyObjective(index);
        for (var index = 0; index < 6; index++)
            Pressure(holds: draw.Next(0, 3), resolved: index == 0);
        MakeHealthyRest();
        PlantThreads();
        PlantStages();
        PlantGoals();
        PlantRest();
        MakeStatements();
        MoveScores();
        WriteTexts();
        MakeClaims();
    }

    public DeskWorld World(Func<DeskWorld, DeskWorld>? with = null)
    {
        var world = new DeskWorld
        {
            Ledger = ledger,
            Now = Now,
            Cycle = Cycle,
            FactsOf = id => InsightFacts.Of(ledger.EvidenceOf(id), ledger.SourceKinds, Now.Date),
            Stages = stages,
            Segments = segments,
            Results = results,
            Loud = loud,
            Reports = reports,
            Rituals = rituals,
            Drafts = drafts,
            Stewards = stewards,
            Pairs = pairs,
            Terms = terms,
            Claims = claims,
            Teams = teams.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => $"Team {pair.index + 1}"),
            Agreed = true,
            Signals = 10_000,
            FreshnessDays = 90,
        };
        return with?.Invoke(world) ?? world;
    }

    public Ledger Ledger => ledger;

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        draw.NextBytes(bytes);
        return new Guid(bytes);
    }

    private DateTime Ago(double days) => Now.AddDays(-days);

    private Guid AnyTeam() => teams[draw.Next(teams.Count)];

    private StageFact AnySoundStage() => stages.Values.Where(stage => stage.Standing == StageStanding.Sound).ElementAt(draw.Next(4));

    private T Put<T>(T row)
        where T : ThreadObject
    {
        row.Id = NewId();
        row.Number = numbers[row.Kind] = numbers.GetValueOrDefault(row.Kind) + 1;
        if (row.Title.Length == 0)
            row.Title = $"{row.Kind} number {row.Number}";
        row.OwnerTeamId ??= AnyTeam();
        if (row.CreatedAt == default)
            row.CreatedAt = Ago(300);
        ledger.Put(row);
        return row;
    }

    private void Link(ThreadObject from, LinkKind kind, Guid to) =>
        ledger.Put(
            new Link
            {
                FromId = from.Id,
                Kind = kind,
                ToId = to,
            }
        );

    // The Picture: most stages are sound, two fail and are cared for.
    private void MakeStages()
    {
        for (var journey = 0; journey < JourneyCount; journey++)
        {
            var (id, team) = (NewId(), AnyTeam());
            for (var position = 0; position < StagesEach; position++)
            {
                var failing = journey < 2 && position == 5;
                Stage(id, $"journey-{journey}", position, team, failing ? StageStanding.Failing : StageStanding.Sound);
                if (failing)
                    Link(Put(new Opportunity()), LinkKind.OnStage, stages.Keys.Last());
            }
        }
    }

    private StageFact Stage(Guid journey, string key, int position, Guid? owner, StageStanding standing)
    {
        var stage = new StageFact(
            NewId(),
            journey,
            $"Stage {stages.Count + 1}",
            key,
            $"{key}/stage-{stages.Count + 1}",
            position,
            owner,
            null,
            true,
            standing,
            standing == StageStanding.Failing ? 30 : 65,
            0.5,
            false,
            Ago(draw.Next(0, 80)),
            draw.Next(10, 20),
            standing == StageStanding.Failing ? new Divergence(-1, -2, -1) : new Divergence(1, 0, 1)
        );
        return stages[stage.Id] = stage;
    }

    /// <param name="customers">Ten over three sources, a month old, are strong; three over one are not.</param>
    private Insight Insight(double approvedAgo, int customers = 12, int sources = 3, double age = 30, string? title = null, Guid? team = null)
    {
        var row = Put(
            new Insight
            {
                Title = title ?? "",
                OwnerTeamId = team,
                CreatedAt = Ago(approvedAgo + 5),
                ApprovedAt = Ago(approvedAgo),
            }
        );
        var kinds = Enumerable.Range(0, sources).Select(_ => NewId()).ToList();
        ledger.SetEvidence(
            row.Id,
            [
                .. Enumerable
                    .Range(0, customers)
                    .Select(index => new Evidence
                    {
                        InsightId = row.Id,
                        SignalId = ++signal,
                        Customer = signal,
                        SourceId = kinds[index % sources],
                        OccurredAt = Ago(age),
                        AddedAt = Ago(age),
                    }),
            ]
        );
        Link(row, LinkKind.OnStage, AnySoundStage().Id);
        return row;
    }

    private Decision Decision(double? madeAgo, bool reviewed = false, DecisionType type = DecisionType.Roadmap, double dueIn = 60) =>
        Put(
            new Decision
            {
                Type = type,
                MadeAt = madeAgo is { } ago ? Ago(ago) : null,
                DueOn = DateOnly.FromDateTime(Now.AddDays(dueIn)),
                ReviewedAt = reviewed ? Ago(2) : null,
            }
        );

    private void MakeHealthyInsight(int index)
    {
        switch (index % 8)
        {
            case 7:
                // What goes well waits for nobody.
                Insight(draw.Next(31, 200)).Type = InsightType.Strength;
                break;
            case 0:
                Link(Insight(draw.Next(31, 300)), draw.Next(2) == 0 ? LinkKind.UsedFor : LinkKind.UsedAgainst, Decision(10).Id);
                break;
            case 1:
                Insight(draw.Next(0, 30));
                break;
            case 2:
                Insight(draw.Next(31, 200), customers: 3, sources: 1);
                break;
            case 3:
                Link(Insight(draw.Next(31, 200)), LinkKind.SetAside, DecisionWithEvidence().Id);
                break;
            case 4:
                Insight(300, age: 400);
                break;
            case 5:
                Insight(draw.Next(31, 200)).ArchivedAt = Ago(3);
                break;
            default:
                Insight(draw.Next(31, 200)).ApprovedAt = null;
                break;
        }
    }

    private Decision DecisionWithEvidence(double madeAgo = 20, bool reviewed = false)
    {
        var row = Decision(madeAgo, reviewed);
        Link(Insight(madeAgo + 20), LinkKind.UsedFor, row.Id);
        return row;
    }

    private void MakeHealthyDecision(int index)
    {
        switch (index % 3)
        {
            case 0:
                DecisionWithEvidence(draw.Next(1, 300));
                break;
            case 1:
                Decision(null, dueIn: draw.Next(20, 90));
                break;
            default:
                Decision(draw.Next(400, 900));
                break;
        }
    }

    private Solution Solution(SolutionState state, double? shippedAgo = null, bool forOpportunity = true)
    {
        var row = Put(new Solution { State = state, ShippedAt = shippedAgo is { } ago ? Ago(ago) : null });
        if (forOpportunity)
            Link(Put(new Opportunity()), LinkKind.SolvedBy, row.Id);
        return row;
    }

    private void MakeHealthySolution(int index)
    {
        switch (index % 5)
        {
            case 0:
                Solution(SolutionState.Started);
                break;
            case 1:
                Solution(SolutionState.Idea, forOpportunity: false);
                break;
            case 2:
                Link(DecisionWithEvidence(120, reviewed: true), LinkKind.Chooses, Solution(SolutionState.Shipped, draw.Next(61, 170)).Id);
                break;
            case 3:
                Solution(SolutionState.Shipped, draw.Next(1, 60));
                break;
            default:
                Solution(SolutionState.Dropped, forOpportunity: false);
                break;
        }
    }

    private Pressure Pressure(int holds, bool resolved = false)
    {
        var row = Put(new Pressure { ResolvedAt = resolved ? Ago(5) : null });
        for (var index = 0; index < holds; index++)
        {
            if (draw.Next(2) == 0)
                Link(row, LinkKind.Blocks, Put(new Opportunity()).Id);
            else
                Link(row, LinkKind.KeepsAlive, Insight(10).Id);
        }

        return row;
    }
}
