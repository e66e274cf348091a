using Microsoft.Extensions.DependencyInjection;
using Redthread.Web.Features.Samples;

namespace Redthread.BrowserTests.Support;

/// <summary>A site with the whole sample organisation, as a newcomer meets it.</summary>
public sealed class SampleSite(Chromium chromium) : Site(chromium)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var scope = Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<SampleOrganisation>().LoadAsync(null, CancellationToken.None)).Ok.ShouldBeTrue();
    }
}
