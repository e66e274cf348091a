using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Picture;

/// <summary>
/// Computes the board from rollups: O(stages × periods × segments) cells whatever the number of signals, and once for
/// all who ask the same until signals arrive, what they are judged by changes, or the day ends.
/// </summary>
public sealed class BoardQueries(LandscapeSource landscapes, ISignalStore signals, ChangeFeed feed, TimeProvider time)
{
    public const int HistoryLength = 12;
    private const int MostKept = 64;
    private readonly Dictionary<BoardRequest, (long Stamp, Board Board)> kept = [];
    private readonly SemaphoreSlim oneWorker = new(1, 1);

    public async Task<Board> ReadAsync(BoardRequest request, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var (stamp, now) = (feed.StampOf(Changed.Signals), time.GetUtcNow().UtcDateTime);
        if (Kept(request, stamp, landscape, now) is { } board)
            return board;
        // One computation for all who wait for it.
        await oneWorker.WaitAsync(cancel);
        try
        {
            if (Kept(request, stamp, landscape, now) is { } meanwhile)
                return meanwhile;
            var made = await MakeAsync(request, landscape, cancel);
            lock (kept)
            {
                if (kept.Count >= MostKept)
                    kept.Clear();
                kept[request] = (stamp, made);
            }

            return made;
        }
        finally
        {
            oneWorker.Release();
        }
    }

    public Task<Landscape> ReadLandscapeAsync(CancellationToken cancel) => landscapes.ReadAsync(cancel);

    // Scores age by days; what pages say of hours and minutes does not.
    private Board? Kept(BoardRequest request, long stamp, Landscape landscape, DateTime now)
    {
        lock (kept)
        {
            if (!kept.TryGetValue(request, out var held) || held.Stamp != stamp || held.Board.Landscape != landscape || held.Board.Now.Date != now.Date)
                return null;
            if (now - held.Board.Now >= TimeSpan.FromMinutes(1))
                kept[request] = held = (stamp, held.Board with { Now = now });
            return held.Board;
        }
    }

    private async Task<Board> MakeAsync(BoardRequest request, Landscape landscape, CancellationToken cancel)
    {
        var overview = await signals.ReadOverviewAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var newest = overview.NewestAt is { } at && at < now ? at : now;
        var period = request.Period ?? Period.Of(request.Kind, newest);
        var scoring = new Scoring(landscape, request.SegmentId);
        var history = await signals.ReadStageCellsAsync(new CellQuery(period.Shift(1 - HistoryLength), period, SegmentId: request.SegmentId, ChannelId: request.ChannelId), cancel);
        var mixes = await signals.ReadStageCellsAsync(new CellQuery(period.Previous, period, SegmentId: request.SegmentId, ChannelId: request.ChannelId, ByMix: true), cancel);
        var drafts = Draft(request, landscape, overview, period, scoring, history, mixes, now);
        var flagged = await FlagAsync(request, landscape, period, drafts, cancel);
        var stages = Rank(drafts.ConvertAll(stage => stage with { FlaggedChange = flagged.Contains(stage.Stage.Id) }), mixes, period);
        var (count, customers) = Totals(history, period);
        var together = await ReadCorrelationsAsync(period, cancel);
        return new Board(request, period, landscape, scoring, overview, now, stages, RollUpAll(landscape, stages, together), count, customers, together);
    }

    private static List<BoardStage> Draft(
        BoardRequest request,
        Landscape landscape,
        StoreOverview overview,
        Period period,
        Scoring scoring,
        IReadOnlyList<StageSums> history,
        IReadOnlyList<StageSums> mixes,
        DateTime now
    )
    {
        var byStage = history.ToLookup(cell => cell.StageId);
        var mixesByStage = mixes.ToLookup(cell => cell.StageId);
        var asOf = DateOnly.FromDateTime(period.End < now ? period.End.AddDays(-1) : now);
        var newest = overview
            .Latest.Where(row => request.SegmentId is not { } segment || row.SegmentIds.Contains(segment))
            .GroupBy(row => row.StageId)
            .ToDictionary(group => group.Key, group => group.Max(row => row.At));
        return
        [
            .. landscape
                .LiveStages.Where(entry => request.JourneyKey is null || entry.Journey.Key == request.JourneyKey)
                .Select(entry => Draft(entry.Journey, entry.Stage, landscape, period, scoring, [.. byStage[entry.Stage.Id]], [.. mixesByStage[entry.Stage.Id]], newest, asOf, now)),
        ];
    }

    private static BoardStage Draft(
        Journey journey,
        Stage stage,
        Landscape landscape,
        Period period,
        Scoring scoring,
        List<StageSums> cells,
        List<StageSums> mixes,
        Dictionary<Guid, DateTime> newest,
        DateOnly asOf,
        DateTime now
    )
    {
        var byPeriod = cells.ToLookup(cell => cell.Period);
        var history = Enumerable.Range(1 - HistoryLength, HistoryLength).Select(by => period.Shift(by)).Select(at => (at, scoring.Of([.. byPeriod[at]]))).ToList();
        var score = history[^1].Item2;
        var current = byPeriod[period].ToList();
        // In a past period only what was known then counts.
        DateTime? heard = newest.TryGetValue(stage.Id, out var at)
            ? (
                at < period.End ? at
                : current.Count > 0 ? period.End.AddDays(-1)
                : at
            )
            : null;
        var fresh = Standing.IsFresh(heard is { } on ? DateOnly.FromDateTime(on) : null, asOf, landscape.Framework?.FreshnessDays ?? 0);
        var standards = landscape.Standards(stage.Id);
        return new BoardStage(
            journey,
            stage,
            standards,
            score,
            Standing.Of(score, fresh, standards.WeakBelow, standards.FailingBelow),
            fresh,
            heard,
            Comparison.Of(scoring, mixes, period),
            false,
            score.Value,
            history,
            current.Sum(cell => cell.Sums.N),
            CustomersOf(current),
            TrafficOf(landscape, stage.Id, period),
            landscape.AgreedOn(stage.Id, StageThreads.CycleOf(period, now))
        );
    }

