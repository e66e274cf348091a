using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>A cell of the Picture as programs read it. Numbers are 0–100; null where there is none.</summary>
/// <param name="Period">2026, 2026-Q2, 2026-05 or 2026-W07.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="N">Signals.</param>
/// <param name="Customers">Distinct customers; an anonymous signal counts as one. Of a segment in a channel at most so many.</param>
/// <param name="State">failing, weak, sound, too-few, unknown or no-data.</param>
/// <param name="Band">−2 … +2 by the framework's cut points.</param>
/// <param name="Change">Against the period before, on common measures and sources.</param>
/// <param name="Comparison">ok, mixChanged or notEnoughData.</param>
/// <param name="Flagged">The change survives the control of false discoveries.</param>
/// <param name="Agreed">−2 … +2, what teams agreed on by blind vote for the cycle that the period ends in.</param>
public sealed record BoardCell(
    string Journey,
    string JourneyName,
    string Stage,
    string StageName,
    string Period,
    double? Score,
    double? Low,
    double? High,
    long N,
    long Customers,
    double? EffectiveN,
    string State,
    int? Band,
    double? Gap,
    double? Change,
    double? ChangeLow,
    double? ChangeHigh,
    string Comparison,
    bool Flagged,
    DateTime? NewestAt,
    int? Framework,
    int? Agreed
)
{
    public static IReadOnlyList<BoardCell> Of(Board board) => [.. board.Stages.Select(stage => Of(board, stage))];

    private static BoardCell Of(Board board, BoardStage stage)
    {
        var score = stage.HasScore ? stage.Score : Statistics.Score.None;
        return new BoardCell(
            stage.Journey.Key,
            stage.Journey.Name,
            stage.Stage.Key,
            stage.Stage.Name,
            board.Period.ToString(),
            Numbers.Known(score.Value),
            Numbers.Known(score.Interval.Low),
            Numbers.Known(score.Interval.High),
            stage.N,
            stage.Customers,
            score.HasValue ? score.EffectiveN : null,
            stage.State,
            score.HasValue ? Tint.Band(score.Value, board.Framework!.Cuts) : null,
            score.HasValue ? stage.Standards.Target - score.Value : null,
            Numbers.Known(stage.Change.Difference),
            Numbers.Known(stage.Change.Interval.Low),
            Numbers.Known(stage.Change.Interval.High),
            char.ToLowerInvariant(stage.Change.State.ToString()[0]) + stage.Change.State.ToString()[1..],
            stage.FlaggedChange,
            stage.NewestAt,
            board.Framework?.Number,
            stage.Agreed?.Value
        );
    }
}

/// <summary>A request for the board from names, for API and command line alike.</summary>
public static class BoardRequests
{
    public static async Task<Result<BoardRequest>> ReadAsync(
        BoardQueries boards,
        string? period,
        string? journey,
        string? segment,
        string? channel,
        CancellationToken cancel,
        string? persona = null
    )
    {
        var landscape = await boards.ReadLandscapeAsync(cancel);
        Period? chosen = null;
        if (!string.IsNullOrEmpty(period))
        {
            if (!Period.TryParse(period, out var parsed))
                return Error.Invalid("period-invalid", $"“{period}” is no period. Write 2026, 2026-Q2, 2026-05 or 2026-W07.");
            chosen = parsed;
        }

        if (!string.IsNullOrEmpty(journey) && landscape.LiveJourneys.All(row => row.Key != journey))
            return Error.NotFound($"journey “{journey}”");
        Guid? segmentId = null;
        if (!string.IsNullOrEmpty(segment) && (segmentId = landscape.Segments.FirstOrDefault(row => row.Key == segment)?.Id) is null)
            return Error.NotFound($"segment “{segment}”");
        if (!string.IsNullOrEmpty(persona))
        {
            if (landscape.Personas.FirstOrDefault(row => row.Key == persona) is not { } who)
                return Error.NotFound($"persona “{persona}”");
            segmentId ??= who.SegmentId;
        }

        Guid? channelId = null;
        if (!string.IsNullOrEmpty(channel) && (channelId = landscape.Channels.FirstOrDefault(row => row.Key == channel)?.Id) is null)
            return Error.NotFound($"channel “{channel}”");
        return new BoardRequest(chosen?.Kind ?? PeriodKind.Quarter, chosen, segmentId, channelId, string.IsNullOrEmpty(journey) ? null : journey);
    }
}
