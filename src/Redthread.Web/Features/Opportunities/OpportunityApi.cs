using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Opportunities;

/// <summary>Opportunities for programs.</summary>
public static class OpportunityApi
{
    /// <param name="Priority">Null where an input is missing; see priorityState.</param>
    /// <param name="AtLeast">The number is a lower bound: a stage has no traffic or no fresh score.</param>
    /// <param name="Confidence">0–100, of its insights; null without an approved insight.</param>
    public sealed record OpportunityResource(
        string Name,
        int Number,
        string Title,
        string? Detail,
        string State,
        string? MergedInto,
        int Version,
        string? ExternalId,
        int? Rank,
        double? Priority,
        string PriorityState,
        bool AtLeast,
        double? ExperienceDebt,
        double? ValueAtRisk,
        double? ValueAtRiskUsed,
        string ValueAtRiskSource,
        string ValueFrom,
        double? ValueAtRiskComputed,
        double? ValueAtRiskComputedLow,
        double? ValueAtRiskComputedHigh,
        double? Effort,
        string EffortSource,
        double? Confidence,
        int? RiceRank,
        double? Rice,
        double? RiceReach,
        string RiceReachSource,
        double? RiceImpact,
        double? RiceConfidence,
        string RiceConfidenceSource,
        IReadOnlyList<string> Insights,
        IReadOnlyList<string> Stages
    );

    public sealed record OpportunityPageResource(int Page, int Total, double Lambda, string Formula, string Period, IReadOnlyList<OpportunityResource> Items);

