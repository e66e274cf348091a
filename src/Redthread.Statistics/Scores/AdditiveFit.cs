namespace Redthread.Statistics;

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
