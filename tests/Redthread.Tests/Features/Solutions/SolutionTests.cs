using System.Net;
using System.Text.Json;
using Redthread.Domain.People;
using Redthread.Tests.Features.Opportunities;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Solutions;

public sealed class SolutionTests(PostgresServer postgres)
{
    private const string Csv = """
        externalId,title,type,state,horizon,cycle,team,effort,cost,opportunity,url
        T-1,Card form,product,started,now,2026-Q4,,3,1000,O-1,https://tracker.example/T-1
        T-2,Train the hotline,training,planned,soon,Q1 2027,,2,,O-1,
        T-3,,product,idea,later,,,,,,
        T-4,Bad cycle,product,idea,later,soon,,,,,
        T-5,Unknown opportunity,product,idea,later,,,,,O-9,
        T-6,Bad address,product,idea,later,,,,,,javascript:alert(1)
        """;

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_roadmap_imported_twice_changes_nothing_and_what_differs_is_updated(Provider provider)
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
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await (await client.PostAsync("/api/opportunities", """{"title":"Paying fails"}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        var first = await (await client.PostAsync("/api/imports/solutions", Csv.AsJson("text/csv"))).JsonAsync();
        Counts(first).ShouldBe((6, 2, 0, 0, 4));
        first
            .GetProperty("rejected")
            .EnumerateArray()
            .Select(row => (row.GetProperty("row").GetInt64(), row.GetProperty("column").GetString()))
            .ShouldBe([(4, "title"), (5, "cycle"), (6, "opportunity"), (7, "url")]);
        Counts(await (await client.PostAsync("/api/imports/solutions", Csv.AsJson("text/csv"))).JsonAsync()).ShouldBe((6, 0, 0, 2, 4));

        var json = """[{"externalId":"T-1","title":"Card form, second try","state":"shipped"},{"externalId":"T-2","title":"Train the hotline"}]""";
        var file = Path.Combine(host.Folder, "roadmap.json");
        await File.WriteAllTextAsync(file, json);
        var (code, output, error) = await RedthreadProgram.RunAsync(host.Folder, connection, "solutions", "import", file, "--json");
        code.ShouldBe(0, error);
        Counts(JsonDocument.Parse(output).RootElement).ShouldBe((2, 0, 1, 1, 0));
        await Task.Delay(1100);
        var one = await (await client.GetAsync("/api/solutions/1")).JsonAsync();
        one.GetProperty("title").GetString().ShouldBe("Card form, second try");
        one.GetProperty("state").GetString().ShouldBe("shipped");
        one.GetProperty("effort").GetDouble().ShouldBe(3, "A column that the file lacks stays as it is.");
        one.GetProperty("opportunities")[0].GetString().ShouldBe("O-1");
        // Effort of the opportunity is the sum of its live solutions'.
        (await (await client.GetAsync("/api/opportunities/1")).JsonAsync())
            .GetProperty("effort")
            .GetDouble()
            .ShouldBe(5);

        var roadmap = await (await client.GetAsync("/api/roadmap?from=2026-Q3")).JsonAsync();
        roadmap
            .GetProperty("planned")
            .EnumerateArray()
            .Select(row => (row.GetProperty("cycle").GetString(), row.GetProperty("solutions")[0].GetString()))
            .ShouldBe([("2026-Q4", "S-1"), ("2027-Q1", "S-2")]);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_decision_imported_with_its_day_counts_as_made_and_carries_the_thread_on(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        await ThreadGround.InsightAsync(host, 1, "pay", (null, 1, 1));
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        await (await client.PostAsync("/api/opportunities", """{"title":"Paying fails","from":["I-1"]}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        await (await client.PostAsync("/api/solutions", """{"title":"Card form","for":["O-1"]}""".AsJson())).JsonAsync(HttpStatusCode.Created);
        const string Json = """
            [{"externalId":"D1","title":"Rebuild the card form","type":"roadmap","madeOn":"2026-03-02","madeBy":"The board","choice":"Rebuild","insights":["I-1"],"opportunities":"O-1","solutions":"S-1"},
             {"externalId":"D2","title":"Later","madeOn":"2999-01-01"},{"externalId":"D3","title":"Planned","dueOn":"2026-12-01"},{"externalId":"D4","title":"Cites nothing","insights":"I-77"}]
            """;
        var first = await (await client.PostAsync("/api/imports/decisions", Json.AsJson())).JsonAsync();
        Counts(first).ShouldBe((4, 2, 0, 0, 2));
        Counts(await (await client.PostAsync("/api/imports/decisions", Json.AsJson())).JsonAsync()).ShouldBe((4, 0, 0, 2, 2));
        using var member = await host.SignedInAsync(Role.Member);
        (await member.PageAsync("/solutions/1")).QuerySelector(".beads")!.TextContent.ShouldContain("Rebuild the card form");

        // A member may not make a decision by a file either.
        var page = await member.PageAsync("/solutions/import");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(((AngleSharp.Html.Dom.IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value), "__RequestVerificationToken" },
            { new StringContent("externalId,title,madeOn\nD9,By a file,2026-01-05\n"), "file", "decisions.csv" },
        };
        var answer = await (await member.PostAsync("/decisions/files", form)).Content.ReadAsStringAsync();
        answer.ShouldContain("1 rejected");
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_board_is_ordered_without_script(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var browser = await host.SignedInAsync(Role.Member);
        foreach (var title in new[] { "One", "Two", "Three" })
            (await browser.SubmitAsync("/solutions/new", "/solutions", new() { ["title"] = title, ["horizon"] = "Now" })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await ColumnAsync(browser, "Now")).ShouldBe(["1", "2", "3"]);

        var third = (await browser.PageAsync("/solutions")).QuerySelector("#s-3")!;
        third.QuerySelectorAll("button").Select(button => button.TextContent).ShouldBe(["Move to Soon", "Move to Later", "Up"]);
        await MoveAsync(browser, 3, third.QuerySelectorAll("button").Last().GetAttribute("value")!);
        (await ColumnAsync(browser, "Now")).ShouldBe(["1", "3", "2"]);
        await MoveAsync(browser, 1, "Soon");
        await MoveAsync(browser, 2, "Soon before:1");
        (await ColumnAsync(browser, "Soon")).ShouldBe(["2", "1"]);
        await MoveAsync(browser, 3, "after:2");
        (await ColumnAsync(browser, "Soon")).ShouldBe(["2", "3", "1"]);
        // However often one goes between two, there is a place.
        for (var turn = 0; turn < 60; turn++)
            await MoveAsync(browser, turn % 2 == 0 ? 1 : 3, "Soon after:2");
        (await ColumnAsync(browser, "Soon")).ShouldBe(["2", "3", "1"]);
        (await browser.SubmitAsync("/solutions", "/solutions/moves", new() { ["number"] = "3", ["to"] = "nowhere" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.PageAsync("/solutions")).QuerySelectorAll(".board-card button, [draggable=true]").Length.ShouldBe(0);
    }

    private static async Task MoveAsync(HttpClient browser, int number, string to) =>
        (await browser.SubmitAsync("/solutions", "/solutions/moves", new() { ["number"] = $"{number}", ["to"] = to })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

    private static async Task<IEnumerable<string>> ColumnAsync(HttpClient browser, string horizon) =>
        (await browser.PageAsync("/solutions")).QuerySelectorAll($"[data-horizon={horizon}] .board-card").Select(card => card.GetAttribute("data-number")!);

    private static (int, int, int, int, int) Counts(JsonElement report) =>
        (
            report.GetProperty("read").GetInt32(),
            report.GetProperty("added").GetInt32(),
            report.GetProperty("changed").GetInt32(),
            report.GetProperty("unchanged").GetInt32(),
            report.GetProperty("rejected").GetArrayLength()
        );
}
