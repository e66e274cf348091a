using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Goals;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Claims;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.FrontLine;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Priorities;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Desk;

/// <summary>
/// Puts the world together that detectors judge: the board, the values and the rankings are those the pages keep, the ledger lies in
/// memory; the store is asked for what there is little of.
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
    ISignalStore signals,
    TimeProvider time
)
{
    private const int MostReports = 500;

    /// <summary>What was read outside the ledger.</summary>
    private sealed record Facts(
        DateTime Now,
        Board Board,
        IReadOnlyDictionary<Guid, ResultFact> Results,
        IReadOnlyDictionary<Guid, LoudFact> Loud,
        Dictionary<Guid, string> Teams,
        List<(ReportFact Fact, List<Guid> EvidenceOf)> Reports,
        IReadOnlyList<FrameworkFact> Drafts,
        IReadOnlyList<StewardFact> Stewards,
        IReadOnlyList<RitualFact> Rituals,
        IReadOnlyList<TermFact> Terms,
        IReadOnlyList<ClaimFact> Claims,
        IReadOnlyList<SegmentFact> Segments
    );

    /// <summary>Looks at the world as it is now; what the function returns must be whole, it may not keep the world.</summary>
    public async Task<T> LookAsync<T>(Func<DeskWorld, T> look, CancellationToken cancel)
    {
        var facts = await ReadAsync(cancel);
        return await ledgers.ReadAsync(ledger => look(World(ledger, facts)), cancel);
    }

    private async Task<Facts> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var results = await values.ReadAsync(cancel);
        var loud = await portfolio.ReadLoudnessAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var entered = await EnteredAsync(context, cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        return new Facts(
            now,
            board,
            results.ToDictionary(pair => pair.Key, pair => new ResultFact(pair.Value.Current, entered.TryGetValue(pair.Key, out var at) ? at : null, pair.Value.Basis)),
            loud.ToDictionary(line => line.Candidate.Row.Id, LoudOf),
            teams,
            await ReportsAsync(context, board.Landscape, teams, now, cancel),
            await DraftsAsync(context, cancel),
            [.. (await stewards.ReadAsync(cancel)).Select(row => new StewardFact(row.Id, row.Name, row.LastActiveAt))],
            (await RunningRitual.ReadAllAsync(context, now, cancel)).ConvertAll(RitualOf),
            [.. (await drift.ReadAsync(cancel)).Select(TermFact.Of)],
            [.. (await claims.ReadAsync(cancel)).Where(line => line.Row.WithdrawnAt is null).Select(ClaimOf)],
            await SegmentsAsync(board.Landscape, cancel)
        );
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
            Stages = StagesOf(facts.Board, Cycle.At(facts.Now)),
            Segments = facts.Segments,
            Results = facts.Results,
            Loud = facts.Loud,
            Reports = [.. facts.Reports.Select(row => row.Fact with { Answered = row.EvidenceOf.Exists(IsLive) })],
            Rituals = facts.Rituals,
            Terms = facts.Terms,
            Claims = facts.Claims,
            Pairs = [.. StatementIndex.Kinds.SelectMany(kind => statements.Pairs(ledger, kind)).Select(pair => new PairFact(pair.First, pair.Second, pair.Similarity))],
            Drafts = facts.Drafts,
            Stewards = facts.Stewards,
            Teams = facts.Teams,
            Agreed = facts.Board.Framework is not null,
            Signals = facts.Board.Overview.Signals,
            FreshnessDays = facts.Board.Framework?.FreshnessDays ?? 90,
        };
    }

    private static LoudFact LoudOf(LoudnessLine line) =>
        new(line.Candidate.Row.Id, line.Rank.ByRequests, line.Rank.ByFairVoice, line.Loudness.LoudestShare, line.Loudness.Loudest ?? "the loudest", line.Loudness.EffectiveVoices);

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

    private async Task<List<(ReportFact Fact, List<Guid> EvidenceOf)>> ReportsAsync(
        RedthreadContext context,
        Landscape landscape,
        Dictionary<Guid, string> teams,
        DateTime now,
        CancellationToken cancel
    )
    {
        var since = now.AddDays(-365);
        var rows = await context.Reports.AsNoTracking().Where(row => row.At >= since).OrderByDescending(row => row.At).Take(MostReports).ToListAsync(cancel);
        if (rows.Count == 0 || landscape.Sources.FirstOrDefault(row => row.Key == TakeReport.Source) is not { } source)
            return [];
        var byId = (await signals.ReadSignalsAsync(new SignalQuery { SourceId = source.Id, Limit = 2 * MostReports }, cancel)).ToLookup(row => row.ExternalId, row => row.Id);
        var ids = rows.SelectMany(row => byId[row.ExternalId]).ToList();
        var evidence = (await context.Evidence.Where(row => ids.Contains(row.SignalId)).Select(row => new { row.SignalId, row.InsightId }).ToListAsync(cancel)).ToLookup(
            row => row.SignalId,
            row => row.InsightId
        );
        var stages = landscape.Journeys.SelectMany(journey => journey.Stages).ToDictionary(row => row.Id, row => row.Name);
        return rows.ConvertAll(row =>
        {
            long? signal = byId[row.ExternalId].Select(id => (long?)id).FirstOrDefault();
            return (
                new ReportFact(
                    row.Id,
                    row.TeamId,
                    teams.GetValueOrDefault(row.TeamId, "a team"),
                    row.StageId is { } stage ? stages.GetValueOrDefault(stage, "a stage") : "a stage",
                    row.At,
                    false,
                    signal is { } id ? $"/signals/{id}" : $"/signals?source={TakeReport.Source}"
                ),
                signal is { } known ? evidence[known].ToList() : []
            );
        });
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

    private async Task<IReadOnlyList<SegmentFact>> SegmentsAsync(Landscape landscape, CancellationToken cancel)
    {
        var overview = await signals.ReadOverviewAsync(cancel);
        return
        [
            .. landscape.Segments.Select(segment => new SegmentFact(
                segment.Id,
                segment.Name,
                segment.Share,
                overview.Latest.Where(row => row.SegmentIds.Contains(segment.Id)).Max(row => (DateTime?)row.At)
            )),
        ];
    }
}
