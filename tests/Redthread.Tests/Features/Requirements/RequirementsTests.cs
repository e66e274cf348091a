using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Goals;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Tests.Features.Agreement;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Requirements;

public sealed class RequirementsTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory, MemberData(nameof(Providers))]
    public async Task An_empty_installation_says_what_to_begin_with(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = await viewer.PageAsync("/requirements");
        page.QuerySelector(".verdict")!.TextContent.ShouldContain("is a claim: a shared language is missing");
        page.QuerySelectorAll(".requirement.not-yet").Length.ShouldBe(4);
        page.QuerySelectorAll(".missing a").ShouldAllBe(link => link.GetAttribute("href")!.StartsWith('/'));
        page.Body!.TextContent.ShouldNotContain("cause", Case.Insensitive);
        using var stranger = host.Browser();
        (await stranger.GetAsync("/requirements")).StatusCode.ShouldNotBe(System.Net.HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_is_done_shows_as_it_is_done(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Signals);
        using var member = await host.MemberAsync("web");
        var before = await (await token.GetAsync("/api/requirements")).JsonAsync();
        before.GetProperty("operational").GetBoolean().ShouldBeFalse();
        State(before, "language").ShouldBe("not-yet");

        await DoAsync(host);

        for (var at = 1; at <= 10; at++)
            await (await token.PostAsync("/api/insights", $$"""{"title": "The tariff is not understood, {{at}}", "type": "friction"}""".AsJson())).JsonAsync(
                System.Net.HttpStatusCode.Created
            );
        var cycle = Cycle.Address(Cycle.At(Now));
        await (await token.PostAsync("/api/objectives", $$"""{"title": "Paying is easy", "cycle": "{{cycle}}"}""".AsJson())).JsonAsync();
        host.Services.GetRequiredService<ChangeFeed>().Announce();

        var after = await (await token.GetAsync("/api/requirements")).JsonAsync();
        State(after, "language").ShouldBe("met");
        Condition(after, "language", 2).ShouldBe((true, "0 of 10 texts use a word to avoid"));
        Condition(after, "rhythm", 0).ShouldBe((true, "4 of 4 meetings held in time; 0 rituals broken"));
        State(after, "rhythm").ShouldBe("partly");
        // Made by the operator without teams: agreed, and signed by nobody.
        Condition(after, "measurement", 0).ShouldBe((false, "framework 1: 0 of 0 teams signed"));
        State(after, "steward").ShouldBe("partly");
        var cycles = after.GetProperty("cycles").EnumerateArray().ToList();
        cycles.Count.ShouldBe(9);
        (cycles[^1].GetProperty("cycle").GetString(), cycles[^1].GetProperty("running").GetBoolean(), cycles[^1].GetProperty("objectives").GetInt32()).ShouldBe((cycle, true, 1));

        // Two of twelve texts with a word to avoid are too many.
        foreach (var at in new[] { 1, 2 })
            await (await token.PostAsync("/api/insights", $$"""{"title": "The package is too dear, {{at}}", "type": "friction"}""".AsJson())).JsonAsync(
                System.Net.HttpStatusCode.Created
            );
        Condition(await (await token.GetAsync("/api/requirements")).JsonAsync(), "language", 2).ShouldBe((false, "2 of 12 texts use a word to avoid"));
        // The texts are those of drift: not only titles, and not what is quoted.
        await (await token.PostAsync("/api/decisions", """{"title": "What next?", "type": "roadmap", "question": "Shall the package go?"}""".AsJson())).JsonAsync(
            System.Net.HttpStatusCode.Created
        );
        await (await token.PostAsync("/api/insights", """{"title": "They ask of “the package” only", "type": "friction"}""".AsJson())).JsonAsync(System.Net.HttpStatusCode.Created);
        Condition(await (await token.GetAsync("/api/requirements")).JsonAsync(), "language", 2).ShouldBe((false, "3 of 13 texts use a word to avoid"));
        var page = await member.PageAsync("/requirements");
        page.QuerySelector("#h-language")!.Closest(".requirement")!.ClassList.ShouldContain("partly");
        page.QuerySelectorAll(".multiple").Length.ShouldBe(5);
        (await (await token.GetAsync("/api/requirements?format=csv")).Content.ReadAsStringAsync()).ShouldContain("decisionsOnFreshEvidence");
    }

    /// <summary>Six terms that the only team agrees to, and four weekly meetings held in time.</summary>
    private static async Task DoAsync(TestHost host)
    {
        await using var context = await host.ContextAsync();
        var team = context.Teams.Single(row => row.Key == "web").Id;
        var words = new[] { "Onboarding", "Handset", "Bundle", "Tariff", "Outage", "Roaming" };
        foreach (var word in words)
        {
            var term = new Term
            {
                Key = word.ToLowerInvariant(),
                Word = word,
                Definition = "A word.",
                Avoid = word == "Bundle" ? "package" : null,
                CreatedAt = Now,
            };
            context.Terms.Add(term);
            context.TermStances.Add(
                new TermStance
                {
                    TermId = term.Id,
                    TeamId = team,
                    Version = 1,
                    Agrees = true,
                    At = Now,
                    By = "Ann",
                }
            );
        }

        var ritual = new Ritual
        {
            Number = 1,
            Name = "Sync",
            Every = 1,
            Unit = CadenceUnit.Weeks,
            StartsAt = Now.Date.AddDays(-28),
            CreatedAt = Now,
            CreatedBy = "Ann",
        };
        context.Rituals.Add(ritual);
        for (var week = 4; week >= 1; week--)
            context.Meetings.Add(
                new Meeting
                {
                    RitualId = ritual.Id,
                    OccursAt = Now.Date.AddDays(-7 * week),
                    PreparedAt = Now,
                    PreparedBy = "Ann",
                    HeldAt = Now.Date.AddDays(-7 * week).AddHours(2),
                    HeldBy = "Ann",
                }
            );
        await context.SaveChangesAsync();
    }

    private static string? State(System.Text.Json.JsonElement answer, string key) => Of(answer, key).GetProperty("state").GetString();

    private static (bool Holds, string? Evidence) Condition(System.Text.Json.JsonElement answer, string key, int at)
    {
        var condition = Of(answer, key).GetProperty("conditions")[at];
        return (condition.GetProperty("holds").GetBoolean(), condition.GetProperty("evidence").GetString());
    }

    private static System.Text.Json.JsonElement Of(System.Text.Json.JsonElement answer, string key) =>
        answer.GetProperty("requirements").EnumerateArray().Single(one => one.GetProperty("key").GetString() == key);
}
