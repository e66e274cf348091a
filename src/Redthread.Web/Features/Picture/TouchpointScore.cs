using Redthread.Domain.Signals;
using Redthread.Statistics;
using UnitSums = Redthread.Statistics.UnitSums;

namespace Redthread.Web.Features.Picture;

/// <summary>A measure at a touchpoint: means on the raw scale and the score on 0–100, over readings.</summary>
public static class TouchpointScore
{
    public static Score Of(IEnumerable<TouchpointSums> cells, long minimumN)
    {
        var sums = cells.Aggregate(WeightedSums.Empty, (sum, cell) => sum + new WeightedSums(cell.N, cell.W, cell.Ww, cell.Ws, cell.Wws, cell.Wwss, cell.Wss));
        return Statistics.StageScore.Of(UnitSums.Independent(sums), minimumN);
    }
}
