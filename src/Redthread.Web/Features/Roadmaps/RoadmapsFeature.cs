using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>Roadmap items and decisions that are kept elsewhere, brought in by file or program.</summary>
public static class RoadmapsFeature
{
    public static void Add(IServiceCollection services) => services.AddScoped<ImportObjects>().AddScoped<ImportSolutions>().AddScoped<ImportDecisions>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/solutions/import", (HttpContext http) => Page(http, FormState.Empty, null)).Needs(Permission.EditThreads).ExcludeFromDescription();
        routes
            .MapPost(
                "/solutions/files",
                async (HttpContext http, IFormFile file, ImportSolutions import, CancellationToken cancel) =>
                    Report(http, await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel))
            )
            .Needs(Permission.EditThreads)
            .ExcludeFromDescription();
        routes
            .MapPost(
                "/decisions/files",
                async (HttpContext http, IFormFile file, ImportDecisions import, CancellationToken cancel) =>
                    Report(http, await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel))
            )
            .Needs(Permission.EditThreads)
            .ExcludeFromDescription();
        var api = routes.MapGroup("/api/imports").WithTags("Imports of roadmaps");
        api.MapPost(
                "/solutions",
                async (HttpContext http, ImportSolutions import, CancellationToken cancel) =>
                    (await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(http.Request.Body, cancel), cancel)).ToApi()
            )
            .Needs(Permission.EditThreads)
            .Accepts<string>("text/csv", "application/json")
            .WithSummary("Import roadmap items by external id, from CSV or a JSON array; the counts add up to the rows read.")
            .WithDescription($"Columns: {ImportSolutions.Columns}. Importing again changes only what differs.")
            .Produces<RowReport>();
        api.MapPost(
                "/decisions",
                async (HttpContext http, ImportDecisions import, CancellationToken cancel) =>
                    (await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(http.Request.Body, cancel), cancel)).ToApi()
            )
            .Needs(Permission.EditThreads)
            .Accepts<string>("text/csv", "application/json")
            .WithSummary("Import decisions taken elsewhere by external id, from CSV or a JSON array; with madeOn they count as made.")
            .WithDescription($"Columns: {ImportDecisions.Columns}. Insights, opportunities and solutions are named as I-12 O-3 S-7.")
            .Produces<RowReport>();
    }

    private static IResult Page(HttpContext http, FormState form, RowReport? report) =>
        Pages.Page<ImportRoadmapPage>(
            new
            {
                Frame = http.Frame("Import a roadmap", "solutions"),
                Form = form,
                Report = report,
            },
            form.Error?.Status() ?? 200
        );

    // The report is in this answer only, hence a page and no redirect.
    private static IResult Report(HttpContext http, Result<RowReport> result) =>
        result.Error is { } error ? Page(http, FormState.Of(http, error), null) : Page(http, FormState.Empty, result.Value);
}
