using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Redthread.BrowserTests;

/// <summary>axe finds nothing on any page, in light and dark, and no page is wider than a small phone.</summary>
public sealed class AccessibilityTests(AccessibilityTests.Sites sites) : IClassFixture<AccessibilityTests.Sites>
{
    /// <summary>One site with data and one without, and a window of a steward in each.</summary>
    public sealed class Sites(Chromium chromium) : IAsyncLifetime
    {
        private readonly TelecomSite full = new(chromium);
        private readonly Site empty = new(chromium);

        public Visit Full { get; private set; } = null!;
        public Visit Empty { get; private set; } = null!;

        public Task<Visit> StrangerAsync() => full.VisitAsync();

        public async ValueTask InitializeAsync()
        {
            await full.InitializeAsync();
            await empty.InitializeAsync();
            Full = await full.SignedInAsync(Role.Steward);
            Empty = await empty.SignedInAsync(Role.Steward);
        }

        public async ValueTask DisposeAsync()
        {
            await Full.DisposeAsync();
            await Empty.DisposeAsync();
            await full.DisposeAsync();
            await empty.DisposeAsync();
        }
    }

    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions ColoursOnly = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    public static TheoryData<string> Pages =>
        [
            "/",
            "/?view=table",
            "/?display=1",
            "/?stage=join/order",
            "/?journey=get-help&period-kind=Year",
            "/journeys",
            "/journeys/join",
            "/journeys/join/edit",
            "/journeys/join/history",
            "/journeys/join/file",
            "/journeys/new",
            "/segments",
            "/notes",
            "/signals",
            "/signals?stage=join/first-bill&verbatim=true",
            "/signals/1",
            "/imports",
            "/placing",
            "/measures",
            "/measures/ces-7",
            "/measures/ces-7/edit",
            "/measures/new",
            "/frameworks",
            "/frameworks/1",
            "/templates",
            "/people",
            "/teams",
            "/tokens",
            "/erasure",
            "/activity",
            "/account",
            "/search",
            "/search?q=bill",
            "/no-such-page",
        ];

    public static TheoryData<string> EmptyPages =>
        ["/", "/journeys", "/segments", "/notes", "/signals", "/imports", "/placing", "/measures", "/frameworks", "/tokens", "/activity"];

    [Theory, MemberData(nameof(Pages))]
    public Task A_page_is_sound(string address) => ShouldBeSoundAsync(sites.Full, address);

    [Theory, MemberData(nameof(EmptyPages))]
    public Task A_page_without_anything_on_it_is_sound(string address) => ShouldBeSoundAsync(sites.Empty, address);

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/invitations/none")]
    public async Task A_door_is_sound(string address)
    {
        await using var stranger = await sites.StrangerAsync();
        await ShouldBeSoundAsync(stranger, address);
    }

    [Fact]
    public async Task The_search_palette_is_sound()
    {
        var page = sites.Full.Page;
        await page.SetViewportSizeAsync(1440, 900);
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search pages, journeys and stages" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("bill");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").First).ToBeVisibleAsync();
        await ShouldPassAsync(page, "palette", Everything);
    }

    private static async Task ShouldBeSoundAsync(Visit visit, string address)
    {
        var page = visit.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1440, 900);
        await page.GotoAsync(address);
        await ShouldPassAsync(page, "light", Everything);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ShouldPassAsync(page, "dark", ColoursOnly);
        await page.SetViewportSizeAsync(360, 740);
        var overflow = await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - innerWidth");
        overflow.ShouldBeLessThanOrEqualTo(0, $"{address} is {overflow} px wider than 360 px");
        visit.ShouldHaveNoComplaints();
    }

    private static async Task ShouldPassAsync(IPage page, string what, AxeRunOptions options)
    {
        var result = await page.RunAxe(options);
        var found = result.Violations.Select(violation =>
            $"{violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Take(4).Select(node => $"{node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}"))}"
        );
        found.ShouldBeEmpty($"{page.Url}, {what}");
    }
}
