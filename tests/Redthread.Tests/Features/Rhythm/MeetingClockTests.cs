using System.Net;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Rhythm;

/// <summary>Meetings by the organisation's clocks: entered, shown, recurring over both changes of the clock, and written to calendars as instants.</summary>
public sealed class MeetingClockTests(PostgresServer postgres)
{
    private static readonly DateTime Today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    // Clocks in Berlin are put forward from 2:00 to 3:00 on 29 March 2026, and back from 3:00 to 2:00 on 25 October 2026 (European Union, directive 2000/84).
    [Theory]
    [InlineData("09:00", "2026-03-28 08:00", "2026-03-29 07:00", "2026-10-24 07:00", "2026-10-25 08:00")]
    [InlineData("02:30", "2026-03-28 01:30", "2026-03-29 01:30", "2026-10-24 00:30", "2026-10-25 00:30")]
    public void A_ritual_keeps_its_hour_in_summer_and_winter(string hour, params string[] instants)
    {
        var berlin = MeetingZone.Find("Europe/Berlin")!;
        var ritual = new Ritual
        {
            Unit = CadenceUnit.Days,
            TimeZone = berlin.Name,
            StartsAt = berlin.Instant(new DateTime(2026, 1, 5).Add(TimeSpan.Parse(hour))).Value,
        };
        var all = ritual.Occurrences(ritual.StartsAt, ritual.StartsAt.AddYears(1)).Select(at => $"{at:yyyy-MM-dd HH:mm}").ToList();
        all.Count.ShouldBe(365);
        instants.ShouldBeSubsetOf(all);
        // Some window finds what the whole holds, also where a day has 23 or 25 hours.
        foreach (var at in instants.Select(text => DateTime.SpecifyKind(DateTime.Parse(text), DateTimeKind.Utc)))
            ritual.Occurrences(at, at.AddTicks(1)).ShouldBe([at]);
    }

