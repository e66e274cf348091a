using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Redthread.Domain.People;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;

namespace Redthread.Tests.Shell;

/// <summary>The lists of threads: what they give without a state, what a wrong state answers, and their files.</summary>
public sealed class ListTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("insights")]
    [InlineData("pressures")]
    [InlineData("opportunities")]
    [InlineData("solutions")]
    [InlineData("decisions")]
    public async Task Without_a_state_everything_is_given_and_an_unknown_one_is_refused(string list)
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        foreach (var title in new[] { "The first of two", "Another thing altogether" })
            (await client.PostAsync($"/api/{list}", $$"""{"title": "{{title}}", "type": "{{TypeOf(list)}}"}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var archived = await client.SendAsync(Archive(list));
        archived.IsSuccessStatusCode.ShouldBeTrue(await archived.Content.ReadAsStringAsync());

        (await TotalAsync(client, $"/api/{list}")).ShouldBe(2);
        (await TotalAsync(client, $"/api/{list}?state=all")).ShouldBe(2);
        (await TotalAsync(client, $"/api/{list}?state=archived")).ShouldBe(1);
        (await (await client.GetAsync($"/api/{list}?format=json")).JsonAsync()).GetArrayLength().ShouldBe(2);
        (await client.GetStringAsync($"/api/{list}?format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);

        using var refused = await client.GetAsync($"/api/{list}?state=everything");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("archived");
    }

    [Theory]
    [InlineData("/insights?state=to-approve", "state=to-approve")]
    [InlineData("/pressures", "state=open")]
    [InlineData("/solutions/list", "format=csv")]
    [InlineData("/solutions", "format=csv")]
    [InlineData("/opportunities", "show=open")]
    public async Task A_list_leads_to_what_it_shows_as_a_file(string page, string part)
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Threads);
        foreach (var list in new[] { "insights", "pressures", "opportunities", "solutions" })
            await client.PostAsync($"/api/{list}", $$"""{"title": "One of the {{list}}", "type": "{{TypeOf(list)}}"}""".AsJson());
        using var browser = await host.SignedInAsync(Role.Member);

        var links = (await browser.PageAsync(page)).QuerySelectorAll<IHtmlAnchorElement>("main a[href*='format=']").Select(link => link.GetAttribute("href")!).ToList();
        links.Count.ShouldBe(2);
        links.ShouldAllBe(link => link.Contains(part.Replace("format=csv", "format=")));
        foreach (var link in links)
            (await browser.GetStringAsync(link)).ShouldContain("One of the");
    }

    [Fact]
    public async Task Search_finds_objects_of_threads_by_name_and_by_words()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await DecisionGround.AddInsightAsync(host, "Four menus and then the line went dead", "shop/pay", 1);
        using var client = await host.WithTokenAsync(Scope.Threads);
        await client.PostAsync("/api/opportunities", """{"title": "Reaching a person takes too long"}""".AsJson());
        await client.PostAsync("/api/decisions", """{"title": "Answer by people first", "type": "roadmap"}""".AsJson());
        await client.PostAsync("/api/solutions", """{"title": "A shorter menu"}""".AsJson());
        await client.PostAsync("/api/objectives", """{"title": "Everybody reaches somebody", "cycle": "2026-Q4"}""".AsJson());
        using var browser = await host.SignedInAsync(Role.Viewer);

        (await HrefsAsync(browser, "I-1")).ShouldBe(["/insights/1"]);
        (await HrefsAsync(browser, "line menus")).ShouldBe(["/insights/1"]);
        (await HrefsAsync(browser, "menu")).ShouldBe(["/insights/1", "/solutions/1"]);
        (await HrefsAsync(browser, "a shorter")).ShouldBe(["/solutions/1"]);
        (await HrefsAsync(browser, "o-1")).ShouldBe(["/opportunities/1"]);
        (await HrefsAsync(browser, "people first")).ShouldBe(["/decisions/1"]);
        (await HrefsAsync(browser, "somebody")).ShouldBe(["/objectives/1"]);
        (await browser.PageAsync("/search?q=I-1")).QuerySelector(".hits a")!.TextContent.ShouldBe("I-1 Four menus and then the line went dead");
    }

    private static async Task<List<string>> HrefsAsync(HttpClient browser, string query)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/search?q={Uri.EscapeDataString(query)}");
        ask.Headers.Add("Accept", "application/json");
        using var answer = await browser.SendAsync(ask);
        return [.. (await answer.JsonAsync()).EnumerateArray().Select(hit => hit.GetProperty("href").GetString()!)];
    }

    private static async Task<int> TotalAsync(HttpClient client, string address) => (await (await client.GetAsync(address)).JsonAsync()).GetProperty("total").GetInt32();

    private static HttpRequestMessage Archive(string list) =>
        new(list is "insights" or "pressures" ? HttpMethod.Post : HttpMethod.Put, $"/api/{list}/1/archive") { Content = "{}".AsJson() };

    private static string TypeOf(string list) =>
        list switch
        {
            "insights" => "friction",
            "pressures" => "policy",
            "solutions" => "product",
            "decisions" => "roadmap",
            _ => "",
        };
}
