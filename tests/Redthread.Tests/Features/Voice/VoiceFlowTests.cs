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
using Redthread.Web.Ui;

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

    /// <summary>What an insight's thread reaches is on the threads of what it reached too, and its break says how deep it goes.</summary>
    [Fact]
    public void One_thread_reads_the_same_from_each_of_its_objects()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new World(seed);
            var (ledger, moved) = (world.Ledger, world.Moved);
            foreach (var insight in ledger.Live<Insight>().Where(row => row.ApprovedAt is not null))
            {
                var thread = ThreadWalk.Of(ledger, insight, moved);
                if (thread.Signals > 0)
                    thread.Break.ShouldBe(Next(ThreadWalk.Depth(ledger, insight, moved)), $"seed {seed}");
                foreach (var opportunity in thread.Opportunities)
                    ThreadWalk.Of(ledger, opportunity, moved).Insights.ShouldContain(insight, $"seed {seed}");
                foreach (var decision in thread.Decisions)
                    ThreadWalk.Of(ledger, decision, moved).Insights.ShouldContain(insight, $"seed {seed}");
                var chosen = thread.Decisions.SelectMany(decision => ThreadWalk.Of(ledger, decision, moved).Solutions).ToHashSet();
                foreach (var solution in thread.Solutions)
                {
                    chosen.ShouldContain(solution, $"seed {seed}");
                    ThreadWalk.Of(ledger, solution, moved).Decisions.Intersect(thread.Decisions).ShouldNotBeEmpty($"seed {seed}");
                }

                foreach (var result in thread.KeyResults)
                {
                    var back = ThreadWalk.Of(ledger, result, moved);
                    back.Insights.ShouldContain(insight, $"seed {seed}");
                    back.Decisions.Intersect(thread.Decisions).ShouldNotBeEmpty($"seed {seed}");
                    if (thread.Signals > 0)
                        back.Break.ShouldBe(moved.Contains(result.Id) ? null : Reached.Movement, $"seed {seed}");
                }
            }
        }

        static Reached? Next(Reached depth) => depth == Reached.Movement ? null : depth + 1;
    }

    [Fact]
    public void A_solution_of_a_decided_opportunity_closes_the_gap_wherever_one_looks()
    {
        var ledger = new Ledger();
        var (insight, opportunity, decision, solution, objective) = (
            new Insight { Number = 1, ApprovedAt = Start },
            new Opportunity { Number = 1 },
            new Decision { Number = 1, MadeAt = Start },
            new Solution { Number = 1 },
            new Objective { Number = 1 }
        );
        var result = new KeyResult { Number = 1, ObjectiveId = objective.Id };
        ThreadObject[] all = [insight, opportunity, decision, solution, objective, result];
        foreach (var row in all)
            ledger.Put(row);
        ledger.Put(World.Link(insight.Id, LinkKind.FramedIn, opportunity.Id));
        ledger.Put(World.Link(insight.Id, LinkKind.UsedFor, decision.Id));
        ledger.Put(World.Link(opportunity.Id, LinkKind.DecidedIn, decision.Id));
        ledger.Put(World.Link(opportunity.Id, LinkKind.SolvedBy, solution.Id));
        ledger.Put(World.Link(solution.Id, LinkKind.Moves, result.Id));
        ledger.SetEvidence(insight.Id, [World.Evidence(insight.Id, 1, 7)]);
        foreach (var row in all)
        {
            ThreadWalk.Of(ledger, row, new HashSet<Guid>()).Break.ShouldBe(Reached.Movement, row.Kind.ToString());
            ThreadWalk.Of(ledger, row, new HashSet<Guid> { result.Id }).Break.ShouldBeNull(row.Kind.ToString());
        }
    }

    [Fact]
    public void An_insight_that_waits_for_approval_breaks_there_and_a_skipped_bead_is_no_break()
    {
        var ledger = new Ledger();
        var insight = new Insight { Number = 1, Title = "They wait" };
        ledger.Put(insight);
        ledger.SetEvidence(insight.Id, [World.Evidence(insight.Id, 1, 7)]);
        var waiting = ThreadWalk.Of(ledger, insight, new HashSet<Guid>());
        (waiting.Break, ThreadResource.Of(waiting).Break).ShouldBe((Reached.Insight, "approval"));
        ThreadBeads.Of(waiting).Single(bead => bead.Kind == "Insight").State.ShouldBe(BeadState.Waiting);

        insight.ApprovedAt = Start;
        var (decision, result) = (new Decision { Number = 1, MadeAt = Start }, new KeyResult { Number = 1 });
        ledger.Put(decision);
        ledger.Put(result);
        ledger.Put(World.Link(insight.Id, LinkKind.UsedFor, decision.Id));
        ThreadResource.Of(ThreadWalk.Of(ledger, insight, new HashSet<Guid>())).Break.ShouldBe("solution");
        ledger.Put(World.Link(decision.Id, LinkKind.Sets, result.Id));
        var skipping = ThreadWalk.Of(ledger, insight, new HashSet<Guid>());
        ThreadResource.Of(skipping).Break.ShouldBe("movement");
        ThreadBeads.Of(skipping).Where(bead => bead.State == BeadState.Skipped).Select(bead => bead.Kind).ShouldBe(["Opportunity", "Solution"]);
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
