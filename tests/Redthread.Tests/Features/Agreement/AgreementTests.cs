using System.Net;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Agreement;

public sealed class AgreementTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, InlineData("9999-Q4"), InlineData("0001-Q1"), InlineData("2101-Q1"), InlineData("1989-Q4")]
    public async Task A_cycle_in_which_nobody_plans_opens_nothing(string cycle)
    {
        await using var host = await TestHost.StartAsync(postgres, Provider.Sqlite);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var steward = await host.SignedInAsync(Role.Steward);
        using var refused = await token.PostAsync("/api/agreed-scores/rounds", $$"""{"cycle": "{{cycle}}", "stages": ["shop/pay"], "teams": ["web", "service"]}""".AsJson());
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("is no cycle");
        await using var context = await host.ContextAsync();
        (await context.AgreementRounds.CountAsync()).ShouldBe(0);
        (await token.GetAsync($"/api/agreed-scores?cycle={cycle}")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var page in new[] { "/agreed-scores", "/conversations/coverage", "/roadmap", "/goals", "/alignment" })
            ((int)(await steward.GetAsync($"{page}?cycle={cycle}&from={cycle}")).StatusCode).ShouldBeLessThan(500, page);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_round_goes_from_blind_votes_to_an_agreed_score_with_dissent_and_divergence(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads);
        await AgreementGround.HearAsync(token);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        using var steward = await host.SignedInAsync(Role.Steward);
        await AgreementGround.OpenAsync(token, "\"shop/pay\", \"shop/find\"");

        // The form leads on to the stage that still waits for the team.
        using (var first = await web.VoteAsync("web", 2, "It takes one tap", evidence: "https://example.org/card"))
            first.Headers.Location!.ToString().ShouldBe("/agreed-scores/1?stage=shop%2Ffind#vote");
        (await steward.SubmitAsync("/agreed-scores/1", "/agreed-scores/1/reveal", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await service.VoteAsync("service", -1, "Cards are refused")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync("/agreed-scores/1", "/agreed-scores/1/reveal", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var revealed = await steward.PageAsync("/agreed-scores/1?stage=shop/pay");
        revealed.Body!.TextContent.ShouldContain("Cards are refused");
        revealed.QuerySelector("a.evidence-link")!.GetAttribute("href").ShouldBe("https://example.org/card");

        // Too late to vote, and no second opening.
        using (var late = await web.VoteAsync("web", 1, "Late", 1))
            (await late.Content.ReadAsStringAsync()).ShouldContain("no longer vote blind");
        (await steward.SubmitAsync("/agreed-scores", "/agreed-scores/1/reveal", [])).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        var recorded = await steward.SubmitAsync(
            "/agreed-scores/1?stage=shop/pay",
            "/agreed-scores/1/agreed",
            new()
            {
                ["stage"] = "shop/pay",
                ["value"] = "1",
                ["why"] = "One tap for most",
                ["version"] = "1",
                ["dissent"] = "service",
                ["dissent-service"] = "Not for those whose card is refused",
            }
        );
        recorded.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await recorded.Content.ReadAsStringAsync());

        var pay = (await (await token.GetAsync($"/api/agreed-scores?cycle={AgreementGround.Cycle}&diverging=true")).JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        (pay.GetProperty("agreed").GetInt32(), pay.GetProperty("diverges").GetBoolean()).ShouldBe((1, true));
        pay.GetProperty("bandHigh").GetInt32().ShouldBeLessThan(1);
        pay.GetProperty("dissent")[0].GetProperty("team").GetString().ShouldBe("service");
        // Two votes three steps apart on a scale of five.
        pay.GetProperty("agreement").GetDouble().ShouldBe(Redthread.Statistics.AgreementIndex.OfVotes([2, -1], -2, 2).Value, 1e-9);
        var agenda = await steward.PageAsync($"/agreed-scores?cycle={AgreementGround.Cycle}");
        agenda.QuerySelector(".agenda")!.TextContent.ShouldContain("agreed +1, measured says ");
        agenda.Body!.TextContent.ShouldContain("Not for those whose card is refused");
        (await steward.PageAsync("/agreed-scores/stages/shop/pay")).QuerySelector("tbody")!.TextContent.ShouldContain("diverges");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_Picture_shows_what_was_agreed_in_its_cycle_everywhere(Provider provider)
    {
        string? connection = null;
        await using var host = await TestHost.StartAsync(
            postgres,
            provider,
            settings =>
            {
                connection = settings.Postgres;
                return settings;
            }
        );
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Threads);
        await AgreementGround.HearAsync(token);
        await AgreeAsync(host, token, 1);
        using var viewer = await host.SignedInAsync(Role.Viewer);

        var cell = (await (await token.GetAsync("/api/picture?period=2026-Q2")).JsonAsync()).EnumerateArray().Single(row => row.GetProperty("stage").GetString() == "pay");
        cell.GetProperty("agreed").GetInt32().ShouldBe(1);
        (await (await token.GetAsync("/api/picture?period=2026-Q1")).JsonAsync())
            .EnumerateArray()
            .ShouldAllBe(row => row.GetProperty("agreed").ValueKind == System.Text.Json.JsonValueKind.Null);
        // A month belongs to the cycle that it lies in.
        (await (await token.GetAsync("/api/picture?period=2026-05")).JsonAsync())
            .EnumerateArray()
            .Count(row => row.GetProperty("agreed").ValueKind != System.Text.Json.JsonValueKind.Null)
            .ShouldBe(1);
        (await viewer.PageAsync("/?period=2026-Q2&period-kind=Quarter")).QuerySelector(".cell .agreed")!.TextContent.ShouldContain("+1");
        (await viewer.PageAsync("/?period=2026-Q2&period-kind=Quarter&view=table")).QuerySelector("thead")!.TextContent.ShouldContain("Agreed");
        var panel = await viewer.PageAsync("/?period=2026-Q2&period-kind=Quarter&stage=shop/pay");
        panel.QuerySelector(".apart")!.TextContent.ShouldContain("agreed +1, measured says ");
        var (code, output, error) = await RedthreadProgram.RunAsync(host.Folder, connection, "picture", "--period", "2026-Q2");
        code.ShouldBe(0, error);
        output.ShouldContain("Agreed");
        output.ShouldContain("+1");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_vote_changed_by_a_teammate_meanwhile_shows_both_texts(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var one = await host.MemberAsync("web");
        using var other = await host.MemberAsync("web", name: "Another of web");
        using var service = await host.MemberAsync("service");
        await AgreementGround.OpenAsync(token);
        (await one.VoteAsync("web", 1, "First thought")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await other.VoteAsync("web", 0, "Second thought", 1)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var stale = await one.VoteAsync("web", 2, "Third thought", 1);
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var text = await stale.Content.ReadAsStringAsync();
        text.ShouldContain("Second thought");
        text.ShouldContain("Third thought</textarea>");
        text.ShouldContain("Another of web");
        (await one.VoteAsync("web", 2, "Third thought", 2)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await using var context = await host.ContextAsync();
        var vote = await context.AgreementVotes.SingleAsync();
        (vote.Value, vote.Version, vote.By).ShouldBe((2, 3, "One of web"));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Only_members_vote_and_a_vote_needs_its_scale_its_reason_and_evidence_that_exists(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service", Role.FrontLine);
        using var viewer = await host.MemberAsync("web", Role.Viewer);
        await AgreementGround.OpenAsync(token);

        (await web.VoteAsync("service", 1, "For others")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.VoteAsync("web", 1, "May not")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await token.PutAsync("/api/agreed-scores/rounds/1/votes", """{"team": "web", "stage": "shop/pay", "value": 1, "reason": "No member"}""".AsJson())).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await web.VoteAsync("web", 3, "Off the scale")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await web.VoteAsync("web", 1, " ")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var unknown = await web.VoteAsync("web", 1, "Kept as typed", evidence: "I-99"))
        {
            unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await unknown.Content.ReadAsStringAsync()).ShouldContain("Kept as typed</textarea>");
        }

        (await web.VoteAsync("web", 1, "A script is no address", evidence: "javascript:alert(1)")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await web.VoteAsync("web", 1, "Elsewhere", stage: "shop/receive")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await service.VoteAsync("service", -1, "The front line votes", evidence: "signals/7 https://example.org")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Rounds_do_not_overlap_and_a_cancelled_one_shows_no_vote(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        using var steward = await host.SignedInAsync(Role.Steward);
        await AgreementGround.OpenAsync(token);
        foreach (
            var (body, status) in new[]
            {
                ("""{"cycle": "2026-Q2", "teams": ["web", "service"]}""", HttpStatusCode.Conflict),
                ("""{"cycle": "2026-Q3", "teams": ["web"]}""", HttpStatusCode.UnprocessableEntity),
                ("""{"cycle": "2026-Q3", "teams": ["web", "nobody"]}""", HttpStatusCode.NotFound),
                ("""{"cycle": "May", "teams": ["web", "service"]}""", HttpStatusCode.UnprocessableEntity),
                ("""{"cycle": "2026-Q3", "stages": ["shop/none"], "teams": ["web", "service"]}""", HttpStatusCode.NotFound),
            }
        )
            (await token.PostAsync("/api/agreed-scores/rounds", body.AsJson())).StatusCode.ShouldBe(status, body);
        // Two that open at once: one wins.
        var both = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => token.PostAsync("/api/agreed-scores/rounds", """{"cycle": "2026-Q3", "teams": ["web", "service"]}""".AsJson()))
        );
        both.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        both.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);

        (await web.VoteAsync("web", 1, "Never to be seen")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.SubmitAsync("/agreed-scores/1", "/agreed-scores/1/cancellation", new() { ["reason"] = "" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await steward.SubmitAsync("/agreed-scores/1", "/agreed-scores/1/cancellation", new() { ["reason"] = "Wrong quarter" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/agreed-scores/1")).Body!.TextContent.ShouldNotContain("Never to be seen");
        (await web.PageAsync("/agreed-scores/1")).Body!.TextContent.ShouldContain("Never to be seen");
        (await web.VoteAsync("web", 1, "After the end", 1)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await AgreementGround.OpenAsync(token);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Only_its_team_takes_dissent_back_and_a_revealed_round_is_discussed(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await AgreeAsync(host, token, 0);
        using var web = await host.MemberAsync("web");
        (await DissentAsync(web, "We see more than that")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        // The steward records anew and names nobody: the dissent stays.
        (await token.PutAsync("/api/agreed-scores/rounds/1/agreed", """{"stage": "shop/pay", "value": 0, "dissent": []}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await token.PutAsync("/api/agreed-scores/rounds/1/dissent", """{"stage": "shop/pay", "team": "web", "reason": ""}""".AsJson())).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await (await token.GetAsync("/api/agreed-scores/rounds/1")).JsonAsync()).GetProperty("stages")[0].GetProperty("dissent").GetArrayLength().ShouldBe(1);
        (await token.PutAsync("/api/agreed-scores/rounds/1/agreed", """{"stage": "shop/pay", "value": 1, "version": 1}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DissentAsync(web, "")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await token.GetAsync("/api/agreed-scores/rounds/1")).JsonAsync()).GetProperty("stages")[0].GetProperty("dissent").GetArrayLength().ShouldBe(0);

        using var said = await web.SubmitAsync(
            "/agreed-scores/1",
            "/comments",
            new()
            {
                ["on"] = "A-1",
                ["text"] = "Look at the cards first",
                ["back"] = "/agreed-scores/1#talk",
            }
        );
        said.Headers.Location!.ToString().ShouldStartWith("/agreed-scores/1?said=");
        (await web.PageAsync("/agreed-scores/1")).QuerySelector(".comment-text")!.TextContent.ShouldBe("Look at the cards first");
        await using var context = await host.ContextAsync();
        (await context.Activities.Select(row => row.Kind).ToListAsync()).ShouldContain("agreement.commented");
    }

    private static async Task AgreeAsync(TestHost host, HttpClient token, int agreed)
    {
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        await AgreementGround.OpenAsync(token);
        (await web.VoteAsync("web", 1, "Good")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await service.VoteAsync("service", 0, "So so")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await token.PostAsync("/api/agreed-scores/rounds/1/reveal", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var recorded = await token.PutAsync("/api/agreed-scores/rounds/1/agreed", $$"""{"stage": "shop/pay", "value": {{agreed}}, "version": 1}""".AsJson());
        recorded.StatusCode.ShouldBe(HttpStatusCode.OK, await recorded.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> DissentAsync(HttpClient member, string reason) =>
        member.SubmitAsync(
            "/agreed-scores/1?stage=shop/pay",
            "/agreed-scores/1/dissent",
            new()
            {
                ["stage"] = "shop/pay",
                ["team"] = "web",
                ["reason"] = reason,
            }
        );
}