    /// <param name="Loudest">Null for those who may not see evidence.</param>
    public sealed record LoudnessResource(
        string Name,
        string Title,
        long Requests,
        int FairVoice,
        int RankByRequests,
        int RankByFairVoice,
        int Moved,
        string? Loudest,
        double LoudestShare,
        double EffectiveVoices
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/opportunities").WithTags("Opportunities");
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Opportunities by priority, 50 a page; ?by=rice by RICE.")
            .WithDescription(
                "lambda 0–1 (0.5); stage (journey or journey/stage), team (key), q (text), state (open, closed, archived, all; all unless asked), page. format=csv or json gives all rows."
            )
            .Produces<OpportunityPageResource>();
        api.MapGet("/loudness", LoudnessAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Open opportunities by requests beside by fair voice.")
            .Produces<IReadOnlyList<LoudnessResource>>();
        api.MapGet("/{number:int}", OneAsync).Needs(Permission.ViewThreads).WithSummary("One opportunity with its priority and every input.").Produces<OpportunityResource>();
        api.MapPost("", CreateAsync).Needs(Permission.EditThreads).WithSummary("Make an opportunity, with links from insights and on stages.").Produces<OpportunityResource>(201);
        api.MapPut("/{number:int}", SetAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Make the opportunity be what the body says.")
            .WithDescription("With a version the change is refused as 409 changed-meanwhile if another came first. What is left out is emptied.")
            .Produces<OpportunityResource>();
        MapStates(api);
        MapRounds(api);
        api.MapDelete(
                "/{number:int}/rounds/{round:guid}",
                async (HttpContext http, int number, Guid round, ScoreOpportunity score, CancellationToken cancel) =>
                    (await score.CancelAsync(http.Actor(), number, round, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Cancel an open scoring round, by who opened it or a steward; its votes go unseen.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapStates(RouteGroupBuilder api)
    {
        MapState(api, "closure", "Close it.", "Reopen it.", (settle, actor, number, on, cancel) => settle.CloseAsync(actor, number, new(), on, cancel));
        MapState(api, "archive", "Archive it.", "Restore it.", (settle, actor, number, on, cancel) => settle.ArchiveAsync(actor, number, new(), on, cancel));
        api.MapPost(
                "/{number:int}/merge",
                async (HttpContext http, int number, SettleOpportunity.MergeRequest request, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await settle.MergeAsync(http.Actor(), number, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Merge it into another, which lives on.");
        api.MapDelete(
                "/{number:int}/merge",
                async (HttpContext http, int number, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await settle.UnmergeAsync(http.Actor(), number, new(), cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Take the merge back.");
    }

    private delegate Task<Result<Opportunity>> Settling(SettleOpportunity settle, Actor actor, int number, bool on, CancellationToken cancel);

    private static void MapState(RouteGroupBuilder api, string state, string summary, string back, Settling change)
    {
        api.MapPut(
                "/{number:int}/" + state,
                async (HttpContext http, int number, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await change(settle, http.Actor(), number, true, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary(summary);
        api.MapDelete(
                "/{number:int}/" + state,
                async (HttpContext http, int number, SettleOpportunity settle, OpportunityQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await change(settle, http.Actor(), number, false, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary(back);
    }

    private static void MapRounds(RouteGroupBuilder api)
    {
        api.MapGet(
                "/{number:int}/rounds",
                async (HttpContext http, int number, OpportunityQueries queries, CancellationToken cancel) => (await queries.ReadRoundsAsync(http.Actor(), number, cancel)).ToApi()
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("Scoring rounds, newest first. Of an open round only how many voted, and one's own vote.")
            .Produces<IReadOnlyList<RoundView>>();
        api.MapPost(
                "/{number:int}/rounds",
                async (HttpContext http, int number, ScoreOpportunity score, CancellationToken cancel) =>
                    (await score.OpenAsync(http.Actor(), number, cancel)).ToApi(round =>
                        TypedResults.Created($"/api/opportunities/{number}/rounds", new { round.Id, round.OpenedAt })
                    )
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Open a scoring round.");
        api.MapPut(
                "/{number:int}/rounds/{round:guid}/vote",
                async (HttpContext http, int number, Guid round, ScoreOpportunity.VoteRequest request, ScoreOpportunity score, CancellationToken cancel) =>
                    (await score.VoteAsync(http.Actor(), number, round, request, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Cast or change one's own vote, −2 … +2 with a reason.");
        api.MapPost(
                "/{number:int}/rounds/{round:guid}/reveal",
                async (HttpContext http, int number, Guid round, ScoreOpportunity score, OpportunityQueries queries, CancellationToken cancel) =>
                    (await score.RevealAsync(http.Actor(), number, round, cancel)) is { Error: { } error }
                        ? error.ToProblem()
                        : (await queries.ReadRoundsAsync(http.Actor(), number, cancel)).ToApi()
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Reveal all votes at once, with their agreement.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, OpportunityQueries queries, CancellationToken cancel)
    {
        var address = OpportunityAddress.Of(http.Request.Query);
        if (address.AskedLambda is null)
            return Error.Invalid("lambda-invalid", $"“{address["lambda"]}” is no λ. It lies between 0 and 1.").ToProblem();
        var asked = http.Request.Query["state"].ToString() is { Length: > 0 } named ? named : address["show"];
        var state = AskedState.Of(asked, "open", "closed", "archived");
        if (state.Error is { } unknown)
            return AskedState.Refused(unknown);
        address = address.In(state.Value);
        var format = http.Request.Query["format"].ToString();
        var list = await queries.ReadListAsync(address, format is "csv" or "json", cancel);
        var items = list.Lines.Select(line => Of(line, list.Landscape)).ToList();
        return format switch
        {
            "csv" => CsvAnswer.Of("opportunities.csv", Columns, items.Select(Cells)),
            "json" => TypedResults.Ok(items),
            _ => TypedResults.Ok(
                new OpportunityPageResource(
                    address.Page,
                    list.Total,
                    list.Portfolio.Lambda,
                    address.ByRice ? Rice.Formula : Priority.Formula,
                    list.Portfolio.Board.Period.ToString(),
                    items
                )
            ),
        };
    }

    private static async Task<IResult> LoudnessAsync(HttpContext http, PortfolioSource portfolios, CancellationToken cancel)
    {
        var mayName = http.Actor().Can(Permission.ViewEvidence);
        var lines = (await portfolios.ReadLoudnessAsync(cancel)).Select(line => Of(line, mayName)).ToList();
        return http.Request.Query["format"] == "csv"
            ? CsvAnswer.Of(
                "loudness.csv",
                ["name", "title", "requests", "fairVoice", "rankByRequests", "rankByFairVoice", "moved", "loudest", "loudestShare", "effectiveVoices"],
                lines.Select(row =>
                    (object?[])
                        [row.Name, row.Title, row.Requests, row.FairVoice, row.RankByRequests, row.RankByFairVoice, row.Moved, row.Loudest, row.LoudestShare, row.EffectiveVoices]
                )
            )
            : TypedResults.Ok(lines);
    }

    private static async Task<IResult> OneAsync(HttpContext http, int number, OpportunityQueries queries, LandscapeSource landscapes, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        return (await queries.ReadAsync(http.Actor(), number, OpportunityAddress.Of(http.Request.Query).Lambda, cancel)).ToApi(model =>
            TypedResults.Ok(Of(model.Line, landscape, model.View))
        );
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        ChangeOpportunity.Request request,
        ChangeOpportunity change,
        OpportunityQueries queries,
        CancellationToken cancel
    )
    {
        var made = await change.CreateAsync(http.Actor(), request, cancel);
        if (made.Error is { } error)
            return error.ToProblem();
        var model = await queries.ReadAsync(http.Actor(), made.Value.Number, PortfolioSource.DefaultLambda, cancel);
        return model.ToApi(view => TypedResults.Created($"/api/opportunities/{made.Value.Number}", Of(view.Line, view.Portfolio.Board.Landscape, view.View)));
    }

    private static async Task<IResult> SetAsync(
        HttpContext http,
        int number,
        ChangeOpportunity.Request request,
        ChangeOpportunity change,
        OpportunityQueries queries,
        CancellationToken cancel
    ) => await AnswerAsync(http, await change.SetAsync(http.Actor(), number, request, cancel), queries, cancel);

    private static async Task<IResult> AnswerAsync(HttpContext http, Result<Opportunity> saved, OpportunityQueries queries, CancellationToken cancel)
    {
        if (saved.Error is { } error)
            return error.ToProblem();
        var model = await queries.ReadAsync(http.Actor(), saved.Value.Number, PortfolioSource.DefaultLambda, cancel);
        return model.ToApi(view => TypedResults.Ok(Of(view.Line, view.Portfolio.Board.Landscape, view.View)));
    }

    private static LoudnessResource Of(LoudnessLine line, bool mayName) =>
        new(
            ThreadStore.Name(line.Candidate.Row),
            line.Candidate.Row.Title,
            line.Loudness.Requests,
            line.Loudness.FairVoice,
            line.Rank.ByRequests,
            line.Rank.ByFairVoice,
            line.Rank.Moved,
            mayName ? line.Loudness.Loudest : null,
            line.Loudness.LoudestShare,
            line.Loudness.EffectiveVoices
        );

    private static OpportunityResource Of(PortfolioLine line, Landscape landscape, ObjectView? view = null)
    {
        var (candidate, row, rice) = (line.Candidate, line.Candidate.Row, line.Rice);
        return new OpportunityResource(
            ThreadStore.Name(row),
            row.Number,
            row.Title,
            row.Detail,
            OpportunityQueries.StateOf(row).ToString().ToLowerInvariant(),
            view?.MergedInto is { } survivor ? ThreadStore.Name(survivor) : null,
            row.Version,
            row.ExternalId,
            line.Priority.Rank,
            line.Priority.Number,
            candidate.IsOpen ? char.ToLowerInvariant(line.Priority.State.ToString()[0]) + line.Priority.State.ToString()[1..] : "notOpen",
            line.LowerBound,
            line.Experience,
            row.ValueAtRisk,
            line.Value.Value,
            line.Value.Source,
            line.Value.Chosen.ToString().ToLowerInvariant(),
            line.Value.Computed,
            line.Value.Interval.Exists ? line.Value.Interval.Low : null,
            line.Value.Interval.Exists ? line.Value.Interval.High : null,
            candidate.Effort.Weeks,
            candidate.Effort.Source,
            candidate.Confidence,
            line.RiceRank,
            rice.Score,
            rice.Reach,
            rice.ReachSource,
            rice.Impact,
            rice.Confidence,
            rice.ConfidenceSource,
            [.. candidate.Insights.Select(ThreadStore.Name)],
            [.. landscape.LiveStages.Where(entry => candidate.Stages.Contains(entry.Stage.Id)).Select(entry => $"{entry.Journey.Key}/{entry.Stage.Key}")]
        );
    }

    private static readonly string[] Columns =
    [
        "name",
        "title",
        "detail",
        "state",
        "rank",
        "priority",
        "priorityState",
        "atLeast",
        "experienceDebt",
        "valueAtRisk",
        "valueFrom",
        "valueAtRiskComputed",
        "effort",
        "effortSource",
        "confidence",
        "riceRank",
        "rice",
        "riceReach",
        "riceImpact",
        "riceConfidence",
        "insights",
        "stages",
    ];

    private static object?[] Cells(OpportunityResource row) =>
        [
            row.Name,
            row.Title,
            row.Detail,
            row.State,
            row.Rank,
            row.Priority,
            row.PriorityState,
            row.AtLeast ? "true" : "false",
            row.ExperienceDebt,
            row.ValueAtRisk,
            row.ValueFrom,
            row.ValueAtRiskComputed,
            row.Effort,
            row.EffortSource,
            row.Confidence,
            row.RiceRank,
            row.Rice,
            row.RiceReach,
            row.RiceImpact,
            row.RiceConfidence,
            string.Join(' ', row.Insights),
            string.Join(' ', row.Stages),
        ];
}
