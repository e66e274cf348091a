using System.Text;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.People;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

public static class AtlasEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/journeys").ExcludeFromDescription();
        pages
            .MapGet(
                "",
                (HttpContext http, bool? archived, JourneyQueries queries, CancellationToken cancel) => PageAsync(http, queries, archived ?? false, FormState.Empty, null, cancel)
            )
            .Needs(Permission.ViewPicture);
        pages.MapPost("", CreateAsync).Needs(Permission.EditJourneys);
        pages
            .MapGet("/new", (HttpContext http, string? parent, JourneyQueries queries, CancellationToken cancel) => NewPageAsync(http, queries, parent, FormState.Empty, cancel))
            .Needs(Permission.EditJourneys);
        pages.MapGet("/files", ExportAsync).Needs(Permission.ViewPicture);
        pages.MapPost("/files", ImportAsync).Needs(Permission.EditJourneys);
        pages.MapPost("/{key}/position", MoveAsync).Needs(Permission.EditJourneys);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        JourneyQueries queries,
        bool archived,
        FormState form,
        ImportJourneys.Report? report,
        CancellationToken cancel
    ) =>
        Pages.Page<AtlasPage>(
            new
            {
                Frame = http.Frame("Journeys", "journeys"),
                Model = AtlasModel.Of(await queries.ReadAtlasAsync(cancel), archived),
                Form = form,
                Report = report,
                MayEdit = http.Actor().Can(Permission.EditJourneys),
            },
            form.Error?.Status() ?? (report is { Ok: false } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK)
        );

    private static async Task<IResult> NewPageAsync(HttpContext http, JourneyQueries queries, string? parent, FormState form, CancellationToken cancel)
    {
        var others = (await queries.ReadAtlasAsync(cancel)).Select(entry => entry.Journey).Where(journey => journey.ArchivedAt is null).ToList();
        return Pages.Page<NewJourneyPage>(
            new
            {
                Frame = http.Frame("New journey", "journeys"),
                Others = (IReadOnlyList<Domain.Journeys.Journey>)others,
                Parent = parent,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static Task<IResult> CreateAsync(
        HttpContext http,
        [FromForm] ChangeJourney.NewRequest request,
        ChangeJourney change,
        JourneyQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            change.CreateAsync(http.Actor(), request, cancel),
            made => $"/journeys/{made.Key}/edit",
            form => NewPageAsync(http, queries, request.Parent, form, cancel)
        );

    private static Task<IResult> MoveAsync(
        HttpContext http,
        string key,
        [FromForm] MoveJourney.Request request,
        MoveJourney move,
        JourneyQueries queries,
        CancellationToken cancel
    ) => http.AfterFormAsync(move.HandleAsync(http.Actor(), key, request, cancel), $"/journeys#journey-{key}", form => PageAsync(http, queries, false, form, null, cancel));

    private static async Task<IResult> ImportAsync(HttpContext http, [FromForm] IFormFileCollection files, ImportJourneys import, JourneyQueries queries, CancellationToken cancel)
    {
        var sources = new List<ImportJourneys.Source>();
        foreach (var file in files.Where(file => file.Length > 0))
        {
            sources.Add(new ImportJourneys.Source(file.FileName, await WholeText.ReadAsync(file.OpenReadStream(), cancel)));
        }

        var result = await import.HandleAsync(http.Actor(), sources, cancel);
        // The report is in this answer only, hence a page and no redirect; a form of files goes past Turbo.
        return result.Error is { } error
            ? await PageAsync(http, queries, false, FormState.Of(http, error), null, cancel)
            : await PageAsync(http, queries, false, FormState.Empty, result.Value, cancel);
    }

    private static async Task<IResult> ExportAsync(JourneyQueries queries, CancellationToken cancel) =>
        TypedResults.File(Encoding.UTF8.GetBytes(string.Join("---\n", (await queries.ReadFilesAsync(cancel)).Select(file => file.ToYaml()))), "application/yaml", "journeys.yaml");
}
