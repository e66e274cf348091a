namespace Redthread.Statistics;

/// <summary>Columns in an order of rows, each with mean 0 and standard deviation 1 (all 0 when it is constant), so that units do not matter to the arithmetic.</summary>
internal sealed class Design
{
    private readonly double[] means;
    private readonly double[] scales;

    private Design(IReadOnlyList<Covariate> covariates, double[][] columns, double[] means, double[] scales) =>
        (Names, Columns, this.means, this.scales) = ([.. covariates.Select(column => column.Name)], columns, means, scales);

    internal IReadOnlyList<string> Names { get; }

    internal double[][] Columns { get; }

    internal int Size => Columns.Length;

    /// <summary>A coefficient of the standardised column for one unit of the column as given.</summary>
    internal double PerUnit(int column, double value) => value / scales[column];

    /// <summary>A coefficient for one unit of the column as given becomes one of the standardised column.</summary>
    internal double Standardised(int column, double perUnit) => perUnit * scales[column];

    internal double Mean(int column) => means[column];

    /// <summary>Largest less smallest, in standard deviations.</summary>
    internal double Range(int column) => Columns[column].Length == 0 ? 0 : Columns[column].Max() - Columns[column].Min();

    /// <param name="covariates">All as long as there are rows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="order">The row of each place; null to leave them as they are.</param>
    /// <exception cref="ArgumentException">A column is not as long as the outcome, holds something not finite, or two have one name.</exception>
    internal static Design Of(IReadOnlyList<Covariate> covariates, int rows, int[]? order = null)
    {
        if (covariates.FirstOrDefault(column => column.Values.Length != rows) is { } other)
        {
            throw new ArgumentException($"The column {other.Name} has {other.Values.Length} rows, the outcome {rows}.", nameof(covariates));
        }

        if (covariates.CountBy(column => column.Name).Any(name => name.Value > 1))
        {
            throw new ArgumentException("Two columns have the same name.", nameof(covariates));
        }

        var size = covariates.Count;
        var (columns, means, scales, finite) = (new double[size][], new double[size], new double[size], new bool[size]);
        Rows.EachColumn(
            size,
            rows,
            column =>
            {
                columns[column] = Ordered(covariates[column].Values, order);
                (means[column], scales[column], finite[column]) = Standardise(columns[column]);
            }
        );
        return Array.IndexOf(finite, false) is var wrong and >= 0
            ? throw new ArgumentException($"The column {covariates[wrong].Name} holds something that is not a finite number.", nameof(covariates))
            : new(covariates, columns, means, scales);
    }

    private static double[] Ordered(double[] values, int[]? order)
    {
        if (order is null)
        {
            return [.. values];
        }

        var ordered = new double[order.Length];
        for (var at = 0; at < order.Length; at++)
        {
            ordered[at] = values[order[at]];
        }

        return ordered;
    }

    private static (double Mean, double Scale, bool Finite) Standardise(double[] column)
    {
        if (column.Length == 0)
        {
            return (0, 1, true);
        }

        // Twice, as the sum of a column far from 0 is rounded.
        var mean = column.Sum() / column.Length;
        mean += column.Sum(value => value - mean) / column.Length;
        var spread = Math.Sqrt(column.Sum(value => (value - mean) * (value - mean)) / column.Length);
        if (!double.IsFinite(spread))
        {
            return (0, 1, false);
        }

        var constant = spread <= 1e-12 * Math.Max(Math.Abs(mean), double.Epsilon);
        for (var at = 0; at < column.Length; at++)
        {
            column[at] = constant ? 0 : (column[at] - mean) / spread;
        }

        return (mean, constant ? 1 : spread, true);
    }
}
