using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Picture;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Rhythm;

/// <summary>
/// Scores that moved and stages that began to fail in the weeks, months and quarters that ended since the last meeting: a period is judged
/// once, when it is over, so that no meeting hears of it twice. Movements pass the control of false discoveries over all cells of their
/// period. O(periods × stages × segments), of which boards are kept.
/// </summary>
public sealed class ScoreAgenda(BoardQueries boards, StageThreads threads, TimeProvider time) : IAgendaSource
{
    /// <summary>Of a kind; after a long silence the newest say enough.</summary>
    private const int MostPeriods = 3;

    /// <summary>Weeks are for meetings that are held more often than monthly.</summary>
    private const int WeeksBelowDays = 25;

    private const int QuietPeriods = 3;

    public int Order => 1;

    private sealed record Seen(BoardStage Stage, Period Period, AgendaItem Item);

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (moved, failing) = (new List<Seen>(), new List<Seen>());
        foreach (var period in Ended(span, span.Until < now ? span.Until : now))
        {
            var board = await boards.ReadAsync(new BoardRequest(period.Kind, period), cancel);
            var known = await threads.ReadAsync(board, cancel);
            var stages = board.Stages.Where(stage => span.Scope.HasStage(stage.Stage.Id)).ToList();
            moved.AddRange(stages.Where(stage => stage.HasScore && stage.FlaggedChange).Select(stage => new Seen(stage, period, Moved(stage, period))));
            failing.AddRange(
                stages
                    .Where(stage => Began(stage, period) && known.GetValueOrDefault(stage.Stage.Id)?.BrokenDays is not null)
                    .Select(stage => new Seen(stage, period, Failing(stage, period)))
            );
        }

        return
        [
            .. Once(moved).OrderByDescending(seen => Math.Abs(seen.Stage.Change.Difference)).Select(seen => seen.Item),
            .. Once(failing).OrderBy(seen => seen.Stage.Rank).Select(seen => seen.Item),
        ];
    }

    private static IEnumerable<Period> Ended(AgendaSpan span, DateTime until)
    {
        PeriodKind[] kinds =
            (span.Until - span.Since).TotalDays < WeeksBelowDays ? [PeriodKind.Quarter, PeriodKind.Month, PeriodKind.Week] : [PeriodKind.Quarter, PeriodKind.Month];
        foreach (var kind in kinds)
        {
            var period = Period.Of(kind, until).Previous;
            for (var count = 0; count < MostPeriods && span.Holds(period.End); count++, period = period.Previous)
                yield return period;
        }
    }

    // A week is too short to call a stage failing, and a stage that wavers about the line did not begin anew.
    private static bool Began(BoardStage stage, Period period) =>
        period.Kind != PeriodKind.Week && stage.Standing == StageStanding.Failing && !stage.History.SkipLast(1).TakeLast(QuietPeriods).Any(point => Fails(stage, point.Score));

    private static bool Fails(BoardStage stage, Score score) => score.State == ScoreState.Ok && score.Interval.IsBelow(stage.Standards.FailingBelow);

    // The longest period says most of a stage, and of these the newest.
    private static IEnumerable<Seen> Once(List<Seen> all) => all.GroupBy(seen => seen.Stage.Stage.Id).Select(group => group.First());

    private static AgendaItem Moved(BoardStage stage, Period period) =>
        new(
            "Scores that moved",
            stage.Stage.Name,
            Href(stage, period),
            $"{Numbers.Signed(stage.Change.Difference)} [{Numbers.Signed(stage.Change.Interval.Low)}, {Numbers.Signed(stage.Change.Interval.High)}] in {Labels.Period(period)}, to {Numbers.Score(stage.Score.Value)}, n {Numbers.Count(stage.N)}"
        );

    private static AgendaItem Failing(BoardStage stage, Period period) =>
        new(
            "Stages that began to fail without a decision",
            stage.Stage.Name,
            Href(stage, period),
            $"{Numbers.Score(stage.Score.Value)} in {Labels.Period(period)}, n {Numbers.Count(stage.N)}"
        );

    private static string Href(BoardStage stage, Period period) => $"/?stage={stage.Path}&period={period}";
}
