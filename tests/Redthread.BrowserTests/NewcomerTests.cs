using System.Globalization;
using System.Text;

namespace Redthread.BrowserTests;

/// <summary>From an empty installation to a first score, as somebody does who has read nothing.</summary>
public sealed class NewcomerTests(Site site) : IClassFixture<Site>
{
    private const string Mapping = """
        time:
          columns: [Answered on]
        externalId: Answer
        customer: [Client]
        verbatim:
          - { columns: [Remark], place: join/order }
        readings:
          - columns: [Effort]
            measure: ces-7
            place: join/order
        """;

    [Fact]
    public async Task Set_up_take_a_template_agree_import_and_see_the_picture()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;

        await SetUpAsync(visit);
        await TakeTemplateAsync(visit);
        await ImportAsync(visit);

        await visit.FollowAsync("See the Picture");
        var stage = page.Locator("li.stage").Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = "Order", Exact = true }) });
        await Assertions.Expect(stage.Locator(".score b")).ToHaveTextAsync("67");
        await Assertions.Expect(stage.Locator(".n")).ToContainTextAsync("n 55");
        await visit.ScreenshotAsync("picture-first-score");

        await OpenAndCloseThePanelAsync(page, stage.GetByRole(AriaRole.Link, new() { Name = "Order", Exact = true }));
        visit.ShouldHaveNoComplaints();
    }

    private static async Task SetUpAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set up Redthread" })).ToBeVisibleAsync();
        await page.GetByLabel("Your name").FillAsync("Ada Steward");
        await page.GetByLabel("E-mail").FillAsync("ada@example.org");
        await page.GetByLabel("Password").FillAsync("short");
        await visit.PressAsync("Set up and sign in");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Your name")).ToHaveValueAsync("Ada Steward");
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await visit.PressAsync("Set up and sign in");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No journey is drawn yet");

        await page.Locator("details.more summary").ClickAsync();
        await visit.PressAsync("Sign out");
        await page.WaitForURLAsync("**/sign-in");
        await visit.SignInAsync("ada@example.org");
    }

    private static async Task TakeTemplateAsync(Visit visit)
    {
        await visit.ScreenshotAsync("picture-empty");
        await visit.FollowAsync("Take a template");
        await visit.PressAsync("Use the Telecom template");
        await Assertions.Expect(visit.Page.GetByText("The Telecom template is in.")).ToBeVisibleAsync();
        await visit.FollowAsync("read the draft of the framework");
        await visit.PressAsync("Agree it");
        await Assertions.Expect(visit.Page.GetByText("Agreed: this framework counts from now on.")).ToBeVisibleAsync();
    }

    private static async Task ImportAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Locator(".empty a.button.primary").ClickAsync();
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "effort.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(Csv()),
                }
            );
        await visit.PressAsync("Upload and preview");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mapping" })).ToBeVisibleAsync();
        await visit.ScreenshotAsync("imports-preview-guess");

        await page.GetByText("As YAML").ClickAsync();
        var mapping = page.GetByLabel("Which column means what (YAML)");
        await mapping.FillAsync(Mapping.Replace("join/order", "join/ordr"));
        await visit.PressAsync("Preview", exact: true);
        await Assertions.Expect(page.GetByText("Did you mean \"join/order\"?").First).ToBeVisibleAsync();
        foreach (var column in new[] { "Effort", "Remark" })
            await page.GetByLabel($"Stage or touchpoint of {column}").SelectOptionAsync("join/order");
        await visit.PressAsync("Preview", exact: true);
        await Assertions.Expect(page.Locator("#preview tbody tr")).ToHaveCountAsync(20);
        await visit.ScreenshotAsync("imports-preview");

        await page.GetByLabel("Where these signals come from").FillAsync("Order survey");
        await visit.PressAsync("Import", exact: true);
        // The page follows the import by itself.
        var totals = page.Locator("dl.totals dd");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "See the Picture" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var (read, accepted, duplicate, rejected) = (await CountAsync(totals, 0), await CountAsync(totals, 1), await CountAsync(totals, 2), await CountAsync(totals, 3));
        (read, accepted, duplicate, rejected).ShouldBe((60, 55, 2, 3));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rejected rows" })).ToBeVisibleAsync();
        await visit.ScreenshotAsync("imports-done");
    }

    private static async Task<int> CountAsync(ILocator totals, int index) => int.Parse(await totals.Nth(index).InnerTextAsync(), CultureInfo.InvariantCulture);

    private static async Task OpenAndCloseThePanelAsync(IPage page, ILocator link)
    {
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("aside.panel")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#panel-title")).ToBeFocusedAsync();
        page.Url.ShouldContain("stage=");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("aside.panel")).ToHaveCountAsync(0);
        await Assertions.Expect(link).ToBeFocusedAsync();
    }

    // 60 rows: 55 answers of 5 out of 7, 2 that repeat one, 3 that are off the scale.
    private static string Csv()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var text = new StringBuilder("Answer;Answered on;Client;Effort;Remark\n");
        for (var row = 0; row < 60; row++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"A{(row is 57 or 58 ? 1 : row)};{now:yyyy-MM-ddTHH:mm:ssZ};C{row % 40};{(row is 10 or 20 or 30 ? 9 : 5)};{(row == 3 ? "Quick and clear" : "")}\n"
            );
        return text.ToString();
    }
}
