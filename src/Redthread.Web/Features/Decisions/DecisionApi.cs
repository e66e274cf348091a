using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Decisions;

/// <summary>Decisions for programs.</summary>
public static class DecisionApi
{
    public sealed record OptionResource(Guid Id, string Title, double? Points, string? Effect, bool Chosen);

    /// <param name="Since">What became of it since the decision was made; the rest is as it was then.</param>
    public sealed record InsightResource(string Insight, string Title, double Confidence, bool Strong, LinkKind? Mark, string? Reason, string? Since);

    public sealed record MovementResource(
        string Stage,
        string? Before,
        string? After,
        double? ScoreBefore,
        double? ScoreAfter,
        double? Difference,
        double? Low,
        double? High,
        IReadOnlyList<string> Comparisons,
        string Verdict,
        string Formula
    );

    public sealed record DecisionResource(
        string Name,
        int Number,
        string Title,
        DecisionType Type,
        string State,
        string? Question,
        string? Detail,
        Guid? Decider,
        DateOnly? DueOn,
        DateOnly? ReviewOn,
        string? Expected,
        string? ExpectedStage,
        double? ExpectedPoints,
        string? NothingAgainstBy,
        DateTime? MadeAt,
        string? MadeBy,
        string? Choice,
        DateTime? ReviewedAt,
        string? Actual,
        bool Archived,
        int Version,
        IReadOnlyList<OptionResource> Options,
        IReadOnlyList<InsightResource> Insights,
        IReadOnlyList<MissingPiece> Missing,
        MovementResource? Movement
    );

