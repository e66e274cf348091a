using System.Net;
using System.Net.Http.Json;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Segments;

namespace Redthread.Tests.Features.Segments;

public sealed class SegmentShareTests(PostgresServer postgres)
{
    [Fact]
    public void Shares_that_are_not_the_whole_base_are_named()
    {
        SegmentShares.Misfits([("household", 0.6), ("household", 0.4), ("age", null)]).ShouldBeEmpty();
        SegmentShares.Misfits([("household", 0.9), ("household", 0.3)]).ShouldBe(["the shares of “household” sum to 120 %, not to 100 %"]);
        SegmentShares.Misfits([("household", 0.9), ("household", null)]).ShouldBe(["some segments of “household” have no share of the customer base"]);
    }

    [Fact]
    public async Task The_panel_and_the_api_say_why_scores_are_not_weighted()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read, Scope.Journeys);
        var batch = Enumerable
            .Range(0, 40)
            .Select(number =>
                $$"""{"externalId": "{{number}}", "time": "2026-05-10T10:00:00Z", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": {{1 + (number % 5)}}}]}"""
            );
        await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();

        using var answer = await client.PutAsJsonAsync(
            "/api/segments",
            new
            {
                segments = new[]
                {
                    new
                    {
                        key = "one",
                        name = "One",
                        partition = "household",
                        share = 0.9,
                    },
                    new
                    {
                        key = "two",
                        name = "Two",
                        partition = "household",
                        share = 0.3,
                    },
                },
            }
        );

        (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("notes")[0].GetString()!.ShouldContain("sum to 120 %");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var panel = await viewer.PageAsync("/?period=2026-Q2&stage=shop/pay");
        panel.Body!.TextContent.ShouldContain("not post-stratified: the shares of “household” sum to 120 %");
        // A viewer may not look at evidence, so the way there is not offered.
        panel.QuerySelector(".panel-all").ShouldBeNull();
        using var member = await host.SignedInAsync(Role.Member);
        (await member.PageAsync("/?period=2026-Q2&stage=shop/pay")).QuerySelector(".panel-all a")!.TextContent.ShouldContain("40 signals behind it");
        (await viewer.GetAsync("/?period=9999")).StatusCode.ShouldNotBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/api/picture?period=9999")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
