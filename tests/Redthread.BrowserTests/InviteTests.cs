namespace Redthread.BrowserTests;

/// <summary>A steward lets somebody in who may look and nothing else.</summary>
public sealed class InviteTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task An_invited_viewer_sees_the_picture_and_no_way_to_change_it()
    {
        await using var steward = await site.SignedInAsync(Role.Steward);
        await steward.Page.GotoAsync("/people");
        var form = steward.Page.Locator("form[action='/people/invitations']");
        await form.GetByLabel("E-mail").FillAsync("vera@example.org");
        await form.GetByLabel("Role").SelectOptionAsync("Viewer");
        await steward.PressAsync("Make the link");
        await Assertions.Expect(steward.Page.Locator("rt-copy output")).Not.ToBeEmptyAsync();
        var link = await steward.Page.Locator("rt-copy output").InnerTextAsync();

        await using var viewer = await site.VisitAsync();
        var page = viewer.Page;
        await page.GotoAsync(link);
        await page.GetByLabel("Your name").FillAsync("Vera Viewer");
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await viewer.PressAsync("Join");
        await Assertions.Expect(page.Locator("li.stage .score b").First).ToBeVisibleAsync();

        foreach (var address in new[] { "/", "/journeys", "/journeys/join", "/measures", "/frameworks", "/frameworks/1", "/segments", "/notes", "/templates" })
        {
            await page.GotoAsync(address);
            (await page.Locator("main form[method=post]").CountAsync()).ShouldBe(0, address);
            (await page.Locator("main a[href$='/edit'], main a[href$='/new'], main a[href='/imports']").CountAsync()).ShouldBe(0, address);
        }

        var answer = await page.GotoAsync("/people");
        answer!.Status.ShouldBe(403);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not allowed");
        await Assertions.Expect(page.Locator("nav[aria-label=Main]")).ToBeVisibleAsync();
        viewer.ShouldHaveNoComplaints();
        steward.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task What_is_shown_only_once_is_shown_after_its_form()
    {
        await using var steward = await site.SignedInAsync(Role.Steward);
        var page = steward.Page;
        await page.GotoAsync("/tokens");
        await page.GetByLabel("Which program will use it?").FillAsync("survey tool");
        await page.GetByLabel("Send and import signals").CheckAsync();
        await steward.PressAsync("Make the token");
        await Assertions.Expect(page.Locator("rt-copy output")).Not.ToBeEmptyAsync();

        await page.GotoAsync("/erasure");
        await page.GetByLabel("Customer key").FillAsync("nobody");
        await steward.PressAsync("See what would be lost");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Erase “nobody”?" })).ToBeVisibleAsync();
        await steward.PressAsync("Erase for good");
        await Assertions.Expect(page.GetByText("nothing had to be erased")).ToBeVisibleAsync();
        steward.ShouldHaveNoComplaints();
    }
}
