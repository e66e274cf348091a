using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;
using Redthread.Web.Features.Goals;

namespace Redthread.Tests.Features.Goals;

public sealed class GoalsTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_key_result_bound_to_a_score_updates_itself(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads, Scope.Signals);
        await DecisionGround.SendAsync(client, "shop/pay", "2026-02-10", 1);
        await (await client.PostAsync("/api/objectives", """{"title": "Paying is easy", "cycle": "2026-Q2"}""".AsJson())).JsonAsync();
        var before = await (
            await client.PostAsync("/api/key-results", """{"title": "Pay scores 62.5", "objective": "OB-1", "bound": "stage:shop/pay", "target": 112.5}""".AsJson())
        ).JsonAsync();
        (before.GetProperty("start").GetDouble(), before.GetProperty("current").ValueKind).ShouldBe((12.5, System.Text.Json.JsonValueKind.Null));
        before.GetProperty("basis").GetString()!.ShouldStartWith("no live data");

        await DecisionGround.SendAsync(client, "shop/pay", "2026-05-10", 3);
        await Task.Delay(600);

        var after = await (await client.GetAsync("/api/key-results/1")).JsonAsync();
        (after.GetProperty("current").GetDouble(), after.GetProperty("grade").GetDouble(), after.GetProperty("moved").GetBoolean()).ShouldBe((62.5, 0.5, true));
        (await host.Services.GetRequiredService<KeyResultValues>().MovedAsync(default)).Count.ShouldBe(1);
        var journey = await (
            await client.PostAsync("/api/key-results", """{"title": "Shop", "objective": "OB-1", "bound": "journey:shop", "target": 70, "start": 60}""".AsJson())
        ).JsonAsync();
        // Only pay is known, so that the journey is pay; the typed start lies within its interval.
        (journey.GetProperty("current").GetDouble(), journey.GetProperty("moved").GetBoolean()).ShouldBe((62.5, false));
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/goals?cycle=2026-Q2")).Body!.TextContent.ShouldContain("grade 0.50");
        (await viewer.PageAsync("/key-results/1")).Body!.TextContent.ShouldContain("score of Pay");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Outcomes_imported_twice_are_there_once_and_carry_key_results(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await (await client.PostAsync("/api/outcomes", """{"key": "churn", "name": "Churn", "type": "churn", "unit": "%"}""".AsJson())).JsonAsync();
        const string csv =
            "outcome,date,segment,value\nchurn,2026-03,,2.4\nchurn,2026-04-01,,2.2\nchurn,2026-05-01,,1.9\nchrun,2026-05-01,,1\nchurn,May,,1\nchurn,2026-05-01,old,1\nchurn,2026-06-01,,much\n";
        using var steward = await host.SignedInAsync(Role.Steward);
        await using var scope = host.Services.CreateAsyncScope();
        var import = scope.ServiceProvider.GetRequiredService<ImportOutcomes>();
        var first = (await import.ImportAsync(Actor.Operator, csv, default)).Value;
        (first.Read, first.Added, first.Changed, first.Unchanged).ShouldBe((7, 3, 0, 0));
        first.Rejected.Select(reject => (reject.Row, reject.Column)).ShouldBe([(5, "outcome"), (6, "date"), (7, "segment"), (8, "value")]);
        var second = (await import.ImportAsync(Actor.Operator, csv, default)).Value;
        (second.Added, second.Changed, second.Unchanged).ShouldBe((0, 0, 3));

        await (await client.PostAsync("/api/objectives", """{"title": "They stay", "cycle": "2026-Q2"}""".AsJson())).JsonAsync();
        var result = await (
            await client.PostAsync("/api/key-results", """{"title": "Churn to 1.4", "objective": "OB-1", "bound": "outcome:churn", "target": 1.4}""".AsJson())
        ).JsonAsync();
        (result.GetProperty("start").GetDouble(), result.GetProperty("current").GetDouble(), result.GetProperty("moved").GetBoolean()).ShouldBe((2.4, 1.9, true));
        result.GetProperty("grade").GetDouble().ShouldBe(0.5, 1e-9);
        (await steward.PageAsync("/")).QuerySelector(".outcome-strip")!.TextContent.ShouldContain("1.9 %");
        (await steward.PageAsync("/outcomes")).QuerySelectorAll("#churn .outcome-chart").Length.ShouldBe(1);
        (await (await client.GetAsync("/api/outcomes?format=csv")).Content.ReadAsStringAsync()).ShouldContain("churn,2026-05-01,,1.9");
    }

    [Fact]
    public async Task A_key_result_that_would_move_nothing_is_refused()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await client.PostAsync("/api/objectives", """{"title": "Everybody reaches somebody", "cycle": "2026-Q4"}""".AsJson());
        using var answer = await client.PostAsync("/api/key-results", """{"title": "Calls answered", "objective": "OB-1", "start": 40, "target": 40, "unit": "calls"}""".AsJson());
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("target-is-start");
    }

    [Fact]
    public async Task Who_defines_an_outcome_anew_second_sees_both_texts()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await (await client.PostAsync("/api/outcomes", """{"key": "churn", "name": "Churn", "type": "churn", "unit": "%"}""".AsJson())).JsonAsync();
        using var steward = await host.SignedInAsync(Role.Steward);
        Dictionary<string, string> Fields(string name) =>
            new()
            {
                ["form"] = "churn",
                ["version"] = "1",
                ["name"] = name,
                ["type"] = "Churn",
                ["unit"] = "%",
            };
        (await steward.SubmitAsync("/outcomes", "/outcomes/churn", Fields("Churn of a month"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var late = await steward.SubmitAsync("/outcomes", "/outcomes/churn", Fields("Churn of a year"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await new HtmlParser().ParseDocumentAsync(await late.Content.ReadAsStringAsync());
        page.QuerySelector("#churn .conflict")!.TextContent.ShouldContain("Churn of a month");
        page.QuerySelector("#churn [name=name]")!.GetAttribute("value").ShouldBe("Churn of a year");
    }

    [Fact]
    public async Task A_number_by_hand_needs_a_start_and_follows_its_check_ins()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        var first = await member.SubmitAsync("/goals", "/objectives", Form(("title", "Answer calls"), ("cycle", "2026-Q4"), ("team", "")));
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await first.Content.ReadAsStringAsync());
        first.Headers.Location!.ToString().ShouldBe("/objectives/1");
        var refused = await member.SubmitAsync(
            "/objectives/1",
            "/objectives/1/key-results",
            Form(("title", "Calls"), ("bound", ""), ("segment", ""), ("start", ""), ("target", "40"), ("horizon", "Beyond"))
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("needs a start");
        var made = await member.SubmitAsync(
            "/objectives/1",
            "/objectives/1/key-results",
            Form(("title", "Calls"), ("bound", ""), ("segment", ""), ("start", "20"), ("target", "40"), ("unit", "calls"), ("horizon", "Beyond"), ("payDepends", "true"))
        );
        made.Headers.Location!.ToString().ShouldBe("/key-results/1");
        (await member.SubmitAsync("/key-results/1", "/key-results/1/check-ins", Form(("value", "25"), ("confidence", "0.7"), ("text", "Slow")))).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        var page = await member.PageAsync("/key-results/1");
        page.Body!.TextContent.ShouldContain("grade 0.25");
        page.Body.TextContent.ShouldContain("pay depends");
        page.Body.TextContent.ShouldContain("Slow");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.SubmitAsync("/key-results/1", "/key-results/1/check-ins", Form(("value", "39")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_stale_edit_shows_every_field_twice_and_what_is_archived_can_be_restored()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var member = await host.SignedInAsync(Role.Member);
        await member.SubmitAsync("/goals", "/objectives", Form(("title", "Answer calls"), ("cycle", "2026-Q4"), ("team", "")));
        var fields = new[] { ("bound", ""), ("segment", ""), ("target", "40"), ("horizon", "Beyond") };
        await member.SubmitAsync("/objectives/1", "/objectives/1/key-results", Form([.. fields, ("title", "Calls"), ("start", "20"), ("unit", "calls")]));

        await member.SubmitAsync("/objectives/1", "/objectives/1", Form(("title", "Answer all calls"), ("cycle", "2027-Q1"), ("team", ""), ("detail", "Theirs"), ("version", "1")));
        var stale = await member.SubmitAsync(
            "/objectives/1",
            "/objectives/1",
            Form(("title", "Answer some"), ("cycle", "2026-Q4"), ("team", ""), ("detail", "Mine"), ("version", "1"))
        );
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var both = await stale.Content.ReadAsStringAsync();
        foreach (var text in new[] { "Answer all calls", "Answer some", "2027-Q1", "2026-Q4", "Theirs", "Mine" })
            both.ShouldContain($">{text}</td>");

        await member.SubmitAsync(
            "/key-results/1",
            "/key-results/1",
            Form([.. fields, ("title", "Calls"), ("start", "30"), ("unit", "talks"), ("detail", "Theirs"), ("version", "1")])
        );
        var late = await member.SubmitAsync(
            "/key-results/1",
            "/key-results/1",
            Form([.. fields, ("title", "Calls"), ("start", "25"), ("unit", "calls"), ("detail", "Mine"), ("payDepends", "true"), ("version", "1")])
        );
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        both = await late.Content.ReadAsStringAsync();
        foreach (var text in new[] { "30", "25", "talks", "calls", "Theirs", "Mine", "no", "yes" })
            both.ShouldContain($">{text}</td>");

        await member.SubmitAsync("/objectives/1", "/objectives/1/archive", Form(("version", "2")));
        (await member.PageAsync("/goals?cycle=2027-Q1")).Body!.TextContent.ShouldNotContain("Answer all calls");
        (await member.PageAsync("/goals?archived=1")).Body!.TextContent.ShouldContain("Answer all calls");
        (await member.SubmitAsync("/goals?archived=1", "/objectives/1/restoration", Form(("version", "3")))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.PageAsync("/goals?cycle=2027-Q1")).Body!.TextContent.ShouldContain("Answer all calls");
    }

    [Fact]
    public async Task Alignment_names_teams_that_share_no_objective()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await using (var context = await host.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
        {
            context.Teams.AddRange(new Team { Key = "web", Name = "Web" }, new Team { Key = "calls", Name = "Calls" }, new Team { Key = "shops", Name = "Shops" });
            await context.SaveChangesAsync();
        }

        using var client = await host.WithTokenAsync(Scope.Threads);
        await using var scope = host.Services.CreateAsyncScope();
        var ids = (await scope.ServiceProvider.GetRequiredService<GoalQueries>().ChoicesAsync(default)).Teams.ToDictionary(team => team.Label, team => team.Value);
        await (
            await client.PostAsync("/api/objectives", $$"""{"title": "Easy", "cycle": "2026-Q4", "team": "{{ids["Web"]}}", "with": ["{{ids["Calls"]}}"]}""".AsJson())
        ).JsonAsync();
        await (await client.PostAsync("/api/objectives", $$"""{"title": "Alone", "cycle": "2026-Q4", "team": "{{ids["Shops"]}}"}""".AsJson())).JsonAsync();
        foreach (var (objective, stage) in new[] { ("OB-1", "pay"), ("OB-2", "find") })
            await (
                await client.PostAsync("/api/key-results", $$"""{"title": "Score", "objective": "{{objective}}", "bound": "stage:shop/{{stage}}", "target": 70}""".AsJson())
            ).JsonAsync();

        var view = await (await client.GetAsync("/api/alignment?journey=shop&cycle=2026-Q4")).JsonAsync();
        view.GetProperty("objectives")[0].GetProperty("stages").EnumerateArray().Select(stage => stage.GetString()).ShouldBe(["pay"]);
        view.GetProperty("unshared").EnumerateArray().Select(team => team.GetString()).ShouldBe(["shops"]);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/alignment?journey=shop&cycle=2026-Q4")).Body!.TextContent.ShouldContain("Shops works on this journey without a shared objective");
        (await viewer.PageAsync("/team/web")).Body!.TextContent.ShouldContain("Easy");
        (await viewer.PageAsync("/leader")).Body!.TextContent.ShouldContain("Alone");
        Cycle.Label(new DateOnly(2026, 10, 1)).ShouldBe("Q4 2026");
    }

    private static Dictionary<string, string> Form(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value);
}
