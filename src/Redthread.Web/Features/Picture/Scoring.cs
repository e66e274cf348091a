using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Segments;
using UnitSums = Redthread.Statistics.UnitSums;

namespace Redthread.Web.Features.Picture;

/// <summary>How sums of cells become a score: by which segments it is weighted, and what that is called.</summary>
public sealed class Scoring
{
    private readonly long minimumN;
    private readonly List<List<Segment>> partitions;
    private readonly string whyNot;

    public Scoring(Landscape landscape, Guid? segmentId)
    {
        minimumN = landscape.Framework?.MinimumN ?? 30;
        // One segment alone is not weighted to the customer base.
        partitions = segmentId is not null ? [] : [.. landscape.Segments.GroupBy(segment => segment.Partition).Select(group => group.ToList()).Where(IsWhole)];
        whyNot =
            segmentId is not null ? "of one segment alone"
            : partitions.Count > 0 ? ""
            : SegmentShares.Misfits(landscape.Segments.Select(segment => (segment.Partition, segment.Share))).FirstOrDefault() ?? "no partition of segments has known shares";
    }

    public string Method =>
        partitions.Count switch
        {
            0 => $"not post-stratified: {whyNot}",
            1 => $"post-stratified by {partitions[0][0].Partition} ({partitions[0].Count} shares)",
            _ => $"raked to the shares of {string.Join(" and ", partitions.Select(partition => partition[0].Partition))}",
        };

    public string Formula =>
        partitions.Count switch
        {
            0 => $"{Statistics.StageScore.Formula}; {Statistics.StageScore.IntervalFormula}",
            1 => $"{PostStratification.Formula}; {PostStratification.IntervalFormula}",
            _ => $"{Raking.Formula}; {Raking.IntervalFormula}",
        };

    public Score Of(IReadOnlyCollection<StageSums> cells)
    {
        if (partitions.Count == 0)
            return Statistics.StageScore.Of(cells.Aggregate(UnitSums.Empty, (sum, cell) => sum + SumsOf(cell)), minimumN);
        return partitions.Count == 1 ? PostStratified(cells, partitions[0]) : Raked(cells);
    }

    public static UnitSums SumsOf(StageSums cell)
    {
        var sums = cell.Sums;
        return new UnitSums(
            new WeightedSums(sums.N, sums.W, sums.Ww, sums.Wx, sums.Wwx, sums.Wwxx, sums.Wxx),
            new PairSums(sums.Pairs, sums.PairWw, sums.PairWwx, sums.PairWwxx),
            cell.Customers + sums.N - sums.Known
        );
    }

    private Score PostStratified(IReadOnlyCollection<StageSums> cells, List<Segment> partition)
    {
        var strata = partition.ConvertAll(segment => new Stratum(segment.Share!.Value, UnitSums.Empty)).ToArray();
        var unplaced = UnitSums.Empty;
        foreach (var cell in cells)
        {
            var at = partition.FindIndex(segment => cell.SegmentIds.Contains(segment.Id));
            if (at < 0)
                unplaced += SumsOf(cell);
            else
                strata[at] = strata[at] with { Sums = strata[at].Sums + SumsOf(cell) };
        }

        return PostStratification.Of(strata, unplaced, minimumN);
    }

    private Score Raked(IReadOnlyCollection<StageSums> cells)
    {
        var table = cells
            .GroupBy(cell => string.Join(',', Categories(cell)))
            .Select(group => new RakingCell(Categories(group.First()), group.Aggregate(UnitSums.Empty, (sum, cell) => sum + SumsOf(cell))))
            .ToList();
        return Raking.Of(table, partitions.ConvertAll(partition => (IReadOnlyList<double>)partition.ConvertAll(segment => segment.Share!.Value)), minimumN).Score;
    }

    private int[] Categories(StageSums cell) => [.. partitions.Select(partition => partition.FindIndex(segment => cell.SegmentIds.Contains(segment.Id)))];

    private static bool IsWhole(List<Segment> partition) => SegmentShares.IsWhole(partition.ConvertAll(segment => segment.Share));
}
