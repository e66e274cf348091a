using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Rhythm;

public sealed class RhythmTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly DateTime Today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    private static Dictionary<string, string> Form(DateTime first, string name = "Track sync", string version = "") =>
        new()
        {
            ["name"] = name,
            ["type"] = "TrackSync",
            ["every"] = "2",
            ["unit"] = "Weeks",
            ["on"] = $"{first:yyyy-MM-dd}",
            ["at"] = "00:00",
            ["minutes"] = "30",
            ["teams"] = "web",
            ["version"] = version,
        };

    [Theory, MemberData(nameof(Providers))]
    public async Task A_meeting_is_prepared_held_and_written_down_without_script(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Signals);
        using var member = await host.MemberAsync("web", name: "Ann of web");
        await token.PostAsync("/api/decisions", $$"""{"title": "What about *cards*?", "type": "roadmap", "dueOn": "{{Today:yyyy-MM-dd}}"}""".AsJson());
        // Due at midnight of 56 days ago, and every two weeks since: nobody held any.
        using (var made = await member.SubmitAsync("/rhythm", "/rhythm", Form(Today.AddDays(-56))))
            made.Headers.Location!.ToString().ShouldBe("/rhythm/1");
        (await member.PageAsync("/rhythm")).QuerySelector("h1")!.TextContent.ShouldBe("Rhythm: 1 ritual is behind");
        var meeting = $"/rhythm/1/{Today.AddDays(-14):yyyyMMdd}T0000";

        (await member.PageAsync(meeting)).QuerySelector(".empty")!.TextContent.ShouldContain("Nobody prepared it");
        (await member.SubmitAsync(meeting, $"{meeting}/preparation", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var prepared = await member.PageAsync(meeting);
        var link = prepared.QuerySelectorAll(".prose a").Single(one => one.TextContent == "D-1");
        link.GetAttribute("href").ShouldBe("/decisions/1");
        // A title is no markup.
        link.ParentElement!.TextContent.ShouldContain("What about *cards*?");

        var fields = new Dictionary<string, string>
        {
            ["agenda"] = "Only cards",
            ["minutes"] = "Decide *soon*",
            ["outcomes"] = "d-1",
            ["held"] = "true",
            ["version"] = "1",
        };
        (await member.SubmitAsync(meeting, meeting, new(fields) { ["outcomes"] = "D-9" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await member.SubmitAsync(meeting, meeting, new(fields))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (var late = await member.SubmitAsync(meeting, meeting, new(fields) { ["minutes"] = "Mine instead" }))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await late.Content.ReadAsStringAsync()).ShouldContain("Mine instead");
        }

        var ritual = await (await token.GetAsync("/api/rituals/1")).JsonAsync();
        (ritual.GetProperty("state").GetString(), ritual.GetProperty("audience")[0].GetString()).ShouldBe(("kept", "Team web"));
        (await member.PageAsync(meeting)).QuerySelector(".object-list a")!.GetAttribute("href").ShouldBe("/decisions/1");
        var read = await (await token.GetAsync($"/api/rituals/1/meetings/{Today.AddDays(-14):yyyyMMdd}T0000")).JsonAsync();
        (read.GetProperty("state").GetString(), read.GetProperty("outcomes")[0].GetString()).ShouldBe(("held", "D-1"));
        (await member.SubmitAsync(meeting, $"{meeting}/skip", new() { ["reason"] = "Too late" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await member.PageAsync("/rhythm/1/20200101T0000", HttpStatusCode.NotFound)).ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_broken_rhythm_is_answered_by_a_reason_and_a_changed_ritual_conflicts(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var member = await host.MemberAsync("web");
        (await member.SubmitAsync("/rhythm", "/rhythm", Form(Today.AddDays(-56)))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/rhythm/1")).Body!.TextContent.ShouldContain($"Broken since {Today.AddDays(-56):d MMM yyyy}");
        var meeting = $"/rhythm/1/{Today.AddDays(-14):yyyyMMdd}T0000";
        (await member.SubmitAsync(meeting, $"{meeting}/skip", new() { ["reason"] = "" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await member.SubmitAsync(meeting, $"{meeting}/skip", new() { ["reason"] = "Moving house" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/rhythm")).QuerySelector("h1")!.TextContent.ShouldBe("Rhythm");
        (await member.PageAsync("/rhythm/1")).Body!.TextContent.ShouldContain("skipped: Moving house");

        (await member.SubmitAsync("/rhythm/1", "/rhythm/1", Form(Today.AddDays(-56), "Renamed", "1"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var stale = await member.SubmitAsync("/rhythm/1", "/rhythm/1", Form(Today.AddDays(-56), "Renamed otherwise", "1"));
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await stale.Content.ReadAsStringAsync()).ShouldContain("Renamed otherwise");
        (await member.SubmitAsync("/rhythm", "/rhythm", Form(Today, " "))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await member.SubmitAsync("/rhythm/1", "/rhythm/1/end", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/rhythm")).QuerySelectorAll("tbody tr").Length.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_calendar_holds_ones_own_rituals_strictly_written_until_it_is_revoked(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        (await web.SubmitAsync("/rhythm", "/rhythm", new(Form(Today.AddDays(-28), "Sync, with; all \\ 🚆")) { ["location"] = "Room 1, left" })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        var meeting = $"/rhythm/1/{Today.AddDays(14):yyyyMMdd}T0000";
        (await web.SubmitAsync(meeting, $"{meeting}/skip", new() { ["reason"] = "Holidays" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var address = await AddressAsync(web, all: false);
        using var stranger = host.Browser();
        using var answer = await stranger.GetAsync(address);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        var events = StrictCalendar.Events(await answer.Content.ReadAsByteArrayAsync());
        // A quarter back begins with the ritual; a year ahead ends a year from now.
        events.Count.ShouldBe(3 + 26);
        events.ShouldAllBe(one => one.Single(line => line.Name == "SUMMARY").Value == "Sync, with; all \\ 🚆");
        var skipped = events.Single(one => one.Single(line => line.Name == "STATUS").Value == "CANCELLED");
        skipped.Single(line => line.Name == "DTSTART").Value.ShouldBe($"{Today.AddDays(14):yyyyMMdd}T000000Z");
        skipped.Single(line => line.Name == "URL").Value.ShouldEndWith(meeting);

        StrictCalendar.Events(await stranger.GetByteArrayAsync(await AddressAsync(service, all: false))).ShouldBeEmpty();
        StrictCalendar.Events(await stranger.GetByteArrayAsync(await AddressAsync(service, all: true))).Count.ShouldBe(events.Count);
        await using (var context = await host.ContextAsync())
        {
            var kept = await context.CalendarFeeds.Select(row => row.SecretHash).ToListAsync();
            kept.ShouldAllBe(hash => !address.Contains(hash) && hash.Length == 64);
        }

        var page = await web.PageAsync("/rhythm/calendars");
        page.Body!.TextContent.ShouldNotContain("/calendar/");
        var revoke = page.QuerySelector("form[action$='/revocation']")!.GetAttribute("action")!;
        (await service.SubmitAsync("/rhythm/calendars", revoke, [])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await web.SubmitAsync("/rhythm/calendars", revoke, [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_hand_over_is_complete_when_all_is_ticked_and_both_have_signed(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var old = await host.MemberAsync("desk", Role.Steward, "Old steward");
        using var next = await host.MemberAsync("desk", Role.Member, "New steward");
        using var other = await host.MemberAsync("desk", Role.Member, "Somebody else");
        await host.AddPersonAsync(Role.Viewer, "looks@example.org", "Looks on");
        await using var context = await host.ContextAsync();
        var people = await context.People.ToDictionaryAsync(person => person.Name, person => person.Id.ToString(), default);
        (await old.SubmitAsync("/rhythm", "/rhythm", new(Form(Today.AddDays(7))) { ["owner"] = people["Old steward"], ["teams"] = "desk" })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        await token.PostAsync("/api/decisions", """{"title": "Which cards?", "type": "roadmap", "dueOn": "2030-01-01"}""".AsJson());

        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward", new() { ["from"] = people["Old steward"], ["to"] = people["New steward"] })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        // Who may change nothing could not sign, and is not offered.
        (await RefusedAsync(old, "/rhythm/steward", new() { ["from"] = people["Old steward"], ["to"] = people["Looks on"] })).ShouldContain(
            "Looks on has a role that changes nothing"
        );
        (await old.PageAsync("/rhythm/steward"))
            .QuerySelectorAll("select[name=to] option")
            .Select(option => option.TextContent)
            .ShouldBe(["choose", "A Steward", "New steward", "Old steward", "Somebody else"], ignoreOrder: true);
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward", new() { ["from"] = people["Old steward"], ["to"] = people["Old steward"] })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward", new() { ["from"] = people["Old steward"], ["to"] = people["New steward"] })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        var page = await old.PageAsync("/rhythm/steward");
        page.Body!.TextContent.ShouldContain("Ritual Track sync, every two weeks");
        page.Body!.TextContent.ShouldContain("Decision D-1, due 1 Jan 2030: Which cards?");
        var items = page.QuerySelectorAll("form[action$='/ticks'] input[name=item]").Select(input => input.GetAttribute("value")!).ToList();

        (await other.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", [])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync(old, "/rhythm/steward/1/signature", [])).ShouldContain($"{items.Count} of {items.Count} items are neither ticked nor left with a reason");
        foreach (var item in items)
            (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/ticks", new() { ["item"] = item, ["done"] = "true" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await context.Handovers.AsNoTracking().SingleAsync()).CompletedAt.ShouldBeNull();
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await context.Handovers.AsNoTracking().SingleAsync()).CompletedAt.ShouldNotBeNull();
        (await context.Rituals.AsNoTracking().SingleAsync()).OwnerPersonId.ToString().ShouldBe(people["New steward"]);
        (await context.Activities.Where(row => row.Kind == "handover.completed").Select(row => row.Summary).SingleAsync()).ShouldBe(
            "Old steward handed the steward's work over to New steward; both signed"
        );
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/cancellation", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await (await token.GetAsync("/api/stewards")).JsonAsync()).GetProperty("active").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_is_left_of_a_hand_over_is_left_with_a_reason_and_only_one_is_open(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var old = await host.MemberAsync("desk", Role.Steward, "Old steward");
        using var next = await host.MemberAsync("desk", Role.Steward, "New steward");
        await using var context = await host.ContextAsync();
        var people = await context.People.ToDictionaryAsync(person => person.Name, person => person.Id.ToString(), default);
        Dictionary<string, string> ritual = new(Form(Today.AddDays(7))) { ["owner"] = people["Old steward"], ["teams"] = "desk" };
        foreach (var name in new[] { "One", "Two" })
            (await old.SubmitAsync("/rhythm", "/rhythm", new(ritual) { ["name"] = name })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        Dictionary<string, string> start = new() { ["from"] = people["Old steward"], ["to"] = people["New steward"] };
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward", start)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // Neither the same steward nor another begins a second one, and the page does not offer it.
        (await RefusedAsync(old, "/rhythm/steward", start)).ShouldContain("is open. Complete or cancel it first; nothing was started.");
        (await RefusedAsync(next, "/rhythm/steward", new() { ["from"] = people["New steward"], ["to"] = people["Old steward"] })).ShouldContain("Old steward started on");
        (await context.Handovers.CountAsync()).ShouldBe(1);
        var page = await next.PageAsync("/rhythm/steward");
        page.QuerySelector("form[action='/rhythm/steward']").ShouldBeNull();
        page.Body!.TextContent.ShouldContain("One hand-over at a time");

        // Three items: one ticked, one left for a reason of its own, the last for the reason given with the signature.
        var items = page.QuerySelectorAll(".handover-items form[action$='/ticks'] input[name=item]").Select(input => input.GetAttribute("value")!).ToList();
        items.Count.ShouldBe(3);
        (await RefusedAsync(next, "/rhythm/steward/1/left", new() { ["item"] = items[1], ["reason"] = " " })).ShouldContain("Say in 1 to 500 characters why");
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/ticks", new() { ["item"] = items[0], ["done"] = "true" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/left", new() { ["item"] = items[1], ["reason"] = "It ends in May" })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await RefusedAsync(old, "/rhythm/steward/1/signature", new() { ["reason"] = "" })).ShouldContain("1 of 3 items is neither ticked nor left with a reason");
        (await RefusedAsync(old, "/rhythm/steward/1/signature", new() { ["reason"] = new string('x', 501) })).ShouldContain("Nothing was signed");
        (await context.Handovers.AsNoTracking().SingleAsync()).FromSignedAt.ShouldBeNull();
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", new() { ["reason"] = "We talk on Monday" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await context.HandoverItems.AsNoTracking().OrderBy(item => item.Position).Select(item => item.LeftReason).ToListAsync()).ShouldBe([
            null,
            "It ends in May",
            "We talk on Monday",
        ]);
        var left = await old.PageAsync("/rhythm/steward");
        left.Body!.TextContent.ShouldContain("left, New steward");
        (left.QuerySelectorAll(".signature-mark.left").Length, left.QuerySelectorAll(".signature-mark.open").Length).ShouldBe((2, 0));

        // Another reason is another list than the one that was signed.
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/left", new() { ["item"] = items[1], ["reason"] = "It never ends" })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        (await context.Handovers.AsNoTracking().SingleAsync()).FromSignedAt.ShouldBeNull();
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // What is opened again was signed as settled, so it is signed again.
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/ticks", new() { ["item"] = items[1], ["done"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await context.Handovers.AsNoTracking().SingleAsync()).FromSignedAt.ShouldBeNull();
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", new() { ["reason"] = "It ends in May" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward/1/signature", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await context.Handovers.AsNoTracking().SingleAsync()).CompletedAt.ShouldNotBeNull();
        (await next.SubmitAsync("/rhythm/steward", "/rhythm/steward", new() { ["from"] = people["New steward"], ["to"] = people["Old steward"] })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_long_checklist_says_how_much_more_there_is(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var old = await host.MemberAsync("desk", Role.Steward, "Old steward");
        using var next = await host.MemberAsync("desk", Role.Member, "New steward");
        await using var context = await host.ContextAsync();
        var people = await context.People.ToDictionaryAsync(person => person.Name, person => person.Id, default);
        for (var number = 1; number <= 33; number++)
        {
            var insight = new Insight
            {
                Number = number,
                Title = $"Insight {number}",
                OwnerPersonId = people["Old steward"],
                CreatedAt = Today,
                CreatedBy = "Ann",
            };
            context.Insights.Add(insight);
            context.Activities.Add(Activity.Of(Actor.Operator, Today, "insight.made", insight.Id, "made"));
        }

        (await host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
        Dictionary<string, string> start = new() { ["from"] = $"{people["Old steward"]}", ["to"] = $"{people["New steward"]}" };
        (await old.SubmitAsync("/rhythm/steward", "/rhythm/steward", start)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var items = (await old.PageAsync("/rhythm/steward")).QuerySelectorAll(".handover-items > li > span").Select(item => item.TextContent).ToList();
        items.Count(item => item.Contains(" Insight ")).ShouldBe(30);
        items.ShouldContain("and 3 more that are owned or watched");
    }

    private static async Task<string> RefusedAsync(HttpClient browser, string action, Dictionary<string, string> fields)
    {
        using var answer = await browser.SubmitAsync("/rhythm/steward", action, fields);
        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(), default);
        return page.QuerySelector("[role=alert]")!.TextContent;
    }

    private static async Task<string> AddressAsync(HttpClient member, bool all)
    {
        using var answer = await member.SubmitAsync("/rhythm/calendars", "/rhythm/calendars", new() { ["all"] = all ? "true" : "" });
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(), default);
        return new Uri(page.QuerySelector("output")!.TextContent).PathAndQuery;
    }
}
