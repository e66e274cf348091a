using System.Globalization;
using System.Text.RegularExpressions;

namespace Redthread.BrowserTests;

/// <summary>A quarter of an organisation: from what customers said to a score that moved, each step seen on the thread and in the flow.</summary>
public sealed partial class QuarterTests(QuarterSite site) : IClassFixture<QuarterSite>
{
    private const int Chosen = 14;
    private const string Insight = "The card form loses what was typed";
    private const string Other = "The code by SMS comes too late";
    private const string Opportunity = "People cannot pay at the first attempt";
    private const string Decision = "Repair the card form first";
    private const string Solution = "Keep what was typed";
    private const string KeyResult = "Paying scores 60";

    private static readonly string[] Beads = ["Signals", "Insight", "Opportunity", "Decision", "Solution", "Key result", "Movement"];

    [Fact]
    public async Task From_what_customers_said_to_a_score_that_moved()
    {
        await site.HearAsync(1, "It lost my card number");
        await using (var steward = await SignInAsync(Role.Steward))
        {
            await ShouldFlowAsync(steward, QuarterSite.Customers, QuarterSite.Customers, 0, 0, 0, 0, 0, 0);
            await LearnAsync(steward);
        }

        await using (var member = await SignInAsync(Role.Member))
        await using (var leader = await SignInAsync(Role.Leader))
        {
            await FrameAsync(member);
            await ScoreAsync(member, leader);
            await DecideAsync(leader);
            await SolveAsync(member);
            await AimAsync(member);
        }

        site.GoOnToNextQuarter();
        await using var later = await SignInAsync(Role.Leader, "later@example.org");
        await MoveAsync(later);
        await ReviewAsync(later);
        later.ShouldHaveNoComplaints();
    }

