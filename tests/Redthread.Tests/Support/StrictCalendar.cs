using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.Tests.Support;

/// <summary>One property of a calendar: its name, parameters and value, escapes of a text undone.</summary>
public sealed record CalendarLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value);

/// <summary>
/// Reads iCalendar line by line after the grammar of RFC 5545 (section 3.1 content lines, 3.2 parameters, 3.3 values, 3.6.1 events)
/// and refuses what it refuses. Knows the properties that we write and no others: an unknown one is a mistake of ours.
/// </summary>
public static partial class StrictCalendar
{
    private static readonly string[] TextProperties = ["SUMMARY", "DESCRIPTION", "LOCATION", "UID", "PRODID", "X-WR-CALNAME"];
    private static readonly string[] OnceInEvent = ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "SEQUENCE", "STATUS", "ORGANIZER"];

    public static IReadOnlyList<IReadOnlyList<CalendarLine>> Events(byte[] octets)
    {
        var lines = Unfold(octets).ConvertAll(Parse);
        if (lines.Count < 4 || lines[0] is not { Name: "BEGIN", Value: "VCALENDAR" } || lines[^1] is not { Name: "END", Value: "VCALENDAR" })
            throw new FormatException("A calendar begins and ends as VCALENDAR.");
        var at = 1;
        var head = new List<CalendarLine>();
        while (lines[at].Name != "BEGIN" && at < lines.Count - 1)
            head.Add(lines[at++]);
        CheckHead(head);
        var events = new List<IReadOnlyList<CalendarLine>>();
        while (at < lines.Count - 1)
        {
            if (lines[at] is not { Name: "BEGIN", Value: "VEVENT" })
                throw new FormatException($"{lines[at].Name} stands outside an event.");
            var end = lines.FindIndex(at, line => line is { Name: "END", Value: "VEVENT" });
            if (end < 0)
                throw new FormatException("An event does not end.");
            var properties = lines[(at + 1)..end];
            CheckEvent(properties);
            events.Add(properties);
            at = end + 1;
        }

        if (events.Select(properties => properties.Single(line => line.Name == "UID").Value).Distinct().Count() != events.Count)
            throw new FormatException("Two events have one UID.");
        return events;
    }

    // 3.1: lines end by CRLF, hold at most 75 octets, and are folded by CRLF and one blank; octets are those of UTF-8.
    private static List<string> Unfold(byte[] octets)
    {
        var whole = new UTF8Encoding(false, throwOnInvalidBytes: true);
        if (octets.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            throw new FormatException("A byte order mark is no content line.");
        var lines = new List<string>();
        var start = 0;
        while (start < octets.Length)
        {
            var end = Array.IndexOf(octets, (byte)'\n', start);
            if (end <= start || octets[end - 1] != '\r')
                throw new FormatException("A line does not end by CRLF.");
            var line = octets[start..(end - 1)];
            if (line.Length > 75)
                throw new FormatException($"A line has {line.Length} octets.");
            // Strict decoding: no character is cut in two by folding.
            var text = whole.GetString(line);
            if (text.Any(letter => char.IsControl(letter) && letter != '\t'))
                throw new FormatException("A control character stands in a line.");
            if (text.StartsWith(' ') || text.StartsWith('\t'))
                lines[^1] += text[1..];
            else
                lines.Add(text.Length == 0 ? throw new FormatException("A line is empty.") : text);
            start = end + 1;
        }

        return lines;
    }

    private static CalendarLine Parse(string line)
    {
        if (ContentLine().Match(line) is not { Success: true } match)
            throw new FormatException($"This is no content line: {line}");
        var parameters = new Dictionary<string, string>();
        foreach (Capture capture in match.Groups["param"].Captures)
        {
            var (name, value) = (capture.Value[..capture.Value.IndexOf('=')], capture.Value[(capture.Value.IndexOf('=') + 1)..]);
            parameters.Add(name, value.Trim('"'));
        }

        var property = match.Groups["name"].Value;
        return new CalendarLine(property, parameters, TextProperties.Contains(property) ? Text(match.Groups["value"].Value) : match.Groups["value"].Value);
    }

    // 3.3.11: only these escapes, and neither comma nor semicolon without one.
    private static string Text(string value)
    {
        if (!TextValue().IsMatch(value))
            throw new FormatException($"This is no TEXT: {value}");
        return Escape().Replace(value, match => match.Value[1] is 'n' or 'N' ? "\n" : match.Value[1..]);
    }

    private static void CheckHead(List<CalendarLine> head)
    {
        if (head.Count(line => line is { Name: "VERSION", Value: "2.0" }) != 1 || head.Count(line => line.Name == "PRODID") != 1)
            throw new FormatException("VERSION 2.0 and PRODID stand once each.");
        if (head.Exists(line => line.Name is not ("VERSION" or "PRODID" or "CALSCALE" or "METHOD" or "X-WR-CALNAME")))
            throw new FormatException("An unknown property stands in the calendar's head.");
        if (head.GroupBy(line => line.Name).Any(group => group.Count() > 1))
            throw new FormatException("A property of the calendar's head stands twice.");
    }

    private static void CheckEvent(List<CalendarLine> properties)
    {
        foreach (var name in new[] { "UID", "DTSTAMP", "DTSTART" })
        {
            if (properties.Count(line => line.Name == name) != 1)
                throw new FormatException($"{name} stands once in an event.");
        }

        if (properties.Exists(line => line.Name != "ATTENDEE" && !OnceInEvent.Contains(line.Name)))
            throw new FormatException("An unknown property stands in an event.");
        if (properties.Where(line => line.Name != "ATTENDEE").GroupBy(line => line.Name).Any(group => group.Count() > 1))
            throw new FormatException("A property stands twice in an event.");
        var stamp = properties.Single(line => line.Name == "DTSTAMP");
        if (!Instant().IsMatch(stamp.Value))
            throw new FormatException("DTSTAMP is in UTC.");
        var start = When(properties.Single(line => line.Name == "DTSTART"));
        if (properties.Find(line => line.Name == "DTEND") is { } end && When(end) <= start)
            throw new FormatException("An event ends after it began.");
        if (properties.Find(line => line.Name == "STATUS") is { } status && status.Value is not ("CONFIRMED" or "CANCELLED" or "TENTATIVE"))
            throw new FormatException("STATUS of an event is one of three.");
        if (properties.Find(line => line.Name == "SEQUENCE") is { } sequence && !int.TryParse(sequence.Value, NumberStyles.None, null, out _))
            throw new FormatException("SEQUENCE is a number.");
        foreach (var line in properties.Where(line => line.Name is "ORGANIZER" or "ATTENDEE" or "URL"))
        {
            if (!Uri.IsWellFormedUriString(line.Value, UriKind.Absolute))
                throw new FormatException($"{line.Name} is an address.");
        }
    }

    private static DateTime When(CalendarLine line) =>
        DateTime.ParseExact(
            line.Value,
            line.Parameters.GetValueOrDefault("VALUE") == "DATE" ? "yyyyMMdd" : "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    // contentline = name *(";" param) ":" value; param = name "=" (paramtext / DQUOTE *QSAFE DQUOTE)
    [GeneratedRegex("""^(?<name>[A-Z0-9-]+)(?:;(?<param>[A-Z0-9-]+=(?:"[^"\p{Cc}]*"|[^";:,\p{Cc}]*)))*:(?<value>.*)$""", RegexOptions.Singleline)]
    private static partial Regex ContentLine();

    [GeneratedRegex("""^(?:[^\\;,]|\\[\\;,nN])*$""", RegexOptions.Singleline)]
    private static partial Regex TextValue();

    [GeneratedRegex("""\\[\\;,nN]""")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^\d{8}T\d{6}Z$")]
    private static partial Regex Instant();
}
