using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.People;
using Redthread.Web.Features.Placing;

namespace Redthread.Tests.Features.Placing;

/// <summary>A steward places a queue, the classifier learns, and goes on alone as far as it is let.</summary>
public sealed class PlacingTests(PostgresServer postgres)
{
    private static readonly string[] Find = ["could not find the product", "search shows the wrong things", "filters hide what I look for"];
    private static readonly string[] Pay = ["card was declined at checkout", "charged twice for one order", "payment page froze"];
    private static readonly string[] Receive = ["parcel came a week late", "the courier left it in the rain", "box arrived broken"];
    private static readonly string[] Tails = ["again", "today", "last week", "twice", "on my phone", "at noon", "once more"];

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task The_queue_suggests_learns_places_by_itself_and_leaves_what_was_said(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        await PostAsync(host, 0, 90);
        using var browser = await host.SignedInAsync(Role.Steward);

        // Before anybody said anything it goes by the names of places, without a probability.
        var page = await browser.PageAsync("/placing");
        page.QuerySelector("header p.subtitle")!.TextContent.ShouldBe("90 wait to be placed");
        page.QuerySelectorAll(".placing-suggestions button").Length.ShouldBe(3);
        page.QuerySelectorAll(".sure").ShouldBeEmpty();
        page.QuerySelector(".placing-trust")!.TextContent.ShouldContain("from 20 on it says how sure it is");
        for (var placed = 0; placed < 60; placed++)
            await PlaceShownAsync(browser);
        await host.Services.GetRequiredService<VerbatimPlacer>().FitAsync(CancellationToken.None, anew: true);

        page = await browser.PageAsync("/placing");
        double.Parse(page.QuerySelector(".sure")!.TextContent, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0.34, 1);
        page.QuerySelector(".placing-trust")!.TextContent.ShouldContain("learnt from 60 verbatims");
        var shown = page.QuerySelector("blockquote")!.TextContent;
        page.QuerySelector<IHtmlButtonElement>(".placing-suggestions button")!.TextContent.ShouldContain(NameOf(shown));

        await LetAloneAsync(browser);
        var rows = await SignalsAsync(host);
        var byClassifier = rows.Where(row => row.Placements.Any(placement => placement.Origin == PlacementOrigin.Classifier)).ToList();
        byClassifier.Count.ShouldBeGreaterThan(15);
        byClassifier.ShouldAllBe(row => row.Placements.All(placement => placement.Confidence >= 0.8 && placement.PlacedBy == "classifier"));
        rows.Count(row => row.Placements.Any(placement => placement.Origin == PlacementOrigin.Hand)).ShouldBe(60);
        var stages = await StagesAsync(host);
        byClassifier.Count(row => stages[row.Placements[0].TargetId] == NameOf(row.Verbatim!)).ShouldBeGreaterThan(byClassifier.Count * 8 / 10);

        // Taken back once, it is not given again.
        var one = byClassifier[0];
        (await browser.PageAsync($"/signals/{one.Id}")).Body!.TextContent.ShouldContain("placed by classifier, 0.");
        (await browser.SubmitAsync($"/signals/{one.Id}", $"/placing/{one.Id}/removal", new() { ["place"] = $"Stage:{one.Placements[0].TargetId}" })).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        await host.Services.GetRequiredService<PlaceByClassifier>().HandleAsync(CancellationToken.None);
        (await SignalsAsync(host)).Single(row => row.Id == one.Id).Placements.ShouldNotContain(row => row.TargetId == one.Placements[0].TargetId);
    }

