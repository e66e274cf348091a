using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Tests.Support;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Insights;

public sealed class InsightTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task An_insight_rests_on_its_signals_and_is_approved(Provider provider)
    {
        await using var host = await StartAsync(provider);
        using var client = await ClientAsync(host);

        var made = await MakeAsync(client, "The card form loses what was typed", [1, 2, 3, 4]);
        (made.GetProperty("state").GetString(), made.GetProperty("customers").GetInt32(), made.GetProperty("anonymous").GetInt32()).ShouldBe(("toApprove", 2, 1));
        made.GetProperty("stages")[0].GetString().ShouldBe("shop/pay");
        var approved = await (await client.PostAsync("/api/insights/1/approval", "{}".AsJson())).JsonAsync();
        approved.GetProperty("approvedBy").GetString().ShouldBe("A Steward");
        (await client.PostAsync("/api/insights/1/approval", "{}".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var against = await (await client.PostAsync("/api/insights/1/evidence", """{"signals": [4], "stance": "against"}""".AsJson())).JsonAsync();
        (against.GetProperty("for").GetInt32(), against.GetProperty("against").GetInt32()).ShouldBe((3, 1));
        against.GetProperty("balance").GetDouble().ShouldBe(0.75, 1e-9);
        var evidence = await (await client.GetAsync("/api/insights/1/evidence")).JsonAsync();
        evidence.EnumerateArray().Select(row => row.GetProperty("signal").GetInt64()).ShouldBe([4, 3, 2, 1]);
        (await (await client.DeleteAsync("/api/insights/1/evidence/4")).JsonAsync()).GetProperty("against").GetInt32().ShouldBe(0);
        (await client.PostAsync("/api/insights/1/evidence", """{"signals": [999]}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetStringAsync("/api/insights?format=csv&type=friction&stage=shop/pay")).ShouldContain("I-1,friction,");
        (await (await client.GetAsync("/api/insights?stage=shop/find")).JsonAsync()).GetProperty("total").GetInt32().ShouldBe(0);
        (await (await client.DeleteAsync("/api/insights/1/approval")).JsonAsync()).GetProperty("state").GetString().ShouldBe("toApprove");
    }

    [Fact]
    public async Task Approval_needs_a_stage_and_evidence_or_a_reason()
    {
        await using var host = await StartAsync(Provider.Sqlite);
        using var client = await ClientAsync(host);
        (await client.PostAsync("/api/insights", """{"type": "strength", "title": "Couriers are kind"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CodeAsync(await client.PostAsync("/api/insights/1/approval", "{}".AsJson()))).ShouldBe("stage-missing");
        (await client.PostAsync("/api/insights", """{"type": "strength", "title": "Couriers are kind", "stages": ["shop/receive"]}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CodeAsync(await client.PostAsync("/api/insights/2/approval", "{}".AsJson()))).ShouldBe("evidence-missing");
        (await client.PostAsync("/api/insights/2/approval", """{"reason": "Seen on site"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/insights/2")).QuerySelector(".history")!.TextContent.ShouldContain("without evidence: Seen on site");
    }

    [Fact]
    public async Task A_member_writes_insights_but_does_not_approve_them()
    {
        await using var host = await StartAsync(Provider.Sqlite);
        using var member = await host.SignedInAsync(Role.Member);
        var made = await member.SubmitAsync(
            "/insights/new?signals=1,2",
            "/insights",
            new()
            {
                ["title"] = "Paying takes two attempts",
                ["type"] = "friction",
                ["stages"] = "shop/pay",
                ["signals"] = "1, 2",
            }
        );
        made.Headers.Location!.ToString().ShouldBe("/insights/1");
        (await member.PageAsync("/insights/1")).QuerySelector("form[action$='/approval']").ShouldBeNull();
        (await member.SubmitAsync("/insights/1", "/insights/1/approval", [])).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_merged_counts_for_the_survivor_and_comes_back_whole(Provider provider)
    {
        await using var host = await StartAsync(provider);
        using var client = await ClientAsync(host);
        await MakeAsync(client, "The card form loses what was typed", [1, 2]);
        await MakeAsync(client, "Card details are lost", [2, 3]);

        (await client.PostAsync("/api/insights/2/merge", """{"into": "I-1"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await OneAsync(client, 1)).GetProperty("for").GetInt32().ShouldBe(3);
        (await OneAsync(client, 2)).GetProperty("mergedInto").GetString().ShouldBe("I-1");
        (await CodeAsync(await client.PostAsync("/api/insights/1/merge", """{"into": "I-2"}""".AsJson()))).ShouldBe("merged-with-itself");
        // Taking a merged insight's row out of the survivor's evidence is seen at once.
        (await (await client.DeleteAsync("/api/insights/1/evidence/3")).JsonAsync()).GetProperty("for").GetInt32().ShouldBe(2);
        (await client.DeleteAsync("/api/insights/2/merge")).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((await OneAsync(client, 1)).GetProperty("for").GetInt32(), (await OneAsync(client, 2)).GetProperty("for").GetInt32()).ShouldBe((2, 1));
        using var steward = await host.SignedInAsync(Role.Steward);
        var history = (await steward.PageAsync("/insights/2")).QuerySelector(".history")!.TextContent;
        history.ShouldContain("Merged I-2 into I-1");
        history.ShouldContain("Took back the merge of I-2");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_part_is_split_off_with_its_evidence(Provider provider)
    {
        await using var host = await StartAsync(provider);
        using var client = await ClientAsync(host);
        await MakeAsync(client, "Paying fails", [1, 2, 3]);

        var part = await (await client.PostAsync("/api/insights/1/split", """{"signals": [3], "title": "The form is lost on a phone"}""".AsJson())).JsonAsync();

        (part.GetProperty("name").GetString(), part.GetProperty("splitFrom").GetString(), part.GetProperty("for").GetInt32()).ShouldBe(("I-2", "I-1", 1));
        part.GetProperty("stages")[0].GetString().ShouldBe("shop/pay");
        (await OneAsync(client, 1)).GetProperty("for").GetInt32().ShouldBe(2);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_erased_customer_leaves_all_evidence(Provider provider)
    {
        await using var host = await StartAsync(provider);
        using var client = await ClientAsync(host);
        await MakeAsync(client, "Paying fails", [1, 2, 3, 4]);

        (await client.PostAsync("/api/erasures", """{"customer": "c1"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);

        var left = await OneAsync(client, 1);
        (left.GetProperty("for").GetInt32(), left.GetProperty("customers").GetInt32()).ShouldBe((2, 1));
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.Evidence.Select(row => row.SignalId).Order().ToListAsync()).ShouldBe([3, 4]);
        (await context.Activities.CountAsync(row => row.Kind == "insight.evidence-erased")).ShouldBe(1);
        (await client.PostAsync("/api/erasures", """{"customer": "c1"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_saved_second_sees_both_texts()
    {
        await using var host = await StartAsync(Provider.Sqlite);
        using var client = await ClientAsync(host);
        await MakeAsync(client, "Paying fails", [1]);
        using var steward = await host.SignedInAsync(Role.Steward);
        Dictionary<string, string> Edit(string title) =>
            new()
            {
                ["form"] = "edit",
                ["title"] = title,
                ["type"] = "friction",
                ["version"] = "1",
            };
        (await steward.SubmitAsync("/insights/1", "/insights/1", Edit("Paying fails on phones"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var second = await steward.SubmitAsync("/insights/1", "/insights/1", Edit("Paying fails in the evening"));

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await second.Content.ReadAsStringAsync());
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("Paying fails on phones");
        page.QuerySelector("#edit-title")!.GetAttribute("value").ShouldBe("Paying fails in the evening");
        page.QuerySelector("#edit input[name=version]")!.GetAttribute("value").ShouldBe("2");
    }

    [Fact]
    public async Task The_Picture_shows_insights_and_a_decider_hears_of_them()
    {
        await using var host = await StartAsync(Provider.Sqlite);
        using var client = await ClientAsync(host);
        var leader = await host.AddPersonAsync(Role.Leader);
        await PlanDecisionAsync(host, leader.Id);
        await MakeAsync(client, "Paying fails", [1, 2]);
        await client.PostAsync("/api/insights/1/approval", "{}".AsJson());
        await client.PostAsync("/api/pressures", """{"type": "script", "title": "Agents may not refund", "keepsAlive": "I-1"}""".AsJson());

        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.Notifications.SingleAsync(row => row.PersonId == leader.Id && row.Type == NotificationType.NewEvidence)).Address.ShouldBe("/decisions/1");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var picture = await viewer.PageAsync("/");
        picture.QuerySelector("h1")!.TextContent.ShouldBe("1 stage fails without a decision: Pay, 13");
        picture.QuerySelector("a[href='/insights?stage=shop%2Fpay&type=friction']")!.TextContent.Trim().ShouldStartWith("1");
        picture.QuerySelector("a[href='/pressures?stage=shop%2Fpay']").ShouldNotBeNull();
        picture.QuerySelector(".thread-stub.broken").ShouldNotBeNull();
        (await viewer.PageAsync("/?stage=shop/pay")).QuerySelector(".known")!.TextContent.ShouldContain("Agents may not refund");
        await DecideAsync(host);
        var decided = await viewer.PageAsync("/");
        decided.QuerySelector("h1")!.TextContent.ShouldBe("1 stage fails: Pay, 13");
        decided.QuerySelector(".thread-stub")!.TextContent.ShouldContain("Refund at once");
    }

    [Fact]
    public async Task Signals_are_chosen_on_their_page_without_script()
    {
        await using var host = await StartAsync(Provider.Sqlite);
        using var member = await host.SignedInAsync(Role.Member);
        var chosen = await member.SubmitAsync("/signals", "/insights/selection", new() { ["signals"] = "2", ["do"] = "new" });
        chosen.Headers.Location!.ToString().ShouldBe("/insights/new?signals=2");
        (await member.PageAsync("/insights/new?signals=2")).QuerySelector("blockquote")!.TextContent.ShouldContain("lost");
    }

    private static async Task PlanDecisionAsync(TestHost host, Guid decider)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var stage = (await scope.ServiceProvider.GetRequiredService<LandscapeSource>().ReadAsync(default)).FindStage("shop/pay")!.Value.Stage.Id;
        var made = await scope
            .ServiceProvider.GetRequiredService<ThreadStore>()
            .CreateAsync<Decision>(
                Actor.Operator,
                Permission.EditThreads,
                (context, decision, _) =>
                {
                    (decision.Title, decision.DeciderId) = ("Refund at once", decider);
                    context.Links.Add(
                        new Link
                        {
                            FromId = decision.Id,
                            Kind = LinkKind.OnStage,
                            ToId = stage,
                        }
                    );
                    return Task.FromResult<Error?>(null);
                },
                default
            );
        made.Ok.ShouldBeTrue();
    }

    private static async Task DecideAsync(TestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var changed = await scope
            .ServiceProvider.GetRequiredService<ThreadStore>()
            .ChangeAsync<Decision>(
                Actor.Operator,
                Permission.Decide,
                1,
                null,
                (_, decision, _) =>
                {
                    decision.MadeAt = DateTime.SpecifyKind(new DateTime(2026, 2, 1), DateTimeKind.Utc);
                    return Task.FromResult<Result<(string, string)>>(("made", "Made it"));
                },
                default
            );
        changed.Ok.ShouldBeTrue();
    }

    private async Task<TestHost> StartAsync(Provider provider)
    {
        var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);
        var signals = Enumerable
            .Range(1, 12)
            .Select(number => new
            {
                externalId = $"s{number}",
                time = $"2026-03-{number:00}T10:00:00Z",
                customer = number switch
                {
                    1 or 2 => "c1",
                    3 => "c2",
                    4 => null,
                    _ => $"c{number}",
                },
                verbatim = $"All I typed was lost, {number}",
                readings = new[]
                {
                    new
                    {
                        measure = "csat-5",
                        place = "shop/pay",
                        value = number % 2 == 0 ? 1 : 2,
                    },
                },
            });
        (await client.PostAsync("/api/signals?source=survey", JsonSerializer.Serialize(signals).AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
        return host;
    }

    private static Task<HttpClient> ClientAsync(TestHost host) => host.WithTokenAsync(Scope.Threads, Scope.Read, Scope.Admin);

    private static async Task<JsonElement> MakeAsync(HttpClient client, string title, long[] signals)
    {
        var answer = await client.PostAsJsonAsync(
            "/api/insights",
            new
            {
                type = "friction",
                title,
                stages = new[] { "shop/pay" },
                signals,
            }
        );
        return await answer.JsonAsync(HttpStatusCode.Created);
    }

    private static async Task<JsonElement> OneAsync(HttpClient client, int number) => await (await client.GetAsync($"/api/insights/{number}")).JsonAsync();

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
