using Redthread.Domain.Signals;
using Redthread.Statistics;
using UnitSums = Redthread.Statistics.UnitSums;

namespace Redthread.Web.Features.Picture;

/// <summary>How far the errors of two stages go together, because the same people spoke of both. O(1) a pair.</summary>
public sealed class StageCorrelations(IReadOnlyList<StageCross> crosses, IReadOnlyList<StageSums> cells)
{
    public static readonly StageCorrelations None = new([], []);

    private readonly Dictionary<(Guid A, Guid B), StageCross> byPair = crosses.ToDictionary(cross => (cross.StageA, cross.StageB));
    private readonly Dictionary<Guid, UnitSums> byStage = cells
        .GroupBy(cell => cell.StageId)
        .ToDictionary(group => group.Key, group => group.Aggregate(UnitSums.Empty, (sum, cell) => sum + Scoring.SumsOf(cell)));

    public double Of(Guid one, Guid other)
    {
        if (!byPair.TryGetValue((one, other), out var cross))
        {
            if (!byPair.TryGetValue((other, one), out cross))
                return 0;
            (one, other) = (other, one);
        }

        return new CrossSums(cross.Ww, cross.WwA, cross.WwB, cross.WwAb).CorrelationOf(byStage.GetValueOrDefault(one), byStage.GetValueOrDefault(other));
    }
}
