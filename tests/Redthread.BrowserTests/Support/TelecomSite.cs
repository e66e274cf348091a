using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Pressures;
using Redthread.Web.Features.Templates;

namespace Redthread.BrowserTests.Support;

/// <summary>A site with the telecom template agreed and two years of made-up signals up to this quarter.</summary>
public sealed class TelecomSite(Chromium chromium) : Site(chromium)
{
    public const int Waiting = 6;
    public const string Said = "I pressed one, then three, then one again, and I was back where I began.";
    public const string AlsoSaid = "In the end she pressed nought until somebody answered.";
    private const int Quarters = 8;
    private const int PerQuarter = 45;

    private static readonly (string Place, string Measure, double Low, double High, double Level, double Drift)[] Heard =
    [
        ("join/choose-plan/plan-pages", "ces-7", 1, 7, 0.62, 0.01),
        ("join/order/order-form", "ces-7", 1, 7, 0.74, 0.01),
        ("join/get-installed/technician-visit", "csat-5", 1, 5, 0.66, -0.02),
        ("join/first-bill/first-bill", "ces-7", 1, 7, 0.36, -0.01),
        ("use-and-pay/connect", "csat-5", 1, 5, 0.78, 0.005),
        ("use-and-pay/keep-track", "ces-7", 1, 7, 0.6, 0),
        ("use-and-pay/pay", "ces-7", 1, 7, 0.7, 0.01),
        ("get-help/try-self", "ces-7", 1, 7, 0.44, 0.02),
        ("get-help/phone-menu", "csat-5", 1, 5, 0.3, -0.02),
        ("get-help/explain", "ces-7", 1, 7, 0.4, 0.03),
        ("get-help/be-solved", "csat-5", 1, 5, 0.55, 0),
        ("change-or-leave/want-change", "ces-7", 1, 7, 0.52, -0.03),
        ("change-or-leave/carried-out", "csat-5", 1, 5, 0.63, 0),
    ];

    private static readonly string[] Words =
    [
        "The bill was higher than what the shop had told me.",
        "I waited twenty minutes in the menu and then was cut off.",
        "The technician came on time and explained everything.",
        "Ordering took me three clicks, well done.",
        "Nobody could tell me when the new plan starts.",
        "The line drops every evening.",
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var scope = Services.CreateAsyncScope();
        var used = await scope
            .ServiceProvider.GetRequiredService<UseTemplate>()
            .HandleAsync(Actor.Operator, new UseTemplate.Request("telecom", Agree: true), CancellationToken.None);
        used.Ok.ShouldBeTrue(used.Error?.Message);
        await SendAsync(JsonSerializer.Serialize(History().Concat(Unplaced())));
        await LearnAsync(scope.ServiceProvider);
        await PlanAsync(scope.ServiceProvider);
        await TalkAsync(scope.ServiceProvider);
    }

    // One of each that a page shows: an approved insight with evidence, one that waits, a pressure.
    private static async Task LearnAsync(IServiceProvider services)
    {
        var save = services.GetRequiredService<SaveInsight>();
        var known = new SaveInsight.Request
        {
            Type = InsightType.Friction,
            Title = "People get lost in the phone menu",
            Detail = "Most press **0** until somebody answers.",
            Stages = ["get-help/phone-menu"],
            Signals = [1, 2, 3],
        };
        (await save.CreateAsync(Actor.Operator, known, CancellationToken.None)).Ok.ShouldBeTrue();
        (await services.GetRequiredService<ApproveInsight>().ApproveAsync(Actor.Operator, 1, new ApproveInsight.Request(), CancellationToken.None)).Ok.ShouldBeTrue();
        var waiting = new SaveInsight.Request { Type = InsightType.Strength, Title = "Paying in the app is quick" };
        (await save.CreateAsync(Actor.Operator, waiting, CancellationToken.None)).Ok.ShouldBeTrue();
        var pressure = new SavePressure.Request
        {
            Type = PressureType.Incentive,
            Title = "Agents are paid by short calls",
            KeepsAlive = "I-1",
        };
        (await services.GetRequiredService<SavePressure>().CreateAsync(Actor.Operator, pressure, CancellationToken.None)).Ok.ShouldBeTrue();
    }

