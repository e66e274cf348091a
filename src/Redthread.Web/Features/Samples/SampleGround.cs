using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Samples;

/// <summary>What the sample organisation consists of beside journeys, measures and signals.</summary>
internal static class SampleGround
{
    public static readonly IReadOnlyList<(string Key, string Name)> Teams =
    [
        ("sample-marketing", "Sample marketing"),
        ("sample-delivery", "Sample delivery"),
        ("sample-product", "Sample product"),
        ("sample-service", "Sample service"),
    ];

    public static readonly IReadOnlyList<(string Key, string Name, SourceKind Kind)> Sources =
    [
        ("sample-survey", "Sample relationship survey", SourceKind.Survey),
        ("sample-short-surveys", "Sample short surveys", SourceKind.Survey),
        ("sample-calls", "Sample call records", SourceKind.Call),
        ("sample-tickets", "Sample tickets", SourceKind.Ticket),
        ("sample-reviews", "Sample app reviews", SourceKind.Review),
    ];

    public static IEnumerable<Channel> Channels() =>
        new[] { ("phone", "Phone"), ("web", "Web"), ("app", "App"), ("shop", "Shop"), ("technician", "Technician") }.Select(
            (entry, index) =>
                new Channel
                {
                    Key = entry.Item1,
                    Name = entry.Item2,
                    Position = index,
                }
        );

    public static IReadOnlyList<Segment> Segments() =>
        [
            .. SampleFacts.Shares.Select(
                (entry, index) =>
                    new Segment
                    {
                        Key = entry.Segment,
                        Name = NameOf(entry.Segment),
                        Partition = "customers",
                        Share = entry.Share,
                        Position = index,
                    }
            ),
        ];

    public static IEnumerable<Persona> Personas(IReadOnlyList<Segment> segments) =>
        new[]
        {
            ("sample-family-of-five", "Sample family of five", "families", "Everybody streams in the evening. Nobody has time for a telephone queue."),
            ("sample-single-mover", "Sample single who moves a lot", "singles", "Moves every year and wants the connection to come along."),
            (
                "sample-senior-without-smartphone",
                "Sample senior without a smartphone",
                "seniors",
                "Has a landline and a television. Anything that is only in the app is out of reach."
            ),
            ("sample-corner-shop", "Sample corner shop", "small-business", "Takes cards over the connection. An hour offline is an hour without sales."),
        }.Select(entry => new Persona
        {
            Key = entry.Item1,
            Name = entry.Item2,
            Story = entry.Item4,
            SegmentId = segments.Single(segment => segment.Key == entry.Item3).Id,
        });

    public static IEnumerable<Need> Needs() =>
        new[]
        {
            ("be-connected", "Be connected whenever I need it"),
            ("know-the-price", "Know what I pay and why"),
            ("pay-for-what-i-use", "Pay for what I use and nothing else"),
            ("plan-my-day", "Plan my day around the visit"),
            ("be-kept-informed", "Know what happens next"),
            ("solve-it-myself", "Solve it myself, quickly"),
            ("reach-a-person", "Reach a person who can help"),
            ("say-it-once", "Say it once and have it solved"),
        }.Select(
            (entry, index) =>
                new Need
                {
                    Key = entry.Item1,
                    Name = entry.Item2,
                    Position = index,
                }
        );

    public static IEnumerable<Note> Notes(SampleCalendar calendar, IReadOnlyCollection<Journey> journeys, string by, DateTime now) =>
        new[]
        {
            (calendar.NewMenu, "get-help", "Sample: a new phone menu goes live"),
            (calendar.AppOnly, "use-and-pay", "Sample: a plan can only be changed in the app"),
            (calendar.ThirdLayer, "get-help", "Sample: the phone menu gets a third layer"),
            (calendar.AuthorityRule, "get-help", "Sample: agents may settle cases themselves"),
            (calendar.ShortWindows, "get-connected", "Sample: visits are booked in windows of two hours"),
            (calendar.PriceLetter, "use-and-pay", "Sample: the price letter goes out"),
        }.Select(entry => new Note
        {
            On = DateOnly.FromDateTime(entry.Item1),
            Text = entry.Item3,
            JourneyId = journeys.Single(journey => journey.Key == entry.Item2).Id,
            ExternalId = $"sample-note-{Domain.Key.From(entry.Item3)}",
            ActorName = by,
            CreatedAt = now,
        });

    /// <summary>Customers who passed each stage, per month, as a whole and by segment.</summary>
    public static IEnumerable<StageTraffic> Traffic(SampleCalendar calendar, IReadOnlyCollection<Journey> journeys, IReadOnlyList<Segment> segments)
    {
        var random = new SampleRandom(360);
        var stages = journeys
            .SelectMany(journey => journey.Stages.Select(stage => (Path: $"{journey.Key}/{stage.Key}", stage.Id)))
            .ToDictionary(entry => entry.Path, entry => entry.Id);
        for (var month = new DateTime(calendar.Start.Year, calendar.Start.Month, 1, 0, 0, 0, DateTimeKind.Utc); month < calendar.End; month = month.AddMonths(1))
        {
            // The first and the last month are not whole.
            var (from, to) = (month < calendar.Start ? calendar.Start : month, month.AddMonths(1) > calendar.End ? calendar.End : month.AddMonths(1));
            var part = (to - from) / (month.AddMonths(1) - month);
            foreach (var stage in SampleStage.All)
            {
                var bySegment = segments
                    .Select(segment => (segment.Id, Count: (long)Math.Round(stage.Traffic * part * segment.Share!.Value * (1 + (0.05 * random.Normal())))))
                    .ToList();
                foreach (var (segment, count) in bySegment.Append((Guid.Empty, bySegment.Sum(entry => entry.Count))))
                    yield return new StageTraffic
                    {
                        StageId = stages[stage.Path],
                        Month = DateOnly.FromDateTime(month),
                        SegmentId = segment,
                        Customers = count,
                    };
            }
        }
    }

    private static string NameOf(string key) => Sentence.Begin(key.Replace('-', ' '));
}
