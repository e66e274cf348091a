namespace Redthread.Statistics;

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
                return new()
                {
                    Factors = factors,
                    Margins = margins,
                    Rounds = round,
                    Converged = true,
                };
            }
        }

        return new()
        {
            Factors = factors,
            Margins = margins,
            Rounds = reachable ? MostRounds : 0,
            Converged = false,
        };
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
