using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Goals;

/// <summary>Objectives, key results, outcomes and alignment for programs.</summary>
public static class GoalsApi
{
    public sealed record KeyResultResource(
        string Name,
        int Number,
        string Title,
        string Objective,
        string Source,
        string Bound,
        string? Segment,
        string Unit,
        double? Start,
        double? Current,
        double? Low,
        double? High,
        double Target,
        double? Grade,
        bool Moved,
        string Basis,
        string Horizon,
        bool PayDepends,
        bool Archived,
        int Version
    );

    public sealed record ObjectiveResource(
        string Name,
        int Number,
        string Title,
        string? Detail,
        string Cycle,
        IReadOnlyList<string> Teams,
        double? Grade,
        bool Archived,
        int Version,
        IReadOnlyList<KeyResultResource> KeyResults
    );

    public sealed record OutcomePointResource(DateOnly Date, string? Segment, double Value);

    public sealed record OutcomeResource(
        string Key,
        string Name,
        OutcomeType Type,
        string Unit,
        bool HigherIsBetter,
        bool Archived,
        int Version,
        IReadOnlyList<OutcomePointResource> Points
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        MapObjectives(api.MapGroup("/objectives").WithTags("Goals"));
        MapKeyResults(api.MapGroup("/key-results").WithTags("Goals"));
        MapOutcomes(api.MapGroup("/outcomes").WithTags("Outcomes"));
        api.MapGet("/alignment", AlignmentAsync)
            .Needs(Permission.ViewThreads)
            .WithTags("Goals")
            .WithSummary("Which teams pull on which objective along one journey, and how far its score moved since the cycle before.");
    }

