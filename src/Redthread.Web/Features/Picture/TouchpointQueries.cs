using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Picture;

/// <summary>A measure at a touchpoint in a period.</summary>
/// <param name="Touchpoint">Null where the reading speaks of the stage as a whole.</param>
/// <param name="Mean">On the raw scale, unweighted.</param>
/// <param name="WeightedMean">On the raw scale, by survey weight.</param>
/// <param name="Score">0–100, by survey weight; null where the measure has no mapping.</param>
/// <param name="Nps">−100 … 100, unweighted; for NPS measures only.</param>
public sealed record TouchpointRow(
    string Journey,
    string Stage,
    string? Touchpoint,
    string Measure,
    int MeasureVersion,
    string Period,
    long N,
    double Mean,
    double WeightedMean,
    double? Score,
    double? Low,
    double? High,
    double? Nps,
    double? WeightedNps
);

public sealed class TouchpointQueries(LandscapeSource landscapes, ISignalStore signals, TimeProvider time)
{
    /// <summary>Of one period, or of every year heard when none is named. O(cells of the periods).</summary>
    public async Task<Result<IReadOnlyList<TouchpointRow>>> ReadAsync(string? period, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        Period from,
            to;
        if (string.IsNullOrEmpty(period))
        {
            var overview = await signals.ReadOverviewAsync(cancel);
            from = Period.Of(PeriodKind.Year, overview.FirstAt ?? time.GetUtcNow().UtcDateTime);
            to = Period.Of(PeriodKind.Year, overview.NewestAt ?? time.GetUtcNow().UtcDateTime);
        }
        else if (Period.TryParse(period, out from) && from.Kind != PeriodKind.Week)
            to = from;
        else
            return Error.Invalid("period-invalid", $"“{period}” is no period of touchpoints. Write 2026, 2026-Q2 or 2026-05.");
        var cells = await signals.ReadTouchpointCellsAsync(new TouchpointQuery(from, to), cancel);
        var rows = cells.GroupBy(cell => (cell.Period, cell.StageId, cell.TouchpointId, cell.MeasureId)).Select(group => Row(landscape, group.Key, [.. group]));
        return rows.OfType<TouchpointRow>()
            .OrderBy(row => row.Period, StringComparer.Ordinal)
            .ThenBy(row => row.Journey)
            .ThenBy(row => row.Stage)
            .ThenBy(row => row.Touchpoint)
            .ToList();
    }

    private static TouchpointRow? Row(Landscape landscape, (Period Period, Guid StageId, Guid? TouchpointId, Guid MeasureId) key, List<TouchpointSums> cells)
    {
        var found = landscape
            .Journeys.Where(journey => journey.DraftedAt is null)
            .SelectMany(journey => journey.Stages.Select(stage => (journey, stage)))
            .FirstOrDefault(entry => entry.stage.Id == key.StageId);
        var measure = landscape.Measures.FirstOrDefault(row => row.Id == key.MeasureId);
        if (found.stage is null || measure is null)
            return null;
        var score = TouchpointScore.Of(cells, 1);
        var n = cells.Sum(cell => cell.N);
        var scored = cells.Sum(cell => cell.Histogram.Sum()) == n && n > 0;
        // With boxes at 0, 50 and 100 the mean of scores m gives NPS = 2m − 100.
        double? nps = measure.IsNps && scored ? (2 * cells.Sum(cell => cell.SumS) / n) - 100 : null;
        return new TouchpointRow(
            found.journey.Key,
            found.stage.Key,
            found.stage.Touchpoints.Find(touchpoint => touchpoint.Id == key.TouchpointId)?.Key,
            measure.Key,
            measure.Version,
            key.Period.ToString(),
            n,
            cells.Sum(cell => cell.SumX) / n,
            cells.Sum(cell => cell.Wx) / cells.Sum(cell => cell.W),
            scored ? score.Value : null,
            scored && score.State == ScoreState.Ok ? score.Interval.Low : null,
            scored && score.State == ScoreState.Ok ? score.Interval.High : null,
            nps,
            measure.IsNps && scored ? (2 * score.Value) - 100 : null
        );
    }
}
