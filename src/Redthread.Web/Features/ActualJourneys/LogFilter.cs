using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What is written at the edges of the flow.</summary>
public enum FlowLabel
{
    Median,
    Count,
    P90,
}

/// <summary>Everything the address of an actual journey says: which cases, how much of the picture, which contacts, at what cost.</summary>
public sealed record LogFilter
{
    public const int UsualWindow = 7;
    private const double MostQuietHours = 24 * 3660;

    public string Tab { get; init; } = "";

    /// <summary>Cases that begin on this day or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Cases that begin on this day or before.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Cases with an event over this channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Cases that end with this activity: their outcome.</summary>
    public string? Ends { get; init; }

    /// <summary>Cases of customers in this segment.</summary>
    public string? Segment { get; init; }

    /// <summary>Whether start and complete of an activity are one instance of it.</summary>
    public bool Join { get; init; }

    /// <summary>Whether cases of which an event was left out are counted too.</summary>
    public bool Holes { get; init; }

    /// <summary>Share of activities shown, 1–100; null lets the picture choose.</summary>
    public int? Activities { get; init; }

    /// <summary>Share of paths shown, 0–100; null lets the picture choose.</summary>
    public int? Paths { get; init; }
    public FlowLabel Label { get; init; }

    /// <summary>Days within which a contact counts as a repeat.</summary>
    public int Window { get; init; } = UsualWindow;

    /// <summary>Of one contact, in the reader's own currency.</summary>
    public double? Cost { get; init; }

    /// <summary>How long a case may rest and still be running when the log ends; null takes what the log tells.</summary>
    public TimeSpan? Quiet { get; init; }

    /// <summary>Activities that are the customer getting in touch; none named means those that look like it.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];
    public IReadOnlyList<string> Menus { get; init; } = [];
    public IReadOnlyList<string> Persons { get; init; } = [];
    public IReadOnlyList<string> HangUps { get; init; } = [];
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>What the address says and nobody can read: it narrows nothing, and is said.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>For people and programs; null where all was read.</summary>
    public string? UnreadText => Unread.Count == 0 ? null : $"The address says {string.Join(" and ", Unread)}, which cannot be read.";

    public static LogFilter Of(IQueryCollection query) =>
        new()
        {
            Unread = [.. UnreadOf(query)],
            Tab = Text(query, "tab") ?? "",
            From = Day(query, "from"),
            To = Day(query, "to"),
            Channel = Text(query, "channel"),
            Ends = Text(query, "ends"),
            Segment = Text(query, "segment"),
            Join = Text(query, "join") == "1",
            Holes = Text(query, "holes") == "1",
            Activities = Whole(query, "activities", 1, 100),
            Paths = Whole(query, "paths", 0, 100),
            Label = Enum.TryParse<FlowLabel>(Text(query, "label"), ignoreCase: true, out var label) && Enum.IsDefined(label) ? label : FlowLabel.Median,
            Window = Whole(query, "window", 1, 365) ?? UsualWindow,
            Cost = Number(query, "cost") is { } cost and > 0 and < 1e9 ? cost : null,
            Quiet = Number(query, "quiet") is { } hours and >= 0 and <= MostQuietHours ? TimeSpan.FromHours(hours) : null,
            Contacts = All(query, "contact"),
            Menus = All(query, "menu"),
            Persons = All(query, "person"),
            HangUps = All(query, "hangup"),
            Goals = All(query, "goal"),
        };

    /// <summary>Whether fewer than all cases are asked for.</summary>
    public bool Narrows => From is not null || To is not null || Channel is not null || Ends is not null || Segment is not null;

    /// <summary>Which cases are chosen, said so that it stands by itself; empty where all are.</summary>
    public string Words(string between) =>
        string.Join(
            between,
            new[]
            {
                Segment is null ? null : $"of the segment {Segment}",
                From is { } from ? $"beginning {from.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} or later" : null,
                To is { } to ? $"beginning {to.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} or before" : null,
                Channel is null ? null : $"with an event over {Channel}",
                Ends is null ? null : $"ending with {Ends}",
            }.OfType<string>()
        );

