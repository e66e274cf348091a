using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Sources;

public static class SourcesFeature
{
    /// <param name="Kind">How it hears customers; null until somebody said.</param>
    public sealed record SourceResource(string Key, string Name, SourceKind? Kind, int Version)
    {
        public static SourceResource Of(Source source) => new(source.Key, source.Name, source.Kind, source.Version);
    }

    public static void Add(IServiceCollection services) => services.AddScoped<SaveSource>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/sources").ExcludeFromDescription();
        pages
            .MapGet("", (HttpContext http, LandscapeSource landscapes, CancellationToken cancel) => PageAsync(http, landscapes, FormState.Empty, cancel))
            .Needs(Permission.ViewEvidence);
        pages
            .MapPost(
                "/{key}",
                (HttpContext http, string key, [FromForm] SaveSource.Request form, SaveSource save, LandscapeSource landscapes, CancellationToken cancel) =>
                    http.AfterFormAsync(save.HandleAsync(http.Actor(), key, form, cancel), "/sources", again => PageAsync(http, landscapes, again, cancel))
            )
            .Needs(Permission.ImportSignals);
        var api = routes.MapGroup("/api/sources").WithTags("Sources");
        api.MapGet("", async (LandscapeSource landscapes, CancellationToken cancel) => (await landscapes.ReadAsync(cancel)).Sources.Select(SourceResource.Of).ToList())
            .WithSummary("Where signals come from, and how each source hears customers")
            .Needs(Permission.ViewEvidence);
        api.MapPut(
                "/{key}",
                async (HttpContext http, string key, SaveSource.Request request, SaveSource save, CancellationToken cancel) =>
                    (await save.HandleAsync(http.Actor(), key, request, cancel)).ToApi(source => TypedResults.Ok(SourceResource.Of(source)))
            )
            .WithSummary("Name a source and say its kind")
            .Produces<SourceResource>()
            .Needs(Permission.ImportSignals);
    }

    private static async Task<IResult> PageAsync(HttpContext http, LandscapeSource landscapes, FormState form, CancellationToken cancel) =>
        Pages.Page<SourcesPage>(
            new
            {
                Frame = http.Frame("Sources", "sources"),
                (await landscapes.ReadAsync(cancel)).Sources,
                Form = form,
                MayEdit = http.Actor().Can(Permission.ImportSignals),
            },
            form.Error?.Status() ?? 200
        );
}
