using System.Globalization;
using Redthread.Domain.Decisions;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>What a score did after a decision, beyond what the stages did that it did not touch.</summary>
/// <param name="Before">The quarter of the decision, or the one before when that has no score.</param>
/// <param name="After">The newest quarter with a score until the review.</param>
/// <param name="Comparisons">The names of the comparison stages with enough data.</param>
public sealed record MeasuredMovement(
    string Stage,
    string StagePath,
    Period? Before,
    Period? After,
    double? ScoreBefore,
    double? ScoreAfter,
    DifferenceInDifferences Result,
    IReadOnlyList<string> Comparisons,
    string Verdict
);

/// <summary>Measures the movement of the stage a decision should have moved, from the same board as the Picture.</summary>
public sealed class ReviewMovement(BoardQueries boards, LedgerSource ledgers, TimeProvider time)
{
    /// <summary>Null while it is not made or named no stage.</summary>
    public async Task<MeasuredMovement?> ReadAsync(Decision decision, CancellationToken cancel)
    {
        if (decision is not { MadeAt: { } madeAt, ExpectedStageId: { } stageId })
            return null;
        var until = Until(decision, time.GetUtcNow().UtcDateTime);
        var board = await boards.ReadAsync(new BoardRequest(Period: Period.Of(PeriodKind.Quarter, until)), cancel);
        if (board.Find(stageId) is not { } stage)
            return null;
        var touched = await ledgers.ReadAsync(
            ledger =>
                ledger.StagesOf(decision.Id).Concat(ledger.Down<Solution>(decision.Id, LinkKind.Chooses).SelectMany(row => ledger.StagesOf(row.Id))).Append(stageId).ToHashSet(),
            cancel
        );
        var others = board.Stages.Where(one => one.Journey.Id == stage.Journey.Id && !touched.Contains(one.Stage.Id)).ToList();
        return Of(decision, stage, others, Period.Of(PeriodKind.Quarter, madeAt));
    }

    /// <summary>
    /// The day until which movement is judged: that of the review, but not before the day it was planned for. Who reviews too early
    /// writes down what they see; the score is given the time that was meant for it.
    /// </summary>
    public static DateTime Until(Decision decision, DateTime now) =>
        decision.ReviewedAt is not { } reviewed ? now
        : decision.ReviewOn is { } planned && DateOnly.FromDateTime(reviewed) < planned ? Earlier(now, planned.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc))
        : reviewed;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static MeasuredMovement Of(Decision decision, BoardStage stage, List<BoardStage> others, Period made)
    {
        var known = stage.History.Where(point => point.Score.State == ScoreState.Ok).ToList();
        var before = known.FindLast(point => point.Period.CompareTo(made) <= 0 && point.Period.CompareTo(made.Previous) >= 0);
        var after = known.FindLast(point => point.Period.CompareTo(made) > 0 && point.Period.CompareTo(before.Period) > 0);
        var complete = before.Score.HasValue && after.Score.HasValue;
        Movement Moved(BoardStage one) => complete ? Movement.OfScores(At(one, before.Period), At(one, after.Period)) : Movement.None;
        var usable = others.Where(one => Moved(one).Exists).ToList();
        var result = DifferenceInDifferences.Of(Moved(stage), usable.Select(Moved));
        return new MeasuredMovement(
            stage.Stage.Name,
            stage.Path,
            before.Score.HasValue ? before.Period : null,
            after.Score.HasValue ? after.Period : null,
            before.Score.HasValue ? before.Score.Value : null,
            after.Score.HasValue ? after.Score.Value : null,
            result,
            usable.ConvertAll(one => one.Stage.Name),
            Verdict(decision, stage, result, complete ? (before.Period, after.Period) : null)
        );
    }

    private static Score At(BoardStage stage, Period period) => stage.History.FirstOrDefault(point => point.Period == period).Score;

    private static string Verdict(Decision decision, BoardStage stage, DifferenceInDifferences result, (Period Before, Period After)? windows)
    {
        var name = stage.Stage.Name;
        if (windows is not { } at || result.Verdict == MovementVerdict.NotEnoughData)
            return $"Not enough data: {name} needs a score in the quarter of the decision or the one before, and in a later one.";
        var span = $"from {Labels.Period(at.Before)} to {Labels.Period(at.After)}";
        var against = result.Basis == MovementBasis.ComparisonStages ? $" beyond {ThreadBeads.Count(result.Comparisons, "comparison stage")}" : "";
        var number = $"{Signed(result.Difference)} points (95 % {Signed(result.Interval.Low)} to {Signed(result.Interval.High)})";
        var expected = decision.ExpectedPoints is { } points ? $" Expected: {Signed(points)}." : "";
        return result.Verdict == MovementVerdict.Moved
            ? $"{name} moved by {number}{against} {span}.{expected}"
            : $"No movement of {name} is shown: {number}{against} {span}; the interval holds 0, which is not the same as none.{expected}";
    }

    public static string Signed(double value) => value.ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
}
