using Redthread.Web.Features.Picture;
using Redthread.Web.Shell.Layout;
using Redthread.Web.Ui;

namespace Redthread.Tests.Ui;

/// <summary>A telecom operator, invented, close to what the product's first users have.</summary>
internal static class PictureFixtures
{
    public static readonly double[] Cuts = [35, 45, 58, 70];

    public static FrameModel Frame(string title = "The Picture", string active = "picture", string? theme = null, bool display = false, string path = "/") => new(
        title,
        active,
        new PersonModel("Maya Okafor", "Steward", "/account"),
        [
            new("picture", "Picture", "/"),
            new("journeys", "Journeys", "/journeys"),
            new("evidence", "Evidence", "/evidence", 412) { Children = [new("imports", "Imports", "/imports"), new("queue", "To place", "/queue", 412), new("sources", "Sources", "/sources")] },
            new("measures", "Measures", "/measures") { Children = [new("framework", "Framework", "/framework")] },
            new("people", "People", "/people"),
        ],
        theme,
        "token")
    {
        Display = display,
        Path = path,
        ChangesHref = null,
    };

    public static PictureModel Telecom() => new()
    {
        Headline = "3 stages fail without a decision; worst: Wait for visit, 31",
        Subtitle = new("Q2 2026", 184_302, "41,908 customers", "2 minutes ago", true),
        Filters = Filters(),
        Legend = new(Cuts, "Framework 3, agreed 2 April", "/framework/3", 60, 30),
        Links = new("/", "/?view=table", "/?display=1"),
        Lifecycles =
        [
            new(null,
            [
                Journey("join", "Join", "Marketing", 58, 2, 1,
                    Cell("notice", "Notice", 71, 2.4, 812, 1, 2, 0.31, new(1, 0, 0, 1), +1),
                    Cell("compare", "Compare offers", 58, 2.1, 1204, -1, 1, 0.44, new(6, 2, 0, 0), 0),
                    Cell("bundle", "Choose a bundle", 37, 2.2, 1377, -5, -3, 0.52, new(19, 5, 2, 2), -1) with { Thread = StageThread.Reached("Plain bundle builder", "14 Apr", "/decisions/7") },
                    Cell("sign", "Sign", 66, 3.1, 640, 1, 2, 0.29, new(2, 0, 0, 0), +1),
                    Cell("welcome", "Welcome", 74, 4.6, 233, 1, 3, 0.27, new(1, 0, 0, 0), +1) with { AgesIn = "ages in 9 days" }),
                Journey("connect", "Get connected", "Delivery", 46, 1.6, 1,
                    Cell("book", "Book a visit", 44, 2, 1530, 0, 0, 0.5, new(14, 3, 1, 1), -1) with { Thread = StageThread.Reached("Two-hour windows", "2 May", "/decisions/9") },
                    Cell("wait", "Wait for visit", 31, 1.4, 2904, -4, -4, 0.5, new(27, 4, 3, 1), -2) with { Failing = true, Thread = StageThread.Broken(41) },
                    Cell("visit", "Visit", 68, 2.6, 988, 0, 1, 0.46, new(3, 1, 0, 0), +1),
                    Cell("evening", "First evening", 52, 7.1, 41, -1, -2, 0.46, new(5, 2, 1, 0), 0) with { Trend = StageTrend.Mixed("Q1 2026"), Spark = [null, null, null, 55, 54, 51, 52] },
                    Cell("firstbill", "First bill", 41, 2.8, 760, -2, -3, 0.45, new(11, 2, 2, 1), 0) with { Thread = StageThread.Broken(12) }),
                Journey("use", "Use and pay", "Product", 60, 1.8, 0.84,
                    Cell("browse", "Browse, stream", 78, 1.1, 6120, 1, 1, 1, new(2, 0, 0, 1), +2),
                    Cell("change", "Change a plan", 55, 2.9, 702, 2, 3, 0.22, new(4, 2, 1, 1), 0) with { Thread = StageThread.Reached("Self-serve changes", "28 Mar", "/decisions/4") },
                    Cell("pay", "Pay a bill", 69, 1.5, 2210, 0, 0, 0.95, new(3, 0, 0, 0), +1),
                    new()
                    {
                        Key = "move", JourneyKey = "use", Name = "Move house", Href = "/?stage=use/move", State = StageState.Unknown,
                        Reason = "no signal for 63 days", Marks = new(1, 1, 0, 0), Volume = new(0.06, 410, "customers passed"),
                    },
                    Cell("rise", "Price rise", 34, 3.2, 512, -2, -3, 0.7, new(16, 3, 2, 0), -1) with { Failing = true, Thread = StageThread.Broken(30) }),
                Help(),
            ]),
        ],
        Changed =
        [
            new(-3, -4.4, -1.6, "Phone menu", "/?stage=help/menu", 22, 3988, "since 3 May, after the new menu"),
            new(-5, -8.1, -1.9, "Choose a bundle", "/?stage=join/bundle", 37, 1377, "worst for families"),
            new(+2, 0.4, 3.6, "Be understood", "/?stage=help/understood", 57, 905, "after the authority rule of March"),
            new(-2, -3.7, -0.3, "Price rise", "/?stage=use/rise", 34, 512, "since the letter of 2 April"),
        ],
        Breaks = new("Where threads break",
        [
            new("1,284", "customers said it, no insight made", "/voice?loss=insight"),
            new("7", "insights approved, no opportunity", "/insights?without=opportunity"),
            new("3", "opportunities waiting on a decision over 30 days", "/opportunities?waiting=30"),
            new("2", "solutions shipped, score not measured since", "/solutions?unmeasured=1"),
        ], true),
        Unknown =
        [
            new("Move house", "no signal for 63 days", "/?stage=use/move"),
            new("First evening", "n 41, interval ± 7.1", "/?stage=connect/evening"),
            new("Segment: rural", "never heard this cycle"),
            new("Welcome", "evidence ages in 9 days", "/?stage=join/welcome"),
        ],
    };

