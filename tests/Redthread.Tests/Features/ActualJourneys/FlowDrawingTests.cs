using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Redthread.Domain.People;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>The flow of a real log: it runs downward as cases do, and no number stands in a box or on another.</summary>
public sealed class FlowDrawingTests(PostgresServer postgres)
{
    [Fact]
    public async Task Activities_stand_in_the_order_in_which_cases_come_to_them_and_labels_cover_nothing()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        var token = (await steward.PageAsync("/actual-journeys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(SharedData.Require("event-logs/bpic2012.xes.gz"))), "file", "bpic2012.xes.gz" },
        };
        (await steward.PostAsync("/actual-journeys", form)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var page = await steward.PageAsync("/actual-journeys/1");
        var tops = page.QuerySelectorAll(".flowmap a:has(.flowmap-node)")
            .ToDictionary(node => node.QuerySelector("title")!.TextContent.Split(':')[0], node => Number(node.QuerySelector("rect")!, "y"));
        string[] order =
        [
            "A_SUBMITTED",
            "A_PARTLYSUBMITTED",
            "A_PREACCEPTED",
            "W_Completeren aanvraag",
            "O_SELECTED",
            "O_CREATED",
            "O_SENT",
            "W_Nabellen offertes",
            "W_Valideren aanvraag",
        ];
        order.Select(name => tops[name]).ShouldBeInOrder();

        // Its only way in that is drawn is a thin one: where the others come from is said.
        var selected = page.QuerySelectorAll(".flowmap a:has(.flowmap-node)")
            .Single(node => node.QuerySelector("title")!.TextContent.StartsWith("O_SELECTED", StringComparison.Ordinal));
        selected.QuerySelector("title")!.TextContent.ShouldBe("O_SELECTED: 7,002 of 7,030 arrive by paths not drawn");
        selected.QuerySelector(".flowmap-count")!.TextContent.ShouldBe("7,030, 7,002 not drawn");
        page.QuerySelector(".flowmap-scroll")!.NextElementSibling!.TextContent.ShouldContain("most at O_SELECTED, 7,002 of 7,030");

        var boxes = page.QuerySelectorAll(".flowmap-node")
            .Select(box => (X: Number(box, "x"), Y: Number(box, "y"), Width: Number(box, "width"), Height: Number(box, "height")))
            .ToList();
        var labels = page.QuerySelectorAll(".flowmap-label").Where(text => text.GetAttribute("text-anchor") == "middle").Select(Box).ToList();
        labels.Count.ShouldBeGreaterThan(15);
        labels.Count(label => boxes.Exists(box => Cross(label, box))).ShouldBe(0);
        labels.Index().Count(one => labels.Index().Any(other => other.Index > one.Index && Cross(one.Item, other.Item))).ShouldBe(0);
    }

    // Bold digits of 11 px are about 6.2 px wide, and 8 px high above the line.
    private static (double X, double Y, double Width, double Height) Box(IElement text)
    {
        var width = 6.2 * text.TextContent.Trim().Length;
        return (Number(text, "x") - (width / 2), Number(text, "y") - 8, width, 8);
    }

    private static bool Cross((double X, double Y, double Width, double Height) one, (double X, double Y, double Width, double Height) other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static double Number(IElement element, string name) => double.Parse(element.GetAttribute(name)!, CultureInfo.InvariantCulture);
}
