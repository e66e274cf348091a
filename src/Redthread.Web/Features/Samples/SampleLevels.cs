namespace Redthread.Web.Features.Samples;

/// <summary>How good each stage really is for a segment on a day, 0 to 100: what the generated readings scatter around.</summary>
internal sealed class SampleLevels(SampleCalendar calendar)
{
    public const string Menu = "get-help/phone-menu";
    public const string Move = "use-and-pay/move-house";
    public const string Plan = "use-and-pay/change-a-plan";
    public const string FirstBill = "get-connected/first-bill";
    public const string FirstEvening = "get-connected/first-evening";

    // Before and after two years; what happens on a day is added below.
    private static readonly Dictionary<string, (double First, double Last)> Levels = new()
    {
        ["join/notice"] = (69, 71),
        ["join/compare-offers"] = (58, 58),
        ["join/choose-a-bundle"] = (49, 42),
        ["join/sign"] = (66, 66),
        ["join/welcome"] = (74, 79),
        ["get-connected/book-a-visit"] = (45, 45),
        ["get-connected/wait-for-visit"] = (36, 31),
        ["get-connected/visit"] = (68, 69),
        [FirstEvening] = (52, 52),
        [FirstBill] = (57, 57),
        ["use-and-pay/browse-and-stream"] = (79, 83),
        [Plan] = (61, 65),
        ["use-and-pay/pay-a-bill"] = (71, 71),
        [Move] = (54, 54),
        ["use-and-pay/price-rise"] = (45, 45),
        ["get-help/look-for-an-answer"] = (51, 48),
        [Menu] = (57, 57),
        ["get-help/wait-for-a-person"] = (36, 34),
        ["get-help/be-understood"] = (47, 47),
        ["get-help/resolved"] = (60, 62),
    };

    private static readonly Dictionary<string, double> Segments = new()
    {
        ["families"] = -2,
        ["singles"] = 1,
        ["seniors"] = 5,
        ["small-business"] = -4,
    };

    public static IReadOnlyCollection<string> Stages => Levels.Keys;

    public double Of(string stage, string? segment, DateTime at)
    {
        var (first, last) = Levels[stage];
        var level = first + ((last - first) * SampleCalendar.Along(calendar.Start, calendar.End, at)) + Happening(stage, at);
        if (stage == Plan && segment == "seniors")
            return at < calendar.AppOnly ? level : 22;
        return level + (segment is null ? 0 : Segments[segment]);
    }

    private double Happening(string stage, DateTime at) =>
        stage switch
        {
            Menu => (-20 * SampleCalendar.Along(calendar.NewMenu, calendar.ThirdLayer, at)) - (20 * SampleCalendar.Along(calendar.ThirdLayer, calendar.End, at)),
            "get-connected/book-a-visit" when at >= calendar.ShortWindows => 11,
            FirstBill when at.Month == 12 => -16,
            "use-and-pay/price-rise" when at >= calendar.PriceLetter => -13,
            "get-help/be-understood" => 11 * SampleCalendar.Along(calendar.AuthorityRule, calendar.AuthorityRule.AddDays(70), at),
            _ => 0,
        };
}
