namespace Redthread.Statistics;

/// <summary>One activity directly followed by another within a case.</summary>
/// <param name="From">Number of the one activity.</param>
/// <param name="To">Number of the other; the same when it repeats at once.</param>
/// <param name="Count">How often.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="MeanSeconds">Of the waits between them, from the end of the one to the start of the other.</param>
/// <param name="MedianSeconds">Exact, of the same.</param>
/// <param name="P90Seconds">Nine in ten waited no longer.</param>
public readonly record struct FollowEdge(int From, int To, int Count, int Cases, double MeanSeconds, double MedianSeconds, double P90Seconds)
{
    /// <summary>All waits together, in seconds.</summary>
    public double TotalSeconds => MeanSeconds * Count;
}

/// <summary>An activity of the graph.</summary>
/// <param name="Activity">Its number.</param>
/// <param name="Events">How often it happened.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="Starts">How many cases begin with it.</param>
/// <param name="Ends">How many cases end with it.</param>
public readonly record struct FollowNode(int Activity, int Events, int Cases, int Starts, int Ends);

/// <summary>
/// The directly-follows graph of a log (van der Aalst, Process Mining, 2016, §6.1): which activity comes directly after which, how often and after how long.
/// </summary>
public sealed class DirectlyFollows
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "edge a → b: pairs of neighbouring events of a case, by time, with a first and b next; wait = start of b − end of a, 0 when they overlap; an event without an end ends when it starts";

    private DirectlyFollows(EventLog log, FollowNode[] nodes, FollowEdge[] edges) => (Log, Nodes, Edges) = (log, nodes, edges);

    /// <summary>What it was made of.</summary>
    public EventLog Log { get; }

    /// <summary>For each activity of the log its counts, by the activity's number.</summary>
    public IReadOnlyList<FollowNode> Nodes { get; }

    /// <summary>From the most frequent to the least; those as frequent by name.</summary>
    public IReadOnlyList<FollowEdge> Edges { get; }

    /// <summary>Activities with which cases begin, from the most frequent on.</summary>
    public IEnumerable<FollowNode> Starts =>
        Nodes.Where(node => node.Starts > 0).OrderByDescending(node => node.Starts).ThenBy(node => Log.Activities[node.Activity], StringComparer.Ordinal);

    /// <summary>Activities with which cases end, from the most frequent on.</summary>
    public IEnumerable<FollowNode> Ends =>
        Nodes.Where(node => node.Ends > 0).OrderByDescending(node => node.Ends).ThenBy(node => Log.Activities[node.Activity], StringComparer.Ordinal);

    /// <summary>Counts and measures the whole log, on all cores; the answer does not depend on how many there are.</summary>
    public static DirectlyFollows Of(EventLog log)
    {
        var slots = EdgeSlots.Of(log);
        var parts = LogPart.Split(log, Environment.ProcessorCount, slots);
        Parallel.ForEach(parts, part => part.Count());
        var waits = new long[LogPart.LayOut(parts, slots.Count)];
        Parallel.ForEach(parts, part => part.WriteWaits(waits));
        var edges = new FollowEdge[slots.Count];
        Parallel.For(0, slots.Count, slot => edges[slot] = Measure(slots, slot, parts, waits));
        var nodes = Enumerable.Range(0, log.Activities.Count).Select(activity => LogPart.Node(parts, activity)).ToArray();
        var ordered = edges
            .Where(edge => edge.Count > 0)
            .OrderByDescending(edge => edge.Count)
            .ThenBy(edge => log.Activities[edge.From], StringComparer.Ordinal)
            .ThenBy(edge => log.Activities[edge.To], StringComparer.Ordinal);
        return new(log, nodes, [.. ordered]);
    }

    /// <summary>The cases that pass an edge, for looking at them.</summary>
    public IEnumerable<int> CasesPassing(int from, int to)
    {
        for (var one = 0; one < Log.CaseCount; one++)
        {
            for (var at = Log.Starts[one]; at + 1 < Log.Starts[one + 1]; at++)
            {
                if (Log.Activity[at] == from && Log.Activity[at + 1] == to)
                {
                    yield return one;
                    break;
                }
            }
        }
    }

    /// <summary>The cases in which an activity happens.</summary>
    public IEnumerable<int> CasesWith(int activity) => Enumerable.Range(0, Log.CaseCount).Where(one => Log.ActivitiesOf(one).Contains(activity));

    private static FollowEdge Measure(EdgeSlots slots, int slot, IReadOnlyList<LogPart> parts, long[] waits)
    {
        var (from, to) = slots.Activities(slot);
        var first = parts[0].EdgeStart(slot);
        var own = waits.AsSpan(first, parts.Sum(part => part.EdgeCount(slot)));
        if (own.IsEmpty)
        {
            return default;
        }

        Int128 sum = 0;
        foreach (var wait in own)
        {
            sum += wait;
        }

        const double Second = TimeSpan.TicksPerSecond;
        return new(
            from,
            to,
            own.Length,
            parts.Sum(part => part.EdgeCases(slot)),
            (double)sum / own.Length / Second,
            OrderStatistics.Quantile(own, 0.5) / Second,
            OrderStatistics.Quantile(own, 0.9) / Second
        );
    }
}
