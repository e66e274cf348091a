using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Solutions;

/// <summary>Solutions for programs.</summary>
public static class SolutionApi
{
    /// <param name="Cycle">2026-Q4; null while not planned.</param>
    /// <param name="Position">Order within its column of the board, low first.</param>
    public sealed record SolutionResource(
        string Name,
        int Number,
        string? ExternalId,
        string Title,
        string? Detail,
        SolutionType Type,
        SolutionState State,
        Horizon Horizon,
        double Position,
        string? Cycle,
        double? Effort,
        double? Cost,
        string? TestPlan,
        string? TrackerUrl,
        DateTime? ShippedAt,
        DateTime? ArchivedAt,
        int Version,
        IReadOnlyList<string> Teams,
        IReadOnlyList<string> Opportunities
    );

    public sealed record SolutionPageResource(int Page, int Total, IReadOnlyList<SolutionResource> Items);

    public sealed record RoadmapResource(IReadOnlyList<string> Cycles, IReadOnlyList<RoadmapEntry> Planned, IReadOnlyList<string> Unplanned, int UnplannedTotal);

    public sealed record RoadmapEntry(string? Team, string Cycle, IReadOnlyList<string> Solutions);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/solutions").WithTags("Solutions");
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Solutions, newest first, 50 a page.")
            .WithDescription("team (key), q (text), state (idea, planned, started, shipped, dropped, archived, all; all unless asked), page. format=csv or json gives all rows.")
            .Produces<SolutionPageResource>();
        api.MapGet("/{number:int}", (int number, SolutionQueries queries, CancellationToken cancel) => OneAsync(number, queries, 200, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("One solution.")
            .Produces<SolutionResource>();
        api.MapPost("", CreateAsync).Needs(Permission.EditThreads).WithSummary("Make a solution, for opportunities and decisions.").Produces<SolutionResource>(201);
        api.MapPut("/{number:int}", SetAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Make the solution be what the body says.")
            .WithDescription("With a version the change is refused as 409 changed-meanwhile if another came first. What is left out is emptied; kind, state and horizon stay.")
            .Produces<SolutionResource>();
        api.MapPut("/{number:int}/position", MoveAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Move it on the board: into a horizon, before or after another; alone, the horizon means its end.")
            .Produces<SolutionResource>();
        api.MapPut(
                "/{number:int}/archive",
                (HttpContext http, int number, ChangeSolution change, SolutionQueries queries, CancellationToken cancel) =>
                    ArchiveAsync(http, number, true, change, queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Archive it.");
        api.MapDelete(
                "/{number:int}/archive",
                (HttpContext http, int number, ChangeSolution change, SolutionQueries queries, CancellationToken cancel) =>
                    ArchiveAsync(http, number, false, change, queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Restore it.");
        routes
            .MapGet("/api/roadmap", RoadmapAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Solutions")
            .WithSummary("Five cycles from ?from=2026-Q3, by team, and what has no cycle.")
            .Produces<RoadmapResource>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? team, string? q, string? state, string? format, SolutionQueries queries, CancellationToken cancel)
    {
        var asked = AskedState.Of(state, [.. Enum.GetNames<SolutionState>().Select(name => name.ToLowerInvariant()), "archived"]);
        if (asked.Error is { } unknown)
            return AskedState.Refused(unknown);
        var page = SolutionEndpoints.PageOf(http);
        var list = await queries.ReadListAsync(team, q, asked.Value, format is "csv" or "json" ? null : page, cancel);
        var items = list.Cards.Select(card => Of(card.Row, card.Teams, [.. card.For.Select(ThreadStore.Name)])).ToList();
        return format switch
        {
            "csv" => CsvAnswer.Of("solutions.csv", Columns, items.Select(Cells)),
            "json" => TypedResults.Ok(items),
            _ => TypedResults.Ok(new SolutionPageResource(page, list.Total, items)),
        };
    }

    private static async Task<IResult> OneAsync(int number, SolutionQueries queries, int status, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        if (view.Error is { } error)
            return error.ToProblem();
        var teams = view
            .Value.Links.Where(line => line.Kind == Domain.Threads.LinkKind.ByTeam)
            .Select(line => line.Label)
            .Prepend(view.Value.OwnerTeam)
            .OfType<string>()
            .Distinct()
            .ToList();
        var resource = Of((Solution)view.Value.Row, teams, [.. view.Value.Thread.Opportunities.Select(ThreadStore.Name)]);
        return status == 201 ? TypedResults.Created($"/api/solutions/{number}", resource) : TypedResults.Ok(resource);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ChangeSolution.Request request, ChangeSolution change, SolutionQueries queries, CancellationToken cancel) =>
        await AnswerAsync(await change.CreateAsync(http.Actor(), request, cancel), queries, 201, cancel);

    private static async Task<IResult> SetAsync(
        HttpContext http,
        int number,
        ChangeSolution.Request request,
        ChangeSolution change,
        SolutionQueries queries,
        CancellationToken cancel
    ) => await AnswerAsync(await change.SetAsync(http.Actor(), number, request, cancel), queries, 200, cancel);

    private static async Task<IResult> MoveAsync(
        HttpContext http,
        int number,
        MoveSolution.Request request,
        MoveSolution move,
        SolutionQueries queries,
        CancellationToken cancel
    ) => await AnswerAsync(await move.HandleAsync(http.Actor(), number, request, cancel), queries, 200, cancel);

    private static async Task<IResult> ArchiveAsync(HttpContext http, int number, bool archived, ChangeSolution change, SolutionQueries queries, CancellationToken cancel) =>
        await AnswerAsync(await change.ArchiveAsync(http.Actor(), number, new(), archived, cancel), queries, 200, cancel);

    private static async Task<IResult> AnswerAsync(Result<Solution> saved, SolutionQueries queries, int status, CancellationToken cancel) =>
        saved.Ok ? await OneAsync(saved.Value.Number, queries, status, cancel) : saved.Error!.ToProblem();

    private static async Task<IResult> RoadmapAsync(string? from, SolutionQueries queries, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(from) && Cycle.Parse(from) is null)
            return Error.Invalid("cycle-invalid", $"“{from}” is no planning quarter; write it as 2026-Q4.").ToProblem();
        var roadmap = await queries.ReadRoadmapAsync(Cycle.Parse(from), cancel);
        var planned = roadmap.Rows.SelectMany(row =>
            row.Cells.Select((cards, at) => new RoadmapEntry(row.Team, Cycle.Address(roadmap.Cycles[at]), [.. cards.Select(card => ThreadStore.Name(card.Row))]))
                .Where(entry => entry.Solutions.Count > 0)
        );
        return TypedResults.Ok(
            new RoadmapResource([.. roadmap.Cycles.Select(Cycle.Address)], [.. planned], [.. roadmap.Unplanned.Select(card => ThreadStore.Name(card.Row))], roadmap.UnplannedTotal)
        );
    }

    private static SolutionResource Of(Solution row, IReadOnlyList<string> teams, IReadOnlyList<string> opportunities) =>
        new(
            ThreadStore.Name(row),
            row.Number,
            row.ExternalId,
            row.Title,
            row.Detail,
            row.Type,
            row.State,
            row.Horizon,
            row.Position,
            row.Cycle is { } cycle ? Cycle.Address(cycle) : null,
            row.Effort,
            row.Cost,
            row.TestPlan,
            row.TrackerUrl,
            row.ShippedAt,
            row.ArchivedAt,
            row.Version,
            teams,
            opportunities
        );

    // The columns of the import, so that what is exported imports again; and the name beside them.
    private static readonly string[] Columns =
    [
        "name",
        "externalId",
        "title",
        "type",
        "state",
        "horizon",
        "cycle",
        "team",
        "effort",
        "cost",
        "opportunity",
        "url",
        "detail",
        "testPlan",
    ];

    private static object?[] Cells(SolutionResource row) =>
        [
            row.Name,
            row.ExternalId,
            row.Title,
            row.Type.ToString().ToLowerInvariant(),
            row.State.ToString().ToLowerInvariant(),
            row.Horizon.ToString().ToLowerInvariant(),
            row.Cycle,
            row.Teams.Count > 0 ? row.Teams[0] : null,
            row.Effort,
            row.Cost,
            string.Join(' ', row.Opportunities),
            row.TrackerUrl,
            row.Detail,
            row.TestPlan,
        ];
}
