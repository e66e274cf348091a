using System.Text.RegularExpressions;

namespace Redthread.BrowserTests;

/// <summary>A member holds a conversation and makes evidence of what was said: by the keyboard, by the mouse's selection, and by a form.</summary>
public sealed class ConversationTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task What_was_said_becomes_evidence_by_keyboard_and_by_form()
    {
        await using var visit = await site.SignedInAsync(Role.Member);
        var page = visit.Page;
        await HoldAsync(visit);

        // By keyboard: open the field of the notes, select its first line, take it over.
        if (!await page.Locator("#notes details").EvaluateAsync<bool>("one => one.open"))
            await page.Locator("#notes details summary").PressAsync("Enter");
        await page.Locator("#notes-text").FocusAsync();
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.PressAsync("Shift+End");
        await page.Keyboard.PressAsync("Alt+h");
        await Assertions.Expect(page.Locator("#highlight-stage")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#highlight-quotation")).ToHaveValueAsync("Nobody told me when it would work.");
        await page.Locator("#highlight-stage").SelectOptionAsync("join/get-installed");
        await page.Locator("#highlight-new").FillAsync("Customers are not told when their line will work");
        await visit.PressAsync("Highlight it");
        await Assertions.Expect(page.Locator(".talk-highlights blockquote")).ToHaveTextAsync("Nobody told me when it would work.");

        // By keyboard in the notes as they read: caret browsing selects and leaves the focus with the page.
        await page.EvaluateAsync(
            "() => { document.activeElement.blur(); const text = document.querySelector('[data-notes] p').firstChild; getSelection().setBaseAndExtent(text, 0, text, 6); }"
        );
        (await page.EvaluateAsync<bool>("() => document.activeElement === document.body")).ShouldBeTrue();
        await page.Keyboard.PressAsync("Alt+h");
        await Assertions.Expect(page.Locator("#highlight-stage")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#highlight-quotation")).ToHaveValueAsync("Nobody");

        // By a selection in the notes as they read, and the button.
        await page.EvaluateAsync("() => { const text = document.querySelector('[data-notes] strong').firstChild; getSelection().setBaseAndExtent(text, 0, text, text.length); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Highlight the selection" }).ClickAsync();
        await Assertions.Expect(page.Locator("#highlight-quotation")).ToHaveValueAsync("I waited a week");
        await page.Locator("#highlight-stage").SelectOptionAsync("join/get-installed");
        await page.Locator("#highlight-insight").FillAsync("I-3");
        await visit.PressAsync("Highlight it");
        await Assertions.Expect(page.Locator(".talk-highlights blockquote")).ToHaveCountAsync(2);
        await visit.ScreenshotAsync("conversation");

        await page.Locator(".talk-highlights a", new() { HasTextString = "Customers are not told" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/insights/3$"));
        await Assertions.Expect(page.Locator("#evidence")).ToContainTextAsync("Nobody told me when it would work.");
        await Assertions.Expect(page.Locator("#evidence")).ToContainTextAsync("I waited a week");
        visit.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_same_is_done_without_script()
    {
        var person = await site.AddPersonAsync(Role.Leader);
        await using var visit = await site.VisitAsync(script: false);
        var page = visit.Page;
        await page.GotoAsync("/conversations/1");
        await page.GetByLabel("E-mail").FillAsync(person.Email);
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await visit.PressAsync("Sign in");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Highlight the selection" })).ToHaveCountAsync(0);
        await page.Locator("#new-highlight summary").ClickAsync();
        await page.Locator("#highlight-quotation").FillAsync(TelecomSite.AlsoSaid);
        await page.Locator("#highlight-insight").FillAsync("I-1");
        await visit.PressAsync("Highlight it");
        await Assertions.Expect(page.Locator(".talk-highlights blockquote")).ToHaveCountAsync(2);
        await page.GetByText("Withdraw it").ClickAsync();
        await visit.PressAsync("Withdraw the consent");
        await Assertions.Expect(page.Locator(".talk-highlights .removed")).ToHaveCountAsync(2);
        await page.GotoAsync("/insights/1");
        await Assertions.Expect(page.Locator("#evidence")).Not.ToContainTextAsync("pressed");
    }

    private static async Task HoldAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/conversations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Plan a conversation" }).First.ClickAsync();
        await page.GetByLabel("What it is about").FillAsync("The first week");
        await page.GetByLabel("Customer’s key").FillAsync("c77");
        await page.GetByLabel("Begins (UTC)").FillAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1).ToString("yyyy-MM-ddTHH:mm"));
        await visit.PressAsync("Plan it");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/conversations/\d+$"));
        await visit.PressAsync("It was held");
        await Assertions.Expect(page.Locator(".object-line .chip").First).ToHaveTextAsync("held");
        await page.GetByLabel("How it was given").FillAsync("spoken at the beginning");
        await visit.PressAsync("Record it");
        await Assertions.Expect(page.Locator(".object-line .chip").Nth(1)).ToHaveTextAsync("may be quoted");
        await page.Locator("#notes-text").FillAsync("Nobody told me when it would work.\n\n**I waited a week** and then it worked.");
        await visit.PressAsync("Save the notes");
        await Assertions.Expect(page.Locator("[data-notes]")).ToContainTextAsync("Nobody told me");
    }
}
