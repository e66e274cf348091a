using System.Globalization;
using System.Text;

namespace Redthread.Web.Shell;

/// <summary>A person in a calendar, by name and e-mail address.</summary>
public sealed record CalendarPerson(string Name, string Email);

/// <summary>One event of a calendar. Start and end are instants in UTC; the same <see cref="Uid"/> with a higher <see cref="Sequence"/> replaces what was sent before.</summary>
public sealed record CalendarEvent(string Uid, DateTime Start, DateTime End, string Summary)
{
    public string? Description { get; init; }
    public string? Location { get; init; }

    /// <summary>An absolute address; one that is none is left out.</summary>
    public string? Url { get; init; }
    public int Sequence { get; init; }
    public CalendarPerson? Organizer { get; init; }
    public IReadOnlyList<CalendarPerson> Attendees { get; init; } = [];
    public bool Cancelled { get; init; }

    /// <summary>An event of whole days: from the day of the start up to, and without, the day of the end.</summary>
    public bool WholeDays { get; init; }
}

/// <summary>
/// Calendars as programs subscribe to them or receive them by e-mail: iCalendar, RFC 5545. Instants are written in UTC,
/// so that no time zone has to be described; what recurs is written out, so that one date can move without a rule of exceptions.
/// </summary>
public static class Calendar
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>For a feed that is subscribed to.</summary>
    public const string Publish = "PUBLISH";

    /// <summary>For an invitation; it needs an organizer and attendees (RFC 5546).</summary>
    public const string Request = "REQUEST";

    public const string Cancel = "CANCEL";

    private const int LineOctets = 75;

    /// <param name="events">In the order in which they are to stand.</param>
    /// <param name="stamp">When the calendar is written.</param>
    /// <param name="method">One of the methods above.</param>
    /// <param name="name">What the calendar is called where it is subscribed to.</param>
    public static string Write(IEnumerable<CalendarEvent> events, DateTime stamp, string method, string? name = null)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN", "VCALENDAR");
        Line(text, "VERSION", "2.0");
        Line(text, "PRODID", "-//Redthread//Redthread//EN");
        Line(text, "CALSCALE", "GREGORIAN");
        Line(text, "METHOD", method);
        if (name is not null)
            Line(text, "X-WR-CALNAME", Escaped(name));
        foreach (var item in events)
            Event(text, item, stamp);
        Line(text, "END", "VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, CalendarEvent item, DateTime stamp)
    {
        Line(text, "BEGIN", "VEVENT");
        Line(text, "UID", Escaped(item.Uid));
        Line(text, "DTSTAMP", Instant(stamp));
        Line(text, item.WholeDays ? "DTSTART;VALUE=DATE" : "DTSTART", When(item, item.Start));
        // An end must lie after its start; an event without one lasts no time, or its day.
        if (When(item, item.End) is var end && string.CompareOrdinal(end, When(item, item.Start)) > 0)
            Line(text, item.WholeDays ? "DTEND;VALUE=DATE" : "DTEND", end);
        Line(text, "SUMMARY", Escaped(item.Summary));
        if (!string.IsNullOrEmpty(item.Description))
            Line(text, "DESCRIPTION", Escaped(item.Description));
        if (!string.IsNullOrEmpty(item.Location))
            Line(text, "LOCATION", Escaped(item.Location));
        if (Uri.TryCreate(item.Url, UriKind.Absolute, out var url))
            Line(text, "URL", url.AbsoluteUri);
        Line(text, "SEQUENCE", item.Sequence.ToString(CultureInfo.InvariantCulture));
        Line(text, "STATUS", item.Cancelled ? "CANCELLED" : "CONFIRMED");
        if (item.Organizer is { } organizer && Mail(organizer) is { } from)
            Line(text, $"ORGANIZER;CN={Quoted(organizer.Name)}", from);
        foreach (var attendee in item.Attendees)
        {
            if (Mail(attendee) is { } to)
                Line(text, $"ATTENDEE;CN={Quoted(attendee.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", to);
        }

        Line(text, "END", "VEVENT");
    }

    private static string When(CalendarEvent item, DateTime at) => item.WholeDays ? at.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : Instant(at);

    private static string Instant(DateTime at) => (at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : at).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // TEXT, section 3.3.11: what has a meaning in a line is escaped, a line break becomes \n, other controls are no characters of it.
    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var letter in Whole(value).ReplaceLineEndings("\n"))
        {
            _ = letter switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\t' => text.Append(letter),
                _ when char.IsControl(letter) => text,
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }

    // A parameter's value has no escape (section 3.2), so a quotation mark in it becomes an apostrophe.
    private static string Quoted(string value) =>
        $"\"{string.Concat(Whole(value).ReplaceLineEndings(" ").Where(letter => !char.IsControl(letter)).Select(letter => letter == '"' ? '\'' : letter))}\"";

    // What is no address of one mailbox would make a line that no program reads.
    private static string? Mail(CalendarPerson person) =>
        person.Email.Split('@') is [{ Length: > 0 } box, { Length: > 0 } host] && !person.Email.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? $"mailto:{Uri.EscapeDataString(box).Replace("%2B", "+", StringComparison.Ordinal)}@{host}"
            : null;

    // Half of a pair of surrogates is no character and has no octets.
    private static string Whole(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    // Section 3.1: at most 75 octets a line without its break; a longer one goes on after a break and a blank. No character is cut in two.
    private static void Line(StringBuilder text, string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
