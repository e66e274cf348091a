using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Web.Features.Journeys;

namespace Redthread.BrowserTests;

/// <summary>A steward of many journeys, whose stages are more than the alphabet has letters.</summary>
public sealed class ManyPlacesTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task More_places_than_letters_are_found_by_typing_and_chosen_by_Enter()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var stages = string.Concat(Enumerable.Range(1, 30).Select(at => $"\n  - key: s{at}\n    name: {(at == 27 ? "Trade the handset in" : $"Further stage {at}")}"));
        var made = await scope
            .ServiceProvider.GetRequiredService<ImportJourneys>()
            .HandleAsync(Actor.Operator, [new("upgrade.yaml", $"journey: upgrade\nname: Upgrade\nlevel: journey\nstages:{stages}\n")], CancellationToken.None);
        made.Value.Ok.ShouldBeTrue(made.Value.Lines[0].Reason);
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await page.GotoAsync("/placing");
        var first = await page.Locator("blockquote.verbatim").InnerTextAsync();

        // Letters narrow, Enter takes what is marked, and the next text is there.
        await page.Keyboard.TypeAsync("hands");
        await Assertions.Expect(page.Locator(".placing-columns .place:visible")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("rt-find-place [role=status]")).ToHaveTextAsync("Enter: Trade the handset in, Upgrade (1 of 1)");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("blockquote.verbatim")).Not.ToHaveTextAsync(first);
        await page.Keyboard.PressAsync("z");
        await Assertions.Expect(page.Locator("blockquote.verbatim")).ToHaveTextAsync(first);
        await Assertions.Expect(page.Locator("article.placing .chip")).ToHaveCountAsync(0);

        // Arrows mark another of several, Escape shows all, digits still take what is suggested.
        await page.Keyboard.TypeAsync("further");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".place.marked")).ToHaveTextAsync("Further stage 2");
        await visit.ScreenshotAsync("placing-find");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".placing-columns .place[hidden]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.Locator("blockquote.verbatim")).Not.ToHaveTextAsync(first);
        await page.Keyboard.PressAsync("z");
        await Assertions.Expect(page.Locator("blockquote.verbatim")).ToHaveTextAsync(first);

        // The same by address, as without script: Enter there looks and places nothing.
        await page.GotoAsync("/placing?find=handset");
        await Assertions.Expect(page.Locator(".placing-columns .place")).ToHaveCountAsync(1);
        visit.ShouldHaveNoComplaints();
    }
}
