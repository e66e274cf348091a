using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.BrowserTests;

/// <summary>Every page is a page first: with script switched off the same work gets done.</summary>
public sealed class WithoutScriptTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task A_day_without_script()
    {
        var person = await site.AddPersonAsync(Role.Steward);
        await using var visit = await site.VisitAsync(script: false);
        var page = visit.Page;
        await page.GotoAsync("/signals");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
        await page.GetByLabel("E-mail").FillAsync(person.Email);
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await visit.PressAsync("Sign in");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/signals$"));

        await FilterAndOpenAsync(visit);
        await UploadAsync(visit);
        await PlaceAsync(visit);

        await page.Locator("details.more summary").ClickAsync();
        await visit.PressAsync("Dark");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Locator("details.more summary").ClickAsync();
        await visit.PressAsync("Sign out");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
        await page.GotoAsync("/");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
    }

    private static async Task FilterAndOpenAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.GetByLabel("Journey", new() { Exact = true }).SelectOptionAsync("join");
        await visit.PressAsync("Show");
        await Assertions.Expect(page.Locator("section.journey")).ToHaveCountAsync(1);
        page.Url.ShouldContain("journey=join");
        await page.Locator("a.stage-name").First.ClickAsync();
        await Assertions.Expect(page.Locator("aside.panel")).ToBeVisibleAsync();
        await page.Locator("a.panel-close").ClickAsync();
        await Assertions.Expect(page.Locator("aside.panel")).ToHaveCountAsync(0);
        page.Url.ShouldContain("journey=join");
    }

    private static async Task UploadAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/imports");
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "tickets.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes("date,client,csat\n2026-01-13,C1,4\n2026-01-14,C2,5\n"),
                }
            );
        await visit.PressAsync("Upload and preview");
        await page.GetByLabel("What csat is").SelectOptionAsync("Reading");
        await page.GetByLabel("What csat measures").SelectOptionAsync("csat-5");
        await page.GetByLabel("Stage or touchpoint of csat").SelectOptionAsync("get-help/be-solved");
        await page.GetByLabel("Where these signals come from").FillAsync("Tickets");
        await visit.PressAsync("Preview", exact: true);
        await Assertions.Expect(page.Locator("#preview tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByLabel("Where these signals come from")).ToHaveValueAsync("Tickets");
        await page.GetByText("As YAML").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Which column means what (YAML)")).ToHaveValueAsync(new Regex("place: get-help/be-solved"));
        await visit.PressAsync("Import", exact: true);
        var accepted = page.Locator("dl.totals dd").Nth(1);
        for (var look = 0; look < 40 && await accepted.InnerTextAsync() != "2"; look++)
        {
            await Task.Delay(250);
            await page.ReloadAsync();
        }

        await Assertions.Expect(accepted).ToHaveTextAsync("2");
    }

    private static async Task PlaceAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/placing");
        await Assertions.Expect(page.GetByText($"{TelecomSite.Waiting} wait to be placed")).ToBeVisibleAsync();
        await page.Locator("button.place").First.ClickAsync();
        await Assertions.Expect(page.GetByText($"{TelecomSite.Waiting - 1} wait to be placed")).ToBeVisibleAsync();
        await page.Locator("button[data-key=z]").ClickAsync();
        await Assertions.Expect(page.GetByText($"{TelecomSite.Waiting} wait to be placed")).ToBeVisibleAsync();
    }
}