    private static void MapObjectives(RouteGroupBuilder api)
    {
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Objectives of a cycle (2026-Q4; without one the running cycle) with their key results. format=csv answers one row for each key result.");
        api.MapGet("/{number:int}", (int number, GoalQueries queries, CancellationToken cancel) => ObjectiveAsync(number, queries, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("One objective with its key results.")
            .Produces<ObjectiveResource>();
        api.MapPost(
                "",
                async (HttpContext http, SaveObjective.Request body, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.CreateAsync(http.Actor(), body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Make an objective.")
            .Produces<ObjectiveResource>();
        api.MapPut(
                "/{number:int}",
                async (HttpContext http, int number, SaveObjective.Request body, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.ChangeAsync(http.Actor(), number, body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change an objective.")
            .Produces<ObjectiveResource>();
        api.MapPut(
                "/{number:int}/archive",
                async (HttpContext http, int number, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.SetArchivedAsync(http.Actor(), number, null, true, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Archive an objective.");
        api.MapDelete(
                "/{number:int}/archive",
                async (HttpContext http, int number, SaveObjective use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.SetArchivedAsync(http.Actor(), number, null, false, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Restore an objective.");
    }

    private static void MapKeyResults(RouteGroupBuilder api)
    {
        api.MapGet("/{number:int}", (int number, GoalQueries queries, CancellationToken cancel) => KeyResultAsync(number, queries, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("One key result with its value now.")
            .Produces<KeyResultResource>();
        api.MapPost(
                "",
                async (HttpContext http, SaveKeyResult.Request body, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.CreateAsync(http.Actor(), body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Make a key result, bound to stage:join/order, journey:join, outcome:churn or nothing.")
            .Produces<KeyResultResource>();
        api.MapPut(
                "/{number:int}",
                async (HttpContext http, int number, SaveKeyResult.Request body, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.ChangeAsync(http.Actor(), number, body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change a key result.")
            .Produces<KeyResultResource>();
        api.MapPost(
                "/{number:int}/check-ins",
                async (HttpContext http, int number, SaveKeyResult.CheckInRequest body, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.CheckInAsync(http.Actor(), number, body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Check in: a value for one entered by hand, a confidence, a remark.")
            .Produces<KeyResultResource>();
        api.MapPut(
                "/{number:int}/archive",
                async (HttpContext http, int number, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.SetArchivedAsync(http.Actor(), number, null, true, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Archive a key result.");
        api.MapDelete(
                "/{number:int}/archive",
                async (HttpContext http, int number, SaveKeyResult use, GoalQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.SetArchivedAsync(http.Actor(), number, null, false, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Restore a key result.");
    }

    private static void MapOutcomes(RouteGroupBuilder api)
    {
        api.MapGet("", OutcomesAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Outcomes with their dated values by segment. format=csv answers the file that can be imported again.");
        api.MapPost(
                "",
                async (HttpContext http, SaveOutcome.Request body, SaveOutcome use, CancellationToken cancel) =>
                    (await use.CreateAsync(http.Actor(), body, cancel)).ToApi(row => TypedResults.Ok(Of(new OutcomeView(row, []))))
            )
            .Needs(Permission.ImportOutcomes)
            .WithSummary("Define an outcome.");
        api.MapPut(
                "/{key}",
                async (HttpContext http, string key, SaveOutcome.Request body, SaveOutcome use, CancellationToken cancel) =>
                    (await use.ChangeAsync(http.Actor(), key, body, cancel)).ToApi(row => TypedResults.Ok(Of(new OutcomeView(row, []))))
            )
            .Needs(Permission.ImportOutcomes)
            .WithSummary("Change the definition of an outcome.");
        api.MapPut(
                "/{key}/archive",
                async (HttpContext http, string key, SaveOutcome use, CancellationToken cancel) =>
                    (await use.SetArchivedAsync(http.Actor(), key, true, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.ImportOutcomes)
            .WithSummary("Archive an outcome.");
        api.MapDelete(
                "/{key}/archive",
                async (HttpContext http, string key, SaveOutcome use, CancellationToken cancel) =>
                    (await use.SetArchivedAsync(http.Actor(), key, false, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.ImportOutcomes)
            .WithSummary("Restore an outcome.");
        api.MapPost(
                "/values",
                async (HttpContext http, List<ImportOutcomes.Figure> figures, ImportOutcomes use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), figures, cancel)).ToApi()
            )
            .Needs(Permission.ImportOutcomes)
            .WithSummary("Set values of outcomes. The same outcome, day and segment again sets the value anew; rejected rows are named and stop no other.");
    }

    private static async Task<IResult> ListAsync(GoalQueries queries, string? cycle, string? format, CancellationToken cancel)
    {
        DateOnly? chosen = null;
        if (!string.IsNullOrEmpty(cycle) && (chosen = Cycle.Parse(cycle)) is null)
            return Error.Invalid("cycle-invalid", $"“{cycle}” is no cycle; write it as 2026-Q4.").ToProblem();
        var list = await queries.ListAsync(chosen, cancel);
        if (!CsvList.IsAsked(format))
            return TypedResults.Ok(list.Objectives.Select(Of));
        return CsvList.Of(
            "objectives.csv",
            [
                "cycle",
                "objective",
                "title",
                "teams",
                "keyResult",
                "keyResultTitle",
                "bound",
                "unit",
                "start",
                "current",
                "low",
                "high",
                "target",
                "grade",
                "moved",
                "horizon",
                "payDepends",
            ],
            list.Objectives.SelectMany(line => line.KeyResults.Select(one => Row(line, one)))
        );
    }

    private static object?[] Row(ObjectiveLine line, KeyResultLine one) =>
        [
            Cycle.Address(line.Row.Cycle),
            ThreadStore.Name(line.Row),
            line.Row.Title,
            string.Join("; ", line.Teams.Select(team => team.Name)),
            ThreadStore.Name(one.Row),
            one.Row.Title,
            one.Bound,
            one.Row.Unit,
            one.Value.Start,
            one.Value.Current,
            one.Value.Low,
            one.Value.High,
            one.Row.Target,
            one.Value.Grade,
            one.Value.Moved,
            one.Row.Horizon,
            one.Row.PayDepends,
        ];

    private static async Task<IResult> AfterAsync(Result<Objective> changed, GoalQueries queries, CancellationToken cancel) =>
        changed.Error is { } error ? error.ToProblem() : await ObjectiveAsync(changed.Value.Number, queries, cancel);

    private static async Task<IResult> AfterAsync(Result<KeyResult> changed, GoalQueries queries, CancellationToken cancel) =>
        changed.Error is { } error ? error.ToProblem() : await KeyResultAsync(changed.Value.Number, queries, cancel);

    private static async Task<IResult> ObjectiveAsync(int number, GoalQueries queries, CancellationToken cancel) =>
        (await queries.ReadObjectiveAsync(number, cancel)).ToApi(view => TypedResults.Ok(Of(view.Line)));

    private static async Task<IResult> KeyResultAsync(int number, GoalQueries queries, CancellationToken cancel) =>
        (await queries.ReadKeyResultAsync(number, cancel)).ToApi(view => TypedResults.Ok(Of(view.Line, view.Objective)));

    private static async Task<IResult> OutcomesAsync(OutcomeQueries queries, string? format, CancellationToken cancel)
    {
        var views = await queries.ReadAsync(true, cancel);
        if (!CsvList.IsAsked(format))
            return TypedResults.Ok(views.Select(Of));
        var rows = views.SelectMany(view =>
            view.Series.SelectMany(series => series.Points.Select(point => new object?[] { view.Row.Key, point.On, series.SegmentKey, point.Value }))
        );
        return CsvList.Of("outcomes.csv", ["outcome", "date", "segment", "value"], rows);
    }

    private static async Task<IResult> AlignmentAsync(AlignmentQueries queries, string? journey, string? cycle, CancellationToken cancel) =>
        (await queries.ReadAsync(journey, Cycle.Parse(cycle), cancel)).ToApi(view =>
            TypedResults.Ok(
                new
                {
                    journey = view.Journey.Key,
                    cycle = Cycle.Address(view.Cycle),
                    verdict = view.Verdict,
                    objectives = view.Objectives.Select(one => new
                    {
                        name = ThreadStore.Name(one.Line.Row),
                        title = one.Line.Row.Title,
                        grade = one.Line.Grade,
                        stages = view.Journey.LiveStages.Where(stage => one.Stages.Contains(stage.Id)).Select(stage => stage.Key),
                        teams = view.Teams.Where(team => one.Teams.ContainsKey(team.Id)).Select(team => new { team = team.Key, how = one.Teams[team.Id] }),
                    }),
                    unshared = view.Unshared.Select(team => team.Key),
                }
            )
        );

    private static ObjectiveResource Of(ObjectiveLine line) =>
        new(
            ThreadStore.Name(line.Row),
            line.Row.Number,
            line.Row.Title,
            line.Row.Detail,
            Cycle.Address(line.Row.Cycle),
            [.. line.Teams.Select(team => team.Name)],
            line.Grade,
            line.Row.ArchivedAt is not null,
            line.Row.Version,
            [.. line.KeyResults.Select(one => Of(one, line.Row))]
        );

    private static KeyResultResource Of(KeyResultLine line, Objective objective) =>
        new(
            ThreadStore.Name(line.Row),
            line.Row.Number,
            line.Row.Title,
            ThreadStore.Name(objective),
            line.Row.Source.ToString(),
            line.Bound,
            line.Segment,
            line.Row.Unit,
            line.Value.Start,
            line.Value.Current,
            line.Value.Low,
            line.Value.High,
            line.Row.Target,
            line.Value.Grade,
            line.Value.Moved,
            line.Value.Basis,
            line.Row.Horizon.ToString(),
            line.Row.PayDepends,
            line.Row.ArchivedAt is not null,
            line.Row.Version
        );

    private static OutcomeResource Of(OutcomeView view) =>
        new(
            view.Row.Key,
            view.Row.Name,
            view.Row.Type,
            view.Row.Unit,
            view.Row.HigherIsBetter,
            view.Row.ArchivedAt is not null,
            view.Row.Version,
            [.. view.Series.SelectMany(series => series.Points.Select(point => new OutcomePointResource(point.On, series.SegmentKey, point.Value)))]
        );
}
