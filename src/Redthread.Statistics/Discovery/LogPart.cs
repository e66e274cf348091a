using System.Runtime.CompilerServices;

namespace Redthread.Statistics;

/// <summary>Neighbouring cases of a log that one core looks after: first it counts, then it writes the waits of each edge behind those of the parts before.</summary>
internal sealed class LogPart
{
    private const int WorthSplitting = 50_000;

    private readonly EventLog log;
    private readonly EdgeSlots slots;
    private readonly int from;
    private readonly int to;
    private readonly int[] edgeCounts;
    private readonly int[] edgeCases;
    private readonly int[] edgeStarts;
    private readonly int[] nodeEvents;
    private readonly int[] nodeCases;
    private readonly int[] nodeStarts;
    private readonly int[] nodeEnds;

    private LogPart(EventLog log, EdgeSlots slots, int from, int to)
    {
        (this.log, this.slots, this.from, this.to) = (log, slots, from, to);
        (edgeCounts, edgeCases, edgeStarts) = (new int[slots.Count], new int[slots.Count], new int[slots.Count]);
        var activities = log.Activities.Count;
        (nodeEvents, nodeCases, nodeStarts, nodeEnds) = (new int[activities], new int[activities], new int[activities], new int[activities]);
    }

    public static List<LogPart> Split(EventLog log, int most, EdgeSlots slots)
    {
        var count = Math.Clamp(log.EventCount / WorthSplitting, 1, most);
        var parts = new List<LogPart>();
        for (var (part, first) = (1, 0); part <= count; part++)
        {
            var wanted = (int)((long)log.EventCount * part / count);
            var found = part == count ? log.CaseCount : Array.BinarySearch(log.Starts, wanted);
            var last = Math.Max(first, found < 0 ? ~found : found);
            parts.Add(new(log, slots, first, last));
            first = last;
        }

        return parts;
    }

    public int EdgeCount(int slot) => edgeCounts[slot];

    public int EdgeCases(int slot) => edgeCases[slot];

    public int EdgeStart(int slot) => edgeStarts[slot];

    public static FollowNode Node(List<LogPart> parts, int activity) =>
        new(
            activity,
            parts.Sum(part => part.nodeEvents[activity]),
            parts.Sum(part => part.nodeCases[activity]),
            parts.Sum(part => part.nodeStarts[activity]),
            parts.Sum(part => part.nodeEnds[activity])
        );

    /// <summary>Says where each part writes the waits of each edge; answers how many there are.</summary>
    public static int LayOut(List<LogPart> parts, int slots)
    {
        var next = 0;
        for (var slot = 0; slot < slots; slot++)
        {
            foreach (var part in parts)
            {
                part.edgeStarts[slot] = next;
                next += part.edgeCounts[slot];
            }
        }

        return next;
    }

    // Runs once and long, so it must be compiled well from the start.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count()
    {
        var (starts, activity) = (log.Starts, log.Activity);
        var (edgeSeen, nodeSeen) = (new int[slots.Count], new int[nodeEvents.Length]);
        for (var one = from; one < to; one++)
        {
            var (mark, before) = (one + 1, -1);
            for (var at = starts[one]; at < starts[one + 1]; at++)
            {
                var now = activity[at];
                nodeEvents[now]++;
                nodeCases[now] += nodeSeen[now] == mark ? 0 : 1;
                nodeSeen[now] = mark;
                if (before >= 0)
                {
                    var slot = slots.Of(before, now);
                    edgeCounts[slot]++;
                    edgeCases[slot] += edgeSeen[slot] == mark ? 0 : 1;
                    edgeSeen[slot] = mark;
                }
                else
                {
                    nodeStarts[now]++;
                }

                before = now;
            }

            if (before >= 0)
            {
                nodeEnds[before]++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteWaits(long[] waits)
    {
        var (starts, activity, times, ends) = (log.Starts, log.Activity, log.Times, log.Ends ?? log.Times);
        var next = (int[])edgeStarts.Clone();
        for (var one = from; one < to; one++)
        {
            for (var at = starts[one]; at + 1 < starts[one + 1]; at++)
            {
                waits[next[slots.Of(activity[at], activity[at + 1])]++] = Math.Max(0, times[at + 1] - ends[at]);
            }
        }
    }
}
