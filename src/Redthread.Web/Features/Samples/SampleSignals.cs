using Redthread.Domain.Signals;

namespace Redthread.Web.Features.Samples;

/// <summary>What comes in one by one: short surveys, call records, tickets, reviews.</summary>
internal sealed class SampleSignals(SampleCalendar calendar, SampleCustomers customers, SampleLevels levels, SampleTexts texts, SampleNames names)
{
    private const int Shorts = 26_000;
    private const int Calls = 4_000;
    private const int CardsPerMonth = 6;
    private const int Reviews = 2_800;

    private static readonly IReadOnlyList<(string, double)> TicketMix = [("families", 0.4), ("singles", 0.24), ("seniors", 0.22), ("small-business", 0.14)];
    private static readonly IReadOnlyList<(string Stage, double)> LoudStages =
    [
        ("get-connected/wait-for-visit", 3),
        ("get-help/resolved", 4),
        ("use-and-pay/price-rise", 2),
        ("get-help/wait-for-a-person", 2),
    ];
    private readonly SampleValues values = new(levels);

    /// <summary>One question after something happened.</summary>
    public IEnumerable<NewSignal> ShortSurveys()
    {
        var random = new SampleRandom(320);
        var weights = SampleStage.All.Select(stage => (stage, stage.Short)).ToList();
        foreach (var at in Instants(random, Shorts))
        {
            var stage = random.Weighted(weights);
            if (stage.Path == SampleLevels.Move && at >= calendar.MoveHouseSilent)
                continue;
            yield return Short(random, stage, at, $"short-{random.Below(int.MaxValue)}-{at.Ticks}");
        }

        // Only now and then does a technician remember to leave the card for the first evening.
        var evening = SampleStage.All.Single(stage => stage.Path == SampleLevels.FirstEvening);
        foreach (var at in Instants(random, 24 * CardsPerMonth))
            yield return Short(random, evening, at, $"card-{random.Below(int.MaxValue)}-{at.Ticks}");
    }

    /// <summary>What the telephone system measured.</summary>
    public IEnumerable<NewSignal> CallRecords()
    {
        var random = new SampleRandom(330);
        foreach (var (at, number) in Instants(random, Calls).Select((at, index) => (at, index + 1)))
        {
            var customer = customers.Next(random, SampleFacts.Shares);
            var (measure, stage) = random.Chance(0.7) ? ("waiting-time", "get-help/wait-for-a-person") : ("transfers", "get-help/be-understood");
            var reading = names.Reading(measure, stage, values.Next(random, measure, stage, customer, at));
            yield return names.Signal($"call-{number:00000}", at, customer, "phone") with
            {
                Readings = [reading],
            };
        }
    }

    public IEnumerable<NewSignal> TicketSignals()
    {
        var random = new SampleRandom(340);
        var weights = SampleStage.All.Select(stage => (stage, stage.Tickets)).ToList();
        foreach (var (at, index) in Instants(random, SampleFacts.Tickets).Select((at, index) => (at, index)))
        {
            var loud = index % SampleFacts.LoudEvery == 3;
            var customer = loud ? customers.NextLoud(random) : NextQuiet(random);
            var stage = loud ? Loud(random) : random.Weighted(weights);
            var signal = names.Signal($"ticket-{index + 1:00000}", at, customer, random.Weighted([("phone", 5), ("web", 3), ("app", 3), ("shop", 1)])) with { Language = "en" };
            yield return random.Chance(0.06) || (stage.Path == SampleLevels.Move && at >= calendar.MoveHouseSilent)
                ? signal with
                {
                    Verbatim = texts.Unplaced(random),
                }
                : signal with
                {
                    Verbatim = texts.About(random, stage.Path, random.Chance(0.08)),
                    Placements = names.Placements(stage, PlacementOrigin.Rule),
                };
        }
    }

    /// <summary>Stars and a sentence, from nobody known.</summary>
    public IEnumerable<NewSignal> AppReviews()
    {
        var random = new SampleRandom(350);
        string[] stages = ["use-and-pay/browse-and-stream", SampleLevels.Plan, SampleLevels.FirstBill, "get-help/look-for-an-answer"];
        foreach (var (at, number) in Instants(random, Reviews).Select((at, index) => (at, index + 1)))
        {
            var path = stages[random.Chance(0.7) ? 0 : random.Below(stages.Length)];
            var stage = SampleStage.All.Single(row => row.Path == path);
            var review = new NewSignal
            {
                ExternalId = $"review-{number:00000}",
                OccurredAt = at,
                ChannelId = names.Channel("app"),
            };
            var good = random.Chance(levels.Of(stage.Path, null, at) / 100);
            var verbatim = random.Chance(0.75) ? texts.About(random, stage.Path, good) : null;
            yield return stage.Path == stages[0]
                ? review with
                {
                    Readings = [names.Reading("csat-5", $"{stage.Path}/television-app", values.Next(random, "csat-5", stage.Path, null, at))],
                    Verbatim = verbatim,
                    Language = verbatim is null ? null : "en",
                    Placements = verbatim is null ? [] : names.Placements(stage, PlacementOrigin.Mapping),
                }
                : review with
                {
                    Verbatim = verbatim ?? texts.Unplaced(random),
                    Language = "en",
                };
        }
    }

    private NewSignal Short(SampleRandom random, SampleStage stage, DateTime at, string id)
    {
        var customer = customers.Next(random, SampleFacts.Shares);
        var measure = random.Of(stage.Measures);
        return names.Signal(id, at, customer, stage.Channel) with { Readings = [names.Reading(measure, stage.Path, values.Next(random, measure, stage.Path, customer, at))] };
    }

    private SampleCustomer NextQuiet(SampleRandom random)
    {
        while (true)
        {
            var customer = customers.Next(random, TicketMix);
            if (customer.Account != SampleFacts.LoudAccount)
                return customer;
        }
    }

    private static SampleStage Loud(SampleRandom random)
    {
        var path = random.Weighted(LoudStages);
        return SampleStage.All.Single(stage => stage.Path == path);
    }

    private List<DateTime> Instants(SampleRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Instant(calendar.Start, calendar.End)).Order()];
}
