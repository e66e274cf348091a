using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Samples;

namespace Redthread.BrowserTests;

/// <summary>The pages that only a whole organisation fills are sound too, and no page of the product is left out.</summary>
public sealed class SamplePagesTests(SamplePagesTests.Sample sample) : IClassFixture<SamplePagesTests.Sample>
{
    public sealed class Sample(Chromium chromium) : IAsyncLifetime
    {
        private readonly SampleSite site = new(chromium);

        public Visit Steward { get; private set; } = null!;
        public IServiceProvider Services => site.Services;

        public Task<Visit> StrangerAsync() => site.VisitAsync(width: 390, height: 844);

        public async ValueTask InitializeAsync()
        {
            await site.InitializeAsync();
            await site.Services.GetRequiredService<Redthread.Web.Features.Desk.DeskSweep>().FullAsync(CancellationToken.None);
            Steward = await site.SignedInAsync(Role.Steward);
        }

        public async ValueTask DisposeAsync()
        {
            await Steward.DisposeAsync();
            await site.DisposeAsync();
        }
    }

    public static TheoryData<string> Pages =>
        [
            "/",
            "/voice",
            "/voice?cycle=year",
            "/voice/unheard?cycle=year&stage=get-help/wait-for-a-person",
            "/threads/I-1",
            "/threads/D-1",
            "/needs/reach-a-person",
            "/insights/1",
            "/pressures/1",
            "/pressures/map",
            "/opportunities",
            "/opportunities/1",
            "/opportunities/loudness",
            "/solutions",
            "/solutions/1",
            "/solutions/roadmap",
            "/decisions?tab=made",
            "/decisions/1",
            "/decisions/1/dossier",
            "/objectives/1",
            "/key-results/1",
            "/outcomes",
            "/alignment",
            "/leader",
            "/requirements",
            "/analysis",
            "/analysis/linkage",
            "/analysis/lifetime",
            "/analysis/drivers",
            "/analysis/drivers?view=curves",
            "/analysis/drivers?view=shares",
            "/analysis/facts",
            "/claims",
            "/claims/1",
            "/claims/1?edit=1",
            "/sources",
            "/team/sample-service",
            "/desk",
            "/desk?state=dismissed",
            "/desk/1",
            "/desk/detectors",
            "/agreed-scores",
            "/agreed-scores/3?stage=get-connected/wait-for-visit",
            "/agreed-scores/4",
            "/agreed-scores/new",
            "/agreed-scores/stages/get-help/phone-menu",
            "/?stage=use-and-pay/change-a-plan",
            "/rhythm",
            "/rhythm/1",
            RhythmText.Address(2, LastReview),
            "/rhythm/calendars",
            "/rhythm/steward",
            "/rhythm/planning",
            "/conversations",
            "/conversations/5",
            "/conversations/11",
            "/conversations/coverage",
            "/language",
            "/language?define=bill%20shock",
            "/language/churn",
            "/language?tab=drift",
            "/glossary",
        ];

    // The sample counts its days back from today.
    private static DateTime LastReview => new SampleCalendar(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).End.AddDays(-7).AddHours(13);

    [Theory, MemberData(nameof(Pages))]
    public Task A_page_of_the_sample_is_sound(string address) => Soundness.ShouldHoldAsync(sample.Steward, address);

