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
        await Assertions.Expect(Question(second)).ToHaveValueAsync(Own);
        await first.Page.GotoAsync(address);
        await Assertions.Expect(first.Page.GetByText(Theirs)).ToBeVisibleAsync();
        await second.ScreenshotAsync("two-editors");

        await Question(second).FillAsync($"{Theirs} {Own}");
        await second.PressAsync("Save", exact: true);
        await Assertions.Expect(second.Page.GetByText($"{Theirs} {Own}")).ToBeVisibleAsync();
        await Assertions.Expect(first.Page.GetByText($"{Theirs} {Own}")).ToBeVisibleAsync();
        first.ShouldHaveNoComplaints();
        second.ShouldHaveNoComplaints();
    }

    private static ILocator Question(Visit visit) => visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Question" });

    private async Task<Visit> SignInAsync(Role role)
    {
        var person = await site.AddPersonAsync(role);
        var visit = await site.VisitAsync();
        await visit.SignInAsync(person.Email);
        return visit;
    }
}
