using System.Text;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Shell;

public sealed class CalendarTests
{
    private static readonly DateTime Start = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    private static readonly CalendarEvent Plain = new("1@redthread", Start, Start.AddHours(1), "Track sync");

    [Theory]
    [InlineData("Plain")]
    [InlineData("A comma, a semicolon; a colon: a backslash \\ and “quotes\"")]
    [InlineData("Two\r\nlines and\na third")]
    [InlineData("Größe, 会議, 🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆")]
    [InlineData("BEGIN:VEVENT\r\nSUMMARY:forged")]
    [InlineData("\\n is no line break, \\, no comma")]
    public void A_text_is_read_back_as_it_was(string text)
    {
        var item = Plain with { Summary = text, Description = string.Concat(Enumerable.Repeat(text, 9)), Location = text };
        var read = Read(Calendar.Write([item], Start, Calendar.Publish, text)).ShouldHaveSingleItem();
        Value(read, "SUMMARY").ShouldBe(text.ReplaceLineEndings("\n"));
        Value(read, "DESCRIPTION").ShouldBe(item.Description.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Any_length_of_any_letters_folds_within_75_octets()
    {
        foreach (var letter in new[] { "a", "é", "会", "🚆", "," })
        {
            for (var length = 60; length < 90; length++)
            {
                var text = string.Concat(Enumerable.Repeat(letter, length));
                Value(Read(Calendar.Write([Plain with { Summary = text }], Start, Calendar.Publish))[0], "SUMMARY").ShouldBe(text);
            }
        }
    }

    [Fact]
    public void An_invitation_names_its_people_and_a_cancelled_event_says_so()
    {
        var item = Plain with
        {
            Organizer = new CalendarPerson("The \"steward\"", "steward@example.org"),
            Attendees = [new CalendarPerson("Ann; Lee", "ann+x@example.org"), new CalendarPerson("Nobody", "no address")],
            Cancelled = true,
            Sequence = 3,
            Url = "https://example.org/rhythm/1?x=1,2;3",
        };
        var text = Calendar.Write([item], Start, Calendar.Request);
        var read = Read(text)[0];
        read.Count(line => line.Name == "ATTENDEE").ShouldBe(1);
        read.Single(line => line.Name == "ATTENDEE").Parameters["CN"].ShouldBe("Ann; Lee");
        Value(read, "ORGANIZER").ShouldBe("mailto:steward@example.org");
        (Value(read, "STATUS"), Value(read, "SEQUENCE")).ShouldBe(("CANCELLED", "3"));
        text.ShouldContain("\r\nMETHOD:REQUEST\r\n");
    }

    [Fact]
    public void Whole_days_and_events_without_length_are_written_as_they_may_be()
    {
        var day = Plain with { WholeDays = true, End = Start.AddDays(1) };
        Value(Read(Calendar.Write([day], Start, Calendar.Publish))[0], "DTEND").ShouldBe("20261124");
        Read(Calendar.Write([Plain with { End = Start }], Start, Calendar.Publish))[0].ShouldNotContain(line => line.Name == "DTEND");
    }

    [Theory]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\n")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a,b\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:0123456789012345678901234567890123456789012345678901234567890123456789\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nno content line\r\nEND:VCALENDAR\r\n")]
    public void The_reader_refuses_what_the_standard_refuses(string text) => Should.Throw<FormatException>(() => StrictCalendar.Events(Encoding.UTF8.GetBytes(text)));

    private static IReadOnlyList<IReadOnlyList<CalendarLine>> Read(string text) => StrictCalendar.Events(Encoding.UTF8.GetBytes(text));

    private static string Value(IReadOnlyList<CalendarLine> properties, string name) => properties.Single(line => line.Name == name).Value;
}
