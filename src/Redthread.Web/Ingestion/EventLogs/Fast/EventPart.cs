using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Redthread.Web.Ingestion.EventLogs.Fast;

/// <summary>What the rows of a table look like.</summary>
/// <param name="Clocks">Whether times may name no zone: where somebody said what these mean, only the patient reader turns them into instants.</param>
internal readonly record struct RowShape(byte Delimiter, int Columns, int Case, int Activity, int Time, bool Clocks);

/// <summary>The events of a range of a file, in columns, with names of its own.</summary>
internal sealed class EventPart(FileBlocks blocks, RowShape shape, int expected)
{
    private int lastOffset = int.MaxValue;

    public NameTable Cases { get; } = new();

    public NameTable Activities { get; } = new();

    public int[] CaseOf { get; private set; } = new int[expected];

    public int[] ActivityOf { get; private set; } = new int[expected];

    public long[] Ticks { get; private set; } = new long[expected];

    public int Count { get; private set; }

    /// <summary>Distances from UTC met, in minutes.</summary>
    public HashSet<int> Offsets { get; } = [];

    public bool Zoned => Offsets.Count > (Local ? 1 : 0);

    public bool Local => Offsets.Contains(IsoTime.NoOffset);

    public void Read()
    {
        for (var lines = blocks.Next(); !lines.IsEmpty; lines = blocks.Next())
        {
            if (!Utf8.IsValid(lines))
            {
                throw new NotPlainException();
            }

            ReadRows(lines);
        }

        if (!Cases.Proper || !Activities.Proper || (Zoned && Local))
        {
            throw new NotPlainException();
        }
    }

    // Runs long from its first call, so it must be compiled well from the start.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRows(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            if (lines[0] is (byte)'\n')
            {
                lines = lines[1..];
                continue;
            }

            ReadOnlySpan<byte> name = default,
                activity = default,
                time = default;
            for (var column = 0; column < shape.Columns; column++)
            {
                var cell = Cell(ref lines, last: column == shape.Columns - 1);
                if (column == shape.Case)
                {
                    name = cell;
                }
                else if (column == shape.Activity)
                {
                    activity = cell;
                }
                else if (column == shape.Time)
                {
                    time = cell;
                }
            }

            Add(name, activity, time);
        }
    }

    /// <summary>Takes a cell and what ends it, which must be the end of the line for the last and a delimiter for the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Cell(scoped ref ReadOnlySpan<byte> lines, bool last)
    {
        if (!lines.IsEmpty && lines[0] == '"')
        {
            return Quoted(ref lines, last);
        }

        var end = lines.IndexOfAny(shape.Delimiter, (byte)'\n', (byte)'\r');
        var cell = end < 0 ? lines : lines[..end];
        lines = Rest(end < 0 ? default : lines[end..], last);
        return cell;
    }

    private ReadOnlySpan<byte> Quoted(scoped ref ReadOnlySpan<byte> lines, bool last)
    {
        var end = lines[1..].IndexOfAny((byte)'"', (byte)'\n', (byte)'\r') + 1;
        var cell = end > 0 && lines[end] == '"' ? lines[1..end] : throw new NotPlainException();
        lines = Rest(lines[(end + 1)..], last);
        return cell;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> lines, bool last) =>
        lines.IsEmpty && last ? lines
        : lines.IsEmpty ? throw new NotPlainException()
        : !last && lines[0] == shape.Delimiter ? lines[1..]
        : last && lines[0] == '\n' ? lines[1..]
        : last && lines is [(byte)'\r', (byte)'\n', ..] ? lines[2..]
        : throw new NotPlainException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> activity, ReadOnlySpan<byte> time)
    {
        if (!IsoTime.TryRead(time, out var ticks, out var offset))
        {
            throw new NotPlainException();
        }

        if (Count == CaseOf.Length)
        {
            Grow();
        }

        CaseOf[Count] = Cases.Number(name);
        ActivityOf[Count] = Activities.Number(activity);
        Ticks[Count] = ticks;
        if (offset != lastOffset)
        {
            if (offset == IsoTime.NoOffset && !shape.Clocks)
            {
                throw new NotPlainException();
            }

            lastOffset = offset;
            Offsets.Add(offset);
        }

        Count++;
    }

    private void Grow()
    {
        var size = Math.Max(1024, Count + (Count / 4));
        int[] cases = CaseOf,
            activities = ActivityOf;
        var ticks = Ticks;
        Array.Resize(ref cases, size);
        Array.Resize(ref activities, size);
        Array.Resize(ref ticks, size);
        (CaseOf, ActivityOf, Ticks) = (cases, activities, ticks);
    }
}