    // A threshold lets it go on alone; what it is not sure of still waits.
    private static async Task LetAloneAsync(HttpClient browser)
    {
        (
            await browser.SubmitAsync(
                "/placing/classifier",
                "/placing/classifier",
                new()
                {
                    ["kind"] = "Stage",
                    ["threshold"] = "0.5",
                    ["version"] = "0",
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (
            await browser.SubmitAsync(
                "/placing/classifier",
                "/placing/classifier",
                new()
                {
                    ["kind"] = "Stage",
                    ["threshold"] = "0,8",
                    ["version"] = "0",
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await browser.PageAsync("/placing/classifier")).QuerySelector("table .chip")!.TextContent.ShouldBe("set");
    }

    [Fact]
    public async Task Themes_say_how_many_of_those_that_wait_they_were_sought_among()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await PostAsync(host, 0, 1_040);
        using var browser = await host.SignedInAsync(Role.Steward);
        var page = await browser.PageAsync("/placing/themes");
        page.Body!.TextContent.ShouldContain("Of the newest 1,000 of 1,040 verbatims that wait, those that speak of one thing");
        // A word tells the topic; the tag stands by itself and breaks no sentence.
        page.QuerySelectorAll("article.theme p .chip").ShouldAllBe(chip => chip.ParentElement!.TextContent.Trim() == chip.TextContent.Trim());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Themes_are_placed_at_once_or_become_a_need(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        await PostAsync(host, 0, 60);
        using var browser = await host.SignedInAsync(Role.Steward);
        var page = await browser.PageAsync("/placing/themes");
        var theme = page.QuerySelector("article.theme")!;
        theme.QuerySelectorAll("blockquote").Length.ShouldBeInRange(1, 3);
        var signals = theme.QuerySelectorAll<IHtmlInputElement>("input[name=signals]").Select(field => field.Value).ToList();
        signals.Count.ShouldBeGreaterThanOrEqualTo(3);

        var fields = new List<KeyValuePair<string, string>>
        {
            new("__RequestVerificationToken", page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value),
            new("how", "need"),
            new("need", "I want it to work the first time"),
        };
        fields.AddRange(signals.Select(id => new KeyValuePair<string, string>("signals", id)));
        (await browser.PostAsync("/placing/themes", new FormUrlEncodedContent(fields))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var placed = (await SignalsAsync(host)).Where(row => row.Placements.Any(placement => placement is { Kind: PlacementKind.Need, Origin: PlacementOrigin.Hand })).ToList();
        placed.Count.ShouldBe(signals.Count);
        (await browser.PageAsync("/placing")).QuerySelector("form.placing-form")!.TextContent.ShouldContain("I want it to work the first time");
        (await browser.SubmitAsync("/placing/themes", "/placing/themes", new() { ["how"] = "place", ["place"] = "Stage:" + Guid.CreateVersion7() })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Programs_read_suggest_and_set(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        await PostAsync(host, 0, 30);
        using var browser = await host.SignedInAsync(Role.Steward);
        for (var placed = 0; placed < 24; placed++)
            await PlaceShownAsync(browser);
        await host.Services.GetRequiredService<VerbatimPlacer>().FitAsync(CancellationToken.None, anew: true);
        using var client = await host.WithTokenAsync(Scope.Admin);

        var read = await (await client.GetAsync("/api/placing")).JsonAsync();
        (read.GetProperty("confirmations").GetInt32(), read.GetProperty("heldOut").GetInt32(), read.GetProperty("calibrated").GetBoolean()).ShouldBe((24, 24, true));
        read.GetProperty("kinds")[0].GetProperty("threshold").ValueKind.ShouldBe(JsonValueKind.Null);
        var suggested = await (await client.PostAsync("/api/placing/suggestions", """{"texts": ["my card was declined at checkout once more"]}""".AsJson())).JsonAsync();
        suggested[0][0].GetProperty("name").GetString().ShouldBe("Pay");
        (await (await client.GetAsync("/api/placing/themes")).JsonAsync()).ValueKind.ShouldBe(JsonValueKind.Array);
        (await client.PostAsync("/api/placing/suggestions", """{"texts": []}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.PostAsync("/api/placing/themes", """{"signals": []}""".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task PlaceShownAsync(HttpClient browser)
    {
        var page = await browser.PageAsync("/placing");
        var name = NameOf(page.QuerySelector("blockquote")!.TextContent);
        var form = (IHtmlFormElement)page.QuerySelector("form.placing-form")!;
        var button = form.QuerySelectorAll<IHtmlButtonElement>(".placing-columns button").Single(row => row.TextContent.Trim().EndsWith(name, StringComparison.Ordinal));
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = form.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value,
            ["skip"] = "0",
            ["place"] = button.Value,
        };
        (await browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private static string NameOf(string verbatim) =>
        Find.Any(verbatim.Contains) ? "Find it"
        : Pay.Any(verbatim.Contains) ? "Pay"
        : "Receive it";

    private static async Task PostAsync(TestHost host, int from, int count)
    {
        using var client = await host.WithTokenAsync(Scope.Signals);
        var items = Enumerable
            .Range(from, count)
            .Select(at => new
            {
                externalId = $"v{at}",
                time = "2026-03-01T10:00:00Z",
                verbatim = $"{new[] { Find, Pay, Receive }[at % 3][at / 3 % 3]} {Tails[at % 7]} {Tails[at / 7 % 7]}",
            });
        (await client.PostAsync("/api/signals?source=mail", JsonSerializer.Serialize(items).AsJson())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<StoredSignal>> SignalsAsync(TestHost host) =>
        await host.Services.GetRequiredService<ISignalStore>().ReadSignalsAsync(new SignalQuery { Limit = 500 }, CancellationToken.None);

    private static async Task<Dictionary<Guid, string>> StagesAsync(TestHost host) =>
        (await host.Services.GetRequiredService<Web.Features.Landscapes.LandscapeSource>().ReadAsync(CancellationToken.None)).LiveStages.ToDictionary(
            row => row.Stage.Id,
            row => row.Stage.Name
        );
}
