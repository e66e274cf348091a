using Redthread.Web.Features.Picture;
using Redthread.Web.Shell.Layout;
using Xunit;

namespace Redthread.Tests.Ui;

/// <summary>The Picture as different organisations on different days would meet it.</summary>
public static class PictureCases
{
    private static readonly Dictionary<string, Func<(FrameModel Frame, PictureModel Model)>> All = new()
    {
        ["full"] = () => (PictureFixtures.Frame(), PictureFixtures.Telecom()),
        ["dark"] = () => (PictureFixtures.Frame(theme: "dark"), PictureFixtures.Telecom()),
        ["panel"] = () => (PictureFixtures.Frame(), WithPanel()),
        ["panel-dark"] = () => (PictureFixtures.Frame(theme: "dark"), WithPanel()),
        ["table"] = () => (PictureFixtures.Frame(), PictureFixtures.Telecom() with { View = PictureView.Table }),
        ["display"] = () => (PictureFixtures.Frame(display: true), PictureFixtures.Telecom() with { Links = new("/", "/?view=table", "/?display=1", "/") }),
        ["early"] = () => (PictureFixtures.Frame(), Early()),
        ["many"] = () => (PictureFixtures.Frame(), Many()),
        ["empty"] = () => (PictureFixtures.Frame(), Bare() with { Empty = PictureEmpty.NoJourneys("/journeys/new", "/sample") }),
        ["unheard"] = () => (PictureFixtures.Frame(), Unheard()),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    internal static (FrameModel Frame, PictureModel Model) Get(string name) => All[name]();

    private static PictureModel WithPanel()
    {
        var picture = PictureFixtures.Telecom();
        return picture with { Panel = PanelFixtures.PhoneMenu(picture) };
    }

    private static PictureModel Bare() =>
        PictureFixtures.Telecom() with
        {
            Headline = "Nothing to see yet",
            Subtitle = new("Q2 2026", 0, "0 customers", null, false),
            Lifecycles = [],
            Changed = [],
            Breaks = null,
            Unknown = [],
        };

    /// <summary>Signals and a framework, but no insight, decision or agreed score yet: the first week.</summary>
    private static PictureModel Early()
    {
        var picture = PictureFixtures.Telecom();
        return picture with
        {
            Headline = "5 stages fail; worst: Phone menu, 22",
            Lifecycles =
            [
                new(
                    null,
                    [
                        .. picture.Journeys.Select(journey =>
                            journey with
                            {
                                Stages = [.. journey.Stages.Select(stage => stage with { Marks = default, Thread = null, Agreed = null })],
                            }
                        ),
                    ]
                ),
            ],
            Breaks = new(
                "What fails",
                [
                    new("22", "Phone menu", "/?stage=help/menu", "21–23 · n 3,988"),
                    new("29", "Wait for a person", "/?stage=help/person", "28–31 · n 3,310"),
                    new("31", "Wait for visit", "/?stage=connect/wait", "30–32 · n 2,904"),
                    new("34", "Price rise", "/?stage=use/rise", "31–37 · n 512"),
                ],
                false
            ),
            Outcomes =
            [
                new("Churn, monthly", "1.9 %", "+0.2 points since Q1", null, [1.6, 1.7, 1.7, 1.8, 1.9]),
                new("Cost to serve", "€ 4.10", "−€ 0.20 since Q1", null, [44, 43, 43, 42, 41]),
            ],
        };
    }

    private static PictureModel Many()
    {
        var picture = PictureFixtures.Telecom();
        var stages = picture.Stages.Take(12).ToArray();
        stages[2] = stages[2] with { Name = "Understand what the bundle leaves out before signing anything at all" };
        stages[5] = stages[5] with { State = StageState.TooFew, Score = null, Reason = "n 7 of 30", Thread = null };
        stages[7] = stages[7] with { State = StageState.NoData, Score = null, Reason = "nothing measures it yet", Marks = default };
        return picture with
        {
            Filters = PictureFixtures.Filters("/"),
            Lifecycles =
            [
                new(
                    "Becoming a customer",
                    [
                        PictureFixtures.Journey("long", "Unternehmenskundenversorgung and everything around it", "Delivery, Service and Regional sales", 51, 1.4, 0.91, stages),
                        PictureFixtures.Journey("one", "Ask", null, 66, 2.2, 1, picture.Stages.Last()),
                    ]
                ),
                new(
                    "Being one",
                    [
                        PictureFixtures.Journey("three", "Get help", "Service", 44, 1.8, 1, [.. picture.Stages.Skip(15).Take(3)]),
                        new()
                        {
                            Key = "none",
                            Name = "Leave",
                            Href = "/journeys/leave",
                            Stages = [],
                        },
                    ]
                ),
            ],
        };
    }

    private static PictureModel Unheard()
    {
        var picture = PictureFixtures.Telecom();
        return Bare() with
        {
            Headline = "Nobody has been heard yet",
            Empty = PictureEmpty.NoSignals("/imports/new", "/sample"),
            Lifecycles =
            [
                new(
                    null,
                    [
                        .. picture
                            .Journeys.Take(2)
                            .Select(journey =>
                                journey with
                                {
                                    Score = null,
                                    Stages =
                                    [
                                        .. journey.Stages.Select(stage =>
                                            stage with
                                            {
                                                State = StageState.NoData,
                                                Score = null,
                                                Reason = "no signal yet",
                                                Marks = default,
                                                Thread = null,
                                                Agreed = null,
                                                Trend = null,
                                                Spark = [],
                                                Volume = null,
                                                AgesIn = null,
                                                Failing = false,
                                            }
                                        ),
                                    ],
                                }
                            ),
                    ]
                ),
            ],
        };
    }
}
