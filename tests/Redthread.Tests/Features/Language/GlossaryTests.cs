using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Language;

public sealed class GlossaryTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_agreed_part_of_the_language_is_open_to_all_once_a_steward_publishes_it(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        foreach (var word in new[] { "Agreed", "Disputed", "Unsaid" })
            await client.PostAsync("/api/terms", $$"""{"word":"{{word}}","definition":"A meaning.","behind":"/?stage=join/order"}""".AsJson());
        var (one, other) = (await TeamAsync(host, "One"), await TeamAsync(host, "Other"));
        using var steward = await host.SignedInAsync(Role.Steward);
        await SayAsync(steward, "agreed", one, true);
        await SayAsync(steward, "disputed", one, true);
        await SayAsync(steward, "disputed", other, false);

        using var stranger = host.Browser();
        foreach (var closed in new[] { "/glossary", "/glossary.md", "/glossary.json" })
            (await stranger.GetAsync(closed)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PublishAsync(steward, "true", "0")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var answer = await stranger.GetAsync("/glossary");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex"]);
        var page = await stranger.PageAsync("/glossary");
        page.QuerySelectorAll(".glossary dt").Select(term => term.TextContent).ShouldBe(["Agreed"]);
        page.QuerySelector(".glossary")!.InnerHtml.ShouldNotContain("stage=join");
        (await stranger.GetStringAsync("/glossary.md")).ShouldStartWith("# Glossary\n\n## Agreed\n\nA meaning.");
        var json = await (await stranger.GetAsync("/glossary.json")).JsonAsync();
        json.GetArrayLength().ShouldBe(1);
        json[0].EnumerateObject().Select(property => property.Name).ShouldBe(["key", "word", "definition", "avoid", "version"]);

        // A choice made on an old state is refused; closing takes the page away; both stand in the activity.
        (await PublishAsync(steward, "false", "0")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PublishAsync(steward, "false", "1")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await stranger.GetAsync("/glossary")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await steward.PageAsync("/activity")).Body!.TextContent.ShouldContain("Published the glossary");
        using var member = await host.SignedInAsync(Role.Member);
        (await PublishAsync(member, "true", "2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Titles_and_what_decisions_and_solutions_say_are_marked()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await client.PostAsync("/api/terms", """{"word":"Churn","definition":"Customers who left.","avoid":"attrition"}""".AsJson());
        foreach (
            var (address, json) in new[]
            {
                ("/api/decisions", """{"title":"Less churn","question":"Which attrition first?","type":"roadmap"}"""),
                ("/api/solutions", """{"title":"A letter","detail":"Before they churn","type":"process"}"""),
            }
        )
        {
            var made = await client.PostAsync(address, json.AsJson());
            made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
        }

        using var viewer = await host.SignedInAsync(Role.Viewer);
        var decision = await viewer.PageAsync("/decisions/1");
        decision.QuerySelector("h1 rt-term a")!.TextContent.ShouldBe("churn");
        decision.QuerySelector(".lead rt-term a.avoid")!.TextContent.ShouldBe("attrition");
        decision.Title.ShouldNotBeNull().ShouldNotContain("Customers who left");
        (await viewer.PageAsync("/solutions/1")).QuerySelector(".object-body p rt-term a")!.TextContent.ShouldBe("churn");
    }

    private static Task<HttpResponseMessage> PublishAsync(HttpClient browser, string published, string version) =>
        browser.SubmitAsync("/language", "/language/terms/glossary", new() { ["published"] = published, ["version"] = version });

    private static async Task SayAsync(HttpClient browser, string term, Guid team, bool agrees) =>
        (
            await browser.SubmitAsync(
                $"/language/{term}",
                $"/language/{term}/stances",
                new()
                {
                    ["team"] = team.ToString(),
                    ["version"] = "1",
                    ["agrees"] = agrees ? "true" : "false",
                    ["reason"] = agrees ? "" : "Not so",
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

    private static async Task<Guid> TeamAsync(TestHost host, string name)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = name.ToLowerInvariant(), Name = name };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }
}
