using System.Text.RegularExpressions;

namespace Redthread.BrowserTests;

/// <summary>Two people edit one decision at once: the second to save sees both texts, and neither is lost.</summary>
public sealed class TwoEditorsTests(QuarterSite site) : IClassFixture<QuarterSite>
{
    private const string Theirs = "Which stage do we repair first?";
    private const string Own = "What costs us most customers?";

    [Fact]
    public async Task The_second_to_save_sees_both_texts()
    {
        await using var first = await SignInAsync(Role.Leader);
        await using var second = await SignInAsync(Role.Member);
        await first.Page.GotoAsync("/decisions/new");
        await first.Page.GetByLabel("Decision", new() { Exact = true }).FillAsync("Where we begin");
        await first.PressAsync("Plan the decision");
        await Assertions.Expect(first.Page).ToHaveURLAsync(new Regex(@"/decisions/\d+$"));
        var address = first.Page.Url;
        await first.Page.GotoAsync($"{address}?edit=1");
        await second.Page.GotoAsync($"{address}?edit=1");

        await Question(second).FillAsync(Own);
        await Question(first).FillAsync(Theirs);
        await first.PressAsync("Save", exact: true);
        await Assertions.Expect(first.Page.GetByText(Theirs)).ToBeVisibleAsync();
        // The page of the second follows what was saved, but leaves alone what is being typed.
        await Assertions.Expect(second.Page.GetByText(Theirs).First).ToBeVisibleAsync();
        await Assertions.Expect(Question(second)).ToHaveValueAsync(Own);
        await second.PressAsync("Save", exact: true);

        var both = second.Page.GetByRole(AriaRole.Row, new() { Name = "Question" });
        await Assertions.Expect(both.GetByRole(AriaRole.Cell, new() { Name = Theirs })).ToBeVisibleAsync();
        await Assertions.Expect(both.GetByRole(AriaRole.Cell, new() { Name = Own })).ToBeVisibleAsync();
        await Assertions.Expect(both).ToBeInViewportAsync();
        await Assertions.Expect(Question(second)).ToHaveValueAsync(Own);
        await second.ScreenshotAsync("two-editors");

        // The first goes on meanwhile: what the second is shown and typed stays, and their next save is a conflict again.
        await first.Page.GotoAsync($"{address}?edit=1");
        await Details(first).FillAsync("We met twice");
        await first.PressAsync("Save", exact: true);
        await Assertions.Expect(first.Page.GetByText("We met twice")).ToBeVisibleAsync();
        await Assertions.Expect(both).ToBeVisibleAsync();
        await Assertions.Expect(Question(second)).ToHaveValueAsync(Own);
        await Question(second).FillAsync($"{Theirs} {Own}");
        await second.PressAsync("Save", exact: true);
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Row, new() { Name = "Details" })).ToContainTextAsync("We met twice");

        await Details(second).FillAsync("We met twice");
        await second.PressAsync("Save", exact: true);
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(second.Page.GetByText($"{Theirs} {Own}")).ToBeVisibleAsync();
        await Assertions.Expect(first.Page.GetByText($"{Theirs} {Own}")).ToBeVisibleAsync();
        first.ShouldHaveNoComplaints();
        second.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_form_on_its_way_and_the_answer_of_a_refused_one_survive_what_others_change_meanwhile()
    {
        const string statement = "The hotline asks for the number of the contract twice";
        await using var first = await SignInAsync(Role.Steward);
        await using var second = await SignInAsync(Role.Steward, "second-steward@example.org");
        await second.Page.GotoAsync("/insights/new");
        await MakeInsightAsync(first, statement);

        // Held back until the page has heard of a change: it must wait for the answer, not re-read itself over it.
        await second.Page.RouteAsync(
            "**/insights",
            async route =>
            {
                await MakeInsightAsync(first, "Bills name services that nobody knows");
                await second.Page.WaitForTimeoutAsync(1_000);
                await route.ContinueAsync();
            }
        );
        await second.Page.GetByLabel("Statement").FillAsync(statement);
        await second.PressAsync("Make the insight");
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("looks like");

        await MakeInsightAsync(first, "Routers arrive without their cable");
        await second.Page.WaitForTimeoutAsync(1_000);
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("looks like");
        await Assertions.Expect(second.Page.GetByLabel("Statement")).ToHaveValueAsync(statement);
        first.ShouldHaveNoComplaints();
        second.ShouldHaveNoComplaints();
    }

    private static async Task MakeInsightAsync(Visit visit, string statement)
    {
        await visit.Page.GotoAsync("/insights/new");
        await visit.Page.GetByLabel("Statement").FillAsync(statement);
        await visit.PressAsync("Make the insight");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"/insights/\d+$"));
    }

    private static ILocator Question(Visit visit) => visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Question" });

    private static ILocator Details(Visit visit) => visit.Page.GetByLabel("Details (optional)");

    private async Task<Visit> SignInAsync(Role role, string? email = null)
    {
        var person = await site.AddPersonAsync(role, email);
        var visit = await site.VisitAsync();
        await visit.SignInAsync(person.Email);
        return visit;
    }
}
