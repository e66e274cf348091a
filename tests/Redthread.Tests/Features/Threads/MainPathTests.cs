using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Redthread.Domain.People;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Threads;

/// <summary>From what customers say to what is shipped, by the doors on the pages themselves.</summary>
public sealed class MainPathTests(PostgresServer postgres)
{
    [Fact]
    public async Task Each_page_opens_the_form_of_what_comes_next_filled_in()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await DecisionGround.AddInsightAsync(host, "Four menus", "shop/pay", 3);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var browser = await host.SignedInAsync(Role.Leader);

        await FollowAsync(browser, "/insights/1", "/opportunities/new?from=I-1", "from", "I-1");
        using var opportunity = await browser.SubmitAsync(
            "/opportunities/new?from=I-1",
            "/opportunities",
            new()
            {
                ["title"] = "Reaching somebody",
                ["from"] = "I-1",
                ["seen"] = "",
            }
        );
        opportunity.Headers.Location!.ToString().ShouldBe("/opportunities/1");
        await PlaceAsync(host, client);
        (await browser.PageAsync("/opportunities/1")).Body!.TextContent.ShouldContain("on the stage “Pay”");

        await FollowAsync(browser, "/opportunities/1", "/decisions/new?from=O-1", "from", "O-1");
        using var decision = await browser.SubmitAsync(
            "/decisions/new?from=O-1",
            "/decisions",
            new()
            {
                ["title"] = "Answer by people",
                ["question"] = "Do we?",
                ["type"] = "Roadmap",
                ["from"] = "O-1",
            }
        );
        decision.Headers.Location!.ToString().ShouldBe("/decisions/1");
        await MakeAsync(client);

        await FollowAsync(browser, "/decisions/1", "/solutions/new?from=D-1", "for", "D-1");
        using var solution = await browser.SubmitAsync(
            "/solutions/new?from=D-1",
            "/solutions",
            new()
            {
                ["title"] = "A line to a person",
                ["for"] = "D-1",
                ["seen"] = "",
            }
        );
        solution.Headers.Location!.ToString().ShouldBe("/solutions/1");
        var links = (await (await client.GetAsync("/api/links?of=S-1")).JsonAsync()).EnumerateArray().ToList();
        links.ShouldContain(link => link.GetProperty("kind").GetString() == "chooses" && link.GetProperty("from").GetString() == "D-1");
        links.ShouldContain(link => link.GetProperty("kind").GetString() == "onStage" && link.GetProperty("path").GetString() == "shop/pay");
    }

    [Fact]
    public async Task Signals_chosen_under_a_stage_make_an_insight_on_it()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Signals);
        await (
            await client.PostAsync(
                "/api/signals?source=s",
                """[{"externalId": "1", "time": "2026-05-10T10:00:00Z", "customer": "c", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 1}]}]""".AsJson()
            )
        ).JsonAsync();
        var id = (await (await client.GetAsync("/api/signals")).JsonAsync())[0].GetProperty("id").GetInt64();
        using var browser = await host.SignedInAsync(Role.Member);

        using var chosen = await browser.SubmitAsync(
            "/signals?stage=shop/pay",
            "/insights/selection",
            new()
            {
                ["signals"] = $"{id}",
                ["do"] = "new",
                ["stage"] = "shop/pay",
            }
        );
        chosen.Headers.Location!.ToString().ShouldContain("stage=shop%2Fpay");
        Checked(await browser.PageAsync(chosen.Headers.Location.ToString())).ShouldBe(["shop/pay"]);
        // Without a filter its only rating tells.
        Checked(await browser.PageAsync($"/insights/new?signals={id}")).ShouldBe(["shop/pay"]);
        (await browser.PageAsync("/signals?stage=shop/pay")).QuerySelector("form input[type=hidden][name=stage]")!.GetAttribute("value").ShouldBe("shop/pay");
    }

    [Fact]
    public async Task The_panel_of_a_stage_counts_what_its_link_lists()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Signals, Scope.Admin);
        await DecisionGround.SendAsync(client, "shop/pay", "2026-05-10", 2);
        await (
            await client.PostAsync(
                "/api/signals?source=s",
                """[{"externalId": "words", "time": "2026-05-11T10:00:00Z", "verbatim": "Only words, placed on a stage", "places": ["shop/pay"]}]""".AsJson()
            )
        ).JsonAsync();
        using var browser = await host.SignedInAsync(Role.Member);

        var link = (IHtmlAnchorElement)(await browser.PageAsync("/?stage=shop/pay&period=2026-Q2")).QuerySelector(".panel-all a")!;
        link.TextContent.ShouldContain("All 10 signals");
        var listed = await browser.PageAsync(link.GetAttribute("href")!);
        listed.QuerySelectorAll("input[name=signals]").Length.ShouldBe(10);
        listed.QuerySelector(".page-head .subtitle")!.TextContent.ShouldBe("10 signals of 11 match");
        (await browser.PageAsync("/signals?stage=shop/pay&period=2026-Q2")).QuerySelector(".page-head .subtitle")!.TextContent.ShouldBe("11 signals of 11 match");
        listed.QuerySelector("tbody td[data-label=Readings]")!.TextContent.ShouldNotContain("csat-5");
    }

    private static async Task PlaceAsync(TestHost host, HttpClient client)
    {
        await client.PostAsync(
            "/api/links",
            JsonSerializer
                .Serialize(
                    new
                    {
                        from = "O-1",
                        kind = "onStage",
                        to = await DecisionGround.StageAsync(host, "shop/pay"),
                    }
                )
                .AsJson()
        );
    }

    private static async Task MakeAsync(HttpClient client)
    {
        await client.PutAsync("/api/decisions/1/insights/I-1", """{"mark": "usedFor"}""".AsJson());
        await client.PutAsync("/api/decisions/1/nothing-against", null);
        await client.PutAsync("/api/decisions/1", """{"title": "Answer by people", "question": "Do we?", "expected": "Fewer give up", "reviewOn": "2031-01-01"}""".AsJson());
        using var made = await client.PostAsync("/api/decisions/1/making", """{"choice": "Yes"}""".AsJson());
        made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync());
    }

    private static List<string?> Checked(IHtmlDocument page) =>
        [
            .. page.QuerySelectorAll<IHtmlInputElement>("input[name=stages]").Where(box => box.IsDefaultChecked).Select(box => box.GetAttribute("value")),
            .. page.QuerySelectorAll<IHtmlSelectElement>("select[name=stages]").Select(select => select.Value).Where(value => !string.IsNullOrEmpty(value)),
        ];

    private static async Task FollowAsync(HttpClient browser, string from, string to, string field, string value)
    {
        (await browser.PageAsync(from)).QuerySelector($".page-head a[href='{to}'], main a[href='{to}']").ShouldNotBeNull();
        (await browser.PageAsync(to)).QuerySelector($"form.form [name={field}]")!.GetAttribute("value").ShouldBe(value);
    }
}
