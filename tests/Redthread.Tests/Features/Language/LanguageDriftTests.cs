using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Insights;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Language;

namespace Redthread.Tests.Features.Language;

public sealed class LanguageDriftTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_word_with_two_definitions_or_an_objection_is_a_rival(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await PostAsync(client, "/api/terms", """{"word":"Churn","definition":"Customers who left."}""");
        await PostAsync(client, "/api/terms", """{"word":"Van","definition":"A car."}""");
        (await DriftAsync(client)).ShouldBeEmpty();
        await PostAsync(client, "/api/terms", """{"word":"churns","definition":"Contracts that ended."}""");
        await PostAsync(client, "/api/insights", """{"type":"friction","title":"Bills make people churn","detail":"Churned."}""");
        var rival = (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).Single();
        (rival.Kind, rival.TermKey, rival.Count, rival.Problem).ShouldBe((DriftKind.Rival, "churn", 1, "has 2 live definitions"));
        rival.Examples.Single().Href.ShouldBe("/insights/1");
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/insights/1")).QuerySelector(".term-card")!.TextContent.ShouldContain("Also: Contracts that ended.");
        (await steward.SubmitAsync("/language/churns", "/language/churns/archive", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await DriftAsync(client)).ShouldBeEmpty();

        var shops = await TeamAsync(host, "Shops");
        var stance = new Dictionary<string, string>
        {
            ["team"] = shops.ToString(),
            ["version"] = "1",
            ["agrees"] = "false",
            ["reason"] = "A lorry too",
        };
        (await steward.SubmitAsync("/language/van", "/language/van/stances", stance)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await DriftAsync(client)).ShouldBe([("rival", "Van", "is objected to by Shops")]);
        // A term cannot tell to avoid itself, in any inflection; what it says of another is a contradiction.
        var itself = await client.PostAsync("/api/terms", """{"word":"Lorry","definition":"Carries much.","avoid":"truck, lorries"}""".AsJson());
        itself.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await PostAsync(client, "/api/terms", """{"word":"Wagon","definition":"What runs on rails.","avoid":"churn"}""");
        (await DriftAsync(client)).ShouldBe([("rival", "Churn", "is objected to by the term “Wagon”"), ("rival", "Van", "is objected to by Shops")], ignoreOrder: true);
        (await steward.SubmitAsync("/language/wagon", "/language/wagon/archive", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/language?tab=drift")).QuerySelector(".rival-objection")!.TextContent.ShouldContain("A lorry too");
        // An objection counts for the version it was made to.
        await PutAsync(client, "/api/terms/van", """{"word":"Van","definition":"A car or a lorry."}""");
        (await DriftAsync(client)).ShouldBeEmpty();
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_word_to_avoid_is_counted_by_month_and_team(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await PostAsync(client, "/api/terms", """{"word":"Customer","definition":"Who pays.","avoid":"user"}""");
        var (shops, vans) = (await TeamAsync(host, "Shops"), await TeamAsync(host, "Vans"));
        await MonthsAsync(host, shops, month => month < 5 ? "All users wait" : "All customers wait");
        await MonthsAsync(host, vans, _ => "All customers wait");
        var found = (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).Single(finding => finding.Kind == DriftKind.Avoided);
        (found.Word, found.Instead, found.Team, found.Count, found.Recent).ShouldBe(("user", "Customer", "Shops", 5, 3));
        found.Months.ShouldBe([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
        found.Trend.ShouldBe(Trend.Of(found.Months.Select((count, month) => new TrendPoint(month, 100.0 * count))));
        found.Examples.Count.ShouldBe(5);

        // A comment is its writer's, and one more text in the running month.
        await CommentAsync(host, vans, found.Examples[0], "What do users say?");
        var both = (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).Where(finding => finding.Kind == DriftKind.Avoided).ToList();
        both.Select(finding => (finding.Team, finding.Count)).ShouldBe([("Shops", 5), ("Vans", 1)]);
        both[1].Examples.Single().Href.ShouldContain("#comment-");
    }

    [Fact]
    public async Task A_frequent_phrase_is_offered_until_it_is_defined_or_set_aside()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        foreach (var title in new[] { "The bill shock comes late", "After a bill shock they call", "Nobody calls it bill shock", "Is it a late fee?", "A late fee." })
            await PostAsync(client, "/api/insights", $$"""{"type":"friction","title":"{{title}}"}""");
        (await DriftAsync(client)).ShouldBe([("undefined", "bill shock", "is written in 3 texts and defined nowhere")]);
        using var steward = await host.SignedInAsync(Role.Steward);
        var page = await steward.PageAsync("/language?tab=drift");
        var define = page.QuerySelector("#undefined td a.button")!.GetAttribute("href")!;
        (await steward.PageAsync(define)).QuerySelector("#new[open] #new-word")!.GetAttribute("value").ShouldBe("bill shock");

        var phrase = new Dictionary<string, string> { ["phrase"] = "Bill shocks" };
        (await steward.SubmitAsync("/language?tab=drift", "/language/phrases/ignored", phrase)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await DriftAsync(client)).ShouldBeEmpty();
        (await steward.PageAsync("/language?tab=drift")).QuerySelector("#undefined details li")!.TextContent.ShouldContain("Bill shocks");
        (await steward.SubmitAsync("/language?tab=drift", "/language/phrases/restored", phrase)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await DriftAsync(client)).Count.ShouldBe(1);
        await PostAsync(client, "/api/terms", """{"word":"Bill shock","definition":"A bill nobody expected."}""");
        (await DriftAsync(client)).ShouldBeEmpty();
        (await client.GetStringAsync("/api/terms/drift?format=csv")).ShouldContain("kind,word,term");
    }

    [Fact]
    public async Task What_was_copied_word_for_word_is_written_once()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        for (var number = 1; number <= 5; number++)
            await PostAsync(client, "/api/insights", $$"""{"type":"friction","title":"Matter {{number}}","detail":"Part of the made-up shop; a sample organisation."}""");
        (await DriftAsync(client)).ShouldBeEmpty();
        // Two sentences of one's own make three, and the copies count as the one that they are.
        foreach (var title in new[] { "The sample organisation waits", "Nobody asks the sample organisation" })
            await PostAsync(client, "/api/insights", $$"""{"type":"friction","title":"{{title}}"}""");
        var found = (await host.Services.GetRequiredService<LanguageDrift>().ReadAsync(default)).Single();
        (found.Word, found.Count, found.Value).ShouldBe(("sample organisation", 7, 3.0));
        // What is changed is counted anew, with and without the copies.
        await PutAsync(client, "/api/insights/6", """{"type":"friction","title":"It waits","version":1}""");
        (await DriftAsync(client)).ShouldBeEmpty();
    }

    private static async Task<List<(string, string, string)>> DriftAsync(HttpClient client) =>
        [
            .. (await (await client.GetAsync("/api/terms/drift")).JsonAsync())
                .EnumerateArray()
                .Select(row => (row.GetProperty("kind").GetString()!, row.GetProperty("word").GetString()!, row.GetProperty("problem").GetString()!)),
        ];

    private static async Task PostAsync(HttpClient client, string address, string json) => (await client.PostAsync(address, json.AsJson())).IsSuccessStatusCode.ShouldBeTrue();

    private static async Task PutAsync(HttpClient client, string address, string json) => (await client.PutAsync(address, json.AsJson())).IsSuccessStatusCode.ShouldBeTrue();

    private static async Task<Guid> TeamAsync(TestHost host, string name)
    {
        await using var context = await ContextAsync(host);
        var team = new Team { Key = name.ToLowerInvariant(), Name = name };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }

    // One insight in each of the last twelve months, the running one first.
    private static async Task MonthsAsync(TestHost host, Guid team, Func<int, string> title)
    {
        await using var context = await ContextAsync(host);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var numbers = await context.Insights.CountAsync();
        for (var month = 0; month < 12; month++)
            context.Insights.Add(
                new Insight
                {
                    Number = ++numbers,
                    Title = title(month),
                    OwnerTeamId = team,
                    CreatedAt = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(-month),
                }
            );
        await context.SaveChangesAsync();
    }

    private static async Task CommentAsync(TestHost host, Guid team, DriftExample on, string text)
    {
        var writer = await host.AddPersonAsync(Role.Member, "writer@example.org");
        await using var context = await ContextAsync(host);
        context.TeamMembers.Add(new TeamMember { TeamId = team, PersonId = writer.Id });
        var number = int.Parse(on.Name.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
        var (about, now) = ((await context.Insights.SingleAsync(row => row.Number == number)).Id, TimeProvider.System.GetUtcNow().UtcDateTime);
        context.Comments.Add(
            new Comment
            {
                ObjectId = about,
                PersonId = writer.Id,
                By = writer.Name,
                Text = text,
                At = now,
            }
        );
        context.Activities.Add(Activity.Of(Actor.Operator, now, "team.changed", team, "Added a member"));
        context.Activities.Add(Activity.Of(Actor.Operator, now, "insight.commented", about, "Commented"));
        await context.SaveChangesAsync();
    }

    private static Task<RedthreadContext> ContextAsync(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
}