    private static JourneyModel Help() =>
        Journey("help", "Get help", "Service", 42, 1.4, 1,
            Cell("answer", "Look for an answer", 49, 2, 1650, 1, 1, 0.4, new(8, 3, 1, 1), 0),
            Cell("menu", "Phone menu", 22, 1.2, 3988, -3, -4, 0.36, new(44, 6, 4, 2), -2) with { Failing = true, Thread = StageThread.Reached("Person in 60 seconds", "9 May", "/decisions/11") },
            Cell("person", "Wait for a person", 29, 1.5, 3310, 0, 0, 0.33, new(38, 4, 3, 1), -2) with { Failing = true, Thread = StageThread.Reached("Call-back by default", "9 May", "/decisions/12") },
            Cell("understood", "Be understood", 57, 2.7, 905, 2, 3, 0.3, new(7, 2, 2, 1), +1),
            Cell("resolved", "Resolved", 61, 2.2, 1480, 1, 1, 0.3, new(9, 1, 1, 0), 0));

    public static PictureFilters Filters(string? clear = null) => new(
    [
        new("journey", "Journey", [new("", "All journeys"), new("join", "Join"), new("help", "Get help")], ""),
        new("segment", "Segment", [new("", "All segments"), new("families", "Families"), new("rural", "Rural")], clear is null ? "" : "families"),
        new("channel", "Channel", [new("", "All channels"), new("phone", "Phone"), new("app", "App")], ""),
        new("period", "Period", [new("2026-Q2", "Q2 2026"), new("2026-Q1", "Q1 2026"), new("2026-05", "May 2026")], "2026-Q2", false),
    ], clear);

    public static JourneyModel Journey(string key, string name, string? owner, double score, double half, double coverage, params StageModel[] stages) => new()
    {
        Key = key,
        Name = name,
        Href = $"/journeys/{key}",
        Owner = owner,
        Score = new(score, half, score - half, score + half, stages.Sum(stage => stage.Score?.N ?? 0), coverage),
        Stages = [.. stages.Select(stage => stage with { JourneyKey = key, Href = $"/?stage={key}/{stage.Key}" })],
    };

    public static StageModel Cell(string key, string name, double score, double half, long n, double delta, double drift, double share, MarkCounts marks, int? agreed) => new()
    {
        Key = key,
        JourneyKey = "",
        Name = name,
        Href = "",
        State = StageState.Scored,
        Score = new(score, score - half, score + half, n, (long)(n * 0.86), Tint.Position(score, Cuts), Tint.Band(score, Cuts), Cuts),
        Trend = new(delta, delta - 1.6, delta + 1.6, Math.Abs(delta) > 1.6, "Q1 2026"),
        Spark = [.. Enumerable.Range(0, 8).Select(at => (double?)(score - (drift * 0.7 * (7 - at)) + (Math.Sin((at + score) * 1.9) * 1.3)))],
        Volume = new(share, (long)(share * 21_400), "customers passed"),
        Freshness = "newest 2 hours ago",
        Marks = marks,
        Agreed = agreed,
    };
}
