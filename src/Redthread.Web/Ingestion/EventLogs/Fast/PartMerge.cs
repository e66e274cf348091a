using System.Runtime.CompilerServices;
using Redthread.Statistics;

namespace Redthread.Web.Ingestion.EventLogs.Fast;

/// <summary>
/// Puts the events of the parts together by case: how many of a case each part has says where each part writes its own, so all write at once and the
/// order of the file is kept.
/// </summary>
internal static class PartMerge
{
    public static EventLog Merge(IReadOnlyList<EventPart> parts, out int outOfOrder)
    {
        var (cases, activities) = (parts[0].Cases, parts[0].Activities);
        var caseNumbers = parts.Select(part => Renumber(part.Cases, cases)).ToList();
        var activityNumbers = parts.Select(part => Renumber(part.Activities, activities)).ToList();
        var cursors = new int[parts.Count][];
        Parallel.For(0, parts.Count, part => cursors[part] = CountCases(parts[part], caseNumbers[part], cases.Count));
        var starts = LayOut(cursors, cases.Count);
        var (activityOf, ticks) = (new int[starts[^1]], new long[starts[^1]]);
        Parallel.For(0, parts.Count, part => Write(parts[part], caseNumbers[part], activityNumbers[part], cursors[part], activityOf, ticks));
        outOfOrder = SortByTime(starts, activityOf, ticks);
        return new(cases.Names(), [.. activities.Names()], starts, activityOf, ticks);
    }

    private static int[]? Renumber(NameTable names, NameTable all)
    {
        if (names == all)
        {
            return null;
        }

        var numbers = new int[names.Count];
        for (var number = 0; number < numbers.Length; number++)
        {
            numbers[number] = all.Number(names[number]);
        }

        return numbers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] CountCases(EventPart part, int[]? numbers, int cases)
    {
        var counts = new int[cases];
        var caseOf = part.CaseOf;
        for (var at = 0; at < part.Count; at++)
        {
            var number = numbers is null ? caseOf[at] : numbers[caseOf[at]];
            caseOf[at] = number;
            counts[number]++;
        }

        return counts;
    }

    /// <summary>Turns the counts of each part into the places where its events of a case begin.</summary>
    private static int[] LayOut(int[][] counts, int cases)
    {
        var starts = new int[cases + 1];
        var next = 0;
        for (var one = 0; one < cases; one++)
        {
            starts[one] = next;
            foreach (var part in counts)
            {
                (part[one], next) = (next, next + part[one]);
            }
        }

        starts[cases] = next;
        return starts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(EventPart part, int[]? caseNumbers, int[]? activityNumbers, int[] cursors, int[] activityOf, long[] ticks)
    {
        var (caseOf, activities, times) = (part.CaseOf, part.ActivityOf, part.Ticks);
        for (var at = 0; at < part.Count; at++)
        {
            var place = cursors[caseOf[at]]++;
            activityOf[place] = activityNumbers is null ? activities[at] : activityNumbers[activities[at]];
            ticks[place] = times[at];
        }
    }

    /// <summary>Sorts each case by time, keeping those of one time as they are; says how many needed it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SortByTime(int[] starts, int[] activityOf, long[] ticks)
    {
        var sorted = 0;
        for (var one = 0; one + 1 < starts.Length; one++)
        {
            for (var at = starts[one] + 1; at < starts[one + 1]; at++)
            {
                if (ticks[at] < ticks[at - 1])
                {
                    Sort(activityOf.AsSpan(starts[one]..starts[one + 1]), ticks.AsSpan(starts[one]..starts[one + 1]));
                    sorted++;
                    break;
                }
            }
        }

        return sorted;
    }

    private static void Sort(Span<int> activities, Span<long> ticks)
    {
        var keys = new (long Ticks, int At)[ticks.Length];
        for (var at = 0; at < keys.Length; at++)
        {
            keys[at] = (ticks[at], at);
        }

        var before = activities.ToArray();
        keys.AsSpan().Sort();
        for (var at = 0; at < keys.Length; at++)
        {
            (ticks[at], activities[at]) = (keys[at].Ticks, before[keys[at].At]);
        }
    }
}
