namespace Redthread.Web.Features.Samples;

/// <summary>How much is heard of a stage, and how.</summary>
/// <param name="Asked">Share of the survey's respondents who answer on it.</param>
/// <param name="Short">Weight among the short surveys sent after something happened.</param>
/// <param name="Tickets">Weight among the tickets.</param>
/// <param name="Traffic">Customers who pass it in a month.</param>
/// <param name="Measures">What the short survey asks, one of these at a time.</param>
internal sealed record SampleStage(string Path, double Asked, double Short, double Tickets, int Traffic, string Channel, string Need, string[] Measures)
{
    public static IReadOnlyList<SampleStage> All { get; } =
    [
        new("join/notice", 0.3, 0.5, 0.3, 9_800, "web", "know-the-price", ["csat-5"]),
        new("join/compare-offers", 0.3, 0.8, 0.5, 6_400, "web", "know-the-price", ["csat-5"]),
        new("join/choose-a-bundle", 0.3, 1.2, 1.2, 3_900, "web", "pay-for-what-i-use", ["csat-5"]),
        new("join/sign", 0.28, 1, 0.4, 2_300, "shop", "know-the-price", ["csat-5"]),
        new("join/welcome", 0.28, 1, 0.4, 2_200, "app", "be-kept-informed", ["csat-5"]),
        new("get-connected/book-a-visit", 0.26, 1.4, 1, 2_100, "web", "plan-my-day", ["csat-5", "ces-7"]),
        new("get-connected/wait-for-visit", 0.26, 1.8, 2.4, 2_050, "technician", "plan-my-day", ["csat-5"]),
        new("get-connected/visit", 0.26, 1.8, 0.7, 1_900, "technician", "be-connected", ["csat-5"]),
        new(SampleLevels.FirstEvening, 0, 0, 0.12, 1_850, "app", "be-connected", ["csat-5"]),
        new(SampleLevels.FirstBill, 0.3, 2, 1.5, 1_800, "app", "know-the-price", ["csat-5"]),
        new("use-and-pay/browse-and-stream", 0.7, 1.6, 1, 48_000, "app", "be-connected", ["csat-5"]),
        new(SampleLevels.Plan, 0.34, 2.2, 1.6, 3_200, "app", "pay-for-what-i-use", ["csat-5", "ces-7"]),
        new("use-and-pay/pay-a-bill", 0.6, 1.6, 0.6, 46_500, "web", "know-the-price", ["csat-5"]),
        new(SampleLevels.Move, 0.12, 0.8, 0.6, 900, "web", "be-connected", ["csat-5"]),
        new("use-and-pay/price-rise", 0.32, 1.4, 2, 11_000, "web", "know-the-price", ["csat-5"]),
        new("get-help/look-for-an-answer", 0.4, 1.6, 0.9, 14_500, "web", "solve-it-myself", ["csat-5", "ces-7"]),
        new(SampleLevels.Menu, 0.36, 2.6, 2.6, 9_200, "phone", "reach-a-person", ["csat-5", "ces-7"]),
        new("get-help/wait-for-a-person", 0.36, 2.2, 2.4, 7_900, "phone", "reach-a-person", ["csat-5"]),
        new("get-help/be-understood", 0.34, 2, 1.4, 7_100, "phone", "say-it-once", ["csat-5"]),
        new("get-help/resolved", 0.34, 2.4, 1.8, 6_800, "phone", "say-it-once", ["csat-5", "fcr"]),
    ];
}
