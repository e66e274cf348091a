using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Landscapes;
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
public sealed class StageThreads(LedgerSource ledgers, InsightIndex index, KeyResultValues values)
{
    public const int Listed = 5;
    private readonly Memo<(long Version, Landscape Landscape), Dictionary<Guid, Hanging>> kept = new(most: 2);

    /// <param name="Decisions">Made ones: on the stage, or by an insight on it.</param>
    private sealed record Hanging(List<Insight> Insights, List<Pressure> Pressures, List<Opportunity> Opportunities, List<Decision> Decisions);

    public Task<Dictionary<Guid, StageKnowledge>> ReadAsync(Board board, CancellationToken cancel)
    {
        var cycle = CycleOf(board);
        return ledgers.ReadAsync(
            ledger =>
            {
                // Signals change the board all the time, the ledger rarely.
                var hanging = kept.Get(
                    (ledger.Version, board.Landscape),
                    () => board.Landscape.LiveStages.ToDictionary(row => row.Stage.Id, row => HangingOn(ledger, row.Stage.Id))
                );
                return board.Stages.ToDictionary(stage => stage.Stage.Id, stage => Of(board, stage, hanging[stage.Stage.Id], cycle));
            },
            cancel
        );
    }

    /// <summary>The lists of a stage's panel.</summary>
    public async Task<StagePanelModel> FillAsync(StagePanelModel panel, StageKnowledge known, CancellationToken cancel)
    {
        var moved = await values.MovedAsync(cancel);
        return await ledgers.ReadAsync(
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
                            .Select(entry => Line(ledger, entry.row, entry.Percent, moved)),
                    ],
                    Pressures = [.. known.Pressures.Take(Listed).Select(row => Line(ledger, row))],
                },
            cancel
        );
    }

    /// <summary>The planning quarter of the period shown, or of its end where it is longer.</summary>
    public static Period CycleOf(Board board) => Period.Of(PeriodKind.Quarter, EndOf(board.Period, board.Now));

    public static DateOnly CycleOf(Period period, DateTime now) => Cycle.At(EndOf(period, now));

    private static DateTime EndOf(Period period, DateTime now) => period.End < now ? period.End.AddDays(-1) : now;

    private static Hanging HangingOn(Ledger ledger, Guid stage)
    {
        var insights = ledger.At<Insight>(stage, LinkKind.OnStage).Where(row => row.ApprovedAt is not null).ToList();
        return new Hanging(
            insights,
            [.. PressurePlaces.On(ledger, stage, insights)],
            [.. ledger.At<Opportunity>(stage, LinkKind.OnStage).Where(row => row.ClosedAt is null)],
            [
                .. ledger
                    .At<Decision>(stage, LinkKind.OnStage)
                    .Concat(insights.SelectMany(row => ThreadWalk.DecisionsOf(ledger, row.Id)))
                    .Where(row => row.MadeAt is not null)
                    .Distinct(),
            ]
        );
    }

    private static StageKnowledge Of(Board board, BoardStage stage, Hanging on, Period cycle)
    {
        var reached = on.Decisions.Where(row => row.MadeAt >= cycle.Start && row.MadeAt < cycle.End).MaxBy(row => row.MadeAt);
        return new StageKnowledge(
            new MarkCounts(
                on.Insights.Count(row => row.Type == InsightType.Friction),
                on.Insights.Count(row => row.Type == InsightType.UnmetNeed),
                on.Pressures.Count,
                on.Opportunities.Count
            ),
            reached,
            stage.Standing == StageStanding.Failing && reached is null ? BrokenDays(board, stage, on.Decisions) : null,
            on.Insights,
            on.Pressures,
            on.Opportunities
        );
    }

    // Since the first of the periods in which it has failed without interruption, or since the last decision on it.
    private static int BrokenDays(Board board, BoardStage stage, List<Decision> decisions)
    {
        var since = board.Period.Start;
        foreach (
            var (period, score) in stage.History.Reverse().TakeWhile(point => point.Score.State == ScoreState.Ok && point.Score.Interval.IsBelow(stage.Standards.FailingBelow))
        )
            since = period.Start;
        var until = board.Period.End < board.Now ? board.Period.End : board.Now;
        if (decisions.Where(row => row.MadeAt < until).Max(row => row.MadeAt) is { } last && last > since)
            since = last;
        return Math.Max(0, (int)(until - since).TotalDays);
    }

    private static PanelInsight Line(Ledger ledger, Insight row, double confidence, IReadOnlySet<Guid> moved) =>
        new(
            ThreadStore.Name(row),
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            InsightText.MarkOf(row.Type),
            confidence,
            InsightText.Of(ThreadWalk.Depth(ledger, row, moved))
        );

    private static PanelPressure Line(Ledger ledger, Pressure row) =>
        new(
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            PressureText.Of(row.Type),
            ledger.Down<Insight>(row.Id, LinkKind.KeepsAlive).ToList() is { Count: > 0 } kept ? string.Join(", ", kept.Take(3).Select(ThreadStore.Name)) : null
        );
}
