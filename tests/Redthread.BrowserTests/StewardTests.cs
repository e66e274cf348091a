namespace Redthread.BrowserTests;

/// <summary>A steward empties the queue of verbatims without touching the pointer.</summary>
public sealed class StewardTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task Verbatims_are_placed_by_one_keystroke_each_and_undone_by_another()
    {
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await page.GotoAsync("/placing");
        await ShouldWaitAsync(page, TelecomSite.Waiting);
        await visit.ScreenshotAsync("placing");
        var first = await page.Locator("blockquote.verbatim").InnerTextAsync();

        await page.Keyboard.PressAsync("3");
        await ShouldWaitAsync(page, TelecomSite.Waiting - 1);
        await Assertions.Expect(page.Locator("blockquote.verbatim")).Not.ToHaveTextAsync(first);
        await page.Keyboard.PressAsync("z");
        await ShouldWaitAsync(page, TelecomSite.Waiting);
        await Assertions.Expect(page.Locator("blockquote.verbatim")).ToHaveTextAsync(first);

        // Later leaves the count alone; “speaks of no stage” takes one off.
        await page.Keyboard.PressAsync(".");
        await Assertions.Expect(page.Locator("blockquote.verbatim")).Not.ToHaveTextAsync(first);
        await ShouldWaitAsync(page, TelecomSite.Waiting);
        await page.Keyboard.PressAsync("0");
        await ShouldWaitAsync(page, TelecomSite.Waiting - 1);

        await page.GotoAsync("/placing");
        for (var left = TelecomSite.Waiting - 2; left >= 0; left--)
        {
            await page.Keyboard.PressAsync(left % 2 == 0 ? "1" : "a");
            await ShouldWaitAsync(page, left);
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Every verbatim has its place" })).ToBeVisibleAsync();
        // Also the very last keystroke can be taken back.
        await page.Keyboard.PressAsync("z");
        await ShouldWaitAsync(page, 1);
        visit.ShouldHaveNoComplaints();
    }

    private static Task ShouldWaitAsync(IPage page, int count) =>
        Assertions.Expect(page.Locator("header p").Filter(new() { HasText = count == 0 ? "Nothing waits" : $"{count} wait" })).ToHaveCountAsync(1);
}
