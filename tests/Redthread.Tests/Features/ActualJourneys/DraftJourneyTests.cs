using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>What is drafted is what cases do, says beforehand how many, and counts nowhere until somebody publishes it.</summary>
public sealed class DraftJourneyTests(PostgresServer postgres)
{
    private const string Draft = "/actual-journeys/1/draft";

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task One_chooses_a_path_changes_its_stages_and_sees_who_would_follow_before_anything_is_made(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("activity", "What"), ("time", "When"));
        (await steward.PageAsync("/actual-journeys/1"))
            .QuerySelector("#h-draft")!
            .ParentElement!.TextContent.ShouldContain("Incoming call → Answered: the path that the most cases take, 12 of 20 cases (60.0 %)");

        var usual = await steward.PageAsync(Draft);
        usual.QuerySelector("h1")!.TextContent.ShouldBe("60 % of cases would follow this journey");
        usual.QuerySelectorAll("section[aria-labelledby=h-paths] tbody tr").Length.ShouldBe(3);
        var second = usual.QuerySelectorAll("section[aria-labelledby=h-paths] tbody a")[1].GetAttribute("href")!;
        (await steward.PageAsync(second)).QuerySelector("h1")!.TextContent.ShouldBe("20 % of cases would follow this journey");

        // Nothing is said in script: a form goes out, an address comes back.
        var fields = new List<KeyValuePair<string, string>>
        {
            new("stage", "Incoming e-mail"),
            new("place", "3"),
            new("in", "0"),
            new("optional", "0"),
            new("stage", "Answered"),
            new("place", "2.5"),
            new("in", "1"),
            new("stage", "Incoming call"),
            new("place", "1"),
            new("in", "2"),
            new("stage", "Incoming call"),
            new("place", "9"),
            new("stage", ""),
            new("place", ""),
            new("in", "4"),
            new("name", "Call & ask"),
        };
        using var counted = await SendAsync(steward, Draft, Draft, fields);
        counted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var address = counted.Headers.Location!.ToString();
        address.ShouldNotContain("__RequestVerificationToken");
        var edited = await steward.PageAsync(address);
        edited.QuerySelector("h1")!.TextContent.ShouldBe("80 % of cases would follow this journey");
        edited.QuerySelector(".answer")!.TextContent.ShouldContain("16 of 20 cases follow it in all");
        edited.QuerySelectorAll("input[name=stage]").Select(input => input.GetAttribute("value")).ShouldBe(["Incoming call", "Answered", "Incoming e-mail"]);
        (await JourneysAsync(steward)).ShouldBeEmpty();

        using var made = await SendAsync(steward, address, "/actual-journeys/1/journey", fields);
        made.Headers.Location!.ToString().ShouldBe("/journeys/call-ask/edit");
        // What was promised is what the comparison says, and it is kept.
        (await steward.PageAsync("/actual-journeys/1/conformance"))
            .QuerySelector("h1")!
            .TextContent.ShouldBe("80 % of cases follow “Call & ask”");

