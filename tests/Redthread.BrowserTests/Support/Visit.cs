using System.Collections.Concurrent;

namespace Redthread.BrowserTests.Support;

/// <summary>One window, with what went wrong in it: script errors and whatever the content policy refused.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    public Visit(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // The browser itself reports 4xx answers; the tests look at those where they matter.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public async Task SignInAsync(string email, string password = Site.Password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    public Task PressAsync(string button, bool exact = false) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = exact }).ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();

    /// <summary>Kept with the test results, to be looked at.</summary>
    public async Task ScreenshotAsync(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Redthread.slnx")))
            folder = folder.Parent;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "screenshots", $"{name}.png") });
    }

    public void ShouldHaveNoComplaints() => complaints.ShouldBeEmpty();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
