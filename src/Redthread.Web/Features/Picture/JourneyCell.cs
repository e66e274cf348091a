using Redthread.Domain.Journeys;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>A journey or lifecycle of the Picture as programs read it. Numbers are 0–100; null where there is none.</summary>
/// <param name="Period">2026, 2026-Q2, 2026-05 or 2026-W07.</param>
/// <param name="Low">Lower end of the 95 % interval; people who spoke of several stages are counted in.</param>
/// <param name="N">Signals of its stages; one that speaks of several stages counts in each.</param>
/// <param name="Coverage">Share of importance with fresh and sufficient data, 0–1.</param>
/// <param name="Stages">Live stages under it.</param>
public sealed record JourneyCell(
    string Journey,
    string JourneyName,
    JourneyLevel Level,
    string Period,
    double? Score,
    double? Low,
    double? High,
    long N,
    double Coverage,
    int Stages,
    int? Framework
)
{
    public static IReadOnlyList<JourneyCell> Of(Board board) => [.. board.Journeys.Where(entry => entry.Stages > 0).Select(entry => Of(board, entry))];

    private static JourneyCell Of(Board board, BoardJourney entry) =>
        new(
            entry.Journey.Key,
            entry.Journey.Name,
            entry.Journey.Level,
            board.Period.ToString(),
            Numbers.Known(entry.Score.Value),
            Numbers.Known(entry.Score.Interval.Low),
            Numbers.Known(entry.Score.Interval.High),
            entry.Score.N,
            entry.Score.State == ScoreState.NoData ? 0 : entry.Score.Coverage,
            entry.Stages,
            board.Framework?.Number
        );
}
