using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Agreement;

/// <summary>Agreed scores for programs. Votes obey the same blindness as on pages.</summary>
public static class AgreementApi
{
    private const int PageSize = 50;

    public sealed record DissentResource(string Team, string Reason, string By, DateTime At);

    /// <param name="Agreed">−2 … +2; null while nothing is agreed.</param>
    /// <param name="Agreement">Van der Eijk's A of the votes, −1 … 1; null with fewer than two.</param>
    /// <param name="Score">Measured in the cycle, 0–100, with its 95 % interval; null where it is unknown.</param>
    /// <param name="BandLow">The interval's ends on −2 … +2, by the framework's cut points.</param>
    /// <param name="Diverges">The agreed score lies outside the mapped interval; null where one of the two is missing.</param>
    /// <param name="Before">What was agreed in an earlier cycle, the newest.</param>
    public sealed record AgreedResource(
        string Stage,
        string StageName,
        string JourneyName,
        string Cycle,
        int? Agreed,
        string? Why,
        string? Round,
        DateTime? AgreedAt,
        string? AgreedBy,
        int Votes,
        double? Agreement,
        IReadOnlyList<DissentResource> Dissent,
        double? Score,
        double? Low,
        double? High,
        int? BandLow,
        int? BandHigh,
        bool? Diverges,
        int? Before
    );

    public sealed record VoteResource(string Team, string Stage, int Value, string Reason, string? Evidence, string By, DateTime At, int Version);

    public sealed record RoundStageResource(string Stage, int? Agreed, string? Why, int TeamsVoted, int Version, IReadOnlyList<DissentResource> Dissent);

    public sealed record RoundTeamResource(string Team, int StagesVoted);

    /// <param name="State">open, revealed or cancelled.</param>
    /// <param name="Votes">All after the reveal; before it those of the caller's own teams only.</param>
    public sealed record RoundResource(
        string Name,
        int Number,
        string Cycle,
        string State,
        string? Purpose,
        DateTime OpenedAt,
        string OpenedBy,
        DateTime? RevealedAt,
        DateTime? CancelledAt,
        string? CancelReason,
        int Version,
        IReadOnlyList<RoundTeamResource> Teams,
        IReadOnlyList<RoundStageResource> Stages,
        IReadOnlyList<VoteResource> Votes
    );

    public sealed record RoundLineResource(string Name, int Number, string Cycle, string State, DateTime OpenedAt, DateTime? RevealedAt, DateTime? CancelledAt);

    public sealed record RoundPageResource(int Page, int Total, IReadOnlyList<RoundLineResource> Items);

    private static readonly string[] Columns =
    [
        "stage",
        "stageName",
        "journeyName",
        "cycle",
        "agreed",
        "why",
        "round",
        "agreedAt",
        "votes",
        "agreement",
        "dissent",
        "score",
        "low",
        "high",
        "bandLow",
        "bandHigh",
        "diverges",
        "before",
    ];

