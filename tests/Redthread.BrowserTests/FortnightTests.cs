using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Rhythm;

namespace Redthread.BrowserTests;

/// <summary>
/// A fortnight of a steward: a conversation, its highlights, an insight, a word that drifts, a duplicate, a round of votes, a review with a
/// drafted agenda, the Desk, and the hand-over to the next steward.
/// </summary>
public sealed class FortnightTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    private const string Statement = "Customers are told nothing while they wait for the technician";
    private const string Otherwise = "Customers are told nothing while the technician lets them wait";

    [Fact]
    public async Task A_steward_lives_a_fortnight()
    {
        await TeamAsync("Delivery", "delivery@example.org");
        await TeamAsync("Care", "care@example.org");
        await using var steward = await site.SignedInAsync(Role.Steward);
        await using var delivery = await site.VisitAsync();
        await delivery.SignInAsync("delivery@example.org");
        await using var care = await site.VisitAsync();
        await care.SignInAsync("care@example.org");

        var insight = await ListenAsync(steward);
        await MergeADuplicateAsync(steward, delivery, insight);
        await AgreeOnAScoreAsync(steward, delivery, care);
        await ReviewAsync(steward);
        await ClearTheDeskAsync(steward);
        await HandOverAsync(steward);
        await SettleAWordAsync(steward, delivery, insight);
        steward.ShouldHaveNoComplaints();
        delivery.ShouldHaveNoComplaints();
        care.ShouldHaveNoComplaints();
    }

    // Monday: a customer speaks, and what was said becomes an insight that counts.
    private static async Task<string> ListenAsync(Visit steward)
    {
        var page = steward.Page;
        await page.GotoAsync("/conversations");
        await steward.FollowAsync("Plan a conversation");
        await page.GetByLabel("What it is about").FillAsync("Waiting for the technician");
        await page.GetByLabel("Customer’s key").FillAsync("c4711");
        await page.GetByLabel("Begins (UTC)").FillAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1).ToString("yyyy-MM-ddTHH:mm"));
        await steward.PressAsync("Plan it");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/conversations/\d+$"));
        await steward.PressAsync("It was held");
        await Assertions.Expect(page.Locator(".object-line .chip").First).ToHaveTextAsync("held");
        await page.GetByLabel("How it was given").FillAsync("spoken at the beginning");
        await steward.PressAsync("Record it");
        await Assertions.Expect(page.Locator(".object-line .chip").Nth(1)).ToHaveTextAsync("may be quoted");
        await page.Locator("#notes-text").FillAsync("I sat at home for a whole day and nobody called.");
        await steward.PressAsync("Save the notes");
        await Assertions.Expect(page.Locator("[data-notes]")).ToContainTextAsync("nobody called");
        await page.Locator("#new-highlight summary").ClickAsync();
        await page.Locator("#highlight-quotation").FillAsync("nobody called");
        await page.Locator("#highlight-stage").SelectOptionAsync("join/get-installed");
        await page.Locator("#highlight-new").FillAsync(Statement);
        await steward.PressAsync("Highlight it");
        await page.Locator(".talk-highlights a", new() { HasTextString = Statement }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/insights/\d+$"));
        await steward.PressAsync("Approve", exact: true);
        await Assertions.Expect(page.GetByText("approved", new() { Exact = true })).ToBeVisibleAsync();
        return new Uri(page.Url).AbsolutePath;
    }

    // Tuesday: the word is "technician"; Delivery says "fitter", and that is seen.
    private static async Task SettleAWordAsync(Visit steward, Visit delivery, string insight)
    {
        var page = steward.Page;
        await page.GotoAsync("/language");
        if (!await page.Locator("#new").EvaluateAsync<bool>("one => one.open"))
            await page.Locator("#new > summary").ClickAsync();
        await page.Locator("#new-word").FillAsync("technician");
        await page.Locator("#new-definition").FillAsync("Whoever comes to a customer’s home to connect or repair the line.");
        await page.Locator("#new-avoid").FillAsync("fitter");
        await steward.PressAsync("Define it");
        await delivery.Page.GotoAsync(insight);
        await delivery.Page.Locator("#talk textarea").Last.FillAsync("Our fitters call when the fitter has time.");
        await delivery.Page.Locator("#talk form", new() { HasText = "Comment" }).Last.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(delivery.Page.Locator(".comment-text").Last).ToContainTextAsync("fitters");
        await page.GotoAsync("/language?tab=drift");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("fitter");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Delivery");
        await steward.ScreenshotAsync("fortnight-drift");
    }

    // Wednesday: Delivery writes down nearly the same. It is asked once, does it all the same, and the steward merges the two.
    private static async Task MergeADuplicateAsync(Visit steward, Visit delivery, string insight)
    {
        var form = delivery.Page;
        await form.GotoAsync("/insights/new");
        await form.GetByLabel("Statement").FillAsync(Otherwise);
        var make = form.Locator("main form", new() { Has = form.GetByLabel("Statement") }).Locator("button.primary");
        await make.ClickAsync();
        await Assertions.Expect(form.GetByRole(AriaRole.Alert).First).ToContainTextAsync("looks like");
        await make.ClickAsync();
        await Assertions.Expect(form).ToHaveURLAsync(new Regex(@"/insights/\d+$"));

        var page = steward.Page;
        await page.GotoAsync(form.Url);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Near duplicates" })).ToBeVisibleAsync();
        await page.GetByText("Merge into another").ClickAsync();
        await page.Locator("#merge-into").FillAsync($"I-{insight.Split('/')[^1]}");
        await steward.PressAsync("Merge", exact: true);
        await Assertions.Expect(page.GetByText("merged", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    // Thursday: teams vote blind; the votes show at the reveal and not before.
    private static async Task AgreeOnAScoreAsync(Visit steward, Visit delivery, Visit care)
    {
        var page = steward.Page;
        await page.GotoAsync("/agreed-scores/new");
        await page.EvaluateAsync(
            "() => document.querySelectorAll('input[name=stages], input[name=teams]').forEach(box => { box.checked = ['join/get-installed', 'delivery', 'care'].includes(box.value); })"
        );
        await steward.PressAsync("Open the round");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/agreed-scores/\d+"));
        var round = page.Url;

        foreach (var (team, vote, why) in new[] { (delivery, "+1, good", "We come when we said"), (care, "−1, weak", "They call us because nobody came") })
        {
            await team.Page.GotoAsync(round);
            await team.Page.GetByLabel(vote).CheckAsync();
            await team.Page.GetByLabel("Why", new() { Exact = true }).FillAsync(why);
            await team.PressAsync("Cast the vote");
            await Assertions.Expect(team.Page.GetByText("last written by")).ToBeVisibleAsync();
        }

        await page.GotoAsync(round);
        (await page.ContentAsync()).ShouldNotContain("We come when we said");
        (await page.ContentAsync()).ShouldNotContain("nobody came");
        await steward.PressAsync("Reveal the votes");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("We come when we said");
        await page.GetByLabel("0, neutral").CheckAsync();
        await steward.PressAsync("Record it");
        await Assertions.Expect(page.GetByText("Correct what is recorded")).ToBeVisibleAsync();
    }

    // The second Monday: the review's agenda is drafted from what changed.
    private static async Task ReviewAsync(Visit steward)
    {
        var page = steward.Page;
        await page.GotoAsync("/rhythm");
        var fold = page.Locator("details", new() { HasText = "New ritual" }).First;
        if (!await fold.EvaluateAsync<bool>("one => one.open"))
            await fold.Locator("summary").First.ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Fortnightly review");
        var first = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1).AddHours(9);
        await page.GetByLabel("First meeting").FillAsync(first.ToString("yyyy-MM-dd"));
        await page.GetByLabel("At (UTC)").FillAsync("09:00");
        await steward.PressAsync("Make the ritual");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/rhythm/\d+$"));
        await page.Locator($"main a[href='{RhythmText.Address(1, first)}']").First.ClickAsync();
        await steward.PressAsync("Draft the agenda");
        await Assertions.Expect(page.Locator("#h-agenda + .prose")).ToBeVisibleAsync();
        await page.GetByText("Edit, or write down that it was held").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Minutes" }).FillAsync("The technician calls from the road.");
        await page.GetByLabel("The meeting took place").CheckAsync();
        await steward.PressAsync("Save", exact: true);
        await Assertions.Expect(page.Locator(".object-line .chip")).ToHaveTextAsync("held");
    }

    // The second Wednesday: the Desk shows what coordination lacks; one is settled with a reason.
    private async Task ClearTheDeskAsync(Visit steward)
    {
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var objective = new SaveObjective.Request { Title = "Fewer visits", Cycle = Cycle.Address(Cycle.At(TimeProvider.System.GetUtcNow().UtcDateTime)) };
            (await scope.ServiceProvider.GetRequiredService<SaveObjective>().CreateAsync(Actor.Operator, objective, CancellationToken.None)).Ok.ShouldBeTrue();
        }

        await site.Services.GetRequiredService<DeskSweep>().FullAsync(CancellationToken.None);
        var page = steward.Page;
        await page.GotoAsync("/desk");
        var finding = page.Locator(".desk-finding").First;
        var title = await finding.Locator("h2").InnerTextAsync();
        await finding.GetByText("Not now").ClickAsync();
        await finding.GetByLabel("Why it is no failure here").FillAsync("It is being looked at in the review");
        await finding.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(title);
        await page.GotoAsync("/desk?state=dismissed");
        await Assertions.Expect(page.Locator(".desk-finding")).ToContainTextAsync("It is being looked at in the review");
        await steward.ScreenshotAsync("fortnight-desk");
    }

    // The second Friday: somebody else is steward from now on, and both have signed.
    private async Task HandOverAsync(Visit steward)
    {
        await site.AddPersonAsync(Role.Steward, "next@example.org");
        await using var next = await site.VisitAsync();
        await next.SignInAsync("next@example.org");
        var page = steward.Page;
        await page.GotoAsync("/rhythm/steward");
        var to = page.GetByLabel("To", new() { Exact = true });
        var other = await to.Locator("option").EvaluateAllAsync<string[]>("all => all.map(one => one.value).filter(value => value)");
        await to.SelectOptionAsync(other[^1]);
        await steward.PressAsync("Start it");
        await Assertions.Expect(page.Locator(".handover .chip")).ToHaveTextAsync("open");
        while (await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Tick") }).CountAsync() is > 0 and var left)
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Tick") }).First.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Tick") })).ToHaveCountAsync(left - 1);
        }

        await steward.PressAsync("Sign", exact: true);
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("signed on");
        await next.Page.GotoAsync("/rhythm/steward");
        await next.PressAsync("Sign", exact: true);
        await Assertions.Expect(next.Page.Locator(".chip", new() { HasText = "completed" })).ToBeVisibleAsync();
    }

    private async Task TeamAsync(string name, string email)
    {
        var person = await site.AddPersonAsync(Role.Member, email);
        await using var context = await site.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = name.ToLowerInvariant(), Name = name };
        team.Members.Add(new TeamMember { TeamId = team.Id, PersonId = person.Id });
        context.Add(team);
        await context.SaveChangesAsync();
    }
}
