using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Shell;

/// <summary>What somebody typed is never lost: a refused form shows all of it again.</summary>
public sealed class NewFormTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("/insights/new", "/insights", "title")]
    [InlineData("/pressures", "/pressures", "title")]
    [InlineData("/opportunities/new", "/opportunities", "title")]
    [InlineData("/decisions/new", "/decisions", "title")]
    [InlineData("/solutions/new", "/solutions", "title")]
    [InlineData("/goals", "/objectives", "title")]
    [InlineData("/conversations/new", "/conversations", "title")]
    [InlineData("/claims", "/claims", "text")]
    [InlineData("/rhythm", "/rhythm", "name")]
    [InlineData("/outcomes", "/outcomes", "name")]
    [InlineData("/tokens", "/tokens", "name")]
    public async Task A_refused_new_form_shows_everything_that_was_typed(string page, string action, string missing)
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var browser = await host.SignedInAsync(Role.Steward);
        var form = Form(await browser.PageAsync(page), action);
        var typed = new List<KeyValuePair<string, string>>();
        foreach (var control in Controls(form))
            typed.AddRange(Type(control, missing).Select(value => KeyValuePair.Create(control.GetAttribute("name")!, value)));

        using var answer = await browser.PostAsync(action, new FormUrlEncodedContent(typed));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = Form(await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()), action);

        var kept = Controls(again).SelectMany(control => Values(control).Select(value => KeyValuePair.Create(control.GetAttribute("name")!, value))).ToList();
        // A customer’s key is typed again: only its pseudonym is ever kept.
        foreach (var (name, value) in typed.Where(pair => pair.Key[0] != '_' && pair.Key is not ("seen" or "asked" or "customer") && pair.Value.Length > 0))
            kept.ShouldContain(KeyValuePair.Create(name, value), $"{page} lost {name}");
    }

    private static IHtmlFormElement Form(IHtmlDocument page, string action) =>
        page.QuerySelectorAll<IHtmlFormElement>("form[method=post]").First(form => form.GetAttribute("action") == action);

    private static IEnumerable<IElement> Controls(IHtmlFormElement form) => form.QuerySelectorAll("input[name], select[name], textarea[name]");

    // As somebody would fill it in: the last choice of each, every box checked, something in every field but the one that may not be empty.
    private static IEnumerable<string> Type(IElement control, string missing) =>
        control switch
        {
            IHtmlInputElement { Type: "hidden" } hidden => [hidden.Value],
            _ when control.GetAttribute("name") == missing => [""],
            IHtmlSelectElement select => [select.Options.Last().Value],
            IHtmlTextAreaElement => ["Typed at length"],
            IHtmlInputElement { Type: "checkbox" } box => [box.GetAttribute("value")!],
            IHtmlInputElement { Type: "radio" } radio => radio.IsDefaultChecked ? [radio.GetAttribute("value")!] : [],
            IHtmlInputElement { Type: "date" } => ["2031-02-03"],
            IHtmlInputElement { Type: "datetime-local" } => ["2031-02-03T10:00"],
            IHtmlInputElement { Type: "time" } => ["10:00"],
            IHtmlInputElement { Type: "number" } => ["7"],
            _ => ["7"],
        };

    private static IEnumerable<string> Values(IElement control) =>
        control switch
        {
            IHtmlSelectElement select => select.Options.Where(option => option.IsSelected).Select(option => option.Value),
            IHtmlTextAreaElement text => [text.Value],
            IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? [box.GetAttribute("value")!] : [],
            IHtmlInputElement input => [input.Value],
            _ => [],
        };
}
