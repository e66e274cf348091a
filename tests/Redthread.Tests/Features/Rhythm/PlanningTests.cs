using System.Net;
using AngleSharp.Dom;
using Redthread.Domain.People;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Rhythm;

public sealed class PlanningTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private const string Plan = "/rhythm/planning/2031-Q1";

    private static string Solution(string title, string horizon = "now", string cycle = "2031-Q1", string state = "planned", int? version = null) =>
        $$"""{"title": "{{title}}", "type": "process", "horizon": "{{horizon}}", "state": "{{state}}"{{(cycle.Length > 0 ? $", \"cycle\": \"{cycle}\"" : "")}}, "effort": 3, "cost": 100{{(version is null ? "" : $", \"version\": {version}")}}}""";

    [Theory, MemberData(nameof(Providers))]
    public async Task While_it_is_locked_only_stewards_move_what_is_planned(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.MemberAsync("desk", Role.Steward, "Sam Steward");
        using var member = await host.MemberAsync("web", name: "Ann of web");
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        foreach (var title in new[] { "A shorter menu", "A clear bill" })
            (
                await member.SubmitAsync(
                    "/solutions/new",
                    "/solutions",
                    new()
                    {
                        ["title"] = title,
                        ["type"] = "Process",
                        ["horizon"] = "Now",
                        ["state"] = "Planned",
                        ["cycle"] = "2031-Q1",
                    }
                )
            ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync("/rhythm/planning", "/rhythm/planning", new() { ["cycle"] = "2031-Q1", ["purpose"] = "What **matters**" }))
            .Headers.Location!.ToString()
            .ShouldBe(Plan);
        (await member.SubmitAsync("/solutions", "/solutions/moves", new() { ["number"] = "1", ["to"] = "Soon" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await steward.SubmitAsync(Plan, $"{Plan}/lock", new() { ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (var moved = await member.SubmitAsync("/solutions/1", "/solutions/moves", new() { ["number"] = "1", ["to"] = "Now" }))
        {
            moved.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            var text = await moved.Content.ReadAsStringAsync();
            text.ShouldContain("Sam Steward locked the planning of Q1 2031 on ");
            text.ShouldContain("Nothing was changed.");
        }

        await EditAsync(member);
        var board = await member.PageAsync("/solutions");
        board.QuerySelector(".alert")!.TextContent.ShouldContain("Sam Steward locked the planning");
        board.QuerySelector("[data-board-form]").ShouldBeNull();

        // By API alike: a steward's token may, and the error says the code to everybody else.
        (await token.PutAsync("/api/solutions/1/position", """{"horizon": "now"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await steward.SubmitAsync(Plan, $"{Plan}/unlocking", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.SubmitAsync("/solutions", "/solutions/moves", new() { ["number"] = "1", ["to"] = "Later" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private static async Task EditAsync(HttpClient member)
    {
        var form = new Dictionary<string, string>
        {
            ["title"] = "A shorter menu",
            ["type"] = "Process",
            ["horizon"] = "Soon",
            ["state"] = "Started",
            ["cycle"] = "2031-Q1",
        };
        (await member.SubmitAsync("/solutions/1", "/solutions/1", new(form))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await member.SubmitAsync("/solutions/1", "/solutions/1", new(form) { ["state"] = "Planned", ["cycle"] = "" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await member.SubmitAsync("/solutions/1", "/solutions/1/archive", [])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // What is said of it stays free, and so are new ideas.
        (await member.SubmitAsync("/solutions/1", "/solutions/1", new(form) { ["state"] = "Planned", ["detail"] = "More is known" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (
            await member.SubmitAsync(
                "/solutions/new",
                "/solutions",
                new()
                {
                    ["title"] = "Something else entirely",
                    ["type"] = "Policy",
                    ["horizon"] = "Later",
                    ["state"] = "Idea",
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (
            await member.SubmitAsync(
                "/solutions/new",
                "/solutions",
                new()
                {
                    ["title"] = "Not now please",
                    ["type"] = "Policy",
                    ["horizon"] = "Now",
                    ["state"] = "Idea",
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_planned_is_frozen_and_stands_beside_what_happened(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        foreach (var title in new[] { "Ships", "Moves away", "Is dropped" })
            await (await token.PostAsync("/api/solutions", Solution(title).AsJson())).JsonAsync(HttpStatusCode.Created);
        await (await token.PostAsync("/api/objectives", """{"title": "Paying is easy", "cycle": "2031-Q1"}""".AsJson())).JsonAsync();
        await (await token.PostAsync("/api/planning-sessions", """{"cycle": "2031-Q1"}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        (await token.PostAsync("/api/planning-sessions", """{"cycle": "2031-Q1"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await token.PostAsync("/api/planning-sessions", """{"cycle": "soon"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await token.PutAsync("/api/planning-sessions/2031-Q1/lock?version=7", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await (await token.PutAsync("/api/planning-sessions/2031-Q1/lock?version=1", null)).JsonAsync();
        (await (await token.PutAsync("/api/planning-sessions/2031-Q1/closing", null)).JsonAsync()).GetProperty("state").GetString().ShouldBe("closed");

        await (await token.PutAsync("/api/solutions/1", Solution("Ships, renamed", state: "shipped").AsJson())).JsonAsync();
        await (await token.PutAsync("/api/solutions/2", Solution("Moves away", cycle: "2031-Q2").AsJson())).JsonAsync();
        await (await token.PutAsync("/api/solutions/3", Solution("Is dropped", state: "dropped").AsJson())).JsonAsync();
        await (await token.PostAsync("/api/solutions", Solution("Comes in").AsJson())).JsonAsync(HttpStatusCode.Created);

        var plan = await (await token.GetAsync("/api/planning-sessions/2031-Q1")).JsonAsync();
        var planned = plan.GetProperty("planned").EnumerateArray().ToList();
        planned
            .ConvertAll(row => (row.GetProperty("title").GetString(), row.GetProperty("now").GetString()!.Split(" on ")[0]))
            .ShouldBe([("Ships", "shipped"), ("Moves away", "planned, moved to Q2 2031"), ("Is dropped", "dropped"), ("Paying is easy", "no value yet")]);
        planned[0].GetProperty("effort").GetDouble().ShouldBe(3);
        plan.GetProperty("added").EnumerateArray().Single().GetString().ShouldBe("S-4");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = await viewer.PageAsync(Plan);
        page.QuerySelector(".plan-sum")!.TextContent.ShouldContain("3 solutions were planned");
        page.QuerySelectorAll("form[action*=planning]").ShouldBeEmpty();
        page.QuerySelector("#h-added")!.ParentElement!.TextContent.ShouldContain("Comes in");
        (await viewer.PageAsync("/rhythm/planning")).QuerySelector("tbody tr")!.TextContent.ShouldContain("closed");
        await viewer.PageAsync("/rhythm/planning/2031-Q4", HttpStatusCode.NotFound);

        // It opens again and is closed anew, until a later one was opened.
        await (await token.DeleteAsync("/api/planning-sessions/2031-Q1/closing")).JsonAsync();
        await (await token.PutAsync("/api/planning-sessions/2031-Q1/closing", null)).JsonAsync();
        (await (await token.GetAsync("/api/planning-sessions/2031-Q1")).JsonAsync()).GetProperty("planned").EnumerateArray().Count().ShouldBe(3);
        await (await token.PostAsync("/api/planning-sessions", """{"cycle": "2031-Q2"}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        using (var late = await token.DeleteAsync("/api/planning-sessions/2031-Q1/closing"))
            (await late.JsonAsync(HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("later-session");
        await using var context = await host.ContextAsync();
        context.Activities.Count(row => row.Kind.StartsWith("planning.")).ShouldBe(6);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Two_editors_see_both_texts_and_only_stewards_run_it(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.MemberAsync("desk", Role.Steward);
        using var member = await host.MemberAsync("web");
        (await steward.SubmitAsync("/rhythm/planning", "/rhythm/planning", new() { ["cycle"] = "2031-Q1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync(Plan, Plan, new() { ["purpose"] = "Theirs", ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (var stale = await steward.SubmitAsync(Plan, Plan, new() { ["purpose"] = "Mine", ["version"] = "1" }))
        {
            stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var text = await stale.Content.ReadAsStringAsync();
            (text.Contains("Theirs"), text.Contains("Mine"), text.Contains("Saved meanwhile")).ShouldBe((true, true, true));
        }

        foreach (var path in new[] { "", "/lock", "/closing", "/unlocking", "/reopening" })
            (await member.SubmitAsync(Plan, Plan + path, new() { ["purpose"] = "Not mine" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await member.SubmitAsync("/rhythm/planning", "/rhythm/planning", new() { ["cycle"] = "2031-Q2" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await member.PageAsync(Plan)).Body!.TextContent.ShouldContain("Theirs");
        // Nothing quarterly is there to belong to.
        (await steward.SubmitAsync(Plan, Plan, new() { ["purpose"] = "x", ["meeting"] = "9/20310101T0000" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