    public sealed record VersionRequest(int? Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/decisions").WithTags("Decisions");
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Decisions, 50 a page; state is planned, made, reviewed, archived or all (all unless asked). format=csv or json gives all as a file.");
        api.MapGet("/{number:int}", (int number, DecisionQueries queries, CancellationToken cancel) => AnswerAsync(number, queries, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("One decision with its options, all insights on its stages, what is missing before it can be made, and the movement measured since.")
            .Produces<DecisionResource>();
        api.MapPost("", MakeAsync).Needs(Permission.EditThreads).WithSummary("Plan a decision.").Produces<DecisionResource>(StatusCodes.Status201Created);
        Change<SaveDecision.Request, SaveDecision>(
            api.MapPut,
            "/{number:int}",
            "Change a planned decision. A version that is not the stored one answers 409.",
            (use, actor, number, body, cancel) => use.ChangeAsync(actor, number, body, cancel)
        );
        MapParts(api);
        MapSteps(api);
    }

    private static void MapParts(RouteGroupBuilder api)
    {
        Change<ChangeOptions.Request, ChangeOptions>(
            api.MapPost,
            "/{number:int}/options",
            "Add an option.",
            (use, actor, number, body, cancel) => use.AddAsync(actor, number, body, cancel)
        );
        api.MapPut(
                "/{number:int}/options/{id:guid}",
                async (HttpContext http, int number, Guid id, ChangeOptions.Request body, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.SetAsync(http.Actor(), number, id, body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change an option.")
            .Produces<DecisionResource>();
        api.MapDelete(
                "/{number:int}/options/{id:guid}",
                async (HttpContext http, int number, Guid id, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.RemoveAsync(http.Actor(), number, id, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Remove an option.")
            .Produces<DecisionResource>();
        api.MapPut(
                "/{number:int}/options/{id:guid}/choice",
                async (HttpContext http, int number, Guid id, ChangeOptions use, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.ChooseAsync(http.Actor(), number, id, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Choose an option; it counts once the decision is made.")
            .Produces<DecisionResource>();
        api.MapPut(
                "/{number:int}/insights/{name}",
                async (HttpContext http, int number, string name, WeighInsight.Request body, WeighInsight use, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await use.HandleAsync(http.Actor(), number, name, body, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Say what the decision does with an insight: usedFor, usedAgainst, setAside with a reason; null takes it back.")
            .Produces<DecisionResource>();
        Change<SaveDossier.Request, SaveDossier>(
            api.MapPut,
            "/{number:int}/dossier",
            "Write the dossier; a sentence cites objects as [I-12] [signal 4711] [stage join/order].",
            (use, actor, number, body, cancel) => use.HandleAsync(actor, number, body, cancel)
        );
        Change<SaveDossier.DraftRequest, SaveDossier>(
            api.MapPost,
            "/{number:int}/dossier/drafts",
            "Draft the dossier from what is linked: fills empty sections, or with replace all of them.",
            (use, actor, number, body, cancel) => use.DraftAsync(actor, number, body, cancel)
        );
    }

    private static void MapSteps(RouteGroupBuilder api)
    {
        Change<VersionRequest, SaveDecision>(
            api.MapPut,
            "/{number:int}/archive",
            "Archive.",
            (use, actor, number, body, cancel) => use.SetArchivedAsync(actor, number, body.Version, true, cancel)
        );
        Bare<SaveDecision>(api.MapDelete, "/{number:int}/archive", "Restore.", (use, actor, number, cancel) => use.SetArchivedAsync(actor, number, null, false, cancel));
        Bare<SaveDecision>(
            api.MapPut,
            "/{number:int}/nothing-against",
            "You looked for evidence against and found none.",
            (use, actor, number, cancel) => use.SetNothingAgainstAsync(actor, number, false, cancel)
        );
        Bare<SaveDecision>(
            api.MapDelete,
            "/{number:int}/nothing-against",
            "Take that back.",
            (use, actor, number, cancel) => use.SetNothingAgainstAsync(actor, number, true, cancel)
        );
        Change<MakeDecision.Request, MakeDecision>(
            api.MapPost,
            "/{number:int}/making",
            "Make the decision; 422 decision-incomplete names everything that is missing. From then on it is frozen.",
            (use, actor, number, body, cancel) => use.HandleAsync(actor, number, body, cancel),
            Permission.Decide
        );
        Change<MakeDecision.ReviewRequest, MakeDecision>(
            api.MapPost,
            "/{number:int}/review",
            "Review a made decision.",
            (use, actor, number, body, cancel) => use.ReviewAsync(actor, number, body, cancel),
            Permission.Decide
        );
        api.MapPost(
                "/quotations/removal",
                async (HttpContext http, EraseQuotes.Request body, EraseQuotes use, CancellationToken cancel) =>
                    (await use.HandleAsync(http.Actor(), body.SignalIds ?? [], cancel)).ToApi(count => TypedResults.Ok(new { decisions = count }))
            )
            .Needs(Permission.ErasePeople)
            .WithSummary("Remove what customers said in these signals from all decisions, made ones too; a mark stays.");
    }

    private delegate RouteHandlerBuilder Verb(string pattern, Delegate handler);

    private static void Change<TBody, TUse>(
        Verb verb,
        string pattern,
        string summary,
        Func<TUse, Actor, int, TBody, CancellationToken, Task<Result<Decision>>> change,
        Permission permission = Permission.EditThreads
    )
        where TUse : notnull =>
        verb(
                pattern,
                async (HttpContext http, int number, TBody body, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await change(http.RequestServices.GetRequiredService<TUse>(), http.Actor(), number, body, cancel), queries, cancel)
            )
            .Needs(permission)
            .WithSummary(summary)
            .Produces<DecisionResource>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static void Bare<TUse>(Verb verb, string pattern, string summary, Func<TUse, Actor, int, CancellationToken, Task<Result<Decision>>> change)
        where TUse : notnull =>
        verb(
                pattern,
                async (HttpContext http, int number, DecisionQueries queries, CancellationToken cancel) =>
                    await AfterAsync(await change(http.RequestServices.GetRequiredService<TUse>(), http.Actor(), number, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary(summary)
            .Produces<DecisionResource>();

    private static async Task<IResult> ListAsync(
        DecisionQueries queries,
        string? state,
        string? tab,
        string? place,
        string? team,
        string? type,
        string? q,
        int? page,
        string? format,
        CancellationToken cancel
    )
    {
        var asked = AskedState.Of(state ?? tab, DecisionQueries.Tabs);
        if (asked.Error is { } unknown)
            return AskedState.Refused(unknown);
        var file = CsvAnswer.IsAsked(format) || format == "json";
        var list = await queries.ListAsync(new DecisionFilter(asked.Value, place, team, type, q, page ?? 1), file ? int.MaxValue / 2 : DecisionList.PageSize, cancel);
        return CsvAnswer.IsAsked(format) ? Csv(list)
            : file ? TypedResults.Ok(list.Rows)
            : TypedResults.Ok(list);
    }

    private static IResult Csv(DecisionList list) =>
        CsvAnswer.Of(
            "decisions.csv",
            [
                "decision",
                "title",
                "type",
                "state",
                "question",
                "decider",
                "stages",
                "teams",
                "dueOn",
                "reviewOn",
                "madeAt",
                "choice",
                "overdue",
                "usedFor",
                "usedAgainst",
                "setAside",
            ],
            list.Rows.Select(row =>
                new object?[]
                {
                    row.Name,
                    row.Title,
                    row.Type,
                    row.State,
                    row.Question,
                    row.Decider,
                    string.Join(' ', row.Stages),
                    string.Join("; ", row.Teams),
                    row.DueOn,
                    row.ReviewOn,
                    row.MadeAt,
                    row.Choice,
                    row.Overdue,
                    row.UsedFor,
                    row.UsedAgainst,
                    row.SetAside,
                }
            )
        );

    private static async Task<IResult> MakeAsync(HttpContext http, SaveDecision.Request request, SaveDecision save, DecisionQueries queries, CancellationToken cancel)
    {
        var made = await save.CreateAsync(http.Actor(), request, cancel);
        if (made.Error is { } error)
            return error.ToProblem();
        return (await queries.ReadAsync(made.Value.Number, cancel)).ToApi(view => TypedResults.Created($"/api/decisions/{made.Value.Number}", Of(view)));
    }

    private static async Task<IResult> AfterAsync(Result<Decision> changed, DecisionQueries queries, CancellationToken cancel) =>
        changed.Error is { } error ? error.ToProblem() : await AnswerAsync(changed.Value.Number, queries, cancel);

    private static async Task<IResult> AnswerAsync(int number, DecisionQueries queries, CancellationToken cancel) =>
        (await queries.ReadAsync(number, cancel)).ToApi(view => TypedResults.Ok(Of(view)));

    private static DecisionResource Of(DecisionView view)
    {
        var row = view.Decision;
        return new DecisionResource(
            ThreadStore.Name(row),
            row.Number,
            row.Title,
            row.Type,
            row.State.ToString().ToLowerInvariant(),
            row.Question,
            row.Detail,
            row.DeciderId,
            row.DueOn,
            row.ReviewOn,
            row.Expected,
            view.ExpectedStage?.Value,
            row.ExpectedPoints,
            row.NothingAgainstBy,
            row.MadeAt,
            row.MadeBy,
            row.Choice,
            row.ReviewedAt,
            row.Actual,
            row.ArchivedAt is not null,
            row.Version,
            [.. row.Options.OrderBy(option => option.Position).Select(option => new OptionResource(option.Id, option.Title, option.NorthStarPoints, option.Effect, option.Chosen))],
            [.. view.Insights.Select(one => new InsightResource(one.Name, one.Title, one.Strength.Percent, one.Strength.IsStrong, one.Mark, one.Reason, one.Since))],
            view.Missing,
            view.Movement is { } movement ? Of(movement) : null
        );
    }

    private static MovementResource Of(MeasuredMovement movement) =>
        new(
            movement.StagePath,
            movement.Before?.ToString(),
            movement.After?.ToString(),
            movement.ScoreBefore,
            movement.ScoreAfter,
            Numbers.Known(movement.Result.Difference),
            Numbers.Known(movement.Result.Interval.Low),
            Numbers.Known(movement.Result.Interval.High),
            movement.Comparisons,
            movement.Verdict,
            Statistics.DifferenceInDifferences.Formula
        );
}
