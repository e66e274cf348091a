namespace Redthread.Statistics;

/// <summary>Texts by number.</summary>
/// <param name="Names">Each once.</param>
/// <param name="Ids">For each event (for each case, where it is the customer or segment) a place in <paramref name="Names"/>; −1 where it has none.</param>
public sealed record EventColumn(IReadOnlyList<string> Names, int[] Ids);

/// <summary>
/// What customers did, in columns: the events of a case stand together, by time; those of the same time stand as they were read.
/// Nothing in it changes once it is made.
/// </summary>
public sealed class EventLog
{
    /// <param name="cases">A name for each case.</param>
    /// <param name="activities">Names of the activities, each once.</param>
    /// <param name="caseStarts">For each case its first event; one more at the end, the number of events.</param>
    /// <param name="activityOf">For each event its activity.</param>
    /// <param name="ticks">For each event its time (its start, where it has two), in units of 100 ns since year 1, UTC.</param>
    /// <exception cref="ArgumentException">The columns do not fit together.</exception>
    public EventLog(IReadOnlyList<string> cases, IReadOnlyList<string> activities, int[] caseStarts, int[] activityOf, long[] ticks)
    {
        if (caseStarts.Length != cases.Count + 1 || caseStarts[^1] != activityOf.Length || ticks.Length != activityOf.Length)
        {
            throw new ArgumentException("The columns of the log do not fit together.", nameof(caseStarts));
        }

        (Cases, Activities, Starts, Activity, Times) = (cases, activities, caseStarts, activityOf, ticks);
    }

    /// <summary>Names of the cases.</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <summary>Names of the activities.</summary>
    public IReadOnlyList<string> Activities { get; }

    /// <summary>For each event when it ended; its start, where the log does not say of this one. Null where it says so of none.</summary>
    public long[]? Ends { get; init; }

    /// <summary>For each event whether the log does not say when it ended; null where it says so of all, or of none.</summary>
    public bool[]? EndMissing { get; init; }

    /// <summary>For each event the step of its life cycle, such as start or complete.</summary>
    public EventColumn? Lifecycle { get; init; }

    /// <summary>For each event who did it.</summary>
    public EventColumn? Resource { get; init; }

    /// <summary>For each event its channel.</summary>
    public EventColumn? Channel { get; init; }

    /// <summary>For each case its customer.</summary>
    public EventColumn? Customer { get; init; }

    /// <summary>For each case the segment of its customer.</summary>
    public EventColumn? Segment { get; init; }

    /// <summary>For each case its first event, and the number of events at the end.</summary>
    public ReadOnlySpan<int> CaseStarts => Starts;

    /// <summary>For each event its activity.</summary>
    public ReadOnlySpan<int> ActivityOf => Activity;

    /// <summary>For each event its time in units of 100 ns since year 1, UTC.</summary>
    public ReadOnlySpan<long> Ticks => Times;

    /// <summary>Number of cases.</summary>
    public int CaseCount => Starts.Length - 1;

    /// <summary>Number of events.</summary>
    public int EventCount => Activity.Length;

    internal int[] Starts { get; }

    internal int[] Activity { get; }

    internal long[] Times { get; }

    /// <summary>The activities of a case, in order.</summary>
    public ReadOnlySpan<int> ActivitiesOf(int @case) => Activity.AsSpan(Starts[@case], Starts[@case + 1] - Starts[@case]);

    /// <summary>When a case began.</summary>
    public long FirstOf(int @case) => Times[Starts[@case]];

    /// <summary>When the last event of a case began.</summary>
    public long LastOf(int @case) => Times[Starts[@case + 1] - 1];

    /// <summary>How many customers the cases belong to, each case to one; a case that names none counts as a customer of its own. Null where customers are not known.</summary>
    public int? CustomerCount()
    {
        if (Customer is null)
        {
            return null;
        }

        var (seen, unnamed) = (new bool[Customer.Names.Count], 0);
        foreach (var customer in Customer.Ids)
        {
            if (customer >= 0)
            {
                seen[customer] = true;
            }
            else
            {
                unnamed++;
            }
        }

        return seen.AsSpan().Count(true) + unnamed;
    }