    [Fact]
    public async Task The_front_line_door_its_report_and_its_thread_are_sound()
    {
        var steward = sample.Steward.Page;
        await steward.GotoAsync("/front-line/doors");
        await steward.GetByLabel("Team").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await steward.GetByRole(AriaRole.Button, new() { Name = "Open a door" }).ClickAsync();
        var shown = await steward.Locator(".secret output").AllInnerTextsAsync();
        await using var stranger = await sample.StrangerAsync();
        var door = new Uri(shown[0]).AbsolutePath;
        await Soundness.ShouldHoldAsync(stranger, door);

        var phone = stranger.Page;
        await phone.GetByLabel("Where was the customer?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await phone.GetByLabel("What happened", new() { Exact = true }).FillAsync("The customer had called three times about one bill.");
        await phone.GetByLabel("The team’s PIN").FillAsync(shown[1]);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await phone.WaitForURLAsync("**/reports/**");
        await Soundness.ShouldHoldAsync(stranger, new Uri(phone.Url).AbsolutePath);
    }

    [Fact]
    public async Task The_page_that_ends_e_mail_is_sound()
    {
        var protector = sample.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("unsubscribe");
        await using var stranger = await sample.StrangerAsync();
        await Soundness.ShouldHoldAsync(stranger, $"/unsubscribe/{protector.Protect(Guid.Empty.ToString("N"))}");
    }

    [Fact]
    public async Task The_meaning_of_a_term_opens_by_keyboard_and_Escape_puts_it_away()
    {
        var page = sample.Steward.Page;
        await page.GotoAsync("/decisions/1");
        var (word, card) = (page.Locator("h1 rt-term a.term"), page.Locator("h1 rt-term .term-card"));
        await Assertions.Expect(card).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Decisions" }).Last.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(word).ToBeFocusedAsync();
        await Assertions.Expect(card).ToBeVisibleAsync();
        await Assertions.Expect(word).ToHaveAccessibleDescriptionAsync(new Regex("^Settled case: A case that an agent ended"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(card).ToBeHiddenAsync();
        await Assertions.Expect(word).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/language/settled-case");
    }

    [Fact]
    public async Task A_map_shows_all_of_its_stages_on_a_desk_and_says_where_it_goes_on()
    {
        var page = sample.Steward.Page;
        await page.SetViewportSizeAsync(1440, 900);
        foreach (var journey in new[] { "join", "get-connected", "use-and-pay", "get-help" })
        {
            await page.GotoAsync($"/journeys/{journey}");
            var (whole, seen) = await WidthsAsync(page);
            whole.ShouldBeLessThanOrEqualTo(seen, journey);
        }

        // Where it does scroll, a shade that stays lies under paper that scrolls along.
        await page.SetViewportSizeAsync(1040, 800);
        var (more, part) = await WidthsAsync(page);
        more.ShouldBeGreaterThan(part);
        var map = page.Locator(".blueprint-scroll");
        (await map.EvaluateAsync<string>("one => getComputedStyle(one).backgroundAttachment")).ShouldBe("local, scroll");
        // Who wants no motion keeps the shade on the right alone.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await map.EvaluateAsync("one => one.scrollLeft = 200");
        await Assertions.Expect(page.Locator(".blueprint-labels")).Not.ToHaveCSSAsync("box-shadow", "none");
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var (tall, narrow) = await WidthsAsync(page);
        tall.ShouldBeLessThanOrEqualTo(narrow);
        await page.SetViewportSizeAsync(1440, 900);
    }

    private static async Task<(int Whole, int Seen)> WidthsAsync(IPage page)
    {
        var widths = await page.Locator(".blueprint-scroll").EvaluateAsync<int[]>("one => [one.scrollWidth, one.clientWidth]");
        return (widths[0], widths[1]);
    }

    [Fact]
    public async Task The_card_of_a_term_covers_no_line_of_its_title()
    {
        var page = sample.Steward.Page;
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync("/desk");
            var title = page.Locator(".desk-finding h2:has(rt-term)").First;
            await title.Locator("rt-term").First.HoverAsync();
            var card = title.Locator(".term-card").First;
            await Assertions.Expect(card).ToBeVisibleAsync();
            var (words, over) = ((await title.BoundingBoxAsync())!, (await card.BoundingBoxAsync())!);
            (over.Y >= words.Y + words.Height || over.Y + over.Height <= words.Y).ShouldBeTrue($"at {width}");
        }

        await page.SetViewportSizeAsync(1440, 900);
    }

    [Fact]
    public async Task The_glossary_is_sound_for_a_stranger()
    {
        await using var stranger = await sample.StrangerAsync();
        await Soundness.ShouldHoldAsync(stranger, "/glossary");
    }

    [Fact]
    public async Task A_draft_framework_is_sound()
    {
        var page = sample.Steward.Page;
        await page.GotoAsync("/frameworks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draft the next one" }).ClickAsync();
        await page.WaitForURLAsync("**/frameworks/**");
        await Soundness.ShouldHoldAsync(sample.Steward, "/frameworks/draft/edit");
    }

    [Fact]
    public async Task A_planning_session_is_sound_while_it_is_open_and_after_it_is_closed()
    {
        var page = sample.Steward.Page;
        await page.GotoAsync("/rhythm/planning");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        await page.WaitForURLAsync("**/rhythm/planning/*-Q*");
        var address = new Uri(page.Url).AbsolutePath;
        await Soundness.ShouldHoldAsync(sample.Steward, address);
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it again" }).WaitForAsync();
        await Soundness.ShouldHoldAsync(sample.Steward, address);
    }

    [Fact]
    public void No_page_is_left_out()
    {
        string[] elsewhere =
        [
            "/front-line/doors",
            "/rhythm/planning/2031-Q1",
            "/r/secret",
            "/reports/secret",
            "/unsubscribe/token",
            "/frameworks/draft/edit",
            "/set-up",
            "/sign-in",
            "/invitations/secret",
            "/imports/019d0000-0000-7000-8000-000000000000",
            "/actual-journeys/1",
            "/actual-journeys/1/cases",
            "/actual-journeys/1/case",
            "/actual-journeys/1/conformance",
            "/actual-journeys/1/draft",
        ];
        var looked = AccessibilityTests.Pages.Concat(Pages).Select(row => row.Data.Split('?')[0]).Concat(elsewhere).ToList();
        var left = sample
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"] && !IsNoPage(route.RoutePattern))
            .Where(route => !looked.Exists(address => Matches(route.RoutePattern, address)))
            .Select(route => route.RoutePattern.RawText);
        left.ShouldBeEmpty("no browser test looks at these pages: add an address of each to the list here or in AccessibilityTests");
    }

    // What a program reads, and what answers with a file or leads elsewhere.
    private static bool IsNoPage(RoutePattern pattern)
    {
        var text = pattern.RawText!.TrimEnd('/');
        return text.StartsWith("/api", StringComparison.Ordinal)
            || text is "/changes" or "/mentions" or "/health" or "/o/{name}" or "/frameworks/draft" or "/measures/file"
            || text.EndsWith("/file", StringComparison.Ordinal)
            || text.EndsWith("/files", StringComparison.Ordinal)
            || text.EndsWith(".md", StringComparison.Ordinal)
            || text.EndsWith(".csv", StringComparison.Ordinal)
            || text.EndsWith(".ics", StringComparison.Ordinal)
            || text.EndsWith(".json", StringComparison.Ordinal);
    }

    private static bool Matches(RoutePattern pattern, string address)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(address, values)
            && pattern.Parameters.All(parameter =>
                !parameter.ParameterPolicies.Any(policy => policy.Content is "int" or "long") || long.TryParse($"{values[parameter.Name]}", out _)
            );
    }
}
