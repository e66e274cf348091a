using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Takes events from a reader, counts what is left out, and makes the log.</summary>
internal sealed class EventSink(EventTime time)
{
    private const int RowsTold = 5;
    private const int LongestTime = 40;

    private readonly List<long> rows = [];
    private readonly List<bool> local = [];
    private readonly SortedSet<int> offsets = [];
    private readonly Dictionary<string, (int Count, List<long> Rows, string Reason)> leftOut = [];
    private readonly Dictionary<string, (int Count, List<long> Rows, string Reason)> corrected = [];
    private readonly List<string> notes = [];
    private readonly HashSet<int> holes = [];
    private readonly List<TimeRead> firstLocal = [];
    private readonly List<TimeRead> firstZoned = [];

    public EventLogBuilder Builder { get; } = new();

    public long Read { get; set; }

    public void Note(string note) => notes.Add(note);

    /// <summary>Traces without a name.</summary>
    public int Unnamed { get; set; }

    /// <summary>Order of dates by which it is read.</summary>
    public DateOrder? Order => time.Order;

    /// <param name="of">The case that lacks the event then; −1 where that is not known.</param>
    public void LeaveOut(long row, string code, string reason, int of = -1)
    {
        Count(leftOut, row, code, reason);
        if (of >= 0)
        {
            holes.Add(of);
        }
    }

    /// <summary>Adds an event whose time is read here; what cannot be read is counted.</summary>
    /// <param name="row">Where it stands in the file.</param>
    /// <param name="one">All but its times.</param>
    public void Add(long row, RawEvent one, ReadOnlySpan<char> start, ReadOnlySpan<char> end)
    {
        if (time.Read(start, out var ticks, out var offset, out var doubt) is { } fault)
        {
            LeaveOut(row, fault.Code, fault.Reason, one.Case);
            return;
        }

        var isLocal = offset is null && !time.HasZone;
        var endDoubt = ClockDoubt.None;
        Builder.Add(one with { Ticks = ticks, End = end.IsWhiteSpace() ? null : End(row, end, ticks, isLocal, out endDoubt) });
        Doubt(row, doubt);
        // An event counts once, whether its start, its end or both are in doubt.
        Doubt(row, endDoubt == doubt ? ClockDoubt.None : endDoubt);
        rows.Add(row);
        local.Add(isLocal);
        if ((isLocal ? firstLocal : firstZoned) is { Count: < RowsTold } first)
        {
            first.Add(new(row, start[..Math.Min(start.Length, LongestTime)].ToString()));
        }

        if (offset is { } minutes && offsets.Count < EventLogReport.MostOffsets)
        {
            offsets.Add(minutes);
        }
    }

    public EventLogRead Finish(string format, IReadOnlyDictionary<string, string> columns, IReadOnlyList<ObjectType> types)
    {
        SettleZones();
        var log = Builder.Build(out var outOfOrder);
        if (outOfOrder > 0)
        {
            notes.Add(EventNotes.OutOfOrder(outOfOrder));
        }

        if (Builder.CasesOfSeveralCustomers > 0)
        {
            notes.Add(EventNotes.SeveralCustomers(Builder.CasesOfSeveralCustomers));
        }

        if (log.Customer is { } known && known.Ids.AsSpan().Count(-1) is > 0 and var unnamed)
        {
            notes.Add(EventNotes.NoCustomer(unnamed));
        }

        var report = new EventLogReport
        {
            Format = format,
            Offsets = [.. offsets.Order()],
            Read = Read,
            Holes = [.. holes.Select(number => Builder.Case.Names[number])],
            Unnamed = Unnamed,
            Order = Order,
            LeftOut = Faults(leftOut),
            Corrected = Faults(corrected),
            Notes = notes,
            FirstLocal = firstLocal,
            FirstZoned = firstZoned,
            Columns = columns,
            ObjectTypes = types,
        };
        return new(log, report);
    }

    private void Doubt(long row, ClockDoubt doubt)
    {
        if (doubt == ClockDoubt.Skipped)
        {
            Count(corrected, row, EventFaultCodes.ClockSkipped, EventNotes.ClockSkipped);
        }
        else if (doubt == ClockDoubt.Repeated)
        {
            Count(corrected, row, EventFaultCodes.ClockRepeated, EventNotes.ClockRepeated);
        }
    }

    private long? End(long row, ReadOnlySpan<char> text, long start, bool startLocal, out ClockDoubt doubt)
    {
        if (time.Read(text, out var end, out var offset, out doubt) is { } fault || (offset is null && !time.HasZone) != startLocal)
        {
            Count(corrected, row, EventFaultCodes.EndUnreadable, $"The end “{text}” cannot be read beside the start; it was left away.");
            return null;
        }

        if (end < start)
        {
            Count(corrected, row, EventFaultCodes.EndBeforeStart, "The event ends before it starts; its end was left away.");
            return null;
        }

        return end;
    }

    // A clock whose zone nobody names cannot be laid beside instants, so the smaller of the two kinds is left out.
    private void SettleZones()
    {
        var locals = local.Count(one => one);
        if (locals == 0)
        {
            return;
        }

        if (locals == local.Count)
        {
            notes.Add(EventNotes.NoZone);
            return;
        }

        var leaveLocals = locals * 2 <= local.Count;
        var left = Enumerable.Range(0, local.Count).Where(at => local[at] == leaveLocals).ToList();
        var (few, rest) = (left.Count, local.Count - left.Count);
        var reason = leaveLocals
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The time names no zone, as in {few:N0} of {local.Count:N0} events; {rest:N0} name theirs{(few == rest ? ", just as many, and instants are told before clocks" : "")}, so it cannot be told when that was. Name the zone of such times to keep them."
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The time names its zone, as in {few:N0} of {local.Count:N0} events; {rest:N0} name none, so the two cannot be compared. Name the zone of the others to keep all."
            );
        foreach (var at in left)
        {
            LeaveOut(rows[at], EventFaultCodes.ZoneMixed, reason, Builder.CaseOf(at));
        }

        Builder.LeaveOut(left);
        if (!leaveLocals)
        {
            // What is kept has no zone, as if no time of the file had one.
            notes.Add(EventNotes.NoZone);
            offsets.Clear();
        }
    }

    private static void Count(Dictionary<string, (int Count, List<long> Rows, string Reason)> faults, long row, string code, string reason)
    {
        var (count, first, words) = faults.GetValueOrDefault(code, (0, [], reason));
        if (first.Count < RowsTold)
        {
            first.Add(row);
        }

        faults[code] = (count + 1, first, words);
    }

    private static IReadOnlyList<EventFault> Faults(Dictionary<string, (int Count, List<long> Rows, string Reason)> faults) =>
        [.. faults.OrderByDescending(fault => fault.Value.Count).Select(fault => new EventFault(fault.Key, fault.Value.Count, fault.Value.Rows, fault.Value.Reason))];
}
