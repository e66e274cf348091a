using System.Net;
using System.Text.Json;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Opportunities;

public sealed class OpportunityTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Priorities_are_those_by_hand(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads, Scope.Journeys);
        // Ten customers at “pay” say 2 of 5, which is 25 points; ten at “find” say 3, which is 50.
        var batch = Enumerable
            .Range(0, 20)
            .Select(at =>
                $$"""{"externalId":"{{at}}","time":"2026-05-1{{at % 9}}T10:00:00Z","customer":"c{{at}}","readings":[{"measure":"csat-5","place":"shop/{{(at < 10 ? "pay/card" : "find")}}","value":{{(at < 10 ? 2 : 3)}}}]}"""
            );
        await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();
        await (await client.PostAsync("/api/traffic", """[{"stage":"shop/pay","month":"2026-05","customers":1000}]""".AsJson())).JsonAsync();
        var insight = await ThreadGround.InsightAsync(host, 1, "pay", (null, 1, 2), (null, 2, 1));

        // E = (70 − 25) × 1000 × 3 = 135,000, from the insight's stage; V = 100; effort 4.
        await MakeAsync(client, $$"""{"title":"Paying by card fails","from":["{{insight}}"],"effort":4,"valueAtRisk":100}""");
        // E ≥ (70 − 50) × 10 heard × 1 = 200, from its own stage; V = 400; effort 1.
        await MakeAsync(client, """{"title":"Nobody finds it","stages":["shop/find"],"effort":1,"valueAtRisk":400,"riceImpact":2,"riceConfidence":0.5}""");
        await MakeAsync(client, """{"title":"No effort yet","stages":["shop/pay"],"valueAtRisk":1}""");

        var half = await ItemsAsync(client, "/api/opportunities");
        half.Select(row => row.GetProperty("name").GetString()).ShouldBe(["O-1", "O-2", "O-3"]);
        half[0].GetProperty("experienceDebt").GetDouble().ShouldBe(135_000, 1e-6);
        half[0].GetProperty("atLeast").GetBoolean().ShouldBeFalse();
        half[0].GetProperty("priority").GetDouble().ShouldBe(Math.Sqrt(100 / 400.0) / 4, 1e-9);
        half[1].GetProperty("experienceDebt").GetDouble().ShouldBe(200, 1e-6);
        half[1].GetProperty("atLeast").GetBoolean().ShouldBeTrue();
        half[1].GetProperty("priority").GetDouble().ShouldBe(Math.Sqrt(200 / 135_000.0), 1e-9);
        half[2].GetProperty("priorityState").GetString().ShouldBe("noEffort");

        var value = await ItemsAsync(client, "/api/opportunities?lambda=0");
        value[0].GetProperty("name").GetString().ShouldBe("O-2");
        value[0].GetProperty("priority").GetDouble().ShouldBe(1);
        var rice = await ItemsAsync(client, "/api/opportunities?by=rice");
        rice[0].GetProperty("rice").GetDouble().ShouldBe(10 * 2 * 0.5 / 1);
        (await client.GetAsync("/api/opportunities?lambda=2")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetStringAsync("/api/opportunities?format=csv&stage=shop/find")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);

        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = (await viewer.PageAsync("/opportunities/1?lambda=0.5")).Body!.TextContent;
        page.ShouldContain("priority = E^λ × V^(1−λ) ÷ effort");
        page.ShouldContain("135,000");
        (await viewer.PageAsync("/opportunities?stage=shop")).QuerySelectorAll("tbody tr").Length.ShouldBe(3);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task One_loud_account_does_not_outrank_sixty(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await ThreadGround.InsightAsync(host, 1, "pay", ("Loud Ltd", 1, 400));
        await ThreadGround.InsightAsync(host, 2, "find", [.. Enumerable.Range(0, 60).Select(at => ((string?)$"Account {at}", (long?)(100 + at), 1))]);
        await ThreadGround.InsightAsync(host, 3, "receive", (null, 7, 2), (null, null, 1));
        await MakeAsync(client, """{"title":"A setting for one","from":["I-1"]}""");
        await MakeAsync(client, """{"title":"What sixty ask for","from":["I-2"]}""");
        await MakeAsync(client, """{"title":"What two ask for","from":["I-3"]}""");

        var lines = (await (await client.GetAsync("/api/opportunities/loudness")).JsonAsync()).EnumerateArray().ToList();
        lines
            .Select(row =>
                (
                    row.GetProperty("name").GetString(),
                    row.GetProperty("requests").GetInt64(),
                    row.GetProperty("rankByRequests").GetInt32(),
                    row.GetProperty("fairVoice").GetInt32(),
                    row.GetProperty("rankByFairVoice").GetInt32()
                )
            )
            .ShouldBe([("O-1", 400, 1, 1, 3), ("O-2", 60, 2, 60, 1), ("O-3", 3, 3, 2, 2)]);
        lines[0].GetProperty("effectiveVoices").GetDouble().ShouldBe(1);
        lines[1].GetProperty("effectiveVoices").GetDouble().ShouldBe(60, 1e-9);
        lines[2].GetProperty("effectiveVoices").GetDouble().ShouldBe(9 / 5.0, 1e-9);

        using var member = await host.SignedInAsync(Role.Member);
        (await member.PageAsync("/opportunities/loudness")).Body!.TextContent.ShouldContain("falls from 1 to 3: Loud Ltd made 100 % of its requests");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/opportunities/loudness")).Body!.TextContent.ShouldNotContain("Loud Ltd", customMessage: "Evidence is not theirs to see.");
        (await viewer.PageAsync("/opportunities/1")).Body!.TextContent.ShouldNotContain("Loud Ltd");
    }

    [Fact]
    public async Task A_round_is_cancelled_by_who_opened_it_or_a_steward_and_moves_with_a_merge()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await steward.PostAsync("/api/opportunities", """{"title": "Reaching a person"}""".AsJson());
        await steward.PostAsync("/api/opportunities", """{"title": "Something else entirely"}""".AsJson());
        using var opener = await SignInAsync(host, "opener@example.org", "Opener");
        using var other = await SignInAsync(host, "other@example.org", "Other");
        async Task<string> OpenAsync(HttpClient browser, int number)
        {
            (await browser.SubmitAsync($"/opportunities/{number}", $"/opportunities/{number}/rounds", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            return (await (await steward.GetAsync($"/api/opportunities/{number}/rounds")).JsonAsync())[0].GetProperty("id").GetString()!;
        }

        var round = await OpenAsync(opener, 1);
        (await other.SubmitAsync("/opportunities/1", $"/opportunities/1/rounds/{round}/cancelling", [])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.PageAsync("/opportunities/1")).QuerySelector("form[action$=cancelling]").ShouldBeNull();
        (await opener.PageAsync("/opportunities/1")).QuerySelector("form[action$=cancelling]").ShouldNotBeNull();
        (await opener.SubmitAsync("/opportunities/1", $"/opportunities/1/rounds/{round}/cancelling", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await steward.GetAsync("/api/opportunities/1/rounds")).JsonAsync()).GetArrayLength().ShouldBe(0);
        round = await OpenAsync(opener, 1);
        (await steward.DeleteAsync($"/api/opportunities/1/rounds/{round}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // Merged, its round goes on at the survivor; a second one there ends.
        round = await OpenAsync(opener, 1);
        (await steward.PostAsync("/api/opportunities/1/merge", """{"into": "O-2"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await steward.PutAsync($"/api/opportunities/1/rounds/{round}/vote", """{"value": 1, "reason": "x"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await steward.PutAsync($"/api/opportunities/2/rounds/{round}/vote", """{"value": 1, "reason": "x"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await steward.PostAsync("/api/opportunities", """{"title": "A third matter, about bills"}""".AsJson());
        await OpenAsync(opener, 3);
        await steward.PostAsync("/api/opportunities/3/merge", """{"into": "O-2"}""".AsJson());
        (await (await steward.GetAsync("/api/opportunities/3/rounds")).JsonAsync()).GetArrayLength().ShouldBe(0);
        (await (await steward.GetAsync("/api/opportunities/2/rounds")).JsonAsync()).GetArrayLength().ShouldBe(1);
    }

    private static async Task<HttpClient> SignInAsync(TestHost host, string email, string name)
    {
        await host.AddPersonAsync(Role.Member, email, name);
        var browser = host.Browser();
        (await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = TestHost.Password })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return browser;
    }

    [Fact]
    public async Task It_is_framed_from_an_insight_closed_merged_and_parted_and_a_stale_edit_shows_both_texts()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await ThreadGround.InsightAsync(host, 12, "pay", (null, 1, 1));
        using var browser = await host.SignedInAsync(Role.Member);
        var made = await browser.SubmitAsync("/opportunities/new?from=I-12", "/opportunities", new() { ["title"] = "Paying fails", ["from"] = "I-12" });
        made.Headers.Location!.ToString().ShouldBe("/opportunities/1");
        (await browser.PageAsync("/opportunities/1")).QuerySelector("#links")!.TextContent.ShouldContain("Friction 12");

        await browser.SubmitAsync("/opportunities/1", "/opportunities/1", new() { ["title"] = "Paying by card fails", ["version"] = "1" });
        var stale = await browser.SubmitAsync("/opportunities/1", "/opportunities/1", new() { ["title"] = "My words", ["version"] = "1" });
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var text = await stale.Content.ReadAsStringAsync();
        text.ShouldContain("Paying by card fails");
        text.ShouldContain("My words");
        var wrong = await browser.SubmitAsync(
            "/opportunities/1",
            "/opportunities/1",
            new()
            {
                ["title"] = "Paying",
                ["effort"] = "much",
                ["version"] = "2",
            }
        );
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        await browser.SubmitAsync("/opportunities/new", "/opportunities", new() { ["title"] = "The same again" });
        (await browser.SubmitAsync("/opportunities/2", "/opportunities/2/merge", new() { ["into"] = "O-1", ["version"] = "1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await browser.PageAsync("/opportunities/2")).Body!.TextContent.ShouldContain("It lives on in O-1");
        (await browser.SubmitAsync("/opportunities/1", "/opportunities/1/merge", new() { ["into"] = "O-2" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await browser.SubmitAsync("/opportunities/2", "/opportunities/2/unmerge", []);
        (await browser.PageAsync("/opportunities")).QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        await browser.SubmitAsync("/opportunities/2", "/opportunities/2/closure", []);
        await browser.SubmitAsync("/opportunities/1", "/opportunities/1/archive", []);
        (await browser.PageAsync("/opportunities")).QuerySelectorAll("tbody tr").Length.ShouldBe(0);
        (await browser.PageAsync("/opportunities?show=closed")).Body!.TextContent.ShouldContain("The same again");
        await browser.SubmitAsync("/opportunities/1", "/opportunities/1/restoration", []);
        await browser.SubmitAsync("/opportunities/2", "/opportunities/2/reopening", []);
        (await browser.PageAsync("/opportunities")).QuerySelectorAll("tbody tr").Length.ShouldBe(2);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Until_the_reveal_no_role_sees_a_vote_of_another(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Admin);
        await MakeAsync(token, """{"title":"Paying fails"}""");
        using var member = await host.SignedInAsync(Role.Member);
        using var leader = await host.SignedInAsync(Role.Leader);
        await member.SubmitAsync("/opportunities/1", "/opportunities/1/rounds", []);
        (await leader.SubmitAsync("/opportunities/1", "/opportunities/1/rounds", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var round = (await (await token.GetAsync("/api/opportunities/1/rounds")).JsonAsync())[0].GetProperty("id").GetString();
        var vote = $"/opportunities/1/rounds/{round}/vote";
        (await member.SubmitAsync("/opportunities/1", vote, new() { ["value"] = "2", ["reason"] = "" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await member.SubmitAsync("/opportunities/1", vote, new() { ["value"] = "1", ["reason"] = "first thought of mine" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.SubmitAsync("/opportunities/1", vote, new() { ["value"] = "2", ["reason"] = "secret reason of mine" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await leader.SubmitAsync("/opportunities/1", $"/opportunities/1/rounds/{round}/reveal", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict, "One vote is no agreement.");

        foreach (var role in new[] { Role.FrontLine, Role.Integrator, Role.Steward })
        {
            using var other = await host.SignedInAsync(role);
            await ShouldBeBlindAsync(other, role.ToString());
        }

        using var viewer = await host.SignedInAsync(Role.Viewer);
        await ShouldBeBlindAsync(viewer, "viewer");
        await ShouldBeBlindAsync(leader, "leader");
        await ShouldBeBlindAsync(token, "a token");
        (await token.GetStringAsync("/api/opportunities/1/rounds")).ShouldContain("\"voted\":1");
        (await member.PageAsync("/opportunities/1")).QuerySelector("#vote-reason")!.TextContent.ShouldBe("secret reason of mine", "One's own vote is one's own.");

        await leader.SubmitAsync("/opportunities/1", vote, new() { ["value"] = "-2", ["reason"] = "not worth it" });
        await leader.SubmitAsync("/opportunities/1", $"/opportunities/1/rounds/{round}/reveal", []);
        var page = (await viewer.PageAsync("/opportunities/1")).QuerySelector("#scoring")!.TextContent;
        page.ShouldContain("secret reason of mine");
        page.ShouldContain("not worth it");
        page.ShouldContain("van der Eijk 2001");
        var revealed = (await (await token.GetAsync("/api/opportunities/1/rounds")).JsonAsync())[0];
        revealed.GetProperty("agreement").GetDouble().ShouldBe(-1, 1e-9);
        revealed.GetProperty("votes").GetArrayLength().ShouldBe(2);
        (await member.SubmitAsync("/opportunities/1", vote, new() { ["value"] = "0", ["reason"] = "late" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private static async Task ShouldBeBlindAsync(HttpClient other, string who)
    {
        foreach (var address in new[] { "/opportunities/1", "/api/opportunities/1", "/api/opportunities/1/rounds", "/api/opportunities?format=csv", "/activity", "/opportunities" })
        {
            using var answer = await other.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldNotContain("of mine", customMessage: $"{who} at {address}");
            text.ShouldNotContain("\"value\":", customMessage: $"{who} at {address}");
            if (address == "/activity" && answer.IsSuccessStatusCode)
                text.ShouldContain("a voter");
        }
    }

    private static async Task MakeAsync(HttpClient client, string json) => await (await client.PostAsync("/api/opportunities", json.AsJson())).JsonAsync(HttpStatusCode.Created);

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string address) =>
        [.. (await (await client.GetAsync(address)).JsonAsync()).GetProperty("items").EnumerateArray()];
}
