using Redthread.Domain.Signals;
using Redthread.Statistics;

namespace Redthread.Web.Features.Picture;

/// <summary>
/// A stage in this period against the one before, on what both have in common: units of sources heard in both, made of
/// measures read in both. Where nothing is in common, the mix has changed and there is no comparison.
/// </summary>
public static class Comparison
{
    /// <param name="cells">Cells of one stage in two periods, split by source and measures.</param>
    public static PeriodChange Of(Scoring scoring, IReadOnlyList<StageSums> cells, Period period)
    {
        var now = cells.Where(cell => cell.Period == period).ToList();
        var before = cells.Where(cell => cell.Period == period.Previous).ToList();
        if (Count(now) == 0 || Count(before) == 0)
            return PeriodChange.Without(TrendState.NotEnoughData);
        var sources = Sources(now).Intersect(Sources(before)).ToHashSet();
        var measures = Measures(now, sources).Intersect(Measures(before, sources)).ToHashSet();
        var common = (List<StageSums> side) => side.Where(cell => IsCommon(cell, sources, measures)).ToList();
        var (nowCommon, beforeCommon) = (common(now), common(before));
        return Count(nowCommon) == 0 || Count(beforeCommon) == 0
            ? PeriodChange.Without(TrendState.MixChanged)
            : PeriodChange.Between(scoring.Of(beforeCommon), scoring.Of(nowCommon));
    }

    // Cells without units carry pairs across sources or distinct customers; they belong to whatever is compared.
    private static bool IsCommon(StageSums cell, HashSet<Guid> sources, HashSet<Guid> measures) =>
        (cell.SourceId is null || sources.Contains(cell.SourceId.Value)) && (cell.Sums.N == 0 || cell.MeasureIds.All(measures.Contains));

    private static long Count(List<StageSums> cells) => cells.Sum(cell => cell.Sums.N);

    private static IEnumerable<Guid> Sources(List<StageSums> cells) => cells.Where(cell => cell.Sums.N > 0).Select(cell => cell.SourceId!.Value).Distinct();

    private static IEnumerable<Guid> Measures(List<StageSums> cells, HashSet<Guid> sources) =>
        cells.Where(cell => cell.Sums.N > 0 && sources.Contains(cell.SourceId!.Value)).SelectMany(cell => cell.MeasureIds).Distinct();
}
