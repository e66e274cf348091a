using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Goals;
using Redthread.Domain.Journeys;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Goals;

/// <summary>Where a key result stands.</summary>
/// <param name="Current">Null is no live data.</param>
/// <param name="Low">Lower end of the 95 % interval, of scores only.</param>
/// <param name="Grade">0–1; null without a current value or a start.</param>
/// <param name="Moved">Towards the target, and for a score by more than chance explains.</param>
/// <param name="Basis">Where the value comes from, or why there is none.</param>
public sealed record KeyResultValue(double? Current, double? Low, double? High, double? Grade, bool Moved, string Basis)
{
    /// <summary>The start as typed, else the value of the quarter before.</summary>
    public double? Start { get; init; }
}

/// <summary>
/// The values of all live key results, from one board for each cycle and segment that one of them is in: they update themselves when
/// signals arrive. Kept until signals, key results, objectives or what they are judged by change, or the day ends.
/// </summary>
public sealed class KeyResultValues(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, BoardQueries boards, ChangeFeed feed, TimeProvider time)
{
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private ((long Stamp, long Results, long Objectives, DateTime Day) Of, IReadOnlyDictionary<Guid, KeyResultValue> Values, IReadOnlySet<Guid> Moved)? kept;

    public async Task<IReadOnlyDictionary<Guid, KeyResultValue>> ReadAsync(CancellationToken cancel) => (await KeptAsync(cancel)).Values;

    public async Task<IReadOnlySet<Guid>> MovedAsync(CancellationToken cancel) => (await KeptAsync(cancel)).Moved;

    private async Task<(IReadOnlyDictionary<Guid, KeyResultValue> Values, IReadOnlySet<Guid> Moved)> KeptAsync(CancellationToken cancel)
    {
        // Scores age by days as well.
        var (stamp, day) = (feed.StampOf(Changed.Signals | Changed.Ground), time.GetUtcNow().UtcDateTime.Date);
        var (results, objectives) = await ledgers.ReadAsync(ledger => (ledger.VersionOf(ThreadKind.KeyResult), ledger.VersionOf(ThreadKind.Objective)), cancel);
        var state = (stamp + ledgers.OthersVersion, results, objectives, day);
        if (kept is { } held && held.Of == state)
            return (held.Values, held.Moved);
        await oneReader.WaitAsync(cancel);
        try
        {
            if (kept is { } meanwhile && meanwhile.Of == state)
                return (meanwhile.Values, meanwhile.Moved);
            var values = await MakeAsync(cancel);
            var moved = values.Where(pair => pair.Value.Moved).Select(pair => pair.Key).ToHashSet();
            kept = (state, values, moved);
            return (values, moved);
        }
        finally
        {
            oneReader.Release();
        }
    }

    private async Task<IReadOnlyDictionary<Guid, KeyResultValue>> MakeAsync(CancellationToken cancel)
    {
        var rows = await ledgers.ReadAsync(
            ledger => ledger.Live<KeyResult>().Select(row => (Row: row, Objective: ledger.Find(row.ObjectiveId) as Objective)).Where(pair => pair.Objective is not null).ToList(),
            cancel
        );
        var values = new Dictionary<Guid, KeyResultValue>();
        var scored = rows.Where(pair => pair.Row.Source is KeyResultSource.StageScore or KeyResultSource.JourneyScore);
        foreach (var group in scored.GroupBy(pair => (pair.Objective!.Cycle, pair.Row.SegmentId)))
        {
            var board = await boards.ReadAsync(new BoardRequest(Period: Cycle.PeriodOf(group.Key.Cycle), SegmentId: group.Key.SegmentId), cancel);
            foreach (var (row, _) in group)
                values[row.Id] = OfScore(row, board);
        }

        var outcomes = await OutcomesAsync(
            rows.Where(pair => pair.Row.Source == KeyResultSource.Outcome).Select(pair => pair.Row.TargetId).OfType<Guid>().Distinct().ToList(),
            cancel
        );
        foreach (var (row, objective) in rows.Where(pair => pair.Row.Source == KeyResultSource.Outcome))
            values[row.Id] = OfOutcome(row, objective!.Cycle, outcomes);
        foreach (var (row, _) in rows.Where(pair => pair.Row.Source == KeyResultSource.Manual))
            values[row.Id] = Plain(row, row.Start, row.Manual, null, row.Manual is null ? "no check-in yet" : "the last check-in");
        return values;
    }

