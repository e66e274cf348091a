using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;

namespace Redthread.BrowserTests.Support;

/// <summary>A site where nobody was heard yet: one journey, an agreed framework, and a clock that can go on to the next quarter.</summary>
public sealed class QuarterSite(Chromium chromium) : Site(chromium)
{
    /// <summary>So many customers speak at each stage.</summary>
    public const int Customers = 24;

    private const string Journey = """
        journey: shop
        name: Shop online
        stages:
          - key: find
            name: Find it
          - key: pay
            name: Pay
          - key: receive
            name: Receive it
        """;

    private const string Framework = """
        framework: Quarter
        freshnessDays: 400
        minimumN: 10
        cutPoints: [30, 45, 60, 75]
        northStar: shop
        stages:
          shop/find: { importance: 1, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
          shop/pay: { importance: 3, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
          shop/receive: { importance: 2, target: 70, weakBelow: 50, failingBelow: 40, weights: { csat-5: 1 } }
        """;

    private readonly MovableClock clock = new();

    protected override TimeProvider Time => clock;

    /// <summary>The quarter in which the site begins.</summary>
    public Period Before { get; private set; }

    public Period After => Before.Next;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Before = Period.Of(PeriodKind.Quarter, clock.GetUtcNow().UtcDateTime);
        await using var scope = Services.CreateAsyncScope();
        T Get<T>()
            where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        var journey = await Get<SaveJourney>().HandleAsync(Actor.Operator, new SaveJourney.Request(JourneyFile.Parse(Journey).Value, null), CancellationToken.None);
        journey.Ok.ShouldBeTrue(journey.Error?.Message);
        var measures = ShippedMeasures.All.Select(entry => new SaveMeasure.Request(entry, null)).ToList();
        (await Get<SaveMeasure>().SaveAllAsync(Actor.Operator, measures, CancellationToken.None)).Ok.ShouldBeTrue();
        var framework = await Get<SaveFramework>().HandleAsync(Actor.Operator, new SaveFramework.Request(FrameworkFile.Parse(Framework).Value, null), CancellationToken.None);
        framework.Ok.ShouldBeTrue(framework.Error?.Message);
        (await Get<AgreeFramework>().HandleAsync(Actor.Operator, new AgreeFramework.Request(null), CancellationToken.None)).Ok.ShouldBeTrue();
    }

    public void GoOnToNextQuarter() => clock.MoveTo(After.Start.AddDays(40));

    /// <summary>What customers answer now: of Pay the value or one more, of Receive it always 4 or 5; half of them through each of two sources.</summary>
    public async Task HearAsync(int pay, string said)
    {
        foreach (var source in new[] { "survey", "reviews" })
        {
            var half = Enumerable.Range(0, Customers).Where(number => number % 2 == (source == "survey" ? 0 : 1)).ToList();
            await SendAsync(JsonSerializer.Serialize(half.SelectMany(number => new[] { Signal("pay", number, pay, said), Signal("receive", number, 4, null) })), source);
        }
    }

    private object Signal(string stage, int number, int value, string? said)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var time = now.AddMinutes(-number - 1);
        var start = Period.Of(PeriodKind.Quarter, now).Start;
        return new
        {
            externalId = $"{now:yyyyMMdd}-{stage}-{number}",
            time = time < start ? start : time,
            customer = $"{stage}-{number}",
            verbatim = said is null ? null : $"{said} ({number + 1})",
            places = said is null ? null : new[] { $"shop/{stage}" },
            readings = new[]
            {
                new
                {
                    measure = "csat-5",
                    place = $"shop/{stage}",
                    value = value + (number / 2 % 2),
                },
            },
        };
    }

    private sealed class MovableClock : TimeProvider
    {
        private TimeSpan ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

        public void MoveTo(DateTime moment) => ahead = moment - System.GetUtcNow();
    }
}
