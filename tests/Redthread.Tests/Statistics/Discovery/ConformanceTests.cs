using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Discovery;

public class ConformanceTests
{
    private static readonly Gen<PlannedSequence> AnyPlan =
        from steps in (
            from first in Gen.Choose(0, 3)
            from second in Gen.Choose(0, 3)
            from optional in Gen.Choose(0, 2)
            from repeatable in Gen.Choose(0, 2)
            select new PlannedStep("step", new HashSet<int> { first, second }, optional == 0, repeatable == 0)
        ).ListOf()
        select new PlannedSequence([.. steps.Take(5)]);

    private static readonly Arbitrary<(PlannedSequence Plan, int[] Sequence)> Any = (
        from plan in AnyPlan
        from sequence in Gen.Choose(0, 4).ListOf()
        select (plan, sequence.Take(7).ToArray())
    ).ToArbitrary();

    [Fact]
    public void Alignments_are_worked_out_by_hand()
    {
        var log = Logs.Words("abcd");
        var plan = Plan(log, "a", "b", "c", "d");
        plan.Align(Logs.Sequence(log, "abcd")).Cost.ShouldBe(0);
        plan.Align(Logs.Sequence(log, "acd")).Moves.Select(move => move.Kind).ShouldBe([Move.Together, Move.Skipped, Move.Together, Move.Together]);
        plan.Align(Logs.Sequence(log, "abacd")).Cost.ShouldBe(1);
        plan.Align(Logs.Sequence(log, "dcba")).Cost.ShouldBe(6);
        plan.Align([]).Cost.ShouldBe(4);
        Plan(log, "a", "b?", "c").Align(Logs.Sequence(log, "ac")).Moves.Select(move => move.Kind).ShouldBe([Move.Together, Move.LeftOut, Move.Together]);
        Plan(log, "a", "b+", "c").Align(Logs.Sequence(log, "abbbc")).Cost.ShouldBe(0);
        Plan(log, "a", "b+", "c").Align(Logs.Sequence(log, "ac")).Cost.ShouldBe(1);
    }

    /// <summary>A replay that goes ahead too eagerly pays for it: after d nothing of b and c is ahead.</summary>
    [Fact]
    public void Replay_can_cost_more()
    {
        var log = Logs.Words("abcd");
        var plan = Plan(log, "a", "b", "c", "d");
        plan.ReplayCost(Logs.Sequence(log, "adbcd")).ShouldBe(5);
        plan.Align(Logs.Sequence(log, "adbcd")).Cost.ShouldBe(1);
    }

    [Fact]
    public void Alignments_never_cost_more_than_replay_says() =>
        Prop.ForAll(Any, one => one.Plan.Align(one.Sequence).Cost <= one.Plan.ReplayCost(one.Sequence)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_moves_are_the_sequence_and_the_plan_and_cost_what_is_said() =>
        Prop.ForAll(
                Any,
                one =>
                {
                    var aligned = one.Plan.Align(one.Sequence);
                    var positions = aligned.Moves.Where(move => move.Position >= 0).Select(move => move.Position);
                    var steps = aligned.Moves.Where(move => move.Step >= 0).Select(move => move.Step).ToList();
                    return positions.SequenceEqual(Enumerable.Range(0, one.Sequence.Length))
                        && steps.Distinct().SequenceEqual(Enumerable.Range(0, one.Plan.Steps.Count))
                        && steps.SequenceEqual(steps.Order())
                        && aligned.Cost == aligned.Moves.Count(move => move.Kind is Move.Skipped or Move.Extra)
                        && aligned.Moves.Where(move => move.Kind == Move.Together).All(move => one.Plan.Steps[move.Step].Activities.Contains(one.Sequence[move.Position]))
                        && aligned.Moves.Where(move => move.Kind is Move.Skipped or Move.LeftOut).All(move => one.Plan.Steps[move.Step].Optional == (move.Kind == Move.LeftOut))
                        && steps.GroupBy(step => step).All(step => step.Count() == 1 || one.Plan.Steps[step.Key].Repeatable);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Against trying every way there is.</summary>
    [Fact]
    public void No_way_is_cheaper() => Prop.ForAll(Any, one => one.Plan.Align(one.Sequence).Cost == Cheapest(one.Plan, one.Sequence, 0, 0, false)).QuickCheckThrowOnFailure();

    [Fact]
    public void Deviations_are_ranked_by_customers()
    {
        var log = Logs.Words("abc:x", "ac:y", "ac:z", "axbc:y", "axbc:y", "axbc:y", "bac:w", "abbc:v");
        var found = Conformance.Of(Variants.Of(log), Plan(log, "a", "b", "c"));
        found
            .Deviations.Select(one => (one.Kind, one.Customers, one.Cases, one.Count))
            .ShouldBe(
                [(DeviationKind.Skipped, 3, 3, 3), (DeviationKind.Unplanned, 1, 3, 3), (DeviationKind.Repeated, 1, 1, 1), (DeviationKind.OutOfOrder, 1, 1, 1)],
                ignoreOrder: false
            );
        found.CasesWith(found.Deviations[0]).ShouldBe([1, 2, 6]);
        found.Fitting.Value.ShouldBe(1.0 / 8);
        found.Fitness.ShouldBe((1 + (2 * 0.8) + (3 * (6.0 / 7)) + (4.0 / 6) + (6.0 / 7)) / 8, 1e-12);
    }

    private static int Cheapest(PlannedSequence plan, int[] sequence, int at, int step, bool done)
    {
        if (at == sequence.Length && step == plan.Steps.Count)
        {
            return 0;
        }

        var least = int.MaxValue;
        if (step < plan.Steps.Count)
        {
            least = Cheapest(plan, sequence, at, step + 1, false) + (plan.Steps[step].Optional ? 0 : 1);
        }

        if (at < sequence.Length)
        {
            least = Math.Min(least, Cheapest(plan, sequence, at + 1, step, done) + 1);
            if (step < plan.Steps.Count && plan.Steps[step].Activities.Contains(sequence[at]))
            {
                least = Math.Min(least, Cheapest(plan, sequence, at + 1, step + 1, true));
            }

            if (done && plan.Steps[step - 1].Repeatable && plan.Steps[step - 1].Activities.Contains(sequence[at]))
            {
                least = Math.Min(least, Cheapest(plan, sequence, at + 1, step, true));
            }
        }

        return least;
    }

    /// <summary>Steps of one letter; ? may be left out, + may be repeated.</summary>
    private static PlannedSequence Plan(EventLog log, params string[] steps) =>
        new([.. steps.Select(step => new PlannedStep(step, new HashSet<int> { log.Find(step[..1]) }, step.EndsWith('?'), step.EndsWith('+')))]);
}
