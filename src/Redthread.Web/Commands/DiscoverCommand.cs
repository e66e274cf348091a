using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Commands.Analyse;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Commands;

/// <summary>Actual journeys from an event log of one's own; nothing is stored.</summary>
internal static class DiscoverCommand
{
    private static readonly Argument<FileInfo> FileArgument = new("file")
    {
        Description = "XES, OCEL 2.0 JSON, or a table (CSV, TSV, Excel, JSON) with a row for each event; also .gz",
    };
    private static readonly Option<string?> CaseType = new("--case-type") { Description = "Of OCEL: the type of object whose objects are the cases" };
    private static readonly Option<string?> Case = Column("--case", "the case");
    private static readonly Option<string?> Activity = Column("--activity", "the activity");
    private static readonly Option<string?> Time = Column("--time", "when it happened, or started");
    private static readonly Option<string?> End = Column("--end", "when it ended");
    private static readonly Option<string?> Lifecycle = Column("--lifecycle", "the step of the life cycle");
    private static readonly Option<string?> Transition = new("--transition") { Description = "Count only events of this step of the life cycle, such as complete. Default: all" };
    private static readonly Option<string?> Resource = Further("--resource", "who did it");
    private static readonly Option<string?> Channel = Further("--channel", "the channel");
    private static readonly Option<string?> Customer = Further("--customer", "the customer");
    private static readonly Option<string?> SegmentColumn = Further("--segment-column", "the segment of the customer");
    private static readonly Option<string?> Segment = new("--segment") { Description = "Only cases of customers in this segment, as the column says it. Default: all" };
    private static readonly Option<bool> Join = new("--join")
    {
        Description = "Join start and complete of an activity into one instance: service times are told, and waits begin when it ends",
    };
    private static readonly Option<string?> Order = new("--order") { Description = "Order of day, month and year where the dates do not show it: dmy, mdy or ymd" };
    private static readonly Option<string?> Zone = new("--zone") { Description = "The zone of times that name none, such as Europe/Amsterdam" };
    private static readonly Option<bool> Holes = new("--with-holes")
    {
        Description = "Count cases of which an event was left out too, although what follows what in them is not known",
    };
    private static readonly Option<int> Window = new("--window") { Description = "Days within which a contact counts as a repeat", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Top = new("--top") { Description = "How many variants are told", DefaultValueFactory = _ => 10 };

    public static Command Make()
    {
        Order.AcceptOnlyFromAmong("dmy", "mdy", "ymd");
        Window.Validators.Add(AnalyseCommand.Positive<int>);
        Top.Validators.Add(AnalyseCommand.Positive<int>);
        var command = new Command(
            "discover",
            "Actual journeys from an event log: what follows what, how often and after how long; variants, loops. The events of a case are taken by time, those of one time "
                + "as they stand in the file. Every event counts, whatever the step of its life cycle, unless --transition is given"
        )
        {
            FileArgument,
            CaseType,
            Case,
            Activity,
            Time,
            End,
            Lifecycle,
            Transition,
            Resource,
            Channel,
            Customer,
            SegmentColumn,
            Segment,
            Join,
            Order,
            Zone,
            Holes,
            Window,
            Top,
            CommonOptions.Json,
        };
        AnalyseCommand.Run(command, Run);
        return command;
    }

    private static Option<string?> Column(string name, string what) => new(name) { Description = $"The column (of XES: the key) that says {what}. Default: guessed by name" };

    // Reading them would more than double what ten million events take.
    private static Option<string?> Further(string name, string what) => new(name) { Description = $"The column (of XES: the key) that says {what}. Default: not read" };

    private static void Run(ParseResult parsed)
    {
        var file = parsed.GetValue(FileArgument)!;
        if (file.Exists && EventLogFile.Misnamed(file.FullName, file.Name) is { } misnamed)
            throw new InvalidDataException(misnamed.Message.Replace(" Nothing was kept.", ""));
        var read = EventLogFile.Read(file.FullName, Request(parsed));
        if (!read.Ok)
            throw new InvalidDataException(string.Join(" ", read.Faults.Select(fault => fault.Told)));
        var all = OfSegment(Chosen(read.Value.Log, parsed.GetValue(Transition)), parsed.GetValue(Segment));
        var log = parsed.GetValue(Holes) ? all : read.Value.Whole(all);
        if (log.EventCount == 0)
            throw new InvalidDataException($"No event was kept. {string.Join(" ", read.Value.Report.LeftOut.Select(fault => fault.Reason))}".TrimEnd());
        var joined = parsed.GetValue(Join) ? Joined(log) : null;
        var discovery = Discovery.Of(joined?.Log ?? log, joined, read.Value.Report, all.CaseCount - log.CaseCount, parsed.GetValue(Window), parsed.GetValue(Top));
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(discovery.ToJson());
        else
            discovery.Print();
    }

    private static EventLog Chosen(EventLog log, string? transition)
    {
        if (transition is null)
            return log;
        var step = log.Lifecycle?.Names.ToList().FindIndex(name => string.Equals(name, transition, StringComparison.OrdinalIgnoreCase)) ?? -1;
        return step >= 0
            ? log.WhereEvents(at => log.Lifecycle!.Ids[at] == step)
            : throw new InvalidDataException(
                $"The log has no step “{transition}” of a life cycle; it has {(log.Lifecycle is null ? "none" : string.Join(", ", log.Lifecycle.Names))}."
            );
    }

    private static EventLog OfSegment(EventLog log, string? segment)
    {
        if (segment is null)
            return log;
        var names = log.Segment?.Names.ToList() ?? [];
        var wanted = names.FindIndex(name => string.Equals(name, segment, StringComparison.OrdinalIgnoreCase));
        return wanted >= 0
            ? log.Where(one => log.Segment!.Ids[one] == wanted)
            : throw new InvalidDataException($"The log has no segment “{segment}”; it has {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
    }

    private static LifecycleJoin Joined(EventLog log) =>
        LifecycleJoin.Applies(log)
            ? LifecycleJoin.Of(log)
            : throw new InvalidDataException("The log has no events of start and complete to join; say with --lifecycle which column says the step.");

    private static EventLogRequest Request(ParseResult parsed) =>
        new()
        {
            CaseType = parsed.GetValue(CaseType),
            Case = parsed.GetValue(Case),
            Activity = parsed.GetValue(Activity),
            Time = parsed.GetValue(Time),
            End = parsed.GetValue(End),
            Lifecycle = parsed.GetValue(Lifecycle) ?? (parsed.GetValue(Transition) is null && !parsed.GetValue(Join) ? null : "lifecycle:transition"),
            Resource = parsed.GetValue(Resource),
            Channel = parsed.GetValue(Channel),
            Customer = parsed.GetValue(Customer),
            Segment = parsed.GetValue(SegmentColumn) ?? (parsed.GetValue(Segment) is null ? null : "segment"),
            Order = parsed.GetValue(Order) switch
            {
                "dmy" => DateOrder.DayMonthYear,
                "mdy" => DateOrder.MonthDayYear,
                "ymd" => DateOrder.YearMonthDay,
                _ => null,
            },
            Zone = ZoneOf(parsed.GetValue(Zone)),
        };

    private static TimeZoneInfo? ZoneOf(string? name) =>
        name is null ? null
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"“{name}” is no time zone; write it like Europe/Amsterdam."));
}
