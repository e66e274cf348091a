using Microsoft.Extensions.DependencyInjection;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;

namespace Redthread.Tests.Support;

/// <summary>The least that signals need: a journey “shop” with three stages, the shipped measures, an agreed framework.</summary>
public static class Ground
{
    public const string Journey = """
        journey: shop
        name: Shop online
        stages:
          - key: find
            name: Find it
          - key: pay
            name: Pay
            touchpoints:
              - key: card
                name: Card form
                channel: web
          - key: receive
            name: Receive it
        """;

    public const string Framework = """
        framework: Test framework
        freshnessDays: 3000
        minimumN: 5
        cutPoints: [30, 45, 60, 75]
        northStar: shop
        stages:
          shop/find: { importance: 1, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
          shop/pay: { importance: 3, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
          shop/receive: { importance: 2, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
        """;

    public static async Task LayAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        var saved = await provider
            .GetRequiredService<SaveJourney>()
            .HandleAsync(Actor.Operator, new SaveJourney.Request(JourneyFile.Parse(Journey).Value, null), CancellationToken.None);
        saved.Ok.ShouldBeTrue(saved.Error?.Message);
        var measures = ShippedMeasures.All.Select(entry => new SaveMeasure.Request(entry, null)).ToList();
        (await provider.GetRequiredService<SaveMeasure>().SaveAllAsync(Actor.Operator, measures, CancellationToken.None)).Ok.ShouldBeTrue();
        var framework = await provider
            .GetRequiredService<SaveFramework>()
            .HandleAsync(Actor.Operator, new SaveFramework.Request(FrameworkFile.Parse(Framework).Value, null), CancellationToken.None);
        framework.Ok.ShouldBeTrue(framework.Error?.Message);
        var agreed = await provider.GetRequiredService<AgreeFramework>().HandleAsync(Actor.Operator, new AgreeFramework.Request(null), CancellationToken.None);
        agreed.Ok.ShouldBeTrue(agreed.Error?.Message);
    }
}
