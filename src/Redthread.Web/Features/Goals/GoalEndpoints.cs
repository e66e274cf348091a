using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Notes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Goals;

/// <summary>Pages and forms of goals.</summary>
public static class GoalEndpoints
{
    public sealed record VersionForm(int? Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages
            .MapGet("/goals", (HttpContext http, string? cycle, GoalQueries queries, CancellationToken cancel) => GoalsAsync(http, cycle, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        MapObjectives(pages);
        MapKeyResults(pages);
        MapOutcomes(pages);
        pages.MapGet("/alignment", AlignmentAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/leader", LeaderAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/team", (HttpContext http, LeaderQueries queries, CancellationToken cancel) => TeamAsync(http, null, queries, cancel)).Needs(Permission.ViewThreads);
        pages
            .MapGet("/team/{key}", (HttpContext http, string key, LeaderQueries queries, CancellationToken cancel) => TeamAsync(http, key, queries, cancel))
            .Needs(Permission.ViewThreads);
    }

    private static void MapObjectives(RouteGroupBuilder pages)
    {
        pages
            .MapPost(
                "/objectives",
                (HttpContext http, [FromForm] SaveObjective.Request form, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        use.CreateAsync(http.Actor(), form with { With = Teams(http) }, cancel),
                        row => $"/objectives/{row.Number}",
                        again => GoalsAsync(http, form.Cycle, queries, again, cancel)
                    )
            )
            .Needs(Permission.EditThreads);
        pages
            .MapGet(
                "/objectives/{number:int}",
                (HttpContext http, int number, GoalQueries queries, CancellationToken cancel) => ObjectiveAsync(http, number, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/objectives/{number:int}",
                (HttpContext http, int number, [FromForm] SaveObjective.Request form, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.ChangeAsync(http.Actor(), number, form with { With = Teams(http) }, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/objectives/{number:int}/archive",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.SetArchivedAsync(http.Actor(), number, form.Version, true, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/objectives/{number:int}/restoration",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.SetArchivedAsync(http.Actor(), number, form.Version, false, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/objectives/{number:int}/key-results",
                (HttpContext http, int number, [FromForm] SaveKeyResult.Request form, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        use.CreateAsync(http.Actor(), form with { Objective = $"OB-{number}" }, cancel),
                        row => $"/key-results/{row.Number}",
                        again => ObjectiveAsync(http, number, queries, again, cancel)
                    )
            )
            .Needs(Permission.EditThreads);
    }

    private static void MapKeyResults(RouteGroupBuilder pages)
    {
        pages
            .MapGet(
                "/key-results/{number:int}",
                (HttpContext http, int number, GoalQueries queries, CancellationToken cancel) => KeyResultAsync(http, number, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/key-results/{number:int}",
                (HttpContext http, int number, [FromForm] SaveKeyResult.Request form, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.ChangeAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/key-results/{number:int}/check-ins",
                (HttpContext http, int number, [FromForm] SaveKeyResult.CheckInRequest form, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.CheckInAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/key-results/{number:int}/archive",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.SetArchivedAsync(http.Actor(), number, form.Version, true, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/key-results/{number:int}/restoration",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, queries, use.SetArchivedAsync(http.Actor(), number, form.Version, false, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private static void MapOutcomes(RouteGroupBuilder pages)
    {
        pages
            .MapGet("/outcomes", (HttpContext http, OutcomeQueries queries, CancellationToken cancel) => OutcomesAsync(http, queries, FormState.Empty, null, cancel))
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/outcomes",
                (HttpContext http, [FromForm] SaveOutcome.Request form, SaveOutcome use, OutcomeQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, use.CreateAsync(http.Actor(), form, cancel), cancel)
            )
            .Needs(Permission.ImportOutcomes);
        pages
            .MapPost(
                "/outcomes/values",
                async (HttpContext http, [FromForm] ImportOutcomes.Figure form, ImportOutcomes use, OutcomeQueries queries, CancellationToken cancel) =>
                {
                    var result = await use.HandleAsync(http.Actor(), [form], cancel);
                    if (result is { Ok: true, Value.Rejected: [var rejected, ..] })
                        result = Error.Invalid("value-invalid", rejected.Reason);
                    return await BackAsync(http, queries, Task.FromResult(result), cancel);
                }
            )
            .Needs(Permission.ImportOutcomes);
        pages.MapPost("/outcomes/files", ImportAsync).Needs(Permission.ImportOutcomes);
        pages
            .MapPost(
                "/outcomes/{key}",
                (HttpContext http, string key, [FromForm] SaveOutcome.Request form, SaveOutcome use, OutcomeQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, use.ChangeAsync(http.Actor(), key, form, cancel), cancel)
            )
            .Needs(Permission.ImportOutcomes);
        pages
            .MapPost(
                "/outcomes/{key}/archive",
                (HttpContext http, string key, [FromForm] VersionForm _, SaveOutcome use, OutcomeQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, use.SetArchivedAsync(http.Actor(), key, true, cancel), cancel)
            )
            .Needs(Permission.ImportOutcomes);
        pages
            .MapPost(
                "/outcomes/{key}/restoration",
                (HttpContext http, string key, [FromForm] VersionForm _, SaveOutcome use, OutcomeQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, use.SetArchivedAsync(http.Actor(), key, false, cancel), cancel)
            )
            .Needs(Permission.ImportOutcomes);
    }

    // Several choices of one name, which the binding of a form reads by index only.
    private static Guid[] Teams(HttpContext http) => [.. http.Request.Form["shared"].Select(text => Guid.TryParse(text, out var id) ? id : (Guid?)null).OfType<Guid>()];

    private static async Task<IResult> GoalsAsync(HttpContext http, string? cycle, GoalQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<GoalsPage>(
            new
            {
                Frame = http.Frame("Goals", "goals"),
                Model = await queries.ListAsync(Cycle.Parse(cycle), cancel),
                Archived = http.Request.Query["archived"] == "1",
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );

    private static Task<IResult> BackAsync(HttpContext http, int number, GoalQueries queries, Task<Result<Objective>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/objectives/{number}", form => ObjectiveAsync(http, number, queries, form, cancel));

    private static Task<IResult> BackAsync(HttpContext http, int number, GoalQueries queries, Task<Result<KeyResult>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/key-results/{number}", form => KeyResultAsync(http, number, queries, form, cancel));

    private static Task<IResult> BackAsync<T>(HttpContext http, OutcomeQueries queries, Task<Result<T>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, "/outcomes", form => OutcomesAsync(http, queries, form, null, cancel));

    private static async Task<IResult> ObjectiveAsync(HttpContext http, int number, GoalQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadObjectiveAsync(number, cancel);
        return view.Error is { } error
            ? http.ErrorPage(error)
            : Pages.Page<ObjectivePage>(
                new
                {
                    Frame = http.Frame(view.Value.Line.Row.Title, "goals"),
                    Model = view.Value,
                    Form = form,
                    Edit = http.Request.Query["edit"] == "1",
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> KeyResultAsync(HttpContext http, int number, GoalQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadKeyResultAsync(number, cancel);
        return view.Error is { } error
            ? http.ErrorPage(error)
            : Pages.Page<KeyResultPage>(
                new
                {
                    Frame = http.Frame(view.Value.Line.Row.Title, "goals"),
                    Model = view.Value,
                    Form = form,
                    Edit = http.Request.Query["edit"] == "1",
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> OutcomesAsync(HttpContext http, OutcomeQueries queries, FormState form, RowReport? report, CancellationToken cancel) =>
        Pages.Page<OutcomesPage>(
            new
            {
                Frame = http.Frame("Outcomes", "outcomes"),
                Model = await queries.ReadAsync(true, cancel),
                Form = form,
                Report = report,
                MayEdit = http.Actor().Can(Permission.ImportOutcomes),
            },
            form.Error?.Status() ?? 200
        );

    // The report is in this answer only, hence a page and no redirect.
    private static async Task<IResult> ImportAsync(HttpContext http, IFormFile file, ImportOutcomes use, OutcomeQueries queries, CancellationToken cancel)
    {
        var result = await use.ImportAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel);
        return result.Error is { } error
            ? await OutcomesAsync(http, queries, FormState.Of(http, error), null, cancel)
            : await OutcomesAsync(http, queries, FormState.Empty, result.Value, cancel);
    }

    private static async Task<IResult> AlignmentAsync(HttpContext http, string? journey, string? cycle, AlignmentQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(journey, Cycle.Parse(cycle), cancel);
        if (view.Error is { } error && !string.IsNullOrEmpty(journey))
            return http.ErrorPage(error);
        return Pages.Page<AlignmentPage>(new { Frame = http.Frame("Alignment", "alignment"), Model = view.Ok ? view.Value : null });
    }

    private static async Task<IResult> LeaderAsync(HttpContext http, LeaderQueries queries, CancellationToken cancel) =>
        Pages.Page<LeaderPage>(new { Frame = http.Frame("Leader", "leader"), Model = await queries.ReadAsync(http.Actor(), cancel) });

    private static async Task<IResult> TeamAsync(HttpContext http, string? key, LeaderQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadTeamAsync(http.Actor(), key, cancel);
        return view.Error is { } error && key is not null
            ? http.ErrorPage(error)
            : Pages.Page<TeamPage>(new { Frame = http.Frame(view.Ok ? view.Value.Team.Name : "Team", "team"), Model = view.Ok ? view.Value : null });
    }
}