    /// <summary>How many activities happen at all; of a part of a log, those of the whole keep their numbers.</summary>
    public int ActivityCount()
    {
        var seen = new bool[Activities.Count];
        foreach (var activity in Activity)
        {
            seen[activity] = true;
        }

        return seen.AsSpan().Count(true);
    }

    /// <summary>When the first event and the last of all cases began: O(events).</summary>
    /// <returns>In units of 100 ns since year 1, UTC; null without events.</returns>
    public (long First, long Last)? Span()
    {
        if (Times.Length == 0)
            return null;
        var (first, last) = (Times[0], Times[0]);
        foreach (var at in Times)
            (first, last) = (Math.Min(first, at), Math.Max(last, at));
        return (first, last);
    }

    /// <summary>When an event ended; when it began, where the log does not say.</summary>
    public long EndOf(int at) => Ends is null ? Times[at] : Ends[at];

    /// <summary>Whether the log says when an event ended: one that ends when it starts takes no time, of one without an end nothing is known.</summary>
    public bool HasEnd(int at) => Ends is not null && EndMissing?[at] != true;

    /// <summary>The number of an activity by its name; −1 where the log has no such activity.</summary>
    public int Find(string activity)
    {
        for (var at = 0; at < Activities.Count; at++)
        {
            if (Activities[at] == activity)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Time from an event to the next of its case, in ticks: from the end of the one to the start of the other, 0 when they overlap.</summary>
    internal long WaitAfter(int at) => Math.Max(0, Times[at + 1] - EndOf(at));

    /// <summary>The number of the customer of a case; the case itself where customers are not known.</summary>
    internal int CustomerOf(int @case) =>
        Customer is null ? @case
        : Customer.Ids[@case] >= 0 ? Customer.Ids[@case]
        : Customer.Names.Count + @case;

    /// <summary>The cases for which the condition holds, as a log of their own; activities keep their numbers.</summary>
    public EventLog Where(Func<int, bool> keep)
    {
        var kept = Enumerable.Range(0, CaseCount).Where(keep).ToArray();
        var starts = new int[kept.Length + 1];
        for (var i = 0; i < kept.Length; i++)
        {
            starts[i + 1] = starts[i] + Starts[kept[i] + 1] - Starts[kept[i]];
        }

        var events = new int[starts[^1]];
        for (var i = 0; i < kept.Length; i++)
        {
            for (var at = starts[i]; at < starts[i + 1]; at++)
            {
                events[at] = Starts[kept[i]] + at - starts[i];
            }
        }

        return Pick(kept, starts, events);
    }

    /// <summary>The events for which the condition holds, such as those of some activities or of one step of the life cycle; cases left without any go.</summary>
    public EventLog WhereEvents(Func<int, bool> keep)
    {
        var (cases, starts, events) = (new List<int>(), new List<int> { 0 }, new List<int>());
        for (var one = 0; one < CaseCount; one++)
        {
            for (var at = Starts[one]; at < Starts[one + 1]; at++)
            {
                if (keep(at))
                {
                    events.Add(at);
                }
            }

            if (events.Count > starts[^1])
            {
                cases.Add(one);
                starts.Add(events.Count);
            }
        }

        return Pick([.. cases], [.. starts], [.. events]);
    }

    internal EventLog Pick(int[] cases, int[] starts, int[] events) =>
        new([.. cases.Select(one => Cases[one])], Activities, starts, Gather(Activity, events), Gather(Times, events))
        {
            Ends = Ends is null ? null : Gather(Ends, events),
            EndMissing = EndMissing is null ? null : Gather(EndMissing, events),
            Lifecycle = Gather(Lifecycle, events),
            Resource = Gather(Resource, events),
            Channel = Gather(Channel, events),
            Customer = Gather(Customer, cases),
            Segment = Gather(Segment, cases),
        };

    internal static T[] Gather<T>(T[] column, int[] from) => Array.ConvertAll(from, at => column[at]);

    private static EventColumn? Gather(EventColumn? column, int[] from) => column is null ? null : column with { Ids = Gather(column.Ids, from) };
}
