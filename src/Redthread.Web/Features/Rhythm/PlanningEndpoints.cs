using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Planning sessions as pages and for programs.</summary>
public static class PlanningEndpoints
{
    private delegate Task<Result<PlanningSession>> Change(RunPlanning run, Actor actor, DateOnly cycle, RunPlanning.StateRequest request, CancellationToken cancel);

    /// <summary>What a steward does with a session: its page's path, and for programs the resource that is put or taken away.</summary>
    private static readonly (string Path, string Method, string Resource, string Summary, Change Change)[] Changes =
    [
        ("lock", "PUT", "lock", "Lock it: only stewards move what is planned.", (run, actor, cycle, request, cancel) => run.LockAsync(actor, cycle, request, cancel)),
        ("unlocking", "DELETE", "lock", "Unlock it.", (run, actor, cycle, request, cancel) => run.UnlockAsync(actor, cycle, request, cancel)),
        ("closing", "PUT", "closing", "Close it, and freeze what was planned.", (run, actor, cycle, request, cancel) => run.CloseAsync(actor, cycle, request, cancel)),
        (
            "reopening",
            "DELETE",
            "closing",
            "Open it again, as long as no later one was opened.",
            (run, actor, cycle, request, cancel) => run.ReopenAsync(actor, cycle, request, cancel)
        ),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/rhythm/planning").ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, PlanningQueries queries, CancellationToken cancel) => ListAsync(http, queries, FormState.Empty, cancel)).Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "",
                (HttpContext http, [FromForm] RunPlanning.Request request, RunPlanning run, PlanningQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        run.OpenAsync(http.Actor(), request, cancel),
                        session => PlanningQueries.AddressOf(session.Cycle),
                        form => ListAsync(http, queries, form, cancel)
                    )
            )
            .Needs(Permission.RunRhythm);
        pages
            .MapGet("/{cycle}", (HttpContext http, string cycle, PlanningQueries queries, CancellationToken cancel) => PageAsync(http, cycle, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/{cycle}",
                (HttpContext http, string cycle, [FromForm] RunPlanning.Request request, RunPlanning run, PlanningQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(
                        run.ChangeAsync(http.Actor(), Known(cycle), request, cancel),
                        $"/rhythm/planning/{cycle}",
                        form => PageAsync(http, cycle, queries, form, cancel)
                    )
            )
            .Needs(Permission.RunRhythm);
        foreach (var (path, _, _, _, change) in Changes)
        {
            pages
                .MapPost(
                    $"/{{cycle}}/{path}",
                    (HttpContext http, string cycle, [FromForm] RunPlanning.StateRequest request, RunPlanning run, PlanningQueries queries, CancellationToken cancel) =>
                        http.AfterFormAsync(
                            change(run, http.Actor(), Known(cycle), request, cancel),
                            $"/rhythm/planning/{cycle}",
                            form => PageAsync(http, cycle, queries, form, cancel)
                        )
                )
                .Needs(Permission.RunRhythm);
        }

        MapApi(routes.MapGroup("/api/planning-sessions").WithTags("Rhythm"));
    }

    // What is no cycle has no session either.
    private static DateOnly Known(string cycle) => Cycle.Parse(cycle) ?? default;

    private static async Task<IResult> ListAsync(HttpContext http, PlanningQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<PlanningListPage>(
            new
            {
                Frame = http.Frame("Planning", "planning"),
                Model = await queries.ReadListAsync(cancel),
                Form = form,
                MayRun = http.Actor().Can(Permission.RunRhythm),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> PageAsync(HttpContext http, string cycle, PlanningQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(Known(cycle), cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<PlanningPage>(
                new
                {
                    Frame = http.Frame($"Planning of {Cycle.Label(view.Value.Session.Cycle)}", "planning"),
                    Model = view.Value,
                    Form = form,
                    MayRun = http.Actor().Can(Permission.RunRhythm),
                },
                form.Error?.Status() ?? 200
            );
    }

    /// <param name="Cycle">As 2026-Q4.</param>
    /// <param name="State">open, locked or closed.</param>
    public sealed record SessionResource(
        string Cycle,
        string State,
        string? Purpose,
        string? Meeting,
        DateTime OpenedAt,
        string OpenedBy,
        DateTime? LockedAt,
        string? LockedBy,
        DateTime? ClosedAt,
        string? ClosedBy,
        int Version
    );

    /// <param name="Effort">Person-weeks.</param>
    /// <param name="AgreedScore">−2 … +2.</param>
    /// <param name="Now">What became of it.</param>
    public sealed record PlannedResource(PlannedKind Kind, string? Name, string Title, string? Team, double? Effort, double? Cost, int? AgreedScore, string Now, bool? Done);

    /// <param name="Planned">Frozen once it is closed; before, what closing it would freeze.</param>
    /// <param name="Added">Solutions that came in afterwards.</param>
    public sealed record PlanResource(SessionResource Session, IReadOnlyList<PlannedResource> Planned, IReadOnlyList<string> Added);

    private static readonly string[] Columns = ["kind", "name", "title", "team", "effort", "cost", "agreedScore", "now", "done"];

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapGet("", async (PlanningQueries queries, CancellationToken cancel) => (await queries.ReadListAsync(cancel)).Lines.Select(line => Of(line.Session, null)))
            .Needs(Permission.ViewThreads)
            .WithSummary("Planning sessions, the newest cycle first")
            .Produces<IEnumerable<SessionResource>>();
        api.MapGet("/{cycle}", OneAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("What was planned for a cycle beside what happened; with format=csv as a table.")
            .Produces<PlanResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(
                "",
                async (HttpContext http, RunPlanning.Request request, RunPlanning run, CancellationToken cancel) =>
                    (await run.OpenAsync(http.Actor(), request, cancel)).ToApi(session =>
                        TypedResults.Created($"/api/planning-sessions/{Cycle.Address(session.Cycle)}", Of(session, request.Meeting))
                    )
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Open the planning of a cycle.")
            .Produces<SessionResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPut(
                "/{cycle}",
                async (HttpContext http, string cycle, RunPlanning.Request request, RunPlanning run, CancellationToken cancel) =>
                    (await run.ChangeAsync(http.Actor(), Known(cycle), request, cancel)).ToApi(session => TypedResults.Ok(Of(session, request.Meeting)))
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Change what it is about and its meeting. With a version it is refused as 409 if another came first.")
            .Produces<SessionResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        foreach (var (_, method, resource, summary, change) in Changes)
        {
            api.MapMethods(
                    $"/{{cycle}}/{resource}",
                    [method],
                    async (HttpContext http, string cycle, int? version, RunPlanning run, CancellationToken cancel) =>
                        (await change(run, http.Actor(), Known(cycle), new RunPlanning.StateRequest { Version = version }, cancel)).ToApi(session =>
                            TypedResults.Ok(Of(session, null))
                        )
                )
                .Needs(Permission.RunRhythm)
                .WithSummary(summary)
                .Produces<SessionResource>()
                .ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> OneAsync(string cycle, string? format, PlanningQueries queries, CancellationToken cancel) =>
        (await queries.ReadAsync(Known(cycle), cancel)).ToApi(view =>
        {
            var planned = view
                .Lines.Select(line => new PlannedResource(
                    line.Item.Kind,
                    line.Name,
                    line.Item.Title,
                    line.Item.Team,
                    line.Item.Effort,
                    line.Item.Cost,
                    line.Item.Value,
                    line.Now,
                    line.Done
                ))
                .ToList();
            return CsvAnswer.IsAsked(format)
                ? CsvAnswer.Of(
                    $"planning-{cycle}.csv",
                    Columns,
                    planned.Select(row =>
                        (IReadOnlyList<object?>)
                            [row.Kind.ToString(), row.Name, row.Title, row.Team, row.Effort, row.Cost, row.AgreedScore, row.Now, row.Done?.ToString().ToLowerInvariant()]
                    )
                )
                : TypedResults.Ok(new PlanResource(Of(view.Session, view.MeetingKey), planned, [.. view.Added.Select(Threads.ThreadStore.Name)]));
        });

    private static SessionResource Of(PlanningSession row, string? meeting) =>
        new(
            Cycle.Address(row.Cycle),
            row.State.ToString().ToLowerInvariant(),
            row.Purpose,
            meeting,
            row.OpenedAt,
            row.OpenedBy,
            row.LockedAt,
            row.LockedBy,
            row.ClosedAt,
            row.ClosedBy,
            row.Version
        );
}