    // A steward chooses signals, makes two insights of them and approves both.
    private async Task LearnAsync(Visit visit)
    {
        var page = visit.Page;
        await MakeInsightAsync(page, 0, Chosen, Insight);
        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight);
        // What nobody approved does not count yet: its customers are lost where they were.
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, 0, 0, 0, 0, 0, 0);
        await page.GotoAsync("/insights/1");
        await visit.PressAsync("Approve", exact: true);
        await Assertions.Expect(page.GetByText(new Regex("approved .* by Ada Steward"))).ToBeVisibleAsync();
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, Chosen, 0, 0, 0, 0, 0);

        await MakeInsightAsync(page, Chosen, QuarterSite.Customers - Chosen, Other);
        await visit.PressAsync("Approve", exact: true);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, 0, 0, 0, 0, 0);
        visit.ShouldHaveNoComplaints();
    }

    private static async Task MakeInsightAsync(IPage page, int from, int count, string title)
    {
        await page.GotoAsync("/signals?stage=shop/pay&verbatim=true");
        var signals = page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose signal" });
        await Assertions.Expect(signals).ToHaveCountAsync(QuarterSite.Customers);
        for (var at = from; at < from + count; at++)
            await signals.Nth(at).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an insight of these" }).ClickAsync();
        await page.GetByLabel("Statement").FillAsync(title);
        await Assertions.Expect(page.GetByLabel("Pay, Shop online")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the insight" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
    }

    private async Task FrameAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/opportunities/new?from=I-1");
        await page.GetByLabel("Statement").FillAsync(Opportunity);
        await page.GetByLabel("Effort, person-weeks (optional)").FillAsync("3");
        await visit.PressAsync("Make the opportunity");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = Opportunity })).ToBeVisibleAsync();
        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight, Opportunity);
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, 0, 0, 0, 0);
    }

    // Two people score blind: neither sees the other's vote or reason before the reveal.
    private static async Task ScoreAsync(Visit member, Visit leader)
    {
        await member.Page.GotoAsync("/opportunities/1");
        await member.PressAsync("Open a round");
        await VoteAsync(member, "+2, must be done", "Every third customer gives up");
        await Assertions.Expect(member.Page.GetByRole(AriaRole.Button, new() { Name = "Reveal the votes" })).ToBeDisabledAsync();
        await leader.Page.GotoAsync("/opportunities/1");
        await Assertions.Expect(leader.Page.GetByText("1 voted")).ToBeVisibleAsync();
        (await leader.Page.ContentAsync()).ShouldNotContain("Every third customer gives up");
        await VoteAsync(leader, "+1, rather", "Other stages are as bad");
        await member.Page.ReloadAsync();
        await Assertions.Expect(member.Page.GetByText("2 voted")).ToBeVisibleAsync();
        (await member.Page.ContentAsync()).ShouldNotContain("Other stages are as bad");

        await member.PressAsync("Reveal the votes");
        await Assertions.Expect(member.Page.GetByText(new Regex(@"Agreement 0\.\d\d of 1"))).ToBeVisibleAsync();
        await leader.Page.ReloadAsync();
        var votes = leader.Page.GetByRole(AriaRole.Table, new() { Name = "Votes of the round" });
        await Assertions.Expect(votes).ToContainTextAsync("Every third customer gives up");
        await Assertions.Expect(votes).ToContainTextAsync("Other stages are as bad");
    }

    private static async Task VoteAsync(Visit visit, string vote, string why)
    {
        await visit.Page.GetByLabel(vote).CheckAsync();
        await visit.Page.GetByLabel("Why", new() { Exact = true }).FillAsync(why);
        await visit.PressAsync("Cast the vote");
        await Assertions.Expect(visit.Page.GetByText("Your vote: ")).ToBeVisibleAsync();
    }

    // The decision is refused as long as a strong insight is neither used nor set aside and nobody looked for evidence against.
    private async Task DecideAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/decisions/new?from=O-1");
        await page.GetByLabel("Decision", new() { Exact = true }).FillAsync(Decision);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Question" }).FillAsync("What do we repair first?");
        await page.GetByLabel("Review", new() { Exact = true }).FillAsync(site.After.Start.AddDays(45).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByLabel("What do you expect to happen?").FillAsync("Most pay at the first attempt");
        await page.GetByLabel("Whose score should move").SelectOptionAsync(new SelectOptionValue { Label = "Pay" });
        await page.GetByLabel("By how many points").FillAsync("20");
        await page.Locator("#stage-shop-pay").CheckAsync();
        await visit.PressAsync("Plan the decision");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = Decision })).ToBeVisibleAsync();
        await AddOptionAsync(visit, "Keep the form's values", "8");
        await AddOptionAsync(visit, "Leave it as it is", "0");
        await visit.PressAsync("Choose Keep the form's values");
        await Assertions.Expect(page.GetByText("to be chosen")).ToBeVisibleAsync();

        await MakeAsync(visit, "It cannot be made yet", "Use I-1", "set it aside with a reason", "confirm that you looked and found none");
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, 0, 0, 0, 0);
        await GoToDecisionAsync(page);
        await WeighAsync(visit, "I-1", "used for", "It is where most give up");
        await MakeAsync(visit, "It cannot be made yet", "Use I-2", "confirm that you looked and found none");
        await GoToDecisionAsync(page);
        await WeighAsync(visit, "I-2", "set aside, because", "The bank sends the code");
        await MakeAsync(visit, "It cannot be made yet", "confirm that you looked and found none");
        await GoToDecisionAsync(page);
        await visit.PressAsync("I looked for evidence against and found none");
        await Assertions.Expect(page.Locator("#evidence")).ToContainTextAsync("Ada Leader looked for evidence against and found none");
        await visit.PressAsync("Make the decision");
        await Assertions.Expect(page.GetByText(new Regex("Made on .* by Ada Leader"))).ToBeVisibleAsync();

        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight, Opportunity, Decision);
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, Chosen, 0, 0, 0);
    }

    private static async Task GoToDecisionAsync(IPage page)
    {
        await page.GotoAsync("/decisions?tab=planned");
        await page.GetByRole(AriaRole.Link, new() { Name = Decision }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = Decision })).ToBeVisibleAsync();
    }

    private static async Task AddOptionAsync(Visit visit, string title, string points)
    {
        var page = visit.Page;
        var add = page.Locator("#options details", new() { HasText = "Add an option" });
        if (!await page.Locator("#option-new-title").IsVisibleAsync())
            await add.Locator("summary").ClickAsync();
        await page.Locator("#option-new-title").FillAsync(title);
        await page.Locator("#option-new-points").FillAsync(points);
        await visit.PressAsync("Add the option");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
    }

    private static async Task WeighAsync(Visit visit, string name, string mark, string reason)
    {
        var page = visit.Page;
        await page.GetByLabel($"What the decision does with {name}").SelectOptionAsync(new SelectOptionValue { Label = mark });
        await page.GetByLabel($"Reason for {name}").FillAsync(reason);
        await visit.PressAsync($"Save {name}");
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = name }).Filter(new() { HasText = reason }).First).ToBeVisibleAsync();
    }

    private static async Task MakeAsync(Visit visit, params string[] refusal)
    {
        await visit.PressAsync("Make the decision");
        var alert = visit.Page.GetByText(refusal[0]);
        await Assertions.Expect(alert).ToBeInViewportAsync();
        var words = await alert.InnerTextAsync();
        foreach (var part in refusal)
            words.ShouldContain(part);
    }

    // A solution is made for the opportunity, moved on the board by the keyboard, and shipped.
    private async Task SolveAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/solutions/new?from=O-1");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(Solution);
        await visit.PressAsync("Make the solution");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = Solution })).ToBeVisibleAsync();
        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight, Opportunity, Decision, Solution);
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, Chosen, Chosen, 0, 0);

        await page.GotoAsync("/solutions");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Later" })).ToContainTextAsync(Solution);
        await page.Locator("summary", new() { HasText = $"S-1 {Solution}" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move to Now" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Now" })).ToContainTextAsync(Solution);

        await page.GotoAsync("/solutions/1");
        await page.GetByText("Edit", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("Shipped");
        await visit.PressAsync("Save", exact: true);
        await Assertions.Expect(page.GetByText("shipped", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    // The objective of the next quarter gets a key result bound to the stage's score, which the solution should move.
    private async Task AimAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync($"/goals?cycle={site.After}");
        await page.GetByLabel("Objective", new() { Exact = true }).FillAsync("Paying is easy");
        await visit.PressAsync("Make the objective");
        await page.GetByText("New key result", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Key result", new() { Exact = true }).FillAsync(KeyResult);
        await page.GetByLabel("Its value comes from").SelectOptionAsync("stage:shop/pay");
        await page.GetByLabel("Target", new() { Exact = true }).FillAsync("60");
        await visit.PressAsync("Make the key result");
        await Assertions.Expect(page.GetByText("no live data").First).ToBeVisibleAsync();

        await page.GotoAsync("/solutions/1");
        await page.GetByText("Connect it", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("S-1 is").SelectOptionAsync(">Moves");
        await page.GetByLabel("Which", new() { Exact = true }).FillAsync("KR-1");
        await visit.PressAsync("Connect", exact: true);
        await Assertions.Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Connections" }).GetByRole(AriaRole.Link, new() { Name = KeyResult })).ToBeVisibleAsync();
        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight, Opportunity, Decision, Solution, KeyResult);
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, Chosen, Chosen, Chosen, 0);
        visit.ShouldHaveNoComplaints();
    }

    // The open page of the key result follows the better signals of the next quarter; nobody enters a number.
    private async Task MoveAsync(Visit visit)
    {
        var page = visit.Page;
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync("/key-results/1"), answer => answer.Url.EndsWith("/changes", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("Nothing is known of it yet.")).ToBeVisibleAsync();
        await site.HearAsync(4, "It went through at once");
        await Assertions.Expect(page.GetByText("It moved towards its target.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(new Regex(@"grade 1\.00"))).ToBeVisibleAsync();
        await ShouldHaveBeadsAsync(visit, $"{Chosen} signals", Insight, Opportunity, Decision, Solution, KeyResult, "1 key result moved");
        await ShouldFlowAsync(visit, QuarterSite.Customers, QuarterSite.Customers, QuarterSite.Customers, Chosen, Chosen, Chosen, Chosen, Chosen);
    }

    private static async Task ReviewAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/decisions?tab=made");
        await page.GetByRole(AriaRole.Link, new() { Name = Decision }).ClickAsync();
        var review = page.GetByRole(AriaRole.Region, new() { Name = "Review" });
        await Assertions.Expect(review).ToContainTextAsync("Most pay at the first attempt");
        await Assertions.Expect(review).ToContainTextAsync(new Regex(@"Pay moved by \+\d+\.\d points \(95 % \+.*\) beyond 1 comparison stage from .* Expected: \+20\.0\."));
        await page.GetByLabel("What happened, in words").FillAsync("Nearly all pay at the first attempt");
        await visit.PressAsync("Save the review");
        await Assertions.Expect(review).ToContainTextAsync("Ada Leader");
        await Assertions.Expect(review.GetByText("Nearly all pay at the first attempt").First).ToBeVisibleAsync();
        await visit.ScreenshotAsync("quarter-review");
    }

    private async Task<Visit> SignInAsync(Role role, string? email = null)
    {
        var person = await site.AddPersonAsync(role, email ?? $"quarter-{role}@example.org".ToLowerInvariant());
        var visit = await site.VisitAsync();
        await visit.SignInAsync(person.Email);
        return visit;
    }

    /// <summary>The beads from the first on that the thread of I-1 has; all others must be missing.</summary>
    private static async Task ShouldHaveBeadsAsync(Visit visit, params string[] titles)
    {
        await visit.Page.GotoAsync("/threads/I-1");
        var beads = visit.Page.GetByRole(AriaRole.List, new() { Name = "Thread" }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(beads).ToHaveCountAsync(Beads.Length);
        for (var at = 0; at < Beads.Length; at++)
        {
            await Assertions.Expect(beads.Nth(at)).ToContainTextAsync(Beads[at]);
            if (at < titles.Length)
                await Assertions.Expect(beads.Nth(at)).ToContainTextAsync(titles[at]);
            (await beads.Nth(at).GetAttributeAsync("class"))!.Contains("missing", StringComparison.Ordinal).ShouldBe(at >= titles.Length, Beads[at]);
        }
    }

    /// <summary>The customers who came into each column of the first quarter's flow; those lost on the way must make up the difference.</summary>
    private async Task ShouldFlowAsync(Visit visit, params int[] into)
    {
        await visit.Page.GotoAsync($"/voice?cycle={site.Before}");
        var columns = visit.Page.Locator("ol.flow-list > li");
        await Assertions.Expect(columns).ToHaveCountAsync(into.Length);
        var counts = new List<int>();
        for (var at = 0; at < into.Length; at++)
        {
            counts.Add(await NumberAsync(columns.Nth(at).Locator(".flow-list-count")));
            var lost = await NumberAsync(columns.Nth(at).Locator(".flow-list-lost"));
            lost.ShouldBe(at + 1 < into.Length ? into[at] - into[at + 1] : 0);
        }

        counts.ShouldBe(into);
    }

    private static async Task<int> NumberAsync(ILocator figure) =>
        await figure.CountAsync() == 0 ? 0 : int.Parse(Figure().Match(await figure.TextContentAsync() ?? "").Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figure();
}
