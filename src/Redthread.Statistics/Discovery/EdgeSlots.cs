using System.Runtime.CompilerServices;

namespace Redthread.Statistics;

/// <summary>A small number for each pair of activities: by multiplication where there are few activities, else by looking up the pairs that occur.</summary>
internal sealed class EdgeSlots
{
    private const int FewActivities = 1024;

    private readonly int activities;
    private readonly Dictionary<long, int>? pairs;
    private readonly List<long> keys = [];

    private EdgeSlots(EventLog log)
    {
        activities = log.Activities.Count;
        if (activities <= FewActivities)
        {
            return;
        }

        pairs = [];
        for (var one = 0; one < log.CaseCount; one++)
        {
            for (var at = log.Starts[one]; at + 1 < log.Starts[one + 1]; at++)
            {
                var key = Key(log.Activity[at], log.Activity[at + 1]);
                if (pairs.TryAdd(key, keys.Count))
                {
                    keys.Add(key);
                }
            }
        }
    }

    public int Count => pairs is null ? activities * activities : keys.Count;

    public static EdgeSlots Of(EventLog log) => new(log);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int from, int to) => pairs is null ? (from * activities) + to : pairs[Key(from, to)];

    public (int From, int To) Activities(int slot) => pairs is null ? (slot / activities, slot % activities) : ((int)(keys[slot] >> 32), (int)keys[slot]);

    private static long Key(int from, int to) => ((long)from << 32) | (uint)to;
}
