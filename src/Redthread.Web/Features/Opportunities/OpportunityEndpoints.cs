using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Opportunities;

public static class OpportunityEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/opportunities").ExcludeFromDescription();
        pages.MapGet("", ListAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/new",
                (HttpContext http, string? from, IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel) =>
                    NewAsync(http, new OpportunityForm { From = from }, null, contexts, cancel)
            )
            .Needs(Permission.EditThreads);
        pages.MapPost("", CreateAsync).Needs(Permission.EditThreads);
        pages.MapGet("/loudness", LoudnessAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, OpportunityQueries queries, CancellationToken cancel) => PageAsync(http, number, queries, FormState.Empty, null, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}", SetAsync).Needs(Permission.EditThreads);
        MapStates(pages);
        MapRounds(pages);
        MapCancelling(pages);
    }

    private static void MapStates(RouteGroupBuilder pages)
    {
        MapState(pages, "/closure", (settle, actor, number, request, cancel) => settle.CloseAsync(actor, number, request, true, cancel));
        MapState(pages, "/reopening", (settle, actor, number, request, cancel) => settle.CloseAsync(actor, number, request, false, cancel));
        MapState(pages, "/archive", (settle, actor, number, request, cancel) => settle.ArchiveAsync(actor, number, request, true, cancel));
        MapState(pages, "/restoration", (settle, actor, number, request, cancel) => settle.ArchiveAsync(actor, number, request, false, cancel));
        MapState(pages, "/unmerge", (settle, actor, number, request, cancel) => settle.UnmergeAsync(actor, number, request, cancel));
        pages
            .MapPost(
                "/{number:int}/merge",
                (HttpContext http, int number, [FromForm] SettleOpportunity.MergeRequest request, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, settle.MergeAsync(http.Actor(), number, request, cancel), "", queries, cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private delegate Task<Result<Opportunity>> Settling(SettleOpportunity settle, Actor actor, int number, SettleOpportunity.Request request, CancellationToken cancel);

    private static void MapState(RouteGroupBuilder pages, string path, Settling change) =>
        pages
            .MapPost(
                "/{number:int}" + path,
                (HttpContext http, int number, [FromForm] SettleOpportunity.Request request, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, change(settle, http.Actor(), number, request, cancel), "", queries, cancel)
            )
            .Needs(Permission.EditThreads);

    private static void MapRounds(RouteGroupBuilder pages)
    {
        pages
            .MapPost(
                "/{number:int}/rounds",
                (HttpContext http, int number, [FromForm] SettleOpportunity.Request _, ScoreOpportunity score, OpportunityQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, score.OpenAsync(http.Actor(), number, cancel), "#scoring", queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/rounds/{round:guid}/vote",
                (
                    HttpContext http,
                    int number,
                    Guid round,
                    [FromForm] ScoreOpportunity.VoteRequest request,
                    ScoreOpportunity score,
                    OpportunityQueries queries,
                    CancellationToken cancel
                ) => BackAsync(http, number, score.VoteAsync(http.Actor(), number, round, request, cancel), "#scoring", queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/{number:int}/rounds/{round:guid}/reveal",
                (HttpContext http, int number, Guid round, [FromForm] SettleOpportunity.Request _, ScoreOpportunity score, OpportunityQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, score.RevealAsync(http.Actor(), number, round, cancel), "#scoring", queries, cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private static void MapCancelling(RouteGroupBuilder pages) =>
        pages
            .MapPost(
                "/{number:int}/rounds/{round:guid}/cancelling",
                (HttpContext http, int number, Guid round, [FromForm] SettleOpportunity.Request _, ScoreOpportunity score, OpportunityQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, score.CancelAsync(http.Actor(), number, round, cancel), "#scoring", queries, cancel)
            )
            .Needs(Permission.EditThreads);

    private static async Task<IResult> ListAsync(HttpContext http, OpportunityQueries queries, CancellationToken cancel) =>
        Pages.Page<OpportunitiesPage>(
            new
            {
                Frame = http.Frame("Opportunities", "opportunities"),
                Model = await queries.ReadListAsync(OpportunityAddress.Of(http.Request.Query), false, cancel),
                MayEdit = http.Actor().Can(Permission.EditThreads),
            }
        );

    private static async Task<IResult> NewAsync(
        HttpContext http,
        OpportunityForm values,
        Error? error,
        IDbContextFactory<RedthreadContext> contexts,
        CancellationToken cancel,
        IReadOnlyList<Alike>? alike = null
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        return Pages.Page<NewOpportunityPage>(
            new
            {
                Frame = http.Frame("New opportunity", "opportunities"),
                Values = values,
                Teams = teams.ConvertAll(team => new SelectOption(team.Id.ToString(), team.Name)),
                Error = error,
                Alike = alike ?? [],
            },
            error?.Status() ?? 200
        );
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        [FromForm] OpportunityForm form,
        ChangeOpportunity change,
        IDbContextFactory<RedthreadContext> contexts,
        DuplicateQueries duplicates,
        CancellationToken cancel
    )
    {
        var request = form.ToRequest();
        if (await duplicates.UnseenAsync(http, ThreadKind.Opportunity, form.Title, form.Detail, cancel) is { Count: > 0 } alike)
            return await NewAsync(http, form, AskOnce.Question(alike), contexts, cancel, alike);
        var made = request.Ok ? await change.CreateAsync(http.Actor(), request.Value, cancel) : request.Error!;
        return made.Ok ? Answers.SeeOther($"/opportunities/{made.Value.Number}") : await NewAsync(http, form, made.Error, contexts, cancel);
    }

    private static async Task<IResult> SetAsync(
        HttpContext http,
        int number,
        [FromForm] OpportunityForm form,
        ChangeOpportunity change,
        OpportunityQueries queries,
        CancellationToken cancel
    )
    {
        var request = form.ToRequest();
        var saved = request.Ok ? await change.SetAsync(http.Actor(), number, request.Value, cancel) : request.Error!;
        return await http.AfterFormAsync(saved, row => $"/opportunities/{row.Number}", state => PageAsync(http, number, queries, state, form, cancel));
    }

    private static Task<IResult> BackAsync<T>(HttpContext http, int number, Task<Result<T>> change, string anchor, OpportunityQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/opportunities/{number}{anchor}", state => PageAsync(http, number, queries, state, null, cancel));

    private static async Task<IResult> PageAsync(HttpContext http, int number, OpportunityQueries queries, FormState form, OpportunityForm? editing, CancellationToken cancel)
    {
        var actor = http.Actor();
        var model = await queries.ReadAsync(actor, number, OpportunityAddress.Of(http.Request.Query).Lambda, cancel);
        if (model.Error is { } error)
            return http.ErrorPage(error);
        return Pages.Page<OpportunityPage>(
            new
            {
                Frame = http.Frame(model.Value.Row.Title, "opportunities"),
                Model = model.Value,
                Form = form,
                Editing = editing,
                MayEdit = actor.Can(Permission.EditThreads),
                MayName = actor.Can(Permission.ViewEvidence),
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> LoudnessAsync(HttpContext http, PortfolioSource portfolios, CancellationToken cancel)
    {
        var lines = await portfolios.ReadLoudnessAsync(cancel);
        var page = OpportunityAddress.Of(http.Request.Query).Page;
        return Pages.Page<LoudnessPage>(
            new
            {
                Frame = http.Frame("Loudness", "opportunities"),
                Lines = lines.Skip((page - 1) * OpportunityQueries.PageSize).Take(OpportunityQueries.PageSize).ToList(),
                Movers = LoudnessRanking.Movers([.. lines.Select(line => line.Rank)]).Select(at => lines[at]).ToList(),
                Total = lines.Count,
                Page = page,
                MayName = http.Actor().Can(Permission.ViewEvidence),
            }
        );
    }
}
