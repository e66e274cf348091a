using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Decisions;

/// <summary>Pages and forms of decisions.</summary>
public static class DecisionEndpoints
{
    public sealed record VersionForm(int? Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/decisions").ExcludeFromDescription();
        pages.MapGet("", ListAsync).Needs(Permission.ViewThreads);
        pages
            .MapGet("/new", (HttpContext http, DecisionQueries queries, CancellationToken cancel) => NewAsync(http, queries, FormState.Empty, cancel))
            .Needs(Permission.EditThreads);
        pages.MapPost("", MakeAsync).Needs(Permission.EditThreads);
        var one = pages.MapGroup("/{number:int}");
        one.MapGet("", (HttpContext http, int number, DecisionQueries queries, CancellationToken cancel) => PageAsync(http, number, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        one.MapPost(
                "",
                (HttpContext http, int number, [FromForm] SaveDecision.Request form, SaveDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "", queries, use.ChangeAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        MapEvidence(one);
        MapSteps(one);
    }

    private static void MapEvidence(RouteGroupBuilder one)
    {
        one.MapPost(
                "/options",
                (HttpContext http, int number, [FromForm] ChangeOptions.Request form, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#options", queries, use.AddAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/options/{id:guid}",
                (HttpContext http, int number, Guid id, [FromForm] ChangeOptions.Request form, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#options", queries, use.SetAsync(http.Actor(), number, id, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/options/{id:guid}/removal",
                (HttpContext http, int number, Guid id, [FromForm] Nothing _, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#options", queries, use.RemoveAsync(http.Actor(), number, id, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/options/{id:guid}/choice",
                (HttpContext http, int number, Guid id, [FromForm] Nothing _, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#options", queries, use.ChooseAsync(http.Actor(), number, id, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/insights/{name}",
                (HttpContext http, int number, string name, [FromForm] WeighInsight.Request form, WeighInsight use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#evidence", queries, use.HandleAsync(http.Actor(), number, name, form, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/nothing-against",
                (HttpContext http, int number, [FromForm] Nothing _, SaveDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#evidence", queries, use.SetNothingAgainstAsync(http.Actor(), number, false, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/nothing-against/removal",
                (HttpContext http, int number, [FromForm] Nothing _, SaveDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#evidence", queries, use.SetNothingAgainstAsync(http.Actor(), number, true, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private static void MapSteps(RouteGroupBuilder one)
    {
        one.MapPost(
                "/archive",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "", queries, use.SetArchivedAsync(http.Actor(), number, form.Version, true, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/restoration",
                (HttpContext http, int number, [FromForm] VersionForm form, SaveDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "", queries, use.SetArchivedAsync(http.Actor(), number, form.Version, false, cancel), cancel)
            )
            .Needs(Permission.EditThreads);
        one.MapPost(
                "/making",
                (HttpContext http, int number, [FromForm] MakeDecision.Request form, MakeDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#making", queries, use.HandleAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.Decide);
        one.MapPost(
                "/review",
                (HttpContext http, int number, [FromForm] MakeDecision.ReviewRequest form, MakeDecision use, DecisionQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, "#review", queries, use.ReviewAsync(http.Actor(), number, form, cancel), cancel)
            )
            .Needs(Permission.Decide);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        DecisionQueries queries,
        string? tab,
        string? place,
        string? team,
        string? type,
        string? q,
        int? page,
        CancellationToken cancel
    )
    {
        var filter = new DecisionFilter(DecisionQueries.Tabs.Contains(tab) ? tab : "planned", place, team, type, q, page ?? 1);
        return Pages.Page<DecisionsPage>(
            new
            {
                Frame = http.Frame("Decisions", "decisions"),
                Filter = filter,
                Model = await queries.ListAsync(filter, DecisionList.PageSize, cancel),
                Choices = await queries.FiltersAsync(cancel),
                MayEdit = http.Actor().Can(Permission.EditThreads),
            }
        );
    }

    private static async Task<IResult> NewAsync(HttpContext http, DecisionQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<NewDecisionPage>(
            new
            {
                Frame = http.Frame("New decision", "decisions"),
                Form = form,
                From = form["from"] ?? http.Request.Query["from"].ToString(),
                Choices = await queries.ChoicesAsync(cancel),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> MakeAsync(HttpContext http, [FromForm] SaveDecision.Request form, SaveDecision use, DecisionQueries queries, CancellationToken cancel)
    {
        // Several choices of one name, which the binding of a form reads by index only.
        var stages = http.Request.Form["stage"].OfType<string>().ToArray();
        return await http.AfterFormAsync(
            await use.CreateAsync(http.Actor(), form with { Stages = stages }, cancel),
            made => $"/decisions/{made.Number}",
            again => NewAsync(http, queries, again, cancel)
        );
    }

    private static Task<IResult> BackAsync(HttpContext http, int number, string anchor, DecisionQueries queries, Task<Result<Decision>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/decisions/{number}{anchor}", form => PageAsync(http, number, queries, form, cancel));

    private static async Task<IResult> PageAsync(HttpContext http, int number, DecisionQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        if (view.Error is { } error)
            return http.ErrorPage(error);
        var actor = http.Actor();
        return Pages.Page<DecisionPage>(
            new
            {
                Frame = http.Frame($"{view.Value.Object.Name} {view.Value.Decision.Title}", "decisions"),
                Model = view.Value,
                Form = form,
                MayEdit = actor.Can(Permission.EditThreads),
                MayDecide = actor.Can(Permission.Decide),
                MayErase = actor.Can(Permission.ErasePeople),
                Edit = http.Request.Query["edit"].ToString(),
                Page = int.TryParse(http.Request.Query["insights"], out var page) ? page : 1,
            },
            form.Error?.Status() ?? 200
        );
    }
}
