using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Shell;

/// <summary>The Picture is drawn once and sent many times: to nobody but whom it was drawn for, and never after they changed.</summary>
public sealed class KeptPagesTests(PostgresServer postgres)
{
    [Fact]
    public async Task Two_people_never_get_each_others_page_at_one_address()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var ada = await SignInAsync(host, Role.Steward, "ada@example.org");
        using var bob = await SignInAsync(host, Role.Viewer, "bob@example.org");
        using var eve = await SignInAsync(host, Role.Steward, "eve@example.org", name: "Eve");

        for (var round = 0; round < 3; round++)
        {
            foreach (var (browser, name, people) in new[] { (ada, "A Steward", true), (bob, "A Viewer", false), (eve, "Eve", true) })
            {
                var page = await browser.PageAsync("/?period-kind=Year");
                Name(page).ShouldBe(name);
                (page.QuerySelector(".rail a[href='/people']") is not null).ShouldBe(people, name);
            }
        }
    }

    // All asked at once: whoever is drawn for first, each waits for their own.
    [Fact]
    public async Task Pages_asked_for_at_the_same_moment_are_not_mixed_up()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var ada = await SignInAsync(host, Role.Steward, "ada@example.org");
        using var bob = await SignInAsync(host, Role.Viewer, "bob@example.org");

        var pages = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async number =>
                    (Mine: number % 2 == 0 ? "A Steward" : "A Viewer", Page: await (number % 2 == 0 ? ada : bob).PageAsync($"/?journey=shop&round={number / 8}"))
                )
        );

        pages.ShouldAllBe(entry => Name(entry.Page) == entry.Mine);
    }

    [Fact]
    public async Task A_kept_page_carries_a_form_token_of_its_reader()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var ada = await SignInAsync(host, Role.Steward, "ada@example.org");
        using var bob = await SignInAsync(host, Role.Steward, "bob@example.org", name: "Bob");
        await ada.PageAsync("/");
        var token = Token(await ada.PageAsync("/"));
        await bob.PageAsync("/");

        (await ThemeAsync(ada, token, "dark")).ShouldBe(HttpStatusCode.SeeOther);
        (await ThemeAsync(bob, Token(await bob.PageAsync("/")), "light")).ShouldBe(HttpStatusCode.SeeOther);
        (await ThemeAsync(bob, token, "dark")).ShouldNotBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_theme_changes_what_its_reader_is_served_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var ada = await SignInAsync(host, Role.Steward, "ada@example.org");
        using var elsewhere = await SignInAsync(host, Role.Steward, "ada@example.org", known: true);
        var page = await ada.PageAsync("/");
        Theme(page).ShouldBe("auto");

        await ThemeAsync(ada, Token(page), "dark");
        Theme(await ada.PageAsync("/")).ShouldBe("dark");
        Theme(await elsewhere.PageAsync("/")).ShouldBe("auto");
        await ThemeAsync(ada, Token(page), "auto");
        Theme(await ada.PageAsync("/")).ShouldBe("auto");
    }

    [Fact]
    public async Task A_change_of_role_changes_what_is_served()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        // A window's rights are read anew every few seconds; here with every page, so that nothing but what is kept could be old.
        host.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval = TimeSpan.Zero;
        using var ada = await SignInAsync(host, Role.Steward, "ada@example.org");
        var bob = await host.AddPersonAsync(Role.Steward, "bob@example.org");
        using var browser = await SignInAsync(host, Role.Steward, "bob@example.org", known: true);
        (await browser.PageAsync("/")).QuerySelector(".rail a[href='/people']").ShouldNotBeNull();

        using var changed = await ada.SubmitAsync("/people", $"/people/{bob.Id}/role", new() { ["role"] = nameof(Role.Viewer) });
        changed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var ended = await browser.GetAsync("/");
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        ended.Headers.Location!.ToString().ShouldContain("/sign-in");
        await SignInAsync(browser, "bob@example.org");
        (await browser.PageAsync("/")).QuerySelector(".rail a[href='/people']").ShouldBeNull();
        (await ada.PageAsync("/")).QuerySelector(".rail a[href='/people']").ShouldNotBeNull();
    }

    [Fact]
    public async Task After_signing_out_nothing_kept_is_served_and_the_next_person_gets_their_own()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var browser = await SignInAsync(host, Role.Steward, "ada@example.org");
        var page = await browser.PageAsync("/");
        using var left = await browser.PostAsync("/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = Token(page) }));

        using var stranger = await browser.GetAsync("/");
        stranger.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        stranger.Headers.Location!.ToString().ShouldContain("/sign-in");

        await host.AddPersonAsync(Role.Viewer, "bob@example.org");
        await SignInAsync(browser, "bob@example.org");
        Name(await browser.PageAsync("/")).ShouldBe("A Viewer");
    }

    private static string Name(IHtmlDocument page) => page.QuerySelector(".person-name")!.TextContent.Trim();

    private static string? Theme(IHtmlDocument page) => page.DocumentElement.GetAttribute("data-theme");

    private static string Token(IHtmlDocument page) => ((IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value;

    private static async Task<HttpStatusCode> ThemeAsync(HttpClient browser, string token, string theme)
    {
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["theme"] = theme,
            ["returnUrl"] = "/",
        };
        using var answer = await browser.PostAsync("/theme", new FormUrlEncodedContent(fields));
        return answer.StatusCode;
    }

    private static async Task<HttpClient> SignInAsync(TestHost host, Role role, string email, string? name = null, bool known = false)
    {
        if (!known)
            await host.AddPersonAsync(role, email, name);
        var browser = host.Browser();
        await SignInAsync(browser, email);
        return browser;
    }

    private static async Task SignInAsync(HttpClient browser, string email)
    {
        using var answer = await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = TestHost.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }
}
