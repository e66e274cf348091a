namespace Redthread.BrowserTests.Support;

/// <summary>The Chromium of this machine, started once. REDTHREAD_TEST_CHROMIUM names another than /usr/bin/chromium.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("REDTHREAD_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        File.Exists(path).ShouldBeTrue($"There is no Chromium at {path}. Install it (Debian: apt-get install chromium) or name one in REDTHREAD_TEST_CHROMIUM.");
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Headless = true,
                Args = Arguments,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright?.Dispose();
    }
}