    private static readonly string[] VoteColumns = ["round", "cycle", "stage", "team", "value", "reason", "evidence", "by", "at"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/agreed-scores").WithTags("Agreed scores");
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Every live stage in a cycle: what teams agreed on, how far they agreed, who dissents, and whether it diverges from what is measured.")
            .WithDescription("cycle: 2026-Q4, the present quarter when left out. diverging=true gives only divergences, widest first. format=csv gives a table.")
            .Produces<IReadOnlyList<AgreedResource>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        var rounds = api.MapGroup("/rounds");
        rounds.MapGet("", RoundsAsync).Needs(Permission.ViewThreads).WithSummary("Rounds, newest first, 50 a page").Produces<RoundPageResource>();
        rounds
            .MapGet("/{number:int}", RoundAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("A round with its stages, teams and the votes that you may see; format=csv gives the votes as a table.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        MapChanges(rounds);
    }

    private static void MapChanges(RouteGroupBuilder rounds)
    {
        rounds
            .MapPost(
                "",
                async (HttpContext http, OpenRound.Request request, OpenRound open, AgreementQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await open.HandleAsync(http.Actor(), request, cancel), queries, StatusCodes.Status201Created, cancel)
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Open a round over journeys or stages, with the teams that vote.")
            .Produces<RoundResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status409Conflict);
        rounds
            .MapPut(
                "/{number:int}/votes",
                async (HttpContext http, int number, CastVote.Request request, CastVote cast, AgreementQueries queries, CancellationToken cancel) =>
                    (await cast.HandleAsync(http.Actor(), number, request, cancel)).Error is { } error
                        ? error.ToProblem()
                        : await ReadAsync(http, number, queries, StatusCodes.Status200OK, cancel)
            )
            .Needs(Permission.VoteOnScores)
            .WithSummary("Cast or change your team's vote on a stage, while the round is open.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rounds
            .MapPost(
                "/{number:int}/reveal",
                async (HttpContext http, int number, SettleRound settle, AgreementQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await settle.RevealAsync(http.Actor(), number, cancel), queries, StatusCodes.Status200OK, cancel)
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Reveal all votes at once, for everyone and for good.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        rounds
            .MapPost(
                "/{number:int}/cancellation",
                async (HttpContext http, int number, SettleRound.Request request, SettleRound settle, AgreementQueries queries, CancellationToken cancel) =>
                    await AnswerAsync(http, await settle.CancelAsync(http.Actor(), number, request, cancel), queries, StatusCodes.Status200OK, cancel)
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Cancel an open round; its votes are never shown.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapRecords(rounds);
    }

    private static void MapRecords(RouteGroupBuilder rounds)
    {
        rounds
            .MapPut(
                "/{number:int}/agreed",
                async (HttpContext http, int number, RecordAgreed.Request request, RecordAgreed record, AgreementQueries queries, CancellationToken cancel) =>
                    (await record.HandleAsync(http.Actor(), number, request, cancel)).Error is { } error
                        ? error.ToProblem()
                        : await ReadAsync(http, number, queries, StatusCodes.Status200OK, cancel)
            )
            .Needs(Permission.RunRhythm)
            .WithSummary("Record the agreed score of a stage, with dissent, after the reveal.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        rounds
            .MapPut(
                "/{number:int}/dissent",
                async (HttpContext http, int number, RecordAgreed.DissentRequest request, RecordAgreed record, AgreementQueries queries, CancellationToken cancel) =>
                    (await record.DissentAsync(http.Actor(), number, request, cancel)).Error is { } error
                        ? error.ToProblem()
                        : await ReadAsync(http, number, queries, StatusCodes.Status200OK, cancel)
            )
            .Needs(Permission.VoteOnScores)
            .WithSummary("Dissent for your team, or take its dissent back by an empty reason.")
            .Produces<RoundResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(string? cycle, bool? diverging, string? format, AgreementQueries queries, TimeProvider time, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(cycle) && Cycle.Parse(cycle) is null)
            return Error.Invalid("cycle-invalid", $"“{cycle}” is no cycle. Write 2026-Q4.").ToProblem();
        var chosen = Cycle.Parse(cycle) ?? Cycle.At(time.GetUtcNow().UtcDateTime);
        var rows = await queries.ReadRowsAsync(chosen, cancel);
        if (diverging == true)
            rows = [.. rows.Where(row => row.Diverges).OrderByDescending(row => Math.Abs(row.Divergence!.Value.Steps))];
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of($"agreed-scores-{Cycle.Address(chosen)}.csv", Columns, rows.Select(row => Cells(Of(row, chosen))))
            : TypedResults.Ok(rows.Select(row => Of(row, chosen)).ToList());
    }

    private static async Task<IResult> RoundsAsync(IDbContextFactory<RedthreadContext> contexts, int? page, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var at = Math.Clamp(page ?? 1, 1, 100_000);
        var rows = await context.AgreementRounds.AsNoTracking().OrderByDescending(row => row.Number).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return TypedResults.Ok(
            new RoundPageResource(
                at,
                await context.AgreementRounds.CountAsync(cancel),
                rows.ConvertAll(row => new RoundLineResource(
                    AgreementRound.NameOf(row.Number),
                    row.Number,
                    Cycle.Address(row.Cycle),
                    StateOf(row),
                    row.OpenedAt,
                    row.RevealedAt,
                    row.CancelledAt
                ))
            )
        );
    }

    private static async Task<IResult> RoundAsync(HttpContext http, int number, string? format, AgreementQueries queries, CancellationToken cancel)
    {
        if (!CsvAnswer.IsAsked(format))
            return await ReadAsync(http, number, queries, StatusCodes.Status200OK, cancel);
        var view = await queries.ReadRoundAsync(http.Actor(), number, null, cancel);
        return view.ToApi(round => CsvAnswer.Of($"{round.Name}.csv", VoteColumns, Of(round).Votes.Select(vote => Cells(round, vote))));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Result<AgreementRound> changed, AgreementQueries queries, int status, CancellationToken cancel) =>
        changed.Error is { } error ? error.ToProblem() : await ReadAsync(http, changed.Value.Number, queries, status, cancel);

    private static async Task<IResult> ReadAsync(HttpContext http, int number, AgreementQueries queries, int status, CancellationToken cancel)
    {
        var view = await queries.ReadRoundAsync(http.Actor(), number, null, cancel);
        return view.ToApi(round => status == StatusCodes.Status201Created ? TypedResults.Created($"/api/agreed-scores/rounds/{number}", Of(round)) : TypedResults.Ok(Of(round)));
    }

    private static string StateOf(AgreementRound round) => round.State.ToString().ToLowerInvariant();

    private static RoundResource Of(RoundView view) =>
        new(
            view.Name,
            view.Round.Number,
            Cycle.Address(view.Round.Cycle),
            StateOf(view.Round),
            view.Round.Purpose,
            view.Round.OpenedAt,
            view.Round.OpenedBy,
            view.Round.RevealedAt,
            view.Round.CancelledAt,
            view.Round.CancelReason,
            view.Round.Version,
            [.. view.Teams.Select(team => new RoundTeamResource(team.Key, team.Voted))],
            [.. view.Stages.Select(stage => new RoundStageResource(stage.Path, stage.Row.Agreed, stage.Row.Why, stage.Voted, stage.Row.Version, Of(stage.Dissent)))],
            [
                .. view.Stages.SelectMany(stage =>
                    stage.Votes.Select(vote => new VoteResource(
                        vote.TeamKey,
                        stage.Path,
                        vote.Vote.Value,
                        vote.Vote.Reason,
                        vote.Vote.Evidence,
                        vote.Vote.By,
                        vote.Vote.At,
                        vote.Vote.Version
                    ))
                ),
            ]
        );

    private static AgreedResource Of(AgreedRow row, DateOnly cycle) =>
        new(
            row.Path,
            row.Stage,
            row.JourneyName,
            Cycle.Address(cycle),
            row.Agreed?.Value,
            row.Agreed?.Why,
            row.Agreed is { } agreed ? AgreementRound.NameOf(agreed.Round) : null,
            row.Agreed?.At,
            row.Agreed?.By,
            row.Votes,
            row.Index.HasValue ? row.Index.Value : null,
            Of(row.Dissent),
            row.Measured?.Score.Value,
            row.Measured?.Score.Interval.Low,
            row.Measured?.Score.Interval.High,
            row.Measured?.Low,
            row.Measured?.High,
            row.Divergence?.Diverges,
            row.Before
        );

    private static IReadOnlyList<DissentResource> Of(IReadOnlyList<DissentView> rows) => [.. rows.Select(row => new DissentResource(row.TeamKey, row.Reason, row.By, row.At))];

    private static IReadOnlyList<object?> Cells(AgreedResource row) =>
        [
            row.Stage,
            row.StageName,
            row.JourneyName,
            row.Cycle,
            row.Agreed,
            row.Why,
            row.Round,
            row.AgreedAt,
            row.Votes,
            row.Agreement,
            string.Join("; ", row.Dissent.Select(dissent => $"{dissent.Team}: {dissent.Reason}")),
            row.Score,
            row.Low,
            row.High,
            row.BandLow,
            row.BandHigh,
            row.Diverges?.ToString().ToLowerInvariant(),
            row.Before,
        ];

    private static IReadOnlyList<object?> Cells(RoundView round, VoteResource vote) =>
        [round.Name, Cycle.Address(round.Round.Cycle), vote.Stage, vote.Team, vote.Value, vote.Reason, vote.Evidence, vote.By, vote.At];
}
