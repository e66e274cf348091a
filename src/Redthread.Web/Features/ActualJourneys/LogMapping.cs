using System.Text.Json;
using Redthread.Domain;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Which column of an uploaded log is what, as forms and programs say it; what is empty is not there.</summary>
public record ColumnNames
{
    public string? Case { get; init; }
    public string? Activity { get; init; }

    /// <summary>When it happened, or began.</summary>
    public string? Time { get; init; }
    public string? End { get; init; }

    /// <summary>The step of the life cycle that an event is: start, complete.</summary>
    public string? Lifecycle { get; init; }
    public string? Resource { get; init; }
    public string? Channel { get; init; }
    public string? Customer { get; init; }
    public string? Segment { get; init; }

    /// <summary>Of an object-centric log: the type of object whose objects are the cases.</summary>
    public string? CaseType { get; init; }

    /// <summary>dmy, mdy or ymd, where the dates do not show it.</summary>
    public string? Order { get; init; }

    /// <summary>The zone of times that name none, such as Europe/Amsterdam.</summary>
    public string? Zone { get; init; }

    public LogMapping ToMapping() =>
        new(this)
        {
            Case = Blank(Case),
            Activity = Blank(Activity),
            Time = Blank(Time),
            End = Blank(End),
            Lifecycle = Blank(Lifecycle),
            Resource = Blank(Resource),
            Channel = Blank(Channel),
            Customer = Blank(Customer),
            Segment = Blank(Segment),
            CaseType = Blank(CaseType),
            Order = Blank(Order),
            Zone = Blank(Zone),
        };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The columns as they are kept. What is empty is guessed by name, unless somebody settled the mapping: then it is not there.</summary>
public sealed record LogMapping : ColumnNames
{
    public LogMapping() { }

    internal LogMapping(ColumnNames columns)
        : base(columns) { }

    /// <summary>Somebody looked at the columns and said so.</summary>
    public bool Settled { get; init; }

    /// <summary>What was guessed of the first file holds for those that are added to it.</summary>
    public LogMapping SettledBy(EventLogReport report)
    {
        if (Settled)
            return this;
        var columns = report.Columns;
        var ocel = report.Format == "ocel";
        string? Read(string name) => ocel ? null : columns.GetValueOrDefault(name);
        return this with
        {
            Case = Read("case"),
            Activity = Read("activity"),
            Time = Read("time"),
            End = Read("end"),
            Lifecycle = Read("lifecycle"),
            Resource = Read("resource"),
            Channel = Read("channel"),
            Customer = columns.GetValueOrDefault("customer"),
            Segment = Read("segment"),
            CaseType = ocel ? columns.GetValueOrDefault("case") : CaseType,
            Order = Order ?? Written(report.Order),
            Settled = true,
        };
    }

    private static string? Written(DateOrder? order) =>
        order switch
        {
            DateOrder.DayMonthYear => "dmy",
            DateOrder.MonthDayYear => "mdy",
            DateOrder.YearMonthDay => "ymd",
            _ => null,
        };

    public static LogMapping Parse(string json) => JsonSerializer.Deserialize<LogMapping>(json, JsonSerializerOptions.Web) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public Error? Check() =>
        Order is not (null or "dmy" or "mdy" or "ymd") ? Error.Invalid("order-unknown", $"“{Order}” is no order of day, month and year: dmy, mdy or ymd.")
        : Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? Error.Invalid("zone-unknown", $"“{zone}” is no time zone; write it like Europe/Amsterdam.")
        : null;

    internal EventLogRequest ToRequest() =>
        new()
        {
            Case = Case,
            Activity = Activity,
            Time = Time,
            End = End,
            Lifecycle = Lifecycle,
            Resource = Resource,
            Channel = Channel,
            Customer = Customer,
            Segment = Segment,
            CaseType = CaseType,
            Order = Order switch
            {
                "dmy" => DateOrder.DayMonthYear,
                "mdy" => DateOrder.MonthDayYear,
                "ymd" => DateOrder.YearMonthDay,
                _ => null,
            },
            Zone = Zone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : null,
            AllColumns = !Settled,
            Exact = Settled,
        };
}
