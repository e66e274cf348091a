using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Templates;

namespace Redthread.Tests.Features.Picture;

public sealed class LifecycleLineTests(PostgresServer postgres)
{
    /// <summary>The airport's lifecycle has stages of its own, beside the journeys under it.</summary>
    [Fact]
    public async Task A_lifecycle_with_stages_of_its_own_has_one_heading_and_one_score()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await using (var scope = host.Services.CreateAsyncScope())
            (
                await scope.ServiceProvider.GetRequiredService<UseTemplate>().HandleAsync(Actor.Operator, new UseTemplate.Request("airport", Agree: true), CancellationToken.None)
            ).Error.ShouldBeNull();
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        var batch = Enumerable
            .Range(0, 40)
            .Select(number =>
                $$"""{"externalId": "{{number}}", "time": "2026-05-10T10:00:00Z", "readings": [{"measure": "csat", "place": "airport/wait/artwork", "value": {{1 + (number % 5)}}}]}"""
            );
        var taken = await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();
        taken.GetProperty("accepted").GetInt32().ShouldBe(40, taken.ToString());
        using var viewer = await host.SignedInAsync(Role.Viewer);

        var page = await viewer.PageAsync("/?period=2026-Q2");

        var heading = page.QuerySelectorAll(".lifecycle").ShouldHaveSingleItem();
        heading.QuerySelector("h2")!.TextContent.ShouldBe("A traveller's life with an airport");
        heading.QuerySelectorAll(".journey-score").Length.ShouldBe(1);
        var lines = page.QuerySelectorAll(".map > .journey").ToList();
        lines.Count.ShouldBe(4);
        // Its own stages are the first line under it, whose score stands above.
        heading.NextElementSibling.ShouldBe(lines[0]);
        lines[0].QuerySelectorAll(".journey-score").ShouldBeEmpty();
        lines[0].QuerySelectorAll(".stage").Length.ShouldBe(3);
        lines.Skip(1).ShouldAllBe(line => line.QuerySelectorAll(".journey-score").Length == 1);
        page.QuerySelectorAll(".cell.none .score b").Select(word => word.TextContent).Distinct().ShouldBe(["unknown"]);
    }
}
