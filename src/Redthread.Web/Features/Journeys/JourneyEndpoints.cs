using System.Text;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

public static class JourneyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var journey = routes.MapGroup("/journeys/{key}").ExcludeFromDescription();
        journey.MapGet("", PageAsync).Needs(Permission.ViewPicture);
        journey
            .MapGet(
                "/edit",
                (HttpContext http, string key, string? stage, string? step, JourneyQueries queries, CancellationToken cancel) =>
                    EditPageAsync(http, queries, key, stage, step, FormState.Empty, cancel)
            )
            .Needs(Permission.EditJourneys);
        journey
            .MapGet(
                "/history",
                (HttpContext http, string key, int? version, JourneyQueries queries, CancellationToken cancel) =>
                    HistoryPageAsync(http, queries, key, version, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewPicture);
        journey.MapGet("/file", FilePageAsync).Needs(Permission.ViewPicture);
        journey.MapPost("/details", SetDetailsAsync).Needs(Permission.EditJourneys);
        journey
            .MapPost(
                "/archive",
                (HttpContext http, string key, [FromForm] ChangeJourney.VersionRequest request, ChangeJourney change, JourneyQueries queries, CancellationToken cancel) =>
                    SetArchivedAsync(http, key, request, true, change, queries, cancel)
            )
            .Needs(Permission.EditJourneys);
        journey
            .MapPost(
                "/restoration",
                (HttpContext http, string key, [FromForm] ChangeJourney.VersionRequest request, ChangeJourney change, JourneyQueries queries, CancellationToken cancel) =>
                    SetArchivedAsync(http, key, request, false, change, queries, cancel)
            )
            .Needs(Permission.EditJourneys);
        journey.MapPost("/publication", PublishAsync).Needs(Permission.EditJourneys);
        journey.MapPost("/versions/{earlier:int}/restoration", GoBackAsync).Needs(Permission.EditJourneys);
    }

    private static async Task<IResult> PageAsync(HttpContext http, string key, JourneyQueries queries, ComparisonQueries comparisons, CancellationToken cancel)
    {
        var atlas = await queries.ReadAtlasAsync(cancel);
        if (atlas.FirstOrDefault(entry => entry.Journey.Key == key)?.Journey is not { } journey)
            return http.ErrorPage(Error.NotFound("journey"));
        return Pages.Page<JourneyPage>(
            new
            {
                Frame = http.Frame(journey.Name, "journeys"),
                Journey = journey,
                Above = atlas.FirstOrDefault(entry => entry.Journey.Id == journey.ParentId)?.Journey,
                Children = (IReadOnlyList<Domain.Journeys.Journey>)
                    [.. atlas.Select(entry => entry.Journey).Where(other => other.ParentId == journey.Id && other.ArchivedAt is null)],
                MayEdit = http.Actor().Can(Permission.EditJourneys),
                MayCompare = http.Actor().Can(Permission.ViewEvidence),
                Lived = http.Actor().Can(Permission.ViewEvidence) ? await comparisons.OfJourneyAsync(journey.Id, cancel) : [],
            }
        );
    }

    public static async Task<IResult> EditPageAsync(HttpContext http, JourneyQueries queries, string key, string? stage, string? step, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(key, cancel);
        if (view.Error is { } missing)
            return http.ErrorPage(missing);
        var frame = http.Frame($"Edit {view.Value.Journey.Name}", "journeys");
        return Pages.Page<EditPage>(new { Frame = frame, Model = new EditModel(view.Value, form, frame.AntiforgeryToken, stage, step) }, form.Error?.Status() ?? 200);
    }

    private static async Task<IResult> HistoryPageAsync(HttpContext http, JourneyQueries queries, string key, int? version, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadHistoryAsync(key, version, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<HistoryPage>(
                new
                {
                    Frame = http.Frame($"History of {view.Value.Journey.Name}", "journeys"),
                    Model = view.Value,
                    Form = form,
                    MayEdit = http.Actor().Can(Permission.EditJourneys),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> FilePageAsync(HttpContext http, string key, bool? download, JourneyQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(key, cancel);
        if (view.Error is { } missing)
            return http.ErrorPage(missing);
        var file = view.Value.File;
        return download == true
            ? TypedResults.File(Encoding.UTF8.GetBytes(file.ToYaml()), "application/yaml", $"{key}.yaml")
            : Pages.Page<FilePage>(new { Frame = http.Frame($"{file.Name} as a file", "journeys"), File = file });
    }

    private static Task<IResult> SetDetailsAsync(
        HttpContext http,
        string key,
        [FromForm] ChangeJourney.DetailsRequest request,
        ChangeJourney change,
        JourneyQueries queries,
        CancellationToken cancel
    ) => http.AfterFormAsync(change.SetDetailsAsync(http.Actor(), key, request, cancel), $"/journeys/{key}", form => EditPageAsync(http, queries, key, null, null, form, cancel));

    private static Task<IResult> SetArchivedAsync(
        HttpContext http,
        string key,
        ChangeJourney.VersionRequest request,
        bool archived,
        ChangeJourney change,
        JourneyQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            change.SetArchivedAsync(http.Actor(), key, request.Version, archived, cancel),
            $"/journeys/{key}",
            form => EditPageAsync(http, queries, key, null, null, form, cancel)
        );

    private static Task<IResult> PublishAsync(
        HttpContext http,
        string key,
        [FromForm] ChangeJourney.VersionRequest request,
        ChangeJourney change,
        JourneyQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            change.PublishAsync(http.Actor(), key, request.Version, cancel),
            $"/journeys/{key}",
            form => EditPageAsync(http, queries, key, null, null, form, cancel)
        );

    private static Task<IResult> GoBackAsync(
        HttpContext http,
        string key,
        int earlier,
        [FromForm] ChangeJourney.VersionRequest request,
        ChangeJourney change,
        JourneyQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            change.RestoreAsync(http.Actor(), key, earlier, request.Version, cancel),
            $"/journeys/{key}/history",
            form => HistoryPageAsync(http, queries, key, earlier, form, cancel)
        );
}
