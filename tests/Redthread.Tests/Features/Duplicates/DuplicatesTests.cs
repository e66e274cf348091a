using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Tests.Support;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Duplicates;

public sealed class DuplicatesTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task What_looks_like_another_is_asked_about_once_and_then_made(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await MakeAsync(client, "insights", """{"type":"friction","title":"Customers cannot read their bill"}""");
        await MakeAsync(client, "opportunities", """{"title":"Waiting for an agent takes too long"}""");
        using var member = await host.SignedInAsync(Role.Member);

        var asked = await member.SubmitAsync(
            "/insights/new",
            "/insights",
            new()
            {
                ["title"] = "A customer can’t read the bill",
                ["type"] = "friction",
                ["form"] = "new",
            }
        );
        asked.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await asked.Content.ReadAsStringAsync(), CancellationToken.None);
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("It looks like I-1");
        page.QuerySelector("rt-similar a")!.GetAttribute("href").ShouldBe("/insights/1");
        page.QuerySelector("[name=title]")!.GetAttribute("value").ShouldBe("A customer can’t read the bill");

        var made = await member.SubmitAsync(
            "/insights/new",
            "/insights",
            new()
            {
                ["title"] = "A customer can’t read the bill",
                ["type"] = "friction",
                ["seen"] = "I-1",
            }
        );
        made.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // Another kind is no duplicate, and nothing like it is not asked about.
        (await member.SubmitAsync("/opportunities/new", "/opportunities", new() { ["title"] = "Customers cannot read their bill" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await member.SubmitAsync("/opportunities/new", "/opportunities", new() { ["title"] = "Waiting for agents takes too long" })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );

        var own = await member.PageAsync("/insights/2");
        own.QuerySelector(".alike a")!.GetAttribute("href").ShouldBe("/insights/1");
        own.QuerySelector(".alike a[href='#merge-into']").ShouldNotBeNull();
        own.QuerySelector("#merge-into").ShouldNotBeNull();
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_index_follows_what_is_changed_merged_and_archived(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await MakeAsync(client, "insights", """{"type":"friction","title":"Customers cannot read their bill"}""");
        await MakeAsync(client, "insights", """{"type":"friction","title":"The phone menu has no end"}""");
        (await PairsAsync(client)).ShouldBeEmpty();
        (await SimilarAsync(client, "insight", "Bills that customers cannot read")).ShouldBe(["I-1"]);
        (await SimilarAsync(client, "solution", "Bills that customers cannot read")).ShouldBeEmpty();

        await MakeAsync(client, "insights", """{"type":"friction","title":"A customer cannot read the bills"}""");
        (await PairsAsync(client)).ShouldBe(["I-1 I-3"]);
        (await client.PutAsync("/api/insights/3", """{"type":"friction","title":"Parcels come late"}""".AsJson())).EnsureSuccessStatusCode();
        (await PairsAsync(client)).ShouldBeEmpty();
        (await client.PutAsync("/api/insights/3", """{"type":"friction","title":"No customer can read the bill"}""".AsJson())).EnsureSuccessStatusCode();
        (await PairsAsync(client)).ShouldBe(["I-1 I-3"]);
        using var member = await host.SignedInAsync(Role.Member);
        (await member.SubmitAsync("/insights/3", "/insights/3/merge", new() { ["into"] = "I-1" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await PairsAsync(client)).ShouldBeEmpty();
        (await client.GetAsync("/api/similar?kind=journey&text=x")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Pairs_of_different_teams_are_told()
    {
        await using var host = await TestHost.StartAsync(postgres, Provider.Sqlite);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        var teams = new[] { await TeamAsync(host, "Web"), await TeamAsync(host, "Shops") };
        foreach (
            var (team, title) in new[]
            {
                (teams[0], "Explain the bill in plain words"),
                (teams[1], "Explaining bills in plain words"),
                (teams[0], "Explain bills with plain words"),
            }
        )
            await MakeAsync(client, "solutions", $$"""{"title":"{{title}}","ownerTeam":"{{team}}"}""");
        await using var scope = host.Services.CreateAsyncScope();
        var pairs = await scope.ServiceProvider.GetRequiredService<DuplicateQueries>().AllPairsAsync(CancellationToken.None);
        pairs
            .Select(pair => (ThreadStore.Name(pair.First), ThreadStore.Name(pair.Second), pair.BetweenTeams))
            .ShouldBe([("S-1", "S-2", true), ("S-1", "S-3", false), ("S-2", "S-3", true)], ignoreOrder: true);
        pairs.ShouldAllBe(pair => pair.Kind == ThreadKind.Solution && pair.Similarity >= 0.7 && pair.Similarity <= 1);
    }

    private static async Task<Guid> TeamAsync(TestHost host, string name)
    {
        await using var context = await host.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Redthread.Data.RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = name.ToLowerInvariant(), Name = name };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }

    private static async Task MakeAsync(HttpClient client, string kind, string json)
    {
        var made = await client.PostAsync($"/api/{kind}", json.AsJson());
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
    }

    private static async Task<List<string>> PairsAsync(HttpClient client) =>
        [
            .. (await (await client.GetAsync("/api/duplicates")).JsonAsync())
                .EnumerateArray()
                .Select(row => $"{row.GetProperty("first").GetString()} {row.GetProperty("second").GetString()}"),
        ];

    private static async Task<List<string>> SimilarAsync(HttpClient client, string kind, string text) =>
        [
            .. (await (await client.GetAsync($"/api/similar?kind={kind}&text={Uri.EscapeDataString(text)}")).JsonAsync())
                .EnumerateArray()
                .Select(row => row.GetProperty("name").GetString()!),
        ];
}
