using Microsoft.Win32.SafeHandles;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs.Fast;

/// <summary>
/// Reads a plain CSV of cases, activities and ISO times on all cores. It gives the answer of the patient reader or none at all: a file in which it meets
/// anything out of the ordinary (a row with too few cells, a doubled quotation mark, another form of time) is left to that one as a whole.
/// </summary>
internal static class FastTable
{
    private const int WorthSplitting = 4 << 20;
    private const int LongestHeader = 1 << 16;

    public static EventLogRead? TryRead(string path, FileInspection inspection, EventColumns columns, EventLogRequest request)
    {
        var plain = inspection is { Compressed: false, Encoding: "utf-8" or "us-ascii", Format: FileFormat.Csv or FileFormat.Tsv } && columns.Plain;
        if (!plain || columns.Case == columns.Activity || columns.Case == columns.Time || columns.Activity == columns.Time)
        {
            return null;
        }

        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            return Read(file, inspection, columns, request);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(one => one is NotPlainException))
        {
            return null;
        }
        catch (NotPlainException)
        {
            return null;
        }
    }

    private static EventLogRead Read(SafeFileHandle file, FileInspection inspection, EventColumns columns, EventLogRequest request)
    {
        var shape = new RowShape((byte)inspection.Delimiter, inspection.Columns.Count, columns.Case, columns.Activity, columns.Time, request.Zone is null);
        var (from, length) = (AfterHeader(file, shape), RandomAccess.GetLength(file));
        var count = (int)Math.Clamp((length - from) / WorthSplitting, 1, Environment.ProcessorCount);
        var borders = Enumerable.Range(0, count + 1).Select(part => Border(file, from, length, part, count)).ToList();
        var rowLength = MeanRow(file, from, length);
        var parts = Enumerable
            .Range(0, count)
            .Select(part => new EventPart(new(file, borders[part], borders[part + 1]), shape, (int)((borders[part + 1] - borders[part]) / rowLength * 1.02) + 16))
            .ToList();
        Parallel.ForEach(parts, part => part.Read());
        if (parts.Exists(part => part.Zoned) && parts.Exists(part => part.Local))
        {
            throw new NotPlainException();
        }

        var log = PartMerge.Merge(parts, out var outOfOrder);
        var isLocal = parts.Exists(part => part.Local);
        var first = FirstTimes(inspection, columns);
        return new(
            log,
            Report(inspection, columns, log.EventCount, isLocal, outOfOrder) with
            {
                Offsets = OffsetsOf(parts),
                FirstLocal = isLocal ? first : [],
                FirstZoned = isLocal ? [] : first,
            }
        );
    }

    // The header is row 1; a file that is read here has one line a row.
    private static IReadOnlyList<TimeRead> FirstTimes(FileInspection inspection, EventColumns columns) =>
        [.. inspection.FirstRows.Take(5).Select((row, at) => new TimeRead(at + 2, columns.Time < row.Count ? row[columns.Time] : ""))];

    private static IReadOnlyList<int> OffsetsOf(IReadOnlyList<EventPart> parts) =>
        [.. parts.SelectMany(part => part.Offsets).Where(offset => offset != IsoTime.NoOffset).Distinct().Order().Take(EventLogReport.MostOffsets)];

    private static EventLogReport Report(FileInspection inspection, EventColumns columns, int events, bool local, int outOfOrder) =>
        new()
        {
            Format = inspection.Format.ToString().ToLowerInvariant(),
            Read = events,
            LeftOut = [],
            Notes = [.. local && events > 0 ? [EventNotes.NoZone] : Array.Empty<string>(), .. outOfOrder > 0 ? [EventNotes.OutOfOrder(outOfOrder)] : Array.Empty<string>()],
            Columns = columns.Named([.. inspection.Columns.Select(column => column.Name)]),
        };

    private static long Border(SafeFileHandle file, long from, long length, int part, int parts) =>
        part == 0 ? from
        : part == parts ? length
        : FileBlocks.LineAfter(file, from + ((length - from) / parts * part), length);

    /// <summary>Where the first row begins; the header must be one line with as many cells as there are columns.</summary>
    private static long AfterHeader(SafeFileHandle file, RowShape shape)
    {
        var head = new byte[LongestHeader];
        var line = head.AsSpan(0, RandomAccess.Read(file, head, 0));
        var end = line.IndexOf((byte)'\n');
        var cells = end < 0 ? 0 : line[..end].Count(shape.Delimiter) + 1;
        return cells == shape.Columns ? end + 1 : throw new NotPlainException();
    }

    private static double MeanRow(SafeFileHandle file, long from, long length)
    {
        var block = new byte[(int)Math.Min(1 << 18, Math.Max(1, length - from))];
        var read = RandomAccess.Read(file, block, from);
        return (double)Math.Max(1, read) / Math.Max(1, block.AsSpan(0, read).Count((byte)'\n'));
    }
}
