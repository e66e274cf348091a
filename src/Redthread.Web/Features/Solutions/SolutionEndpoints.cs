using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Solutions;

public static class SolutionEndpoints
{
    public sealed record MoveForm
    {
        public int? Number { get; init; }

        /// <summary>“Soon”, “Now before:12”, “after:7”.</summary>
        public string? To { get; init; }
        public string? Back { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/solutions").ExcludeFromDescription();
        pages
            .MapGet("", (HttpContext http, string? team, string? q, SolutionQueries queries, CancellationToken cancel) => BoardAsync(http, team, q, null, queries, cancel))
            .Needs(Permission.ViewThreads);
        pages.MapGet("/roadmap", RoadmapAsync).Needs(Permission.ViewThreads);
        pages.MapGet("/list", ListAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/new",
                (HttpContext http, string? from, IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel) =>
                    NewAsync(http, new SolutionForm { For = from }, null, contexts, cancel)
            )
            .Needs(Permission.EditThreads);
        pages.MapPost("", CreateAsync).Needs(Permission.EditThreads);
        pages.MapPost("/moves", MoveAsync).Needs(Permission.EditThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, SolutionQueries queries, CancellationToken cancel) => PageAsync(http, number, queries, FormState.Empty, null, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}", SetAsync).Needs(Permission.EditThreads);
        MapArchive(pages, "/archive", true);
        MapArchive(pages, "/restoration", false);
    }

    private static void MapArchive(RouteGroupBuilder pages, string path, bool archived) =>
        pages
            .MapPost(
                "/{number:int}" + path,
                (HttpContext http, int number, [FromForm] ChangeSolution.StateRequest request, ChangeSolution change, SolutionQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        change.ArchiveAsync(http.Actor(), number, request, archived, cancel),
                        $"/solutions/{number}",
                        form => PageAsync(http, number, queries, form, null, cancel)
                    )
            )
            .Needs(Permission.EditThreads);

    private static async Task<IResult> BoardAsync(HttpContext http, string? team, string? text, Error? error, SolutionQueries queries, CancellationToken cancel) =>
        Pages.Page<BoardPage>(
            new
            {
                Frame = http.Frame("Solutions", "solutions"),
                Model = await queries.ReadBoardAsync(team, text, cancel),
                Error = error,
                MayEdit = http.Actor().Can(Permission.EditThreads),
                Locked = await http.RequestServices.GetRequiredService<PlanLock>().ReadAsync(cancel),
                MayPlan = http.Actor().Can(Permission.RunRhythm),
            },
            error?.Status() ?? 200
        );

    private static async Task<IResult> RoadmapAsync(HttpContext http, string? from, SolutionQueries queries, CancellationToken cancel) =>
        Pages.Page<RoadmapPage>(new { Frame = http.Frame("Roadmap", "solutions"), Model = await queries.ReadRoadmapAsync(Cycle.Parse(from), cancel) });

    private static async Task<IResult> ListAsync(HttpContext http, string? state, string? q, SolutionQueries queries, CancellationToken cancel) =>
        Pages.Page<SolutionListPage>(
            new
            {
                Frame = http.Frame("All solutions", "solutions"),
                Model = await queries.ReadListAsync(null, q, state, PageOf(http), cancel),
                State = state,
                Text = q,
            }
        );

    internal static int PageOf(HttpContext http) => int.TryParse(http.Request.Query["page"], out var page) && page is > 0 and < 1_000_000 ? page : 1;

    private static async Task<IResult> NewAsync(
        HttpContext http,
        SolutionForm values,
        Error? error,
        IDbContextFactory<RedthreadContext> contexts,
        CancellationToken cancel,
        IReadOnlyList<Alike>? alike = null
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var people = await context.People.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        return Pages.Page<NewSolutionPage>(
            new
            {
                Frame = http.Frame("New solution", "solutions"),
                Values = values,
                Teams = teams.ConvertAll(row => new SelectOption(row.Id.ToString(), row.Name)),
                People = people.ConvertAll(row => new SelectOption(row.Id.ToString(), row.Name)),
                Error = error,
                Alike = alike ?? [],
            },
            error?.Status() ?? 200
        );
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        [FromForm] SolutionForm form,
        ChangeSolution change,
        IDbContextFactory<RedthreadContext> contexts,
        DuplicateQueries duplicates,
        CancellationToken cancel
    )
    {
        var request = form.ToRequest();
        if (await duplicates.UnseenAsync(http, ThreadKind.Solution, form.Title, form.Detail, cancel) is { Count: > 0 } alike)
            return await NewAsync(http, form, AskOnce.Question(alike), contexts, cancel, alike);
        var made = request.Ok ? await change.CreateAsync(http.Actor(), request.Value, cancel) : request.Error!;
        return made.Ok ? Answers.SeeOther($"/solutions/{made.Value.Number}") : await NewAsync(http, form, made.Error, contexts, cancel);
    }

    private static async Task<IResult> SetAsync(
        HttpContext http,
        int number,
        [FromForm] SolutionForm form,
        ChangeSolution change,
        SolutionQueries queries,
        CancellationToken cancel
    )
    {
        var request = form.ToRequest();
        var saved = request.Ok ? await change.SetAsync(http.Actor(), number, request.Value, cancel) : request.Error!;
        return await http.AfterFormAsync(saved, row => $"/solutions/{row.Number}", state => PageAsync(http, number, queries, state, form, cancel));
    }

    private static async Task<IResult> MoveAsync(HttpContext http, [FromForm] MoveForm form, MoveSolution move, SolutionQueries queries, CancellationToken cancel)
    {
        var moved =
            form.Number is { } number && MoveSolution.Request.Parse(form.To) is { } request
                ? await move.HandleAsync(http.Actor(), number, request, cancel)
                : Error.Invalid("move-unknown", "The board did not say what to move where. Nothing was moved.");
        return moved.Ok
            ? Answers.SeeOther($"{(string.IsNullOrEmpty(form.Back) ? "/solutions" : form.Back.Split('#')[0])}#s-{form.Number}")
            : await BoardAsync(http, null, null, moved.Error, queries, cancel);
    }

    private static async Task<IResult> PageAsync(HttpContext http, int number, SolutionQueries queries, FormState form, SolutionForm? editing, CancellationToken cancel)
    {
        var model = await queries.ReadAsync(number, cancel);
        if (model.Error is { } error)
            return http.ErrorPage(error);
        return Pages.Page<SolutionPage>(
            new
            {
                Frame = http.Frame(model.Value.Row.Title, "solutions"),
                Model = model.Value,
                Form = form,
                Editing = editing,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );
    }
}
