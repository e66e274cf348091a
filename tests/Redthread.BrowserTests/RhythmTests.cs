using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Rhythm;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Rhythm;

namespace Redthread.BrowserTests;

/// <summary>A team votes and a review is held without touching the pointer.</summary>
public sealed class RhythmTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task A_vote_is_cast_by_keyboard_and_leads_on_to_the_next_stage()
    {
        await using var visit = await MemberAsync("voters");
        await using var scope = site.Services.CreateAsyncScope();
        var opened = await scope
            .ServiceProvider.GetRequiredService<OpenRound>()
            .HandleAsync(Actor.Operator, new OpenRound.Request { Stages = ["join/order", "join/first-bill"], Teams = ["voters", "voters-others"] }, CancellationToken.None);
        opened.Ok.ShouldBeTrue(opened.Error?.Message);

        var page = visit.Page;
        await page.GotoAsync("/agreed-scores");
        await page.GetByRole(AriaRole.Link, new() { Name = "Vote on 2 stages" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/agreed-scores/1**");
        foreach (var stage in new[] { "Order", "First bill" })
        {
            await Assertions.Expect(page.Locator(".round-stage h2")).ToContainTextAsync(stage, new() { IgnoreCase = true });
            // Space chooses where the focus stands, the arrow goes on to −1.
            await page.GetByLabel("−2, broken").FocusAsync();
            await page.Keyboard.PressAsync("Space");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.GetByLabel("−1, weak")).ToBeCheckedAsync();
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync($"What we hear of {stage}");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("I-1");
            await page.Keyboard.PressAsync("Enter");
        }

        await page.WaitForURLAsync("**done=1**");
        await Assertions.Expect(page.Locator("text=last written by")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("vote");
        visit.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_review_is_prepared_and_held_by_keyboard()
    {
        await using var visit = await MemberAsync("reviewers");
        await using var scope = site.Services.CreateAsyncScope();
        var first = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1);
        var ritual = new SaveRitual.Request
        {
            Name = "Journey review",
            Type = RitualType.JourneyReview,
            Unit = CadenceUnit.Months,
            StartsAt = first,
            Teams = ["reviewers"],
        };
        (await scope.ServiceProvider.GetRequiredService<SaveRitual>().CreateAsync(Actor.Operator, ritual, CancellationToken.None)).Ok.ShouldBeTrue();

        var page = visit.Page;
        await page.GotoAsync(RhythmText.Address(1, first));
        await page.GetByRole(AriaRole.Button, new() { Name = "Draft the agenda" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Edit, or write down that it was held").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Minutes" }).FocusAsync();
        await page.Keyboard.TypeAsync("The menu comes first.");
        await page.GetByLabel("The meeting took place").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".object-line .chip")).ToHaveTextAsync("held");
        await Assertions.Expect(page.Locator("#h-minutes + .prose")).ToHaveTextAsync("The menu comes first.");
        await visit.ScreenshotAsync("review");
        visit.ShouldHaveNoComplaints();
    }

    private async Task<Visit> MemberAsync(string team)
    {
        var email = $"{team}@example.org";
        var person = await site.AddPersonAsync(Role.Member, email);
        await using (var context = await site.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
        {
            var own = new Team { Key = team, Name = $"Team {team}" };
            own.Members.Add(new TeamMember { TeamId = own.Id, PersonId = person.Id });
            context.AddRange(own, new Team { Key = $"{team}-others", Name = $"Others beside {team}" });
            await context.SaveChangesAsync();
        }

        var visit = await site.VisitAsync();
        await visit.SignInAsync(email);
        return visit;
    }
}
