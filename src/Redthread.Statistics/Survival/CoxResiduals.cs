namespace Redthread.Statistics;

/// <summary>Score residuals: what each row adds to the slope of the likelihood, less what it was expected to add. Their sum over rows is the score.</summary>
internal static class CoxResiduals
{
    /// <summary>The sandwich V·(Σ over clusters of R·Rᵀ)·V, with R the summed score residuals of a cluster.</summary>
    /// <param name="inverse">Of the information: V.</param>
    /// <param name="clusters">One a row as given.</param>
    internal static double[,] Robust(CoxFit fit, double[,] inverse, int[] clusters)
    {
        var places = clusters.Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
        var ofRow = Array.ConvertAll(CoxRows.Taken(clusters, fit.Sorted.Order), cluster => places[cluster]);
        var size = fit.Design.Size;
        var summed = new double[size][];
        Rows.EachColumn(
            size,
            fit.Sorted.N,
            column =>
            {
                var residuals = Score(fit, column);
                var sums = summed[column] = new double[places.Count];
                for (var at = 0; at < residuals.Length; at++)
                {
                    sums[ofRow[at]] += residuals[at];
                }
            }
        );
        var ones = new double[places.Count];
        Array.Fill(ones, 1);
        return Matrices.Times(Matrices.Times(inverse, Rows.Cross(summed, ones, places.Count)), inverse);
    }

    /// <summary>Of one standardised column, in sorted order (Therneau and Grambsch 2000, section 3.4 for tied events).</summary>
    internal static double[] Score(CoxFit fit, int column)
    {
        var (rows, point) = (fit.Sorted, fit.End);
        var values = fit.Design.Columns[column];
        var (risk, own) = Sums(fit, column);
        var residuals = new double[rows.N];
        double hazard = 0,
            mean = 0;
        for (var time = rows.Ties.Length - 1; time >= 0; time--)
        {
            var (tied, sums) = (rows.Ties[time], point.Sums[time]);
            double events = tied.Events,
                f2 = sums.FAA - sums.FFAA;
            hazard += sums.A;
            mean += (sums.AA * risk[time]) - (sums.FAA * own[time]);
            double center = events == 0 ? 0 : ((sums.A * risk[time]) - (sums.FA * own[time])) / events,
                ownHazard = hazard - sums.FA,
                ownMean = mean - ((sums.FAA * risk[time]) - ((sums.FAA - f2) * own[time]));
            for (var at = tied.Start; at < tied.End; at++)
            {
                residuals[at] =
                    at < tied.EventEnd ? values[at] - center - (point.Risk[at] * ((ownHazard * values[at]) - ownMean)) : -point.Risk[at] * ((hazard * values[at]) - mean);
            }

            (hazard, mean) = tied.Opens ? (0, 0) : (hazard, mean);
        }

        return residuals;
    }

    /// <summary>Of one standardised column at each time: Σ risk·x over those at risk, and over those with the event then.</summary>
    internal static (double[] Risk, double[] Own) Sums(CoxFit fit, int column)
    {
        var (rows, point, values) = (fit.Sorted, fit.End, fit.Design.Columns[column]);
        var (risk, own) = (new double[rows.Ties.Length], new double[rows.Ties.Length]);
        double sum = 0;
        for (var time = 0; time < risk.Length; time++)
        {
            var tied = rows.Ties[time];
            sum = tied.Opens ? 0 : sum;
            for (var at = tied.Start; at < tied.End; at++)
            {
                var weighted = point.Risk[at] * values[at];
                sum += weighted;
                own[time] += at < tied.EventEnd ? weighted : 0;
            }

            risk[time] = sum;
        }

        return (risk, own);
    }
}
