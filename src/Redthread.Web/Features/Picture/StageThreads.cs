using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Pressures;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>What threads say of one stage of the Picture.</summary>
/// <param name="Decision">The newest decision made on it in the cycle.</param>
/// <param name="BrokenDays">For how long it has failed without a decision; null where it does not fail or has reached one.</param>
public sealed record StageKnowledge(
    MarkCounts Marks,
    Decision? Decision,
    int? BrokenDays,
    IReadOnlyList<Insight> Insights,
    IReadOnlyList<Pressure> Pressures,
    IReadOnlyList<Opportunity> Opportunities
)
{
    public StageThread? Thread(string href) =>
        Decision is { } made ? StageThread.Reached(made.Title, $"{made.MadeAt:d MMM}", ThreadName.Address(ThreadKind.Decision, made.Number))
        : BrokenDays is { } days ? StageThread.Broken(days, href)
        : null;
}

/// <summary>Reads what hangs on the stages of a board from the ledger: O(links of the stages and of their insights).</summary>
public sealed class StageThreads(LedgerSource ledgers, InsightIndex index)
{
    public const int Listed = 5;

    public Task<Dictionary<Guid, StageKnowledge>> ReadAsync(Board board, CancellationToken cancel)
    {
        var cycle = CycleOf(board);
        return ledgers.ReadAsync(ledger => board.Stages.ToDictionary(stage => stage.Stage.Id, stage => Of(ledger, board, stage, cycle)), cancel);
    }

    /// <summary>The lists of a stage's panel.</summary>
    public Task<StagePanelModel> FillAsync(StagePanelModel panel, StageKnowledge known, CancellationToken cancel) =>
        ledgers.ReadAsync(
            ledger =>
                panel with
                {
                    InsightCount = known.Insights.Count,
                    PressureCount = known.Pressures.Count,
                    Insights =
                    [
                        .. known
                            .Insights.Select(row => (row, index.Of(ledger, row.Id).Confidence.Percent))
                            .OrderByDescending(entry => entry.row.IsProblem)
                            .ThenByDescending(entry => entry.Percent)
                            .Take(Listed)
                            .Select(entry => Line(ledger, entry.row, entry.Percent)),
                    ],
                    Pressures = [.. known.Pressures.Take(Listed).Select(row => Line(ledger, row))],
                },
            cancel
        );

    /// <summary>The planning quarter of the period shown, or of its end where it is longer.</summary>
    public static Period CycleOf(Board board) => Period.Of(PeriodKind.Quarter, board.Period.End < board.Now ? board.Period.End.AddDays(-1) : board.Now);

    private static StageKnowledge Of(Ledger ledger, Board board, BoardStage stage, Period cycle)
    {
        var id = stage.Stage.Id;
        var insights = ledger.At<Insight>(id, LinkKind.OnStage).Where(row => row.ApprovedAt is not null).ToList();
        var pressures = PressurePlaces.On(ledger, id, insights).ToList();
        var opportunities = ledger.At<Opportunity>(id, LinkKind.OnStage).Where(row => row.ClosedAt is null).ToList();
        var decisions = ledger
            .At<Decision>(id, LinkKind.OnStage)
            .Concat(insights.SelectMany(row => ThreadWalk.DecisionsOf(ledger, row.Id)))
            .Where(row => row.MadeAt is not null)
            .Distinct()
            .ToList();
        var reached = decisions.Where(row => row.MadeAt >= cycle.Start && row.MadeAt < cycle.End).MaxBy(row => row.MadeAt);
        return new StageKnowledge(
            new MarkCounts(
                insights.Count(row => row.Type == InsightType.Friction),
                insights.Count(row => row.Type == InsightType.UnmetNeed),
                pressures.Count,
                opportunities.Count
            ),
            reached,
            stage.Standing == StageStanding.Failing && reached is null ? BrokenDays(board, stage, decisions) : null,
            insights,
            pressures,
            opportunities
        );
    }

    // Since the first of the periods in which it has failed without interruption, or since the last decision on it.
    private static int BrokenDays(Board board, BoardStage stage, List<Decision> decisions)
    {
        var since = board.Period.Start;
        foreach (var (period, score) in stage.History.Reverse().TakeWhile(point => point.Score.State == ScoreState.Ok && point.Score.Interval.IsBelow(stage.Standards.FailingBelow)))
            since = period.Start;
        var until = board.Period.End < board.Now ? board.Period.End : board.Now;
        if (decisions.Where(row => row.MadeAt < until).Max(row => row.MadeAt) is { } last && last > since)
            since = last;
        return Math.Max(0, (int)(until - since).TotalDays);
    }

    private static PanelInsight Line(Ledger ledger, Insight row, double confidence) =>
        new(
            ThreadStore.Name(row),
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            InsightText.MarkOf(row.Type),
            confidence,
            InsightText.Of(ThreadWalk.Depth(ledger, row, NothingMoved))
        );

    private static PanelPressure Line(Ledger ledger, Pressure row) =>
        new(
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            PressureText.Of(row.Type),
            ledger.Down<Insight>(row.Id, LinkKind.KeepsAlive).ToList() is { Count: > 0 } kept ? string.Join(", ", kept.Take(3).Select(ThreadStore.Name)) : null
        );

    private static readonly HashSet<Guid> NothingMoved = [];
}
