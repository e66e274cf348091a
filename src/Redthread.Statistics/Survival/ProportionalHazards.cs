namespace Redthread.Statistics;

/// <summary>How time enters the test of proportional hazards.</summary>
public enum HazardTime
{
    /// <summary>1 less the share without the event just before, by Kaplan–Meier: even whatever the spread of times. R's choice.</summary>
    KaplanMeier,

    /// <summary>Time itself; sensitive to few late events.</summary>
    Identity,

    /// <summary>The rank of the time.</summary>
    Rank,
}

/// <summary>One column's test.</summary>
/// <param name="Name">Of the column.</param>
/// <param name="Test">That its coefficient does not change with time, on one degree of freedom; none for an aliased or unbounded column.</param>
public readonly record struct HazardTest(string Name, ChiSquareTest Test);

/// <summary>
/// Whether hazards are proportional: the score test that a coefficient changes with g(t), Grambsch and Therneau, Biometrika 81
/// (1994), with the information at each event as in R's cox.zph since survival 3.0. A small p says that one number does not
/// tell a column's influence at all times.
/// </summary>
/// <param name="Columns">In the order of the model's columns.</param>
/// <param name="Global">Of all columns at once.</param>
public sealed record ProportionalHazards(IReadOnlyList<HazardTest> Columns, ChiSquareTest Global)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "χ² = score test of adding xⱼ·g(t) to the model, from Schoenfeld residuals and the information at each event; g = 1 − Kaplan–Meier just before t";

    /// <summary>The tests for a model; none in a model that is not <see cref="RegressionState.Ok"/> or did not converge.</summary>
    public static ProportionalHazards Of(CoxModel model, HazardTime time = HazardTime.KaplanMeier)
    {
        if (model.Fit is not { AtEnd: not null, Convergence: not Convergence.NotConverged } fit)
        {
            return new([.. model.Data.Covariates.Select(column => new HazardTest(column.Name, ChiSquareTest.None))], ChiSquareTest.None);
        }

        var g = Transformed(fit.Sorted, time);
        var slope = Slope(fit, g);
        var size = fit.Design.Size;
        var (plain, once, twice) = (fit.End.Information(), fit.End.Information(g), fit.End.Information([.. g.Select(value => value * value)]));
        var all = Enumerable.Range(0, size).Where(column => fit.AtStart.Kept[column] && !fit.Unbounded[column]).ToArray();
        ChiSquareTest Test(int[] added)
        {
            var matrix = Bordered(plain, once, twice, all, added);
            var vector = new double[all.Length]
                .Concat(added.Select(column => slope[column]))
                .ToArray();
            return InformationFactor.Of(matrix) is { } factor ? ChiSquareTest.Of(factor.Quadratic(vector), factor.Rank - all.Length) : ChiSquareTest.None;
        }

        return new(
            [.. fit.Design.Names.Select((name, column) => new HazardTest(name, all.Contains(column) ? Test([column]) : ChiSquareTest.None))],
            all.Length == 0 ? ChiSquareTest.None : Test(all)
        );
    }

    private static double[,] Bordered(double[,] plain, double[,] once, double[,] twice, int[] all, int[] added)
    {
        var size = all.Length + added.Length;
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var (left, right) = (i < all.Length ? all[i] : added[i - all.Length], j < all.Length ? all[j] : added[j - all.Length]);
                var times = (i < all.Length ? 0 : 1) + (j < all.Length ? 0 : 1);
                matrix[i, j] = (
                    times == 0 ? plain
                    : times == 1 ? once
                    : twice
                )[left, right];
            }
        }

        return matrix;
    }

    /// <summary>Σ g(t) × Schoenfeld residuals.</summary>
    private static double[] Slope(CoxFit fit, double[] g)
    {
        var slope = new double[fit.Design.Size];
        Rows.EachColumn(
            slope.Length,
            fit.Sorted.N,
            column =>
            {
                var (risk, own) = CoxResiduals.Sums(fit, column);
                for (var time = 0; time < g.Length; time++)
                {
                    var (tied, sums) = (fit.Sorted.Ties[time], fit.End.Sums[time]);
                    var residual = (sums.FA * own[time]) - (sums.A * risk[time]);
                    for (var at = tied.Start; at < tied.EventEnd; at++)
                    {
                        residual += fit.Design.Columns[column][at];
                    }

                    slope[column] += g[time] * residual;
                }
            }
        );
        return slope;
    }

    // Centred on the mean over events, which changes no test and spares digits; all strata share one clock.
    private static double[] Transformed(CoxRows rows, HazardTime time)
    {
        var g = time switch
        {
            HazardTime.Identity => [.. rows.Ties.Select(tied => rows.Times[tied.Start])],
            HazardTime.Rank => Ranks(rows),
            _ => BeforeEach(rows),
        };
        var mean = g.Select((value, at) => value * rows.Ties[at].Events).Sum() / rows.Ties.Sum(tied => tied.Events);
        var spread = Math.Sqrt(g.Select((value, at) => (value - mean) * (value - mean) * rows.Ties[at].Events).Sum() / rows.Ties.Sum(tied => tied.Events));
        return Array.ConvertAll(g, value => spread > 0 ? (value - mean) / spread : 0);
    }

    private static double[] Ranks(CoxRows rows)
    {
        var times = rows.Ties.SelectMany(tied => Enumerable.Repeat(rows.Times[tied.Start], tied.End - tied.Start)).Order().ToArray();
        var ranks = new Dictionary<double, double>();
        for (int start = 0, end; start < times.Length; start = end)
        {
            for (end = start + 1; end < times.Length && times[end] == times[start]; )
            {
                end++;
            }

            ranks[times[start]] = (start + 1 + end) / 2.0;
        }

        return [.. rows.Ties.Select(tied => ranks[rows.Times[tied.Start]])];
    }

    private static double[] BeforeEach(CoxRows rows)
    {
        var survival = 1.0;
        var atRisk = rows.N;
        var before = new Dictionary<double, double>();
        foreach (var at in rows.Ties.GroupBy(tied => rows.Times[tied.Start]).OrderBy(time => time.Key))
        {
            before[at.Key] = 1 - survival;
            survival *= 1 - (at.Sum(tied => tied.Events) / (double)atRisk);
            atRisk -= at.Sum(tied => tied.End - tied.Start);
        }

        return [.. rows.Ties.Select(tied => before[rows.Times[tied.Start]])];
    }
}
