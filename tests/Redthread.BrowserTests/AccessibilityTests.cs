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

        public Site Fresh() => new(chromium);

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
            "/journeys/join/edit?stage=order",
            "/journeys/join/history",
            "/journeys/join/file",
            "/journeys/new",
            "/decisions",
            "/decisions?tab=made",
            "/decisions/new",
            "/decisions/1",
            "/decisions/1?edit=1",
            "/decisions/1/dossier",
            "/decisions/1/dossier?draft=1",
            "/goals",
            "/language",
            "/language?tab=drift",
            "/goals?archived=1",
            "/objectives/1",
            "/objectives/1?edit=1",
            "/key-results/1",
            "/key-results/1?edit=1",
            "/outcomes",
            "/alignment",
            "/leader",
            "/team",
            "/segments",
            "/notes",
            "/signals",
            "/signals?stage=join/first-bill&verbatim=true",
            "/signals/1",
            "/insights",
            "/insights?state=to-approve",
            "/insights/1",
            "/insights/new?signals=1",
            "/pressures",
            "/pressures/1",
            "/pressures/map",
            "/claims",
            "/actual-journeys",
            "/imports",
            "/sources",
            "/placing",
            "/placing/themes",
            "/placing/classifier",
            "/measures",
            "/measures/ces-7",
            "/measures/ces-7/edit",
            "/measures/new",
            "/frameworks",
            "/frameworks/1",
            "/templates",
            "/opportunities",
            "/opportunities?by=rice",
            "/opportunities/new",
            "/opportunities/1",
            "/opportunities/loudness",
            "/solutions",
            "/solutions/roadmap",
            "/solutions/list",
            "/solutions/new",
            "/solutions/1",
            "/solutions/import",
            "/notifications",
            "/notifications/settings",
            "/conversations",
            "/conversations/1",
            "/conversations/1?edit=edit",
            "/conversations/2",
            "/conversations/new",
            "/conversations/coverage",
            "/conversations/guides",
            "/conversations/guides?edit=customer",
            "/front-line/doors",
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
        [
            "/",
            "/journeys",
            "/segments",
            "/notes",
            "/signals",
            "/imports",
            "/sources",
            "/placing",
            "/placing/themes",
            "/placing/classifier",
            "/measures",
            "/frameworks",
            "/decisions",
            "/goals",
            "/outcomes",
            "/alignment",
            "/leader",
            "/team",
            "/opportunities",
            "/opportunities/loudness",
            "/solutions",
            "/solutions/roadmap",
            "/conversations",
            "/conversations/coverage",
            "/tokens",
            "/activity",
            "/agreed-scores",
            "/agreed-scores/new",
            "/rhythm",
            "/rhythm/calendars",
            "/rhythm/steward",
        ];

    [Theory, MemberData(nameof(Pages))]
    public Task A_page_is_sound(string address) => Soundness.ShouldHoldAsync(sites.Full, address);

    [Theory, MemberData(nameof(EmptyPages))]
    public Task A_page_without_anything_on_it_is_sound(string address) => Soundness.ShouldHoldAsync(sites.Empty, address);

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/invitations/none")]
    public async Task A_door_is_sound(string address)
    {
        await using var stranger = await sites.StrangerAsync();
        await Soundness.ShouldHoldAsync(stranger, address);
    }

    [Theory]
    [InlineData("/journeys/join/edit")]
    [InlineData("/journeys/join/edit?stage=order")]
    [InlineData("/journeys/get-help/edit?stage=phone-menu")]
    [InlineData("/segments")]
    [InlineData("/notes")]
    public Task A_page_with_everything_on_it_opened_is_sound(string address) =>
        Soundness.ShouldHoldAsync(sites.Full, address, page => page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(one => one.open = true)"));

    [Fact]
    public Task A_refused_edit_is_sound() =>
        Soundness.ShouldHoldAsync(
            sites.Full,
            "/journeys/join/edit",
            async page =>
            {
                await page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(one => one.open = true)");
                var form = page.Locator("form").Filter(new() { Has = page.GetByRole(AriaRole.Button, new() { Name = "Add the stage" }) });
                await form.GetByLabel("Name", new() { Exact = true }).FillAsync(" ");
                await form.GetByRole(AriaRole.Button, new() { Name = "Add the stage" }).ClickAsync();
                await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
            }
        );

    [Fact]
    public async Task The_set_up_page_is_sound_before_and_after_it_refuses()
    {
        await using var site = sites.Fresh();
        await site.InitializeAsync();
        await using var visit = await site.VisitAsync();
        await Soundness.ShouldHoldAsync(visit, "/set-up");
        await Soundness.ShouldHoldAsync(
            visit,
            "/set-up",
            async page =>
            {
                await page.GetByLabel("Your name").FillAsync("Ada");
                await page.GetByLabel("E-mail").FillAsync("ada@example.org");
                await page.GetByLabel("Password").FillAsync("short");
                await page.GetByRole(AriaRole.Button, new() { Name = "Set up and sign in" }).ClickAsync();
                await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            }
        );
    }

    [Fact]
    public async Task The_mapping_of_an_import_is_sound_asking_and_answered()
    {
        var page = sites.Full.Page;
        await page.GotoAsync("/imports");
        const string text =
            "Ticket;Opened on;Client;Satisfaction with the solution of the problem;Effort;Remark\n1;13.11.2026;C1;4;2;It took three calls until somebody listened\n2;14.11.2026;C2;5;7;\n";
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "tickets.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(text),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and preview" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mapping" })).ToBeVisibleAsync();
        var address = new Uri(page.Url).AbsolutePath;
        await Soundness.ShouldHoldAsync(sites.Full, address);

        await page.GetByLabel("What Ticket is", new() { Exact = true }).SelectOptionAsync("ExternalId");
        foreach (var (column, measure) in new[] { ("Satisfaction with the solution of the problem", "csat-5"), ("Effort", "ces-7") })
        {
            await page.GetByLabel($"What {column} is").SelectOptionAsync("Reading");
            await page.GetByLabel($"What {column} measures").SelectOptionAsync(measure);
            await page.GetByLabel($"Stage or touchpoint of {column}").SelectOptionAsync("get-help/be-solved");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview tbody tr")).ToHaveCountAsync(2);
        await Soundness.ShouldHoldAsync(sites.Full, address, opened => opened.EvaluateAsync("() => document.querySelectorAll('main details').forEach(one => one.open = true)"));
    }

    [Fact]
    public async Task The_search_palette_is_sound()
    {
        var page = sites.Full.Page;
        await page.SetViewportSizeAsync(1440, 900);
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search pages, journeys, stages and threads" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("bill");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").First).ToBeVisibleAsync();
        await Soundness.ShouldPassAsync(page, "palette", Soundness.Everything);
    }
}