    [Fact]
    public void A_time_that_clocks_skip_or_show_twice_is_no_instant()
    {
        var berlin = MeetingZone.Find("Europe/Berlin")!;
        var skipped = berlin.Instant(new DateTime(2026, 3, 29, 2, 30, 0)).Error!;
        (skipped.Code, skipped.Message).ShouldBe(
            ("time-skipped", "There is no 02:30 on 29 Mar 2026 in Europe/Berlin: clocks are put forward then, to 03:30. Choose an earlier or a later time. Nothing was saved.")
        );
        berlin.Instant(new DateTime(2026, 10, 25, 2, 0, 0)).Error!.Code.ShouldBe("time-twice");
        berlin.Instant(new DateTime(2026, 10, 25, 3, 0, 0)).Value.ShouldBe(new DateTime(2026, 10, 25, 2, 0, 0, DateTimeKind.Utc));
        MeetingZone.Utc.Instant(new DateTime(2026, 3, 29, 2, 30, 0)).Value.ShouldBe(new DateTime(2026, 3, 29, 2, 30, 0, DateTimeKind.Utc));
        MeetingZone.Find("Middle/Earth").ShouldBeNull();
        MeetingZone.Names[0].ShouldBe("UTC");
        MeetingZone.Names.ShouldContain("America/New_York");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Rituals_are_entered_shown_and_subscribed_to_by_the_organisations_clocks(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.MemberAsync("desk", Role.Steward);
        using var member = await host.MemberAsync("web");
        (await member.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = "Europe/Berlin" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = "Middle/Earth" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        // What the page does not offer is not taken either.
        foreach (var alias in new[] { "posix/Europe/Berlin", "Europe/berlin", "EST5EDT" })
            (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = alias })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, alias);
        (await member.PageAsync("/rhythm")).Body!.TextContent.ShouldContain("At (UTC)");
        Dictionary<string, string> choice = new() { ["timeZone"] = "Europe/Berlin", ["version"] = "0" };
        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", choice)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new(choice) { ["timeZone"] = "UTC" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await member.PageAsync("/rhythm")).Body!.TextContent.ShouldContain("At (Europe/Berlin)");
        var berlin = MeetingZone.Find("Europe/Berlin")!;
        var forward = Enumerable.Range(0, 400).Select(day => Today.AddDays(day)).First(day => berlin.Instant(day.AddHours(2.5)).Error?.Code == "time-skipped");
        using (var gap = await member.SubmitAsync("/rhythm", "/rhythm", Form(forward, "02:30")))
        {
            gap.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var text = await gap.Content.ReadAsStringAsync();
            text.ShouldContain($"There is no 02:30 on {forward:d MMM yyyy}");
            // What was typed stays.
            text.ShouldContain("value=\"02:30\"");
        }

        var first = Today.AddDays(2);
        (await member.SubmitAsync("/rhythm", "/rhythm", Form(first, "09:00"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var page = await member.PageAsync("/rhythm/1");
        var begins = berlin.Instant(first.AddHours(9)).Value;
        var shownFirst = page.QuerySelectorAll(".meetings a")[0];
        (shownFirst.TextContent, shownFirst.GetAttribute("href")).ShouldBe(($"{first:dddd d MMMM yyyy}, 09:00", $"/rhythm/1/{begins:yyyyMMddTHHmm}"));
        page.QuerySelectorAll(".meetings a").ShouldAllBe(link => link.TextContent.EndsWith(", 09:00"));
        (await member.PageAsync($"/rhythm/1/{begins:yyyyMMddTHHmm}")).Body!.TextContent.ShouldContain($"{first:dddd}, 09:00 Europe/Berlin");
        // Saved as it stands it stays where it is.
        (await member.SubmitAsync("/rhythm/1", "/rhythm/1", new(Form(first, "09:00")) { ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await using var context = await host.ContextAsync();
        var ritual = await context.Rituals.SingleAsync();
        (ritual.StartsAt, ritual.TimeZone).ShouldBe((begins, "Europe/Berlin"));

        using var made = await member.SubmitAsync("/rhythm/calendars", "/rhythm/calendars", new() { ["all"] = "true" });
        var shown = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await made.Content.ReadAsStringAsync(), default);
        var events = StrictCalendar.Events(await host.Browser().GetByteArrayAsync(new Uri(shown.QuerySelector("output")!.TextContent).PathAndQuery));
        // A year ahead: nine o'clock in Berlin, which is seven in UTC in summer and eight in winter.
        events.Count.ShouldBeGreaterThan(50);
        var starts = events.Select(one => one.Single(line => line.Name == "DTSTART").Value).ToList();
        starts.Select(at => at[8..]).Distinct().Order().ShouldBe(["T070000Z", "T080000Z"]);
        starts
            .Select(at => berlin.Local(DateTime.ParseExact(at, "yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldAllBe(at => at.TimeOfDay == TimeSpan.FromHours(9));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_program_reads_and_sets_the_clock(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var reader = await host.WithTokenAsync(Scope.Read);
        async Task<(string?, int)> ClockAsync()
        {
            var clock = await (await reader.GetAsync("/api/rhythm/clock")).JsonAsync();
            return (clock.GetProperty("timeZone").GetString(), clock.GetProperty("version").GetInt32());
        }

        (await ClockAsync()).ShouldBe(("UTC", 0));
        (await reader.PutAsync("/api/rhythm/clock", """{"timeZone": "Europe/Berlin"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await token.PutAsync("/api/rhythm/clock", """{"timeZone": "EST5EDT"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await token.PutAsync("/api/rhythm/clock", """{"timeZone": "Asia/Tokyo", "version": 0}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await token.PutAsync("/api/rhythm/clock", """{"timeZone": "UTC", "version": 0}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ClockAsync()).ShouldBe(("Asia/Tokyo", 1));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Conversations_are_entered_and_shown_by_the_organisations_clocks(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.MemberAsync("desk", Role.Steward);
        (await steward.SubmitAsync("/rhythm", "/rhythm/clock", new() { ["timeZone"] = "America/New_York" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Dictionary<string, string> form = new()
        {
            ["title"] = "The first week",
            ["with"] = "customer",
            ["minutes"] = "45",
            ["startsAt"] = "2026-03-08T02:30",
        };
        using (var gap = await steward.SubmitAsync("/conversations/new", "/conversations", form))
        {
            gap.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var text = await gap.Content.ReadAsStringAsync();
            text.ShouldContain("There is no 02:30 on 8 Mar 2026 in America/New_York");
            text.ShouldContain("value=\"2026-03-08T02:30\"");
        }

        (await steward.SubmitAsync("/conversations/new", "/conversations", new(form) { ["startsAt"] = "2026-07-01T14:00" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await using (var context = await host.ContextAsync())
            (await context.Conversations.SingleAsync()).StartsAt.ShouldBe(new DateTime(2026, 7, 1, 18, 0, 0));
        (await steward.PageAsync("/conversations/1")).QuerySelector(".object-line")!.TextContent.ShouldContain("Wed 1 Jul 2026, 14:00 America/New_York");
        (await steward.PageAsync("/conversations")).QuerySelector("tbody td[data-label=When]")!.TextContent.ShouldContain("14:00");
        (await steward.PageAsync("/conversations/1?edit=1")).QuerySelector("input[name=startsAt]")!.GetAttribute("value").ShouldBe("2026-07-01T14:00");
    }

    private static Dictionary<string, string> Form(DateTime on, string at) =>
        new()
        {
            ["name"] = "Sync",
            ["type"] = "TrackSync",
            ["every"] = "1",
            ["unit"] = "Weeks",
            ["on"] = $"{on:yyyy-MM-dd}",
            ["at"] = at,
            ["minutes"] = "60",
        };
}
