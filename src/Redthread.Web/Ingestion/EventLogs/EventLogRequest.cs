using System.Text.Json.Serialization;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>How to read an event log. Columns of a table, keys of the attributes of XES; what is null is guessed from the names.</summary>
public sealed record EventLogRequest
{
    /// <summary>The column that names the case.</summary>
    public string? Case { get; init; }

    public string? Activity { get; init; }

    /// <summary>When it happened; when it started, where there is an end too.</summary>
    public string? Time { get; init; }

    public string? End { get; init; }

    public string? Lifecycle { get; init; }

    public string? Resource { get; init; }

    public string? Channel { get; init; }

    public string? Customer { get; init; }

    /// <summary>Whose customers these are: a case has the first segment that one of its events names.</summary>
    public string? Segment { get; init; }

    /// <summary>Of OCEL, the type of object whose objects are the cases.</summary>
    public string? CaseType { get; init; }

    /// <summary>Order of day, month and year, where the dates do not show it.</summary>
    public DateOrder? Order { get; init; }

    /// <summary>The zone of times that name none, such as Europe/Amsterdam; pages tell all times in it.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Whether life cycle, resource, channel and customer are wanted where they can be guessed; those named are read in any case.</summary>
    public bool AllColumns { get; init; }

    /// <summary>Whether what is not named is not there, so that nothing but case, activity and time is guessed.</summary>
    public bool Exact { get; init; }
}

/// <summary>Events left out, or put right, for one reason.</summary>
/// <param name="Code">One of <see cref="EventFaultCodes"/> or <see cref="RejectCodes"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="Rows">The first of them: rows of a table (the header is 1), lines of XES, events of OCEL (from 1).</param>
/// <param name="Reason">In words, of the first.</param>
public sealed record EventFault(string Code, int Count, IReadOnlyList<long> Rows, string Reason)
{
    /// <summary>Which of the files of a log; null for the first.</summary>
    public string? File { get; init; }

    /// <summary>Whether nothing of the event is lost, but its time was read by a rule, as the clock of its zone was moved over it.</summary>
    [JsonIgnore]
    public bool ByRule => Code is EventFaultCodes.ClockSkipped or EventFaultCodes.ClockRepeated;
}

public static class EventFaultCodes
{
    public const string CaseMissing = "case-missing";
    public const string ActivityMissing = "activity-missing";
    public const string ZoneMixed = "zone-mixed";
    public const string EndBeforeStart = "end-before-start";
    public const string EndUnreadable = "end-unreadable";
    public const string ClockSkipped = "clock-skipped";
    public const string ClockRepeated = "clock-repeated";
    public const string OutsideTrace = "outside-trace";
    public const string NoObject = "no-object-of-type";
    public const string ObjectUnknown = "object-unknown";
}

/// <summary>What was read, what was kept and what was not.</summary>
public sealed record EventLogReport
{
    /// <summary>xes, ocel, or the form of a table such as csv.</summary>
    public required string Format { get; init; }

    /// <summary>Events or rows read, each once.</summary>
    public required long Read { get; init; }

    /// <summary>Events left out.</summary>
    public required IReadOnlyList<EventFault> LeftOut { get; init; }

    /// <summary>Of events of files added later, those that the log had already; they count once.</summary>
    public long Duplicate { get; init; }

    /// <summary>Names of the cases of which an event was left out: what comes after what in them is not known.</summary>
    public IReadOnlyList<string> Holes { get; init; } = [];

    /// <summary>Of XES, traces without a name: they cannot be known again in another file.</summary>
    public int Unnamed { get; init; }

    /// <summary>Order of day, month and year by which dates were read; null where they do not need one.</summary>
    public DateOrder? Order { get; init; }

    /// <summary>Events kept without something that could not be read, or whose time could be read only by a rule that is stated.</summary>
    public IReadOnlyList<EventFault> Corrected { get; init; } = [];

    /// <summary>What else a reader of the figures should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Which column or key was read as what.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Distances from UTC that times name, in minutes, at most <see cref="MostOffsets"/>; none where they name none.</summary>
    public IReadOnlyList<int> Offsets { get; init; } = [];

    public const int MostOffsets = 8;

    /// <summary>The first times that name no zone, and the first that do: so that a file that does not fit can say where. Not kept with the log.</summary>
    [JsonIgnore]
    public IReadOnlyList<TimeRead> FirstLocal { get; init; } = [];

    [JsonIgnore]
    public IReadOnlyList<TimeRead> FirstZoned { get; init; } = [];

    /// <summary>What rows are numbered by.</summary>
    [JsonIgnore]
    public string Unit =>
        Format switch
        {
            "xes" => "line",
            "ocel" => "event",
            _ => "row",
        };

    /// <summary>Of OCEL, all objects by type.</summary>
    public IReadOnlyList<ObjectType> ObjectTypes { get; init; } = [];
}

/// <param name="Row">Where it stands, as faults say it.</param>
/// <param name="Text">As it is written.</param>
public readonly record struct TimeRead(long Row, string Text);

/// <param name="Events">Events that have an object of the type.</param>
public sealed record ObjectType(string Name, int Objects, int Events);

public sealed record EventLogRead(Statistics.EventLog Log, EventLogReport Report)
{
    /// <summary>Of these cases, those of which no event was left out.</summary>
    public Statistics.EventLog Whole(Statistics.EventLog cases)
    {
        if (Report.Holes.Count == 0)
            return cases;
        var holes = Report.Holes.ToHashSet(StringComparer.Ordinal);
        return cases.Where(one => !holes.Contains(cases.Cases[one]));
    }
}
