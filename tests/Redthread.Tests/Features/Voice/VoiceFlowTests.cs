using FsCheck;
using FsCheck.Fluent;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;

namespace Redthread.Tests.Features.Voice;

/// <summary>The flow over any graph of links: nobody is lost twice, nobody is lost in silence.</summary>
public sealed class VoiceFlowTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly VoiceFilter All = new(Start, Start.AddYears(1), null, null);

    [Fact]
    public void Customers_in_are_customers_on_and_customers_lost_at_every_column() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000).ToArbitrary(),
                seed =>
                {
                    var world = new World(seed);
                    var units = VoiceUnits.Of(world.Ledger, All, world.Problems, world.Moved);
                    var flow = VoiceFlow.Of(units);
                    flow.Total.ShouldBe(units.Count(unit => unit.Customer is not null));
                    flow.Anonymous.ShouldBe(units.Count(unit => unit.Customer is null));
                    for (var index = 0; index + 1 < flow.Steps.Count; index++)
                        flow.Steps[index].In.ShouldBe(flow.Steps[index + 1].In + flow.Steps[index].Lost);
                    foreach (var step in flow.Steps)
                        step.Of.Sum(loss => loss.Customers).ShouldBe(step.Lost);
                    var drawn = FlowLayout.Of(flow);
                    drawn.Bars.Count.ShouldBe(8);
                    drawn.Bars.Where(bar => bar.Step.In > 0).ShouldAllBe(bar => bar.Height >= 1);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_unit_stops_where_a_naive_walk_of_the_links_stops() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000).ToArbitrary(),
                seed =>
                {
                    var world = new World(seed);
                    foreach (var unit in VoiceUnits.Of(world.Ledger, All, world.Problems, world.Moved).Where(unit => unit.Insight is not null))
                        unit.Depth.ShouldBe(world.NaiveDepth(unit.Insight!));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_customer_heard_through_an_insight_is_not_counted_again_at_its_stage()
    {
        var (ledger, insight, stage, other) = (new Ledger(), new Insight { Number = 1, ApprovedAt = Start }, Guid.CreateVersion7(), Guid.CreateVersion7());
        ledger.Put(insight);
        ledger.Put(World.Link(insight.Id, LinkKind.OnStage, stage));
        ledger.SetEvidence(insight.Id, [World.Evidence(insight.Id, 1, 7), World.Evidence(insight.Id, 2, 7), World.Evidence(insight.Id, 3, 8), World.Evidence(insight.Id, 4, null)]);
        StageProblem[] problems = [new(stage, 7, 3), new(stage, 9, 1), new(other, 7, 1), new(stage, null, 2), new(null, 5, 1)];

        var flow = VoiceFlow.Of(VoiceUnits.Of(ledger, All, problems, new HashSet<Guid>()));

        // 7 and 8 through the insight; 9 and (7, other) placed without one; 5 unplaced. One and two anonymous signals.
        (flow.Total, flow.Customers, flow.Anonymous).ShouldBe((5, 4, 3));
        flow.Steps.Select(step => (step.In, step.Lost)).Take(4).ShouldBe([(5, 1), (4, 2), (2, 2), (0, 0)]);
    }

    [Fact]
    public void Strengths_and_contented_customers_are_no_loss()
    {
        var (ledger, strength) = (new Ledger(), new Insight { Type = InsightType.Strength, ApprovedAt = Start });
        ledger.Put(strength);
        ledger.SetEvidence(strength.Id, [World.Evidence(strength.Id, 1, 7)]);
        VoiceFlow.Of(VoiceUnits.Of(ledger, All, [], new HashSet<Guid>())).Total.ShouldBe(0);
    }

    /// <summary>A random ledger, and the links once more as a plain list for the naive walk.</summary>
    private sealed class World
    {
        private readonly List<Link> links = [];
        private readonly Dictionary<Guid, ThreadObject> objects = [];

        public World(int seed)
        {
            var random = new Random(seed);
            var insights = Make(
                random,
                6,
                index => new Insight
                {
                    Number = index,
                    Type = (InsightType)random.Next(3),
                    ApprovedAt = random.Next(5) > 0 ? Start : null,
                }
            );
            var opportunities = Make(random, 4, index => new Opportunity { Number = index });
            var decisions = Make(random, 4, index => new Decision { Number = index, MadeAt = random.Next(4) > 0 ? Start.AddDays(index) : null });
            var solutions = Make(random, 4, index => new Solution { Number = index, State = (SolutionState)random.Next(5) });
            var results = Make(random, 3, index => new KeyResult { Number = index });
            Join(random, insights, LinkKind.FramedIn, opportunities);
            Join(random, insights, LinkKind.UsedFor, decisions);
            Join(random, insights, LinkKind.UsedAgainst, decisions);
            Join(random, insights, LinkKind.SetAside, decisions);
            Join(random, opportunities, LinkKind.DecidedIn, decisions);
            Join(random, opportunities, LinkKind.SolvedBy, solutions);
            Join(random, decisions, LinkKind.Chooses, solutions);
            Join(random, solutions, LinkKind.Moves, results);
            Join(random, decisions, LinkKind.Sets, results);
            Moved = results.Where(_ => random.Next(2) == 0).Select(row => row.Id).ToHashSet();
            foreach (var insight in insights)
                Ledger.SetEvidence(
                    insight.Id,
                    [.. Enumerable.Range(0, random.Next(6)).Select(at => Evidence(insight.Id, (insight.Number * 100) + at, random.Next(6) == 0 ? null : random.Next(8)))]
                );
            Problems =
            [
                .. Enumerable
                    .Range(0, 12)
                    .Select(_ => new StageProblem(random.Next(4) == 0 ? null : Guid.CreateVersion7(), random.Next(5) == 0 ? null : random.Next(8), 1 + random.Next(3))),
            ];
        }

        public Ledger Ledger { get; } = new();
        public IReadOnlySet<Guid> Moved { get; }
        public IReadOnlyList<StageProblem> Problems { get; }

        public static Link Link(Guid from, LinkKind kind, Guid to) =>
            new()
            {
                FromId = from,
                Kind = kind,
                ToId = to,
            };

        public static Evidence Evidence(Guid insight, long signal, long? customer) =>
            new()
            {
                InsightId = insight,
                SignalId = signal,
                Customer = customer,
                OccurredAt = Start.AddDays(1),
            };

        public VoiceColumn NaiveDepth(Insight insight)
        {
            if (insight.ApprovedAt is null)
                return VoiceColumn.Said; // nobody said which stage it is about
            var opportunities = To<Opportunity>([insight.Id], LinkKind.FramedIn);
            var decisions = To<Decision>([insight.Id], LinkKind.UsedFor, LinkKind.UsedAgainst).Where(row => row.MadeAt is not null).ToList();
            if (decisions.Count == 0)
                return opportunities.Count > 0 ? VoiceColumn.Opportunity : VoiceColumn.Insight;
            var decided = opportunities.Where(row => To<Decision>([row.Id], LinkKind.DecidedIn).Intersect(decisions).Any());
            var solutions = To<Solution>([.. decisions.Select(row => row.Id)], LinkKind.Chooses)
                .Union(To<Solution>([.. decided.Select(row => row.Id)], LinkKind.SolvedBy))
                .Where(row => row.State != SolutionState.Dropped)
                .ToList();
            var results = To<KeyResult>([.. solutions.Select(row => row.Id)], LinkKind.Moves).Union(To<KeyResult>([.. decisions.Select(row => row.Id)], LinkKind.Sets)).ToList();
            return results.Exists(row => Moved.Contains(row.Id)) ? VoiceColumn.Moved
                : results.Count > 0 ? VoiceColumn.KeyResult
                : solutions.Count > 0 ? VoiceColumn.Solution
                : VoiceColumn.Decision;
        }

        private List<T> To<T>(Guid[] from, params LinkKind[] kinds)
            where T : ThreadObject =>
            [
                .. links
                    .Where(link => from.Contains(link.FromId) && kinds.Contains(link.Kind))
                    .Select(link => objects[link.ToId])
                    .Where(row => row.ArchivedAt is null)
                    .OfType<T>()
                    .Distinct(),
            ];

        private List<T> Make<T>(Random random, int most, Func<int, T> make)
            where T : ThreadObject
        {
            var rows = Enumerable.Range(1, 1 + random.Next(most)).Select(make).ToList();
            foreach (var row in rows)
            {
                row.ArchivedAt = random.Next(8) == 0 ? Start : null;
                objects[row.Id] = row;
                Ledger.Put(row);
            }

            return rows;
        }

        private void Join<TFrom, TTo>(Random random, List<TFrom> from, LinkKind kind, List<TTo> to)
            where TFrom : ThreadObject
            where TTo : ThreadObject
        {
            foreach (var (one, other) in from.SelectMany(one => to.Select(other => (one, other))).Where(_ => random.Next(3) == 0))
            {
                links.Add(Link(one.Id, kind, other.Id));
                Ledger.Put(links[^1]);
            }
        }
    }
}
