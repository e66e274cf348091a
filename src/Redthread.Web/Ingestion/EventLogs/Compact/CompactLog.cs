using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Redthread.Statistics;

namespace Redthread.Web.Ingestion.EventLogs.Compact;

/// <summary>
/// A log that was read, in a form that is read again within a second: its columns packed, each with a checksum. It is made beside the file it was read from and can
/// always be made again, so whatever does not fit (another version, another key, a checksum) counts as not being there.
/// </summary>
public static class CompactLog
{
    private const int HeaderMost = 64 << 20;
    private const int LeadBytes = 16;

    private static ReadOnlySpan<byte> Magic => "RTlog\0\0\u0003"u8;

    /// <summary>Whole or not at all: it is written under another name first.</summary>
    /// <returns>Whether it could be: a log whose names fill more than an array is not kept so.</returns>
    public static bool TryWrite(string path, string key, EventLogRead read)
    {
        var unfinished = $"{path}.{Guid.CreateVersion7():N}";
        try
        {
            var parts = Parts(read.Log);
            using (var file = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                Write(file, key, read, parts);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public static EventLogRead? TryRead(string path, string key)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return Header(file) is { } header && header.Key == key ? Read(file, header) : null;
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidDataException or ArgumentException or KeyNotFoundException or AggregateException)
        {
            return null;
        }
    }

    private static List<(byte[] Bytes, CompactSection Section)> Parts(EventLog log)
    {
        var parts = new List<(byte[], CompactSection)> { Packing.Pack("starts", log.CaseStarts), Packing.Pack("activity", log.ActivityOf), Packing.Pack("time", log.Ticks) };
        AddNames(parts, "case", log.Cases);
        if (log.Ends is { } ends)
            parts.Add(Packing.Pack("end", ends));
        if (log.EndMissing is { } missing)
            parts.Add(Packing.Pack("end missing", Array.ConvertAll(missing, one => one ? 1 : 0)));
        foreach (var (name, column) in Columns(log).Where(one => one.Column is not null))
        {
            AddNames(parts, name, column!.Names);
            parts.Add(Packing.Pack($"{name} of", column.Ids));
        }

        return parts;
    }

    private static (string Name, EventColumn? Column)[] Columns(EventLog log) =>
        [("lifecycle", log.Lifecycle), ("resource", log.Resource), ("channel", log.Channel), ("customer", log.Customer), ("segment", log.Segment)];

    private static void AddNames(List<(byte[], CompactSection)> parts, string name, IReadOnlyList<string> names)
    {
        var (bytes, ends) = PackedNames.Pack(names);
        parts.Add((bytes, new CompactSection($"{name} text", 0, bytes.Length, 1, 0, 1, Packing.Check(bytes))));
        parts.Add(Packing.Pack($"{name} ends", ends));
    }

    private static void Write(SafeFileHandle file, string key, EventLogRead read, List<(byte[] Bytes, CompactSection Section)> parts)
    {
        var (sections, at) = (new List<CompactSection>(), 0L);
        foreach (var (_, section) in parts)
        {
            sections.Add(section with { At = at });
            at += section.Bytes;
        }

        var header = JsonSerializer.SerializeToUtf8Bytes(new CompactHeader(key, [.. read.Log.Activities], read.Report, sections));
        var lead = new byte[LeadBytes];
        Magic.CopyTo(lead);
        BinaryPrimitives.WriteInt32LittleEndian(lead.AsSpan(8), header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(lead.AsSpan(12), Packing.Check(header));
        RandomAccess.Write(file, lead, 0);
        RandomAccess.Write(file, header, LeadBytes);
        var from = (long)LeadBytes + header.Length;
        foreach (var ((bytes, _), section) in parts.Zip(sections))
            RandomAccess.Write(file, bytes, from + section.At);
    }

    private static CompactHeader? Header(SafeFileHandle file)
    {
        var lead = new byte[LeadBytes];
        if (RandomAccess.Read(file, lead, 0) < LeadBytes || !lead.AsSpan(0, 8).SequenceEqual(Magic))
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(lead.AsSpan(8));
        if (length is <= 0 or > HeaderMost)
            return null;
        var bytes = new byte[length];
        if (RandomAccess.Read(file, bytes, LeadBytes) < length || Packing.Check(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(lead.AsSpan(12)))
            return null;
        var header = JsonSerializer.Deserialize<CompactHeader>(bytes)!;
        return header with { Sections = [.. header.Sections.Select(section => section with { At = section.At + LeadBytes + length })] };
    }

    private static EventLogRead Read(SafeFileHandle file, CompactHeader header)
    {
        var sections = header.Sections.ToDictionary(section => section.Name);
        byte[] Bytes(string name) => Verified(file, sections[name]);
        int[] Ints(string name) => Packing.Ints(Bytes(name), sections[name]);
        long[] Longs(string name) => Packing.Longs(Bytes(name), sections[name]);
        PackedNames Names(string name) => new(Bytes($"{name} text"), Ints($"{name} ends"));
        EventColumn? Column(string name) => sections.ContainsKey($"{name} of") ? new(Names(name), Ints($"{name} of")) : null;
        // Few names are looked through again and again, so these are made into text at once.
        EventColumn? Small(string name) => Column(name) is { } column ? column with { Names = [.. column.Names] } : null;

        (int[] starts, int[] activity, long[] times, long[]? ends, bool[]? missing, PackedNames? cases) = ([], [], [], null, null, null);
        (EventColumn? lifecycle, EventColumn? resource, EventColumn? channel, EventColumn? customer, EventColumn? segment) = (null, null, null, null, null);
        Parallel.Invoke(
            () => times = Longs("time"),
            () => activity = Ints("activity"),
            () => (starts, cases) = (Ints("starts"), Names("case")),
            () => ends = sections.ContainsKey("end") ? Longs("end") : null,
            () => missing = sections.ContainsKey("end missing") ? Array.ConvertAll(Ints("end missing"), one => one == 1) : null,
            () => (lifecycle, channel, segment) = (Small("lifecycle"), Small("channel"), Small("segment")),
            () => (resource, customer) = (Small("resource"), Column("customer"))
        );
        var log = new EventLog(cases!, header.Activities, starts, activity, times)
        {
            Ends = ends,
            EndMissing = missing,
            Lifecycle = lifecycle,
            Resource = resource,
            Channel = channel,
            Customer = customer,
            Segment = segment,
        };
        return new EventLogRead(log, header.Report);
    }

    private static byte[] Verified(SafeFileHandle file, CompactSection section)
    {
        if (section.Count < 0 || section.Bytes > Array.MaxLength || section.At + section.Bytes > RandomAccess.GetLength(file))
            throw new InvalidDataException("The file ends before the column does.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)section.Bytes);
        for (var done = 0; done < bytes.Length; )
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), section.At + done);
            done += read > 0 ? read : throw new InvalidDataException("The file ends before the column does.");
        }

        return Packing.Check(bytes) == section.Check ? bytes : throw new InvalidDataException("The column is damaged.");
    }
}
