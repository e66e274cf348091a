using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Goals;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Claims;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Desk;

/// <summary>
/// Puts the world together that detectors judge: the board, the values and the rankings are those the pages keep, the ledger lies in
/// memory. Of the rest only what a look needs is read, and again only when what it rests on changed.
/// </summary>
public sealed class DeskSource(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    BoardQueries boards,
    KeyResultValues values,
    PortfolioSource portfolio,
    InsightIndex index,
    StatementIndex statements,
    LanguageDrift drift,
    ClaimQueries claims,
    StewardQueries stewards,
    MeetingClock clock,
    DeskReports reports,
    ChangeFeed feed,
    TimeProvider time
)
{
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private readonly ReadOnce<Dictionary<Guid, string>> teams = new();
    private readonly ReadOnce<(Dictionary<Guid, StageFact> Stages, IReadOnlyList<SegmentFact> Segments)> picture = new();
    private readonly ReadOnce<IReadOnlyDictionary<Guid, ResultFact>> results = new();
    private readonly ReadOnce<IReadOnlyDictionary<Guid, LoudFact>> loud = new();
    private readonly ReadOnce<IReadOnlyList<(Ritual Ritual, IReadOnlyList<Meeting> Meetings)>> rituals = new();
    private readonly ReadOnce<IReadOnlyList<ClaimFact>> claimed = new();
    private readonly ReadOnce<IReadOnlyList<FrameworkFact>> drafts = new();
    private long forgotten;

    /// <summary>What was read outside the ledger; empty where it was not needed.</summary>
    private sealed record Facts(DeskFacts Needs, DateTime Now, Dictionary<Guid, string> Teams)
    {
        public Board? Board { get; init; }
        public Dictionary<Guid, StageFact> Stages { get; init; } = [];
        public IReadOnlyList<SegmentFact> Segments { get; init; } = [];
        public IReadOnlyDictionary<Guid, ResultFact> Results { get; init; } = new Dictionary<Guid, ResultFact>();
        public IReadOnlyDictionary<Guid, LoudFact> Loud { get; init; } = new Dictionary<Guid, LoudFact>();
        public IReadOnlyList<(ReportFact Fact, List<Guid> EvidenceOf)> Reports { get; init; } = [];
        public IReadOnlyList<RitualFact> Rituals { get; init; } = [];
        public IReadOnlyList<TermFact> Terms { get; init; } = [];
        public IReadOnlyList<ClaimFact> Claims { get; init; } = [];
        public IReadOnlyList<FrameworkFact> Drafts { get; init; } = [];
        public IReadOnlyList<StewardFact> Stewards { get; init; } = [];
    }

    /// <summary>Looks at the world as it is now; what the function returns must be whole, it may not keep the world.</summary>
    /// <param name="anew">Reads again what is kept of the store.</param>
    public async Task<T> LookAsync<T>(DeskFacts needs, Func<DeskWorld, T> look, CancellationToken cancel, bool anew = false)
    {
        await oneReader.WaitAsync(cancel);
        try
        {
            forgotten += anew ? 1 : 0;
            var facts = await ReadAsync(needs, cancel);
            return await ledgers.ReadAsync(ledger => look(World(ledger, facts)), cancel);
        }
        finally
        {
            oneReader.Release();
        }
    }

    private async Task<Facts> ReadAsync(DeskFacts needs, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var of = await ledgers.ReadAsync(ledger => (Insights: ledger.VersionOf(ThreadKind.Insight), Results: ledger.VersionOf(ThreadKind.KeyResult)), cancel);
        var ground = (Stamp: feed.StampOf(Changed.Ground) + ledgers.OthersVersion, now.Date, forgotten);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var named = await teams.GetAsync(ground, () => context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).ToDictionaryAsync(row => row.Id, row => row.Name, cancel));
        var facts = new Facts(needs, now, named);
        if (needs.HasFlag(DeskFacts.Stages))
        {
            var board = await boards.ReadAsync(new BoardRequest(), cancel);
            // The same stages whatever the minute.
            var (stages, segments) = await picture.GetAsync((board.Stages, now.Date), () => Task.FromResult((StagesOf(board, Cycle.At(now)), SegmentsOf(board))));
            facts = facts with { Board = board, Stages = stages, Segments = segments };
        }

        if (needs.HasFlag(DeskFacts.Results))
        {
            var current = await values.ReadAsync(cancel);
            facts = facts with { Results = await results.GetAsync((ground, current, of.Results), () => ResultsAsync(context, current, cancel)) };
        }

        if (needs.HasFlag(DeskFacts.Loud))
        {
            var ranks = await portfolio.ReadRanksAsync(cancel);
            facts = facts with
            {
                Loud = await loud.GetAsync(
                    ranks,
                    () => Task.FromResult<IReadOnlyDictionary<Guid, LoudFact>>(ranks.ToDictionary(pair => pair.Key, pair => LoudOf(pair.Key, pair.Value)))
                ),
            };
        }

        if (needs.HasFlag(DeskFacts.Reports))
            facts = facts with { Reports = await reports.ReadAsync(context, (ground, feed.StampOf(Changed.Signals)), of.Insights, named, now, cancel) };
        return await WithRestAsync(context, facts, (ground, feed.StampOf(Changed.Signals)), cancel);
    }

    private async Task<Facts> WithRestAsync(RedthreadContext context, Facts facts, object ground, CancellationToken cancel)
    {
        bool Needs(DeskFacts one) => facts.Needs.HasFlag(one);
        var zone = await clock.ReadAsync(cancel);
        return facts with
        {
            Terms = Needs(DeskFacts.Terms) ? [.. (await drift.ReadAsync(cancel)).Select(TermFact.Of)] : [],
            Claims = Needs(DeskFacts.Claims)
                ? await claimed.GetAsync(
                    ground,
                    async () => (IReadOnlyList<ClaimFact>)[.. (await claims.ReadAsync(cancel)).Where(line => line.Row.WithdrawnAt is null).Select(ClaimOf)]
                )
                : [],
            Rituals = Needs(DeskFacts.Rituals)
                ?
                [
                    .. (await rituals.GetAsync(ground, async () => [.. (await RunningRitual.ReadAllAsync(context, facts.Now, cancel)).Select(row => (row.Ritual, row.Meetings))]))
                        .Select(row => new RunningRitual(row.Ritual, row.Meetings, RitualStanding.Of(row.Ritual, row.Meetings, facts.Now)))
                        .Select(row => RitualOf(row) with { Zone = zone }),
                ]
                : [],
            Drafts = Needs(DeskFacts.Drafts) ? await drafts.GetAsync(ground, () => DraftsAsync(context, cancel)) : [],
            // Whatever a steward does makes them active, so it rests on everything; there are few.
            Stewards = Needs(DeskFacts.Stewards) ? [.. (await stewards.ReadAsync(cancel)).Select(row => new StewardFact(row.Id, row.Name, row.LastActiveAt))] : [],
        };
    }

    private DeskWorld World(Ledger ledger, Facts facts)
    {
        bool IsLive(Guid insight) => ledger.Survivor(insight) is { } row && Ledger.IsLive(row);
        return new DeskWorld
        {
            Ledger = ledger,
            Now = facts.Now,
            Cycle = Cycle.At(facts.Now),
            FactsOf = id => index.Of(ledger, id),
            Stages = facts.Stages,
            Segments = facts.Segments,
            Results = facts.Results,
            Loud = facts.Loud,
            Reports = [.. facts.Reports.Select(row => row.Fact with { Answered = row.EvidenceOf.Exists(IsLive) })],
            Rituals = facts.Rituals,
            Terms = facts.Terms,
            Claims = facts.Claims,
            Pairs = facts.Needs.HasFlag(DeskFacts.Pairs)
                ? [.. StatementIndex.Kinds.SelectMany(kind => statements.Pairs(ledger, kind)).Select(pair => new PairFact(pair.First, pair.Second, pair.Similarity))]
                : [],
            Drafts = facts.Drafts,
            Stewards = facts.Stewards,
            Teams = facts.Teams,
            Agreed = facts.Board?.Framework is not null,
            Signals = facts.Board?.Overview.Signals ?? 0,
            FreshnessDays = facts.Board?.Framework?.FreshnessDays ?? 90,
        };
    }

    private static LoudFact LoudOf(Guid opportunity, (Loudness Loudness, LoudnessRank Rank) of) =>
        new(opportunity, of.Rank.ByRequests, of.Rank.ByFairVoice, of.Loudness.LoudestShare, of.Loudness.Loudest ?? "the loudest", of.Loudness.EffectiveVoices);

    private static ClaimFact ClaimOf(ClaimLine line) =>
        new(
            line.Row.Id,
            line.Name,
            line.Row.Text,
            line.Now.Verdict.Verdict,
            line.Stages,
            $"{line.Measured}, {line.Promised}: {line.Says}",
            line.Row.OwnerTeamId,
            $"/claims/{line.Row.Number}"
        );

    private static RitualFact RitualOf(RunningRitual row) =>
        new(row.Ritual.Id, row.Ritual.Name, row.Ritual.OwnerPersonId, row.Standing.Since, row.Standing.Missed.Count, $"/rhythm/{row.Ritual.Number}");

    private static Dictionary<Guid, StageFact> StagesOf(Board board, DateOnly cycle) =>
        board.Stages.ToDictionary(
            stage => stage.Stage.Id,
            stage => new StageFact(
                stage.Stage.Id,
                stage.Journey.Id,
                stage.Stage.Name,
                stage.Journey.Name,
                stage.Path,
                stage.Stage.Position,
                stage.Stage.OwnerTeamId ?? stage.Journey.OwnerTeamId,
                stage.Stage.OwnerTeamId is null ? stage.Journey.OwnerPersonId : null,
                board.Framework?.Stages.Exists(row => row.StageId == stage.Stage.Id) ?? false,
                stage.Standing,
                stage.HasScore ? stage.Score.Value : null,
                double.IsNaN(stage.Change.Difference) ? null : stage.Change.Difference,
                stage.FlaggedChange,
                stage.NewestAt,
                StageDebt.Of(stage).Debt,
                DivergenceOf(stage, board, cycle)
            )
        );

    // The newest agreement of this cycle or the one before: an older one is history.
    private static Divergence? DivergenceOf(BoardStage stage, Board board, DateOnly cycle) =>
        board.Landscape.Agreed.Where(row => row.StageId == stage.Stage.Id && row.Cycle >= Cycle.Shift(cycle, -1)).MaxBy(row => row.Cycle) is { } agreed
            ? MeasuredSide.Of(stage, board)?.Against(agreed.Value) ?? new Divergence(agreed.Value, null, null)
            : null;

    private static async Task<IReadOnlyDictionary<Guid, ResultFact>> ResultsAsync(
        RedthreadContext context,
        IReadOnlyDictionary<Guid, KeyResultValue> current,
        CancellationToken cancel
    )
    {
        var entered = await EnteredAsync(context, cancel);
        return current.ToDictionary(pair => pair.Key, pair => new ResultFact(pair.Value.Current, entered.TryGetValue(pair.Key, out var at) ? at : null, pair.Value.Basis));
    }

    // A score is computed anew; what a person entered or a file brought grows old.
    private static async Task<Dictionary<Guid, DateTime>> EnteredAsync(RedthreadContext context, CancellationToken cancel)
    {
        var manual = await context
            .CheckIns.Where(row => row.Value != null)
            .GroupBy(row => row.KeyResultId)
            .Select(group => new { group.Key, At = group.Max(row => row.At) })
            .ToListAsync(cancel);
        var entered = manual.ToDictionary(row => row.Key, row => row.At);
        var bound = await context
            .KeyResults.Where(row => row.Source == KeyResultSource.Outcome && row.TargetId != null)
            .Select(row => new { row.Id, row.TargetId })
            .ToListAsync(cancel);
        var outcomes = bound.Select(row => row.TargetId).Distinct().ToList();
        var newest = await context
            .OutcomePoints.Where(row => outcomes.Contains(row.OutcomeId))
            .GroupBy(row => row.OutcomeId)
            .Select(group => new { group.Key, On = group.Max(row => row.On) })
            .ToDictionaryAsync(row => row.Key, row => row.On, cancel);
        foreach (var row in bound.Where(row => newest.ContainsKey(row.TargetId!.Value)))
            // Monthly values are good for the month that they begin.
            entered[row.Id] = newest[row.TargetId!.Value].AddMonths(1).ToDateTime(default, DateTimeKind.Utc);
        return entered;
    }

    private static async Task<IReadOnlyList<FrameworkFact>> DraftsAsync(RedthreadContext context, CancellationToken cancel)
    {
        var drafts = await context.Frameworks.AsNoTracking().Include(row => row.Teams).Where(row => row.AgreedAt == null && row.RetiredAt == null).ToListAsync(cancel);
        var names = await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        return
        [
            .. drafts.Select(row => new FrameworkFact(
                row.Id,
                row.Number,
                row.CreatedAt,
                [.. row.Teams.Where(team => team.SignedAt is null).Select(team => names.GetValueOrDefault(team.TeamId, "a team"))]
            )),
        ];
    }

    private static IReadOnlyList<SegmentFact> SegmentsOf(Board board) =>
        [
            .. board.Landscape.Segments.Select(segment => new SegmentFact(
                segment.Id,
                segment.Name,
                segment.Share,
                board.Overview.Latest.Where(row => row.SegmentIds.Contains(segment.Id)).Max(row => (DateTime?)row.At)
            )),
        ];
}
