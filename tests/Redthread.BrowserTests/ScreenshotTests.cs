namespace Redthread.BrowserTests;

/// <summary>Pictures of the main pages, kept with the test results for the eye: wide, narrow and dark.</summary>
public sealed class ScreenshotTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    private static readonly (string Name, string Address)[] Pages =
    [
        ("picture", "/"),
        ("panel", "/?stage=join/first-bill"),
        ("picture-table", "/?view=table"),
        ("picture-display", "/?display=1"),
        ("placing-queue", "/placing"),
        ("signals", "/signals"),
        ("journeys", "/journeys"),
        ("journey", "/journeys/join"),
        ("frameworks", "/frameworks"),
        ("framework", "/frameworks/1"),
        ("imports", "/imports"),
        ("people", "/people"),
    ];

    [Theory]
    [InlineData("wide", 1440, 900, ColorScheme.Light)]
    [InlineData("narrow", 390, 844, ColorScheme.Light)]
    [InlineData("dark", 1440, 900, ColorScheme.Dark)]
    public async Task Pages_are_photographed(string kind, int width, int height, ColorScheme scheme)
    {
        await using var visit = await site.SignedInAsync(Role.Steward, width, height, scheme);
        foreach (var (name, address) in Pages)
        {
            (await visit.Page.GotoAsync(address))!.Status.ShouldBe(200, address);
            await visit.ScreenshotAsync($"{name}-{kind}");
        }

        visit.ShouldHaveNoComplaints();
    }
}