    // A conversation with a highlight that is evidence, and a planned one.
    private static async Task TalkAsync(IServiceProvider services)
    {
        var save = services.GetRequiredService<SaveConversation>();
        var plan = new SaveConversation.Request
        {
            Title = "Finding somebody in the phone menu",
            StartsAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2),
            Stages = ["get-help/phone-menu"],
            Guide = "customer",
        };
        (await save.PlanAsync(Actor.Operator, plan, CancellationToken.None)).Ok.ShouldBeTrue();
        (await services.GetRequiredService<SettleConversation>().HoldAsync(Actor.Operator, 1, new(null), true, CancellationToken.None)).Ok.ShouldBeTrue();
        var consent = new RecordConsent.Request { Consent = Domain.Conversations.Consent.Quotations, How = "spoken at the beginning" };
        (await services.GetRequiredService<RecordConsent>().GiveAsync(Actor.Operator, 1, consent, CancellationToken.None)).Ok.ShouldBeTrue();
        var notes = new WriteNotes.Request { Notes = $"## The story\n\n“{Said}” She laughed about it.\n\n{AlsoSaid}" };
        (await services.GetRequiredService<WriteNotes>().HandleAsync(Actor.Operator, 1, notes, CancellationToken.None)).Ok.ShouldBeTrue();
        var highlight = new MakeHighlight.Request
        {
            Quotation = Said,
            Stages = ["get-help/phone-menu"],
            Insight = "I-1",
        };
        (await services.GetRequiredService<MakeHighlight>().HandleAsync(Actor.Operator, 1, highlight, CancellationToken.None)).Ok.ShouldBeTrue();
        var later = plan with { Title = "Changing a plan", StartsAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(3) };
        (await save.PlanAsync(Actor.Operator, later, CancellationToken.None)).Ok.ShouldBeTrue();
    }

    // A planned decision that the insight waits to be weighed in, and an objective whose key result follows a score.
    private static async Task PlanAsync(IServiceProvider services)
    {
        var decision = new SaveDecision.Request
        {
            Title = "What becomes of the phone menu",
            Question = "Repair the menu, or answer the phone?",
            Stages = ["get-help/phone-menu"],
        };
        (await services.GetRequiredService<SaveDecision>().CreateAsync(Actor.Operator, decision, CancellationToken.None)).Ok.ShouldBeTrue();
        var objective = new SaveObjective.Request { Title = "Help is reached without detours", Cycle = Cycle.Address(services.GetRequiredService<GoalQueries>().ThisCycle) };
        (await services.GetRequiredService<SaveObjective>().CreateAsync(Actor.Operator, objective, CancellationToken.None)).Ok.ShouldBeTrue();
        var result = new SaveKeyResult.Request
        {
            Title = "The phone menu back to 50",
            Objective = "OB-1",
            Bound = "stage:get-help/phone-menu",
            Target = 50,
        };
        (await services.GetRequiredService<SaveKeyResult>().CreateAsync(Actor.Operator, result, CancellationToken.None)).Ok.ShouldBeTrue();
    }

    // The same every time: a fixed seed, and every quarter filled between its start and its end (or now).
    private static IEnumerable<object> History()
    {
        var random = new Random(7);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var quarter = Period.Of(PeriodKind.Quarter, now);
        for (var back = 0; back < Quarters; back++, quarter = quarter.Previous)
        {
            var end = quarter.End < now ? quarter.End : now;
            foreach (var (place, measure, low, high, level, drift) in Heard)
            {
                for (var number = 0; number < PerQuarter; number++)
                {
                    var share = Math.Clamp(level - drift * back + (random.NextDouble() + random.NextDouble() - 1) * 0.5, 0, 1);
                    yield return new
                    {
                        externalId = $"{quarter}-{place}-{number}",
                        time = quarter.Start + (end - quarter.Start) * random.NextDouble(),
                        customer = $"c{random.Next(2000)}",
                        verbatim = back == 0 && number % 9 == 0 ? Words[random.Next(Words.Length)] : null,
                        places = back == 0 && number % 9 == 0 ? new[] { Stage(place) } : null,
                        readings = new[]
                        {
                            new
                            {
                                measure,
                                place,
                                value = Math.Round(low + share * (high - low)),
                            },
                        },
                    };
                }
            }
        }
    }

    private static string Stage(string place) => string.Join('/', place.Split('/').Take(2));

    private static IEnumerable<object> Unplaced() =>
        Enumerable
            .Range(0, Waiting)
            .Select(number => new
            {
                externalId = $"waiting-{number}",
                time = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-number - 1),
                customer = $"w{number}",
                verbatim = $"{Words[number]} ({number + 1})",
            });
}