        await SaysWhatItRestsOnAsync(steward, address, fields);
        using var empty = await SendAsync(steward, Draft, "/actual-journeys/1/journey", [new("stage", "Answered"), new("name", "Nothing")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await empty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Keep at least one stage");
    }

    private static async Task SaysWhatItRestsOnAsync(HttpClient steward, string address, List<KeyValuePair<string, string>> fields)
    {
        // The file's own sentence names what its share rests on.
        (await DescriptionAsync(steward, "call-ask")).ShouldEndWith("May be left out: Incoming e-mail.");

        // A place that is no number is said, and moves nothing; two journeys of one name are not made.
        var wrong = fields.Select(field => field is { Key: "place", Value: "1" } ? new KeyValuePair<string, string>("place", "abc") : field).ToList();
        foreach (var action in (string[])[Draft, "/actual-journeys/1/journey"])
        {
            using var unread = await SendAsync(steward, Draft, action, wrong);
            unread.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            WebUtility.HtmlDecode(await unread.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("“abc” is no place for Incoming call");
        }

        using (var twice = await SendAsync(steward, address, "/actual-journeys/1/journey", fields))
        {
            twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            WebUtility.HtmlDecode(await twice.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("There is a journey called “Call & ask” already");
        }

        // A draft of some cases says of which.
        using (var some = await SendAsync(steward, Draft, "/actual-journeys/1/journey?ends=Answered&from=2020-01-01", [new("name", "Only answered")])) { }
        (await DescriptionAsync(steward, "only-answered")).ShouldContain("counted among the cases beginning 1 Jan 2020 or later and ending with Answered.");
    }

    [Fact]
    public async Task A_path_is_told_by_its_order_and_what_is_done_again_at_once_is_one_stage()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        // Alternatives: no case does all three. Laid in sequence nobody would follow; the old draft did that.
        var csv = new StringBuilder("Ticket,Activity,Time\n");
        void Case(string name, params string[] activities)
        {
            for (var at = 0; at < activities.Length; at++)
                csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name},{activities[at]},2026-03-02T09:{at:00}:00Z\n");
        }

        for (var one = 0; one < 4; one++)
            Case($"A{one}", "Greeting", "Billing", "Person");
        for (var one = 0; one < 3; one++)
            Case($"B{one}", "Greeting", "Fault", "Fault", "Person");
        Case("B3", "Greeting", "Fault", "Person");
        Case("B4", "Greeting", "Fault", "Fault", "Fault", "Person");
        Case("C0", "Greeting", "Fault", "Greeting");
        await steward.UploadAsync(csv.ToString(), "calls.csv");
        var page = await steward.PageAsync(Draft);
        page.QuerySelector("h1")!.TextContent.ShouldBe("50 % of cases would follow this journey");
        // Half of ten cases is not most of them.
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Whether most cases go this way cannot be told from so few");
        page.QuerySelector(".log-path")!.TextContent.ShouldBe("Greeting → Fault (once or more) → Person");
        // A stage done twice bears two names, so that both can be told apart on a map.
        var third = await steward.PageAsync(page.QuerySelectorAll("section[aria-labelledby=h-paths] tbody a")[2].GetAttribute("href")!);
        third.QuerySelectorAll("section[aria-labelledby=h-stages] tbody th").Take(3).Select(head => head.TextContent).ShouldBe(["Greeting", "Fault", "Greeting, again"]);
        third.QuerySelector(".answer")!.TextContent.ShouldContain("Most cases go otherwise");
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_draft_counts_nowhere_until_it_is_published_and_its_file_says_so(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("activity", "What"), ("time", "When"));
        using (await steward.SubmitAsync("/actual-journeys/1", "/actual-journeys/1/journey", new() { ["name"] = "Call us" })) { }

        (await OnPictureAsync(host)).ShouldBe(["shop"]);
        (await steward.PageAsync("/")).QuerySelectorAll("a[href^='/journeys/call-us'], [href*='stage=call-us']").ShouldBeEmpty();
        (await steward.PageAsync("/journeys")).QuerySelector("#journey-call-us")!.TextContent.ShouldContain("draft");
        (await JourneysAsync(steward)).Single(one => one.Key == "call-us").Draft.ShouldBeTrue();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var started = await scope.ServiceProvider.GetRequiredService<SaveFramework>().StartAsync(Actor.Operator, default);
            started.Ok.ShouldBeTrue();
            (await scope.ServiceProvider.GetRequiredService<FrameworkQueries>().ReadDraftAsync(default)).Value.File.Stages.Keys.ShouldNotContain(key => key.StartsWith("call-us"));
        }

        // Lossless both ways, and reading it again changes nothing.
        var yaml = await steward.GetStringAsync("/api/journeys/call-us.yaml", TestContext.Current.CancellationToken);
        yaml.ShouldContain("draft: true");
        Web.Features.Journeys.JourneyFile.Parse(yaml).Value.ToYaml().ShouldBe(yaml);

        // Published on the page, with a word in the audit, once.
        using (var published = await steward.SubmitAsync("/journeys/call-us", "/journeys/call-us/publication", new() { ["version"] = "1" }))
            published.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await OnPictureAsync(host)).ShouldBe(["shop", "call-us"], ignoreOrder: true);
        // Being published changes no plan.
        var lived = (await steward.PageAsync("/journeys/call-us")).QuerySelector(".lived")!.TextContent;
        (lived.Contains("compared on"), lived.Contains("The plan has changed since")).ShouldBe((true, false));
        (await steward.PageAsync("/")).QuerySelectorAll("[href*='call-us']").ShouldNotBeEmpty();
        (await steward.GetStringAsync("/api/journeys/call-us.yaml", TestContext.Current.CancellationToken)).ShouldNotContain("draft: true");
        // Going back is about what it says, not about whether it counts.
        using (await steward.SubmitAsync("/journeys/call-us/history?version=1", "/journeys/call-us/versions/1/restoration", new() { ["version"] = "2" })) { }
        (await OnPictureAsync(host)).ShouldContain("call-us");
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await context.Activities.CountAsync(row => row.Kind == "journey.published", TestContext.Current.CancellationToken)).ShouldBe(1);
        (await context.JourneyVersions.CountAsync(row => row.Summary.StartsWith("Published"), TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task A_program_publishes_what_a_file_brought_as_a_draft()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        using var token = await host.WithTokenAsync(Scope.Journeys);
        using (var put = await token.PutAsJsonAsync("/api/journeys/late", new { name = "Late", draft = true }, TestContext.Current.CancellationToken))
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var bare = await token.PostAsync("/api/journeys/late/publication", null, TestContext.Current.CancellationToken))
            (await bare.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("stages-missing");
        using (
            var put = await token.PutAsJsonAsync(
                "/api/journeys/late",
                new
                {
                    name = "Late",
                    draft = true,
                    stages = new[] { new { key = "one", name = "One" } },
                },
                TestContext.Current.CancellationToken
            )
        )
            put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var stale = await token.PostAsync("/api/journeys/late/publication?version=1", null, TestContext.Current.CancellationToken))
            stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using (var done = await token.PostAsync("/api/journeys/late/publication?version=2", null, TestContext.Current.CancellationToken))
            (await done.JsonAsync()).GetProperty("version").GetInt32().ShouldBe(3);
        using (var again = await token.PostAsync("/api/journeys/late/publication", null, TestContext.Current.CancellationToken))
            (await again.JsonAsync()).GetProperty("changed").GetBoolean().ShouldBeFalse();
        (await OnPictureAsync(host)).ShouldBe(["late"]);
    }

    private static async Task<string> DescriptionAsync(HttpClient browser, string key) =>
        Web.Features.Journeys.JourneyFile.Parse(await browser.GetStringAsync($"/api/journeys/{key}.yaml", TestContext.Current.CancellationToken)).Value.Description!;

    private sealed record Listed(string Key, bool Draft);

    private static async Task<List<Listed>> JourneysAsync(HttpClient browser) =>
        (await browser.GetFromJsonAsync<List<Listed>>("/api/journeys", TestContext.Current.CancellationToken))!;

    private static async Task<IReadOnlyList<string>> OnPictureAsync(TestHost host) =>
        [.. (await host.Services.GetRequiredService<LandscapeSource>().ReadAsync(default)).LiveStages.Select(row => row.Journey.Key).Distinct()];

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string page, string action, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var form = await browser.PageAsync(page);
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token)));
        return await browser.PostAsync(action, content);
    }
}
