using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Features.Decisions;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Voice;

/// <summary>A loss opens what was lost, under the filter of the flow.</summary>
public sealed class UnheardTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Those_no_insight_tells_of_are_listed_with_what_they_said(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Threads, Scope.Read);
        await DecisionGround.SendAsync(client, "shop/pay", "2026-05-10", 1);
        await DecisionGround.SendAsync(client, "shop/pay", "2026-02-10", 1);
        using var steward = await host.SignedInAsync(Role.Steward);

        var flow = await steward.PageAsync("/voice?cycle=2026-Q2");
        var loss = flow.QuerySelectorAll("#lost-no-insight a").First(link => link.TextContent == "Pay");
        loss.GetAttribute("href").ShouldBe("/voice/unheard?cycle=2026-Q2&stage=shop%2Fpay");
        var file = await (await client.GetAsync("/api/voice?cycle=2026-Q2&format=csv")).Content.ReadAsStringAsync();
        file.ShouldContain("Placed,10,10,no-insight,,shop/pay,Pay,10");
        var lost = await steward.PageAsync(loss.GetAttribute("href")!);
        lost.QuerySelectorAll("tbody tr").Length.ShouldBe(10);
        lost.QuerySelectorAll("tbody tr").ShouldAllBe(row => row.TextContent.Contains("10 May 2026"));
        lost.Body!.TextContent.ShouldContain("10 customers scored this stage below 50");

        var chosen = lost.QuerySelectorAll("input[name=signals]").Take(3).Select(box => box.GetAttribute("value")!).ToList();
        chosen.Count.ShouldBe(3);
        (await steward.GetAsync("/voice/unheard?cycle=2026-Q2&stage=shop/nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await steward.PageAsync("/voice/unheard?cycle=2026-Q2&stage=shop/find")).Body!.TextContent.ShouldContain("Nobody was lost here");
        (await steward.PageAsync("/voice/unheard?cycle=2026-Q2")).QuerySelector("h1")!.TextContent.ShouldContain("nobody placed");
        using var reader = await host.SignedInAsync(Role.Viewer);
        var counted = await reader.PageAsync("/voice/unheard?cycle=2026-Q2&stage=shop/pay");
        counted.Body!.TextContent.ShouldContain("10 customers scored");
        counted.Body.TextContent.ShouldNotContain("It took ages");
    }
}