    private static long? TrafficOf(Landscape landscape, Guid stageId, Period period)
    {
        var rows = landscape
            .Traffic.Where(row =>
                row.StageId == stageId
                && row.SegmentId == Guid.Empty
                && row.Month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is var month
                && month >= period.Start
                && month < period.End
            )
            .ToList();
        return rows.Count == 0 ? null : rows.Sum(row => row.Customers);
    }

    /// <summary>The family is all cells: every stage as a whole and in each segment, whatever the page filters.</summary>
    private async Task<HashSet<Guid>> FlagAsync(BoardRequest request, Landscape landscape, Period period, List<BoardStage> stages, CancellationToken cancel)
    {
        // A channel or journey alone is no cell of the family; it shows its interval without a flag.
        if (request.ChannelId is not null)
            return [];
        var cells = await signals.ReadStageCellsAsync(new CellQuery(period.Previous, period, ByMix: true), cancel);
        var family = new List<(Guid Stage, Guid? Segment, double P)>();
        foreach (var segment in landscape.Segments.Select(row => (Guid?)row.Id).Prepend(null))
        {
            var scoring = new Scoring(landscape, segment);
            var byStage = cells.Where(cell => segment is null || cell.SegmentIds.Contains(segment.Value)).ToLookup(cell => cell.StageId);
            family.AddRange(landscape.LiveStages.Select(entry => (entry.Stage.Id, segment, Comparison.Of(scoring, [.. byStage[entry.Stage.Id]], period).PValue)));
        }

        var adjusted = FalseDiscovery.Adjust([.. family.Select(cell => cell.P)]);
        return [.. family.Where((cell, index) => cell.Segment == request.SegmentId && adjusted[index] <= FalseDiscovery.Rate).Select(cell => cell.Stage)];
    }

    /// <summary>Only stages with the same measures are comparable; each such group of four or more is ranked by empirical Bayes.</summary>
    private static List<BoardStage> Rank(List<BoardStage> stages, IReadOnlyList<StageSums> mixes, Period period)
    {
        var measures = mixes
            .Where(cell => cell.Period == period && cell.Sums.N > 0)
            .GroupBy(cell => cell.StageId)
            .ToDictionary(group => group.Key, group => string.Join(',', group.SelectMany(cell => cell.MeasureIds).Distinct().Order()));
        var ranks = new Dictionary<Guid, double>();
        foreach (var group in stages.Where(stage => stage.HasScore).GroupBy(stage => measures.GetValueOrDefault(stage.Stage.Id, "")))
        {
            var units = group.Where(stage => stage.Score.StandardError > 0).ToList();
            var ranked = EmpiricalBayes.Of(units.ConvertAll(stage => new RankingUnit(stage.Score.Value, stage.Score.StandardError)));
            for (var index = 0; ranked.SupportsRanking && index < units.Count; index++)
                ranks[units[index].Stage.Id] = ranked.Units[index].Estimate;
        }

        return stages.ConvertAll(stage => ranks.TryGetValue(stage.Stage.Id, out var rank) ? stage with { Rank = rank } : stage);
    }

    /// <summary>Of all customers, whatever the page filters; weeks and months take their quarter's.</summary>
    private async Task<StageCorrelations> ReadCorrelationsAsync(Period period, CancellationToken cancel)
    {
        var span = period.Kind == PeriodKind.Year ? period : Period.Of(PeriodKind.Quarter, period.Start);
        var crosses = await signals.ReadStageCrossesAsync(span, cancel);
        return crosses.Count == 0 ? StageCorrelations.None : new StageCorrelations(crosses, await signals.ReadStageCellsAsync(new CellQuery(span, span), cancel));
    }

    private static List<BoardJourney> RollUpAll(Landscape landscape, List<BoardStage> stages, StageCorrelations together)
    {
        var byJourney = stages.ToLookup(stage => stage.Journey.Id);
        var children = landscape.LiveJourneys.ToLookup(journey => journey.ParentId);
        // A lifecycle is all stages of the journeys under it, by the same importance.
        IEnumerable<BoardStage> Under(Journey journey) => byJourney[journey.Id].Concat(children[journey.Id].SelectMany(Under));
        return
        [
            .. landscape.LiveJourneys.Select(journey =>
            {
                var parts = Under(journey).ToList();
                var rolled = RollUp.Of(
                    parts.ConvertAll(stage => new RollUpPart(stage.Standards.Importance, stage.Score, stage.Fresh)),
                    (one, other) => together.Of(parts[one].Stage.Id, parts[other].Stage.Id)
                );
                return new BoardJourney(journey, rolled, parts.Count);
            }),
        ];
    }

    private static (long Signals, long Customers) Totals(IReadOnlyList<StageSums> cells, Period period)
    {
        var whole = cells.Where(cell => cell.StageId == Guid.Empty && cell.Period == period).ToList();
        // As in a cell: an anonymous signal is somebody of whom nothing else is known.
        return (whole.Sum(cell => cell.Sums.N), CustomersOf(whole));
    }

    // Under two filters the store knows those of one of them, of whom no more were heard than there are signals of known customers.
    private static long CustomersOf(List<StageSums> cells)
    {
        var known = cells.Sum(cell => cell.Sums.Known);
        return Math.Min(cells.Sum(cell => cell.Customers), known) + cells.Sum(cell => cell.Sums.N) - known;
    }
}
