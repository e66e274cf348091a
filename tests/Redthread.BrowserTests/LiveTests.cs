using System.Diagnostics;
using System.Globalization;

namespace Redthread.BrowserTests;

/// <summary>A Picture that stays open on a screen all day follows what arrives.</summary>
public sealed class LiveTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    private const int Posts = 3;

    [Fact]
    public async Task The_open_picture_follows_new_signals_and_leaves_the_reader_in_place()
    {
        await using var visit = await site.SignedInAsync(Role.Viewer, height: 600);
        var page = visit.Page;
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync("/"), answer => answer.Url.EndsWith("/changes", StringComparison.Ordinal));
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Say what I want" }).First;
        await link.FocusAsync();
        await page.EvaluateAsync("() => { window.__mark = 'kept'; scrollTo(0, 240); }");
        var scroll = await page.EvaluateAsync<double>("() => scrollY");
        scroll.ShouldBeGreaterThan(0);
        var fastest = TimeSpan.MaxValue;

        for (var post = 0; post < Posts; post++)
        {
            await site.SendAsync(Signals(post), "live");
            var clock = Stopwatch.StartNew();
            await Assertions.Expect(page.Locator("li.stage", new() { Has = link }).Locator(".people, .reason")).ToContainTextAsync(Expected(post), new() { Timeout = 15_000 });
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
        }

        fastest.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await page.EvaluateAsync<string>("() => window.__mark")).ShouldBe("kept");
        (await page.EvaluateAsync<double>("() => scrollY")).ShouldBe(scroll);
        await Assertions.Expect(link).ToBeFocusedAsync();
        visit.ShouldHaveNoComplaints();
    }

    private static string Expected(int post) =>
        post == 0 ? "n 10 of 30"
        : post == 1 ? "n 20 of 30"
        : "30 customers";

    private static string Signals(int post)
    {
        var time = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
        return $"[{string.Join(',', Enumerable.Range(post * 10, 10).Select(number => $$"""{"externalId":"live-{{number}}","time":"{{time}}Z","customer":"live{{number}}","readings":[{"measure":"ces-7","place":"change-or-leave/ask-change","value":6}]}"""))}]";
    }
}
