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
        var positions = cells
            .Select(cell => cell.Categories[partition] < 0 ? shares.Count : cell.Categories[partition])
            .ToArray();
        var weights = new double[shares.Count + 1];
        for (var i = 0; i < cells.Length; i++)
        {
            weights[positions[i]] += cells[i].Sums.Units.W;
        }

        var unknown = weights[^1] / weights.Sum();
        var known = shares.Sum();
        var present = shares.Where((_, a) => weights[a] > 0).Sum();
        var targets = weights
            .Select((weight, a) => a == shares.Count ? unknown : weight > 0 ? shares[a] / present * (1 - unknown) : 0)
            .ToArray();
        return new() { Positions = positions, Targets = targets, MissingShare = known > 0 ? 1 - (present / known) : 1 };
    }
}

/// <summary>Iterative proportional fitting of one factor per cell.</summary>
internal sealed class ProportionalFit
{
    private const int MostRounds = 1000;
    private const double Tolerance = 1e-10;

    public required double[] Factors { get; init; }

    public required RakingMargin[] Margins { get; init; }

    public required int Rounds { get; init; }

    public required bool Converged { get; init; }

    public static ProportionalFit Of(RakingCell[] cells, IReadOnlyList<IReadOnlyList<double>> shares)
    {
        var margins = shares.Select((list, k) => RakingMargin.Of(cells, k, list)).ToArray();
        var total = cells.Sum(cell => cell.Sums.Units.W);
        var weights = cells.Select(cell => cell.Sums.Units.W / total).ToArray();
        var factors = Enumerable.Repeat(1.0, cells.Length).ToArray();
        var reachable = margins.All(margin => margin.Positions.All(position => margin.Targets[position] > 0));
        for (var round = 1; reachable && round <= MostRounds; round++)
        {
            var worst = 0.0;
            foreach (var margin in margins)
            {
                worst = Math.Max(worst, Adjust(weights, factors, margin));
            }

            if (worst < Tolerance)
            {
                return new() { Factors = factors, Margins = margins, Rounds = round, Converged = true };
            }
        }

        return new() { Factors = factors, Margins = margins, Rounds = reachable ? MostRounds : 0, Converged = false };
    }

    private static double Adjust(double[] weights, double[] factors, RakingMargin margin)
    {
        var current = new double[margin.Targets.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            current[margin.Positions[i]] += weights[i] * factors[i];
        }

        var worst = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var ratio = margin.Targets[margin.Positions[i]] / current[margin.Positions[i]];
            factors[i] *= ratio;
            worst = Math.Max(worst, Math.Abs(ratio - 1));
        }

        return worst;
    }
}

/// <summary>Weighted least-squares fit of cell means by one effect per category of each partition, by backfitting.</summary>
internal static class AdditiveFit
{
    private const int MostRounds = 1000;
    private const double Tolerance = 1e-9;

    public static double[] Of(UnitSums[] cells, RakingMargin[] margins)
    {
        var fitted = new double[cells.Length];
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = 0.0;
            foreach (var margin in margins)
            {
                moved = Math.Max(moved, Center(cells, fitted, margin));
            }

            if (moved < Tolerance)
            {
                break;
            }
        }

        return fitted;
    }

    private static double Center(UnitSums[] cells, double[] fitted, RakingMargin margin)
    {
        var weights = new double[margin.Targets.Length];
        var residuals = new double[margin.Targets.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            weights[margin.Positions[i]] += cells[i].Units.W;
            residuals[margin.Positions[i]] += cells[i].Units.WX - (fitted[i] * cells[i].Units.W);
        }

        var moved = 0.0;
        for (var i = 0; i < cells.Length; i++)
        {
            var shift = residuals[margin.Positions[i]] / weights[margin.Positions[i]];
            fitted[i] += shift;
            moved = Math.Max(moved, Math.Abs(shift));
        }

        return moved;
    }
}
