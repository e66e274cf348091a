using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Redthread.Web.Ingestion.EventLogs.Compact;

/// <summary>Numbers in as few bytes as all of a column need: 1, 2, 4 or 8 each, counted from the least of them in the largest unit that divides them all.</summary>
public static class Packing
{
    private const int Lanes = 4;

    private static readonly long[] Units = [TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, 1];

    public static (byte[] Bytes, CompactSection Section) Pack(string name, ReadOnlySpan<int> values)
    {
        var (low, high) = (0, 0);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var width = WidthOf((long)high - low);
        var bytes = new byte[checked(values.Length * width)];
        for (var at = 0; at < values.Length; at++)
            Put(bytes, at, width, (ulong)((long)values[at] - low));
        return (bytes, new(name, 0, values.Length, width, low, 1, Check(bytes)));
    }

    public static (byte[] Bytes, CompactSection Section) Pack(string name, ReadOnlySpan<long> values)
    {
        var (low, high) = values.IsEmpty ? (0L, 0L) : (long.MaxValue, long.MinValue);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var unit = UnitOf(values, low);
        var width = WidthOf((high - low) / unit);
        var bytes = new byte[checked(values.Length * width)];
        for (var at = 0; at < values.Length; at++)
            Put(bytes, at, width, (ulong)((values[at] - low) / unit));
        return (bytes, new(name, 0, values.Length, width, low, unit, Check(bytes)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Ints(byte[] bytes, CompactSection section)
    {
        var (values, low) = (new int[section.Count], (int)section.Low);
        for (var at = 0; at < values.Length; at++)
            values[at] = low + (int)Get(bytes, at, section.Width);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long[] Longs(byte[] bytes, CompactSection section)
    {
        var (values, low, unit) = (new long[section.Count], section.Low, section.Unit);
        for (var at = 0; at < values.Length; at++)
            values[at] = low + ((long)Get(bytes, at, section.Width) * unit);
        return values;
    }

    /// <summary>CRC-32C, of four quarters beside each other and then of what they came to: a byte that is wrong is always seen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Check(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var quarter = words.Length / Lanes;
        var (one, two, three, four) = (1u, 2u, 3u, 4u);
        for (var at = 0; at < quarter; at++)
        {
            one = BitOperations.Crc32C(one, words[at]);
            two = BitOperations.Crc32C(two, words[at + quarter]);
            three = BitOperations.Crc32C(three, words[at + (2 * quarter)]);
            four = BitOperations.Crc32C(four, words[at + (3 * quarter)]);
        }

        foreach (var rest in bytes[(quarter * Lanes * sizeof(ulong))..])
            one = BitOperations.Crc32C(one, rest);
        return BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(one, two), three), four);
    }

    private static long UnitOf(ReadOnlySpan<long> values, long low)
    {
        foreach (var unit in Units)
        {
            var fits = true;
            for (var at = 0; at < values.Length && fits; at++)
                fits = (values[at] - low) % unit == 0;
            if (fits)
                return unit;
        }

        return 1;
    }

    private static int WidthOf(long range) =>
        range <= byte.MaxValue ? 1
        : range <= ushort.MaxValue ? 2
        : range <= uint.MaxValue ? 4
        : 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(byte[] bytes, int at, int width, ulong value)
    {
        ref var place = ref bytes[at * width];
        if (width == 1)
            place = (byte)value;
        else if (width == 2)
            Unsafe.WriteUnaligned(ref place, (ushort)value);
        else if (width == 4)
            Unsafe.WriteUnaligned(ref place, (uint)value);
        else
            Unsafe.WriteUnaligned(ref place, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Get(byte[] bytes, int at, int width)
    {
        ref var place = ref bytes[at * width];
        return width switch
        {
            1 => place,
            2 => Unsafe.ReadUnaligned<ushort>(ref place),
            4 => Unsafe.ReadUnaligned<uint>(ref place),
            _ => Unsafe.ReadUnaligned<ulong>(ref place),
        };
    }
}
