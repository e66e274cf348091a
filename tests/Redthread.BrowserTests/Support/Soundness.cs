using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Redthread.BrowserTests.Support;

/// <summary>axe finds nothing, in light and dark, and the page is no wider than a small phone.</summary>
public static class Soundness
{
    public static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions ColoursOnly = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    public static async Task ShouldHoldAsync(Visit visit, string address, Func<IPage, Task>? before = null)
    {
        var page = visit.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1440, 900);
        await page.GotoAsync(address);
        if (before is not null)
            await before(page);
        await HoldStillAsync(page);
        await ShouldPassAsync(page, "light", Everything);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ShouldPassAsync(page, "dark", ColoursOnly);
        await page.SetViewportSizeAsync(360, 740);
        var overflow = await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - innerWidth");
        overflow.ShouldBeLessThanOrEqualTo(0, $"{address} is {overflow} px wider than 360 px");
        visit.ShouldHaveNoComplaints();
    }

    // A page that re-reads itself while it is looked at is neither the old one nor the new one.
    private static async Task HoldStillAsync(IPage page)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('rt-live').forEach(live => live.remove())");
        await page.WaitForTimeoutAsync(200);
        await page.WaitForFunctionAsync("() => !document.documentElement.hasAttribute('aria-busy')");
    }

    public static async Task ShouldPassAsync(IPage page, string what, AxeRunOptions options)
    {
        var result = await page.RunAxe(options);
        var found = result.Violations.Select(violation =>
            $"{violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Take(4).Select(node => $"{node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}"))}"
        );
        found.ShouldBeEmpty($"{page.Url}, {what}");
    }
}
