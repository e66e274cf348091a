namespace Redthread.Statistics;

/// <summary>A step of a planned journey, in the words of a log.</summary>
/// <param name="Name">For people.</param>
/// <param name="Activities">Numbers of the activities that count as doing it; none when the log has no such activity.</param>
/// <param name="Optional">Whether it may be left out.</param>
/// <param name="Repeatable">Whether it may be done several times in a row.</param>
public sealed record PlannedStep(string Name, IReadOnlySet<int> Activities, bool Optional = false, bool Repeatable = false);

/// <summary>What a case did, or failed to do, against the plan.</summary>
public enum Move
{
    /// <summary>An event that is a step of the plan, where the plan has it.</summary>
    Together,

    /// <summary>A step that must be done and was not, there.</summary>
    Skipped,

    /// <summary>A step that may be left out and was.</summary>
    LeftOut,

    /// <summary>An event that the plan does not have there.</summary>
    Extra,
}

/// <summary>One move of an alignment.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Step">The step of the plan; −1 for an extra event.</param>
/// <param name="Position">The place of the event in its case, from 0; −1 where there is none.</param>
public readonly record struct AlignedMove(Move Kind, int Step, int Position);

/// <summary>A sequence of activities laid beside the plan.</summary>
/// <param name="Cost">Skipped steps and extra events.</param>
/// <param name="Moves">In order.</param>
public sealed record Alignment(int Cost, IReadOnlyList<AlignedMove> Moves);

/// <summary>A planned journey as a sequence of steps, of which some may be left out and some repeated.</summary>
/// <param name="Steps">In order.</param>
public sealed record PlannedSequence(IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "cost of a case = fewest skipped steps + extra events that turn the plan into what was done (optimal alignment); fitness = 1 − cost ÷ (events + steps that must be done)";

    /// <summary>Steps that must be done.</summary>
    public int Required => Steps.Count(step => !step.Optional);

    /// <summary>
    /// The cheapest way to lay a sequence beside the plan (Adriansyah 2014; on a sequential plan its synchronous product has no cycles, so that
    /// dynamic programming finds the optimum in events × steps). Among ways that cost the same, doing together goes before extra events, and these
    /// before steps not done.
    /// </summary>
    public Alignment Align(ReadOnlySpan<int> sequence)
    {
        var cost = CostsToEnd(sequence);
        var moves = new List<AlignedMove>();
        for (var (at, step) = (0, 0); at < sequence.Length || step < Steps.Count; )
        {
            var rest = cost[at, step];
            if (at < sequence.Length && step < Steps.Count && Does(sequence[at], step) && cost[at + 1, step + 1] == rest)
            {
                moves.Add(new(Move.Together, step++, at++));
            }
            else if (at < sequence.Length && Again(sequence[at], step) && cost[at + 1, step] == rest)
            {
                moves.Add(new(Move.Together, step - 1, at++));
            }
            else if (at < sequence.Length && cost[at + 1, step] + 1 == rest)
            {
                moves.Add(new(Move.Extra, -1, at++));
            }
            else
            {
                moves.Add(new(Steps[step].Optional ? Move.LeftOut : Move.Skipped, step++, -1));
            }
        }

        return new(cost[0, 0], moves);
    }

    /// <summary>
    /// The cost that a plain replay tells: each event goes to the nearest step ahead that has it, steps in between are skipped, and an event that no step
    /// ahead has is extra. It is one way among those that <see cref="Align"/> weighs, so never cheaper.
    /// </summary>
    public int ReplayCost(ReadOnlySpan<int> sequence)
    {
        var (cost, step, done) = (0, 0, false);
        foreach (var activity in sequence)
        {
            if (done && Again(activity, step))
            {
                continue;
            }

            var found = step;
            while (found < Steps.Count && !Does(activity, found))
            {
                found++;
            }

            if (found == Steps.Count)
            {
                cost++;
                continue;
            }

            cost += Missing(step, found);
            (step, done) = (found + 1, true);
        }

        return cost + Missing(step, Steps.Count);
    }

    // What it costs at least from an event and a step on. A step skipped and then done again after all is never cheaper than doing it once.
    private int[,] CostsToEnd(ReadOnlySpan<int> sequence)
    {
        var cost = new int[sequence.Length + 1, Steps.Count + 1];
        for (var at = sequence.Length; at >= 0; at--)
        {
            for (var step = Steps.Count; step >= 0; step--)
            {
                if (at == sequence.Length && step == Steps.Count)
                {
                    continue;
                }

                var least = int.MaxValue;
                if (step < Steps.Count)
                {
                    least = cost[at, step + 1] + (Steps[step].Optional ? 0 : 1);
                }

                if (at < sequence.Length)
                {
                    least = Math.Min(least, cost[at + 1, step] + (Again(sequence[at], step) ? 0 : 1));
                    least = step < Steps.Count && Does(sequence[at], step) ? Math.Min(least, cost[at + 1, step + 1]) : least;
                }

                cost[at, step] = least;
            }
        }

        return cost;
    }

    private int Missing(int from, int to) => Steps.Skip(from).Take(to - from).Count(step => !step.Optional);

    private bool Does(int activity, int step) => Steps[step].Activities.Contains(activity);

    private bool Again(int activity, int step) => step > 0 && Steps[step - 1].Repeatable && Does(activity, step - 1);
}
