namespace Redthread.Statistics;

/// <summary>One partition as the fit needs it: the position of every cell, and the target of every position.</summary>
internal sealed class RakingMargin
{
    /// <summary>For every cell its position; the last position is "unknown".</summary>
    public required int[] Positions { get; init; }

    /// <summary>For every position its target share; 0 where there are no data.</summary>
    public required double[] Targets { get; init; }

    public required double MissingShare { get; init; }

    public int Filled => Targets.Count(target => target > 0);

    public static RakingMargin Of(RakingCell[] cells, int partition, IReadOnlyList<double> shares)
    {
        var positions = cells.Select(cell => cell.Categories[partition] < 0 ? shares.Count : cell.Categories[partition]).ToArray();
        var weights = new double[shares.Count + 1];
        for (var i = 0; i < cells.Length; i++)
        {
            weights[positions[i]] += cells[i].Sums.Units.W;
        }

        var unknown = weights[^1] / weights.Sum();
        var known = shares.Sum();
        var present = shares.Where((_, a) => weights[a] > 0).Sum();
        var targets = weights
            .Select(
                (weight, a) =>
                    a == shares.Count ? unknown
                    : weight > 0 ? shares[a] / present * (1 - unknown)
                    : 0
            )
            .ToArray();
        return new()
        {
            Positions = positions,
            Targets = targets,
            MissingShare = known > 0 ? 1 - (present / known) : 1,
        };
    }
}
