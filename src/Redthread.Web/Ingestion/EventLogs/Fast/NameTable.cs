using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Redthread.Web.Ingestion.EventLogs.Fast;

/// <summary>
/// Numbers names by their bytes. A slot holds up to sixteen bytes of a name, so that looking up a short one, as most cases have, touches one place in memory.
/// </summary>
internal sealed class NameTable
{
    private const int Short = 16;

    private Slot[] slots = new Slot[1024];
    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int number] => bytes.AsSpan(Start(number)..ends[number]);

    /// <summary>Whether every name is one that the patient reader would read just so.</summary>
    public bool Proper { get; private set; } = true;

    /// <summary>Names are made into text only when asked for.</summary>
    public IReadOnlyList<string> Names() => new Utf8Names(this);

    public int Number(ReadOnlySpan<byte> name)
    {
        var (low, high) = Ends(name);
        for (var at = Place(low, high, name.Length); ; at = (at + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[at];
            if (slot.NumberPlusOne == 0)
            {
                slot = new(low, high, name.Length, Count + 1);
                return Add(name);
            }

            if (slot.Low == low && slot.High == high && slot.Length == name.Length && (name.Length <= Short || this[slot.NumberPlusOne - 1].SequenceEqual(name)))
            {
                return slot.NumberPlusOne - 1;
            }
        }
    }

    private int Start(int number) => number == 0 ? 0 : ends[number - 1];

    private int Add(ReadOnlySpan<byte> name)
    {
        var from = Count == 0 ? 0 : ends[Count - 1];
        if (Count == ends.Length)
        {
            Array.Resize(ref ends, ends.Length * 2);
        }

        if (from + name.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, from + name.Length));
        }

        name.CopyTo(bytes.AsSpan(from));
        ends[Count++] = from + name.Length;
        Proper &= IsProper(name);
        if (Count * 2 > slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.NumberPlusOne == 0)
            {
                continue;
            }

            var at = Place(slot.Low, slot.High, slot.Length);
            while (slots[at].NumberPlusOne != 0)
            {
                at = (at + 1) & (slots.Length - 1);
            }

            slots[at] = slot;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(ulong low, ulong high, int length)
    {
        var mixed = Math.BigMul(low ^ 0x9E3779B97F4A7C15UL ^ (ulong)length, high ^ 0xC2B2AE3D27D4EB4FUL, out var rest) ^ rest;
        return (int)(mixed ^ (mixed >> 32)) & (slots.Length - 1);
    }

    // Together with the length these tell apart all names of up to sixteen bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Ends(ReadOnlySpan<byte> name)
    {
        ref var first = ref MemoryMarshal.GetReference(name);
        ref var last = ref Unsafe.Add(ref first, name.Length);
        if (name.Length >= 8)
        {
            var high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref last, 8));
            return (Unsafe.ReadUnaligned<ulong>(ref first), name.Length <= Short ? high : BitOperations.RotateLeft(high, 23) ^ Middle(name));
        }

        if (name.Length >= 4)
        {
            return (Unsafe.ReadUnaligned<uint>(ref first), Unsafe.ReadUnaligned<uint>(ref Unsafe.Subtract(ref last, 4)));
        }

        return name.IsEmpty ? (0, 0) : (first, ((ulong)Unsafe.Add(ref first, name.Length / 2) << 8) | Unsafe.Subtract(ref last, 1));
    }

    private static ulong Middle(ReadOnlySpan<byte> name)
    {
        var mixed = 0UL;
        for (var at = 8; at + 8 < name.Length; at += 8)
        {
            mixed = (mixed ^ MemoryMarshal.Read<ulong>(name[at..])) * 0x9E3779B97F4A7C15UL;
            mixed ^= mixed >> 31;
        }

        return mixed;
    }

    private static bool IsProper(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(name);
        return text.AsSpan().Trim().Length == text.Length;
    }

    private readonly record struct Slot(ulong Low, ulong High, int Length, int NumberPlusOne);

    private sealed class Utf8Names(NameTable table) : IReadOnlyList<string>
    {
        public int Count => table.Count;

        public string this[int index] => Encoding.UTF8.GetString(table[index]);

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(at => this[at]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