    /// <param name="clock">By which the days are meant.</param>
    /// <param name="inSegment">Whether a case is of a customer in the segment that is asked for; null where none is.</param>
    public EventLog Apply(EventLog log, LogClock clock, Func<int, bool>? inSegment = null)
    {
        if (!Narrows)
            return log;
        var (from, to) = (From is { } first ? clock.StartOf(first) : long.MinValue, To is { } last ? clock.StartOf(last.AddDays(1)) : long.MaxValue);
        var ends = Ends is null ? -1 : log.Find(Ends);
        var channel = Channel is null || log.Channel is null ? -1 : log.Channel.Names.ToList().IndexOf(Channel);
        return log.Where(one =>
            (inSegment is null || inSegment(one))
            && log.FirstOf(one) >= from
            && log.FirstOf(one) < to
            && (Ends is null || log.ActivitiesOf(one)[^1] == ends)
            && (Channel is null || log.Channel is null || log.Channel.Ids.AsSpan(log.CaseStarts[one], log.CaseStarts[one + 1] - log.CaseStarts[one]).Contains(channel))
        );
    }

    /// <summary>The query of an address that says the same; only what is not as usual stands in it.</summary>
    public string Query(params (string Name, string? Value)[] more)
    {
        var fields = Fields().Where(field => !more.Any(one => one.Name == field.Name)).Concat(more).Where(field => !string.IsNullOrEmpty(field.Value));
        var query = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));
        return query.Length == 0 ? "" : $"?{query}";
    }

    /// <summary>As a form carries it on unseen, but for the fields it shows.</summary>
    public IEnumerable<(string Name, string Value)> Besides(params string[] shown) =>
        Fields().Where(field => !string.IsNullOrEmpty(field.Value) && !shown.Contains(field.Name)).Select(field => (field.Name, field.Value!));

    private IEnumerable<(string Name, string? Value)> Fields() =>
        [
            ("tab", Tab),
            ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("channel", Channel),
            ("ends", Ends),
            ("segment", Segment),
            ("join", Join ? "1" : null),
            ("holes", Holes ? "1" : null),
            ("activities", Activities?.ToString(CultureInfo.InvariantCulture)),
            ("paths", Paths?.ToString(CultureInfo.InvariantCulture)),
            ("label", Label == FlowLabel.Median ? null : Label.ToString().ToLowerInvariant()),
            ("window", Window == UsualWindow ? null : Window.ToString(CultureInfo.InvariantCulture)),
            ("cost", Cost?.ToString(CultureInfo.InvariantCulture)),
            ("quiet", Quiet?.TotalHours.ToString(CultureInfo.InvariantCulture)),
            .. Contacts.Select(one => ("contact", (string?)one)),
            .. Menus.Select(one => ("menu", (string?)one)),
            .. Persons.Select(one => ("person", (string?)one)),
            .. HangUps.Select(one => ("hangup", (string?)one)),
            .. Goals.Select(one => ("goal", (string?)one)),
        ];

    private static IEnumerable<string> UnreadOf(IQueryCollection query)
    {
        foreach (var name in (string[])["from", "to"])
            if (Text(query, name) is { } day && Day(query, name) is null)
                yield return $"{name}={Shortened(day)}, no day (one is written as 2026-05-01)";
        foreach (
            var (name, read) in new (string, bool)[]
            {
                ("window", Whole(query, "window", 1, 365) is not null),
                ("cost", Number(query, "cost") is not null),
                ("quiet", Number(query, "quiet") is not null),
            }
        )
            if (Text(query, name) is { } number && !read)
                yield return $"{name}={Shortened(number)}, no number";
    }

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static string? Text(IQueryCollection query, string name) => string.IsNullOrWhiteSpace(query[name]) ? null : query[name].ToString();

    private static IReadOnlyList<string> All(IQueryCollection query, string name) => [.. query[name].Where(one => !string.IsNullOrEmpty(one)).Select(one => one!).Distinct()];

    private static DateOnly? Day(IQueryCollection query, string name) =>
        DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;

    private static double? Number(IQueryCollection query, string name) =>
        double.TryParse(Text(query, name)?.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static int? Whole(IQueryCollection query, string name, int least, int most) =>
        int.TryParse(query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, least, most) : null;
}