    private static KeyResultValue OfScore(KeyResult row, Board board)
    {
        var (name, now, before) = row.Source == KeyResultSource.StageScore ? OfStage(row, board) : OfJourney(row, board);
        var period = Labels.Period(board.Period);
        if (name is null)
            return new KeyResultValue(null, null, null, null, false, "what it is bound to is no longer there") { Start = row.Start };
        var start = row.Start ?? (before.State == ScoreState.Ok ? before.Value : null);
        if (now.State != ScoreState.Ok)
            return new KeyResultValue(null, null, null, null, false, $"no live data: {name}, {period}") { Start = start };
        var moved = start is { } from && (row.Start is null ? IsShown(before, now, row.Target - from) : Excludes(now.Interval, from, row.Target - from));
        return new KeyResultValue(now.Value, now.Interval.Low, now.Interval.High, Grade(row, start, now.Value, Direction.HigherIsBetter), moved, $"score of {name}, {period}")
        {
            Start = start,
        };
    }

    private static (string? Name, Score Now, Score Before) OfStage(KeyResult row, Board board) =>
        row.TargetId is { } id && board.Find(id) is { } stage
            ? (stage.Stage.Name, stage.HasScore ? stage.Score : Score.None, stage.History[^2].Score)
            : (null, Score.None, Score.None);

    private static (string? Name, Score Now, Score Before) OfJourney(KeyResult row, Board board) =>
        board.Journeys.FirstOrDefault(one => one.Journey.Id == row.TargetId) is { } journey
            ? (journey.Journey.Name, journey.Score.AsScore(), Before(journey.Journey, board))
            : (null, Score.None, Score.None);

    /// <summary>The journey's score in the period before the board's, from the same stages with the same importance.</summary>
    public static Score Before(Journey journey, Board board) => At(journey, board, board.Stages.Count == 0 ? 0 : board.Stages[0].History.Count - 2);

    /// <summary>The journey's score in one of the periods of the board's history.</summary>
    public static Score At(Journey journey, Board board, int index)
    {
        var under = board.Landscape.JourneysUnder(journey.Id);
        return RollUp
            .Of([.. board.Stages.Where(stage => under.Contains(stage.Journey.Id)).Select(stage => new RollUpPart(stage.Standards.Importance, stage.History[index].Score, true))])
            .AsScore();
    }

    // Without comparison stages this is the plain change, with the interval of both scores.
    private static bool IsShown(Score before, Score now, double way) => Excludes(DifferenceInDifferences.Of(Movement.OfScores(before, now), []).Interval, 0, way);

    private static bool Excludes(Interval interval, double from, double way) => way > 0 ? interval.Low > from : way < 0 && interval.High < from;

    private async Task<Dictionary<Guid, (Outcome Outcome, List<OutcomePoint> Points)>> OutcomesAsync(List<Guid> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return [];
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var outcomes = await context.Outcomes.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancel);
        var points = (await context.OutcomePoints.AsNoTracking().Where(row => ids.Contains(row.OutcomeId)).OrderBy(row => row.On).ToListAsync(cancel)).ToLookup(row =>
            row.OutcomeId
        );
        return outcomes.ToDictionary(row => row.Id, row => (row, points[row.Id].ToList()));
    }

    private static KeyResultValue OfOutcome(KeyResult row, DateOnly cycle, Dictionary<Guid, (Outcome Outcome, List<OutcomePoint> Points)> outcomes)
    {
        if (row.TargetId is not { } id || !outcomes.TryGetValue(id, out var found))
            return new KeyResultValue(null, null, null, null, false, "what it is bound to is no longer there") { Start = row.Start };
        var points = found.Points.FindAll(point => point.SegmentId == (row.SegmentId ?? Guid.Empty));
        var newest = points.FindLast(point => point.On >= cycle && point.On < Cycle.Shift(cycle, 1));
        var start = row.Start ?? points.FindLast(point => point.On < cycle)?.Value;
        var good = found.Outcome.HigherIsBetter ? Direction.HigherIsBetter : Direction.LowerIsBetter;
        var basis = newest is null ? $"no live data: {found.Outcome.Name}, {Cycle.Label(cycle)}" : $"{found.Outcome.Name}, {newest.On:d MMM yyyy}";
        return Plain(row, start, newest?.Value, good, basis);
    }

    private static KeyResultValue Plain(KeyResult row, double? start, double? current, Direction? good, string basis)
    {
        var moved = current is { } now && start is { } from && (now - from) * (row.Target - from) > 0;
        return new KeyResultValue(current, null, null, Grade(row, start, current, good), moved, basis) { Start = start };
    }

    private static double? Grade(KeyResult row, double? start, double? current, Direction? good) =>
        start is { } from ? KeyResultProgress.Of(from, row.Target, current, good).Grade : null;
}
