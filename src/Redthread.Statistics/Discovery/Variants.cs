using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>Cases that did the same activities in the same order.</summary>
/// <param name="Example">One of its cases, the first.</param>
/// <param name="Cases">How many did so.</param>
public readonly record struct Variant(int Example, int Cases);

/// <summary>The variants of a log: its distinct sequences of activities, whatever their times.</summary>
public sealed class Variants
{
    /// <summary>What pages print.</summary>
    public const string CoverageFormula = "coverage of the k most frequent variants = their cases ÷ all cases";

    private readonly Variant[] byNumber;
    private readonly int[] variantOf;
    private readonly Lazy<Variant[]> ranked;

    private Variants(EventLog log, Variant[] byNumber, int[] variantOf)
    {
        (Log, this.byNumber, this.variantOf) = (log, byNumber, variantOf);
        ranked = new(Rank);
    }

    /// <summary>What they were found in.</summary>
    public EventLog Log { get; }

    /// <summary>How many there are.</summary>
    public int Count => byNumber.Length;

    /// <summary>From the most frequent to the least; those as frequent by the names of their activities.</summary>
    public IReadOnlyList<Variant> Ranked => ranked.Value;

    /// <summary>Groups the cases; sequences are compared in full, not by a hash alone.</summary>
    public static Variants Of(EventLog log)
    {
        var table = new SequenceTable(log);
        var variantOf = new int[log.CaseCount];
        table.NumberAll(variantOf);
        return new(log, table.Found(), variantOf);
    }

    /// <summary>The first variants in their rank, without ranking all of them.</summary>
    public IReadOnlyList<Variant> Top(int count)
    {
        if (ranked.IsValueCreated || count * 4L >= Count)
        {
            return [.. Ranked.Take(count)];
        }

        var least = byNumber.Select(one => one.Cases).OrderDescending().ElementAt(Math.Max(0, count - 1));
        var candidates = Array.FindAll(byNumber, one => one.Cases >= least);
        return [.. Ordered(candidates).Take(count)];
    }

    /// <summary>Share of cases, 0..1, that the most frequent variants cover. NaN for a log without cases.</summary>
    public double Coverage(int variants) => Log.CaseCount == 0 ? double.NaN : (double)byNumber.Select(one => one.Cases).OrderDescending().Take(variants).Sum() / Log.CaseCount;

    /// <summary>The fewest variants that cover a share of the cases.</summary>
    /// <param name="share">0..1.</param>
    public int Covering(double share)
    {
        var (covered, count, wanted) = (0, 0, share * Log.CaseCount);
        foreach (var cases in byNumber.Select(one => one.Cases).OrderDescending())
        {
            if (covered >= wanted)
            {
                break;
            }

            covered += cases;
            count++;
        }

        return count;
    }

    /// <summary>Names of the activities of a variant.</summary>
    public IReadOnlyList<string> Names(Variant variant)
    {
        var names = new List<string>();
        foreach (var activity in Log.ActivitiesOf(variant.Example))
        {
            names.Add(Log.Activities[activity]);
        }

        return names;
    }

    /// <summary>The cases of a variant.</summary>
    public IEnumerable<int> CasesOf(Variant variant) => Enumerable.Range(0, Log.CaseCount).Where(one => variantOf[one] == variantOf[variant.Example]);

    private Variant[] Rank() => [.. Ordered(byNumber)];

    private IEnumerable<Variant> Ordered(Variant[] variants) => variants.OrderByDescending(one => one.Cases).ThenBy(one => one, Comparer<Variant>.Create(ByNames));

    private int ByNames(Variant one, Variant other)
    {
        var a = Log.ActivitiesOf(one.Example);
        var b = Log.ActivitiesOf(other.Example);
        for (var at = 0; at < Math.Min(a.Length, b.Length); at++)
        {
            if (a[at] != b[at])
            {
                return string.CompareOrdinal(Log.Activities[a[at]], Log.Activities[b[at]]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}

/// <summary>Numbers distinct sequences of activities in a table of open addresses.</summary>
internal sealed class SequenceTable
{
    private readonly EventLog log;
    private readonly List<Variant> found = [];
    private readonly int[] slots;
    private readonly ulong[] hashes;

    public SequenceTable(EventLog log)
    {
        this.log = log;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Math.Min(log.CaseCount, 1 << 28) * 2));
        (slots, hashes) = (new int[size], new ulong[size]);
    }

    public Variant[] Found() => [.. found];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NumberAll(int[] variantOf)
    {
        for (var one = 0; one < variantOf.Length; one++)
        {
            var sequence = log.ActivitiesOf(one);
            var hash = 14695981039346656037UL;
            foreach (var activity in sequence)
            {
                hash = (hash ^ (uint)activity) * 0x9E3779B97F4A7C15UL;
                hash ^= hash >> 29;
            }

            variantOf[one] = Number(one, sequence, hash);
        }
    }

    private int Number(int one, ReadOnlySpan<int> sequence, ulong hash)
    {
        for (var slot = (int)(hash & (ulong)(slots.Length - 1)); ; slot = (slot + 1) & (slots.Length - 1))
        {
            if (slots[slot] == 0)
            {
                found.Add(new(one, 1));
                (slots[slot], hashes[slot]) = (found.Count, hash);
                return found.Count - 1;
            }

            var number = slots[slot] - 1;
            if (hashes[slot] == hash && log.ActivitiesOf(found[number].Example).SequenceEqual(sequence))
            {
                ref var variant = ref CollectionsMarshal.AsSpan(found)[number];
                variant = variant with { Cases = variant.Cases + 1 };
                return number;
            }
        }
    }
}
