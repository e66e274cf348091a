namespace Redthread.Statistics;

/// <summary>
/// A symmetric matrix of at most full rank as L·Lᵀ, column after column. A column of which nothing is left beside those
/// before it is set aside, as in R's coxph, so that the first of several collinear columns stays.
/// </summary>
internal sealed class InformationFactor
{
    // Columns are standardised before, so what is left of a column is 1 less its squared correlation with those before.
    private const double Tolerance = 1e-9;

    // A column constant within each stratum has a diagonal of rounding errors.
    private const double Nothing = 1e-11;

    private readonly double[,] lower;
    private readonly bool[] kept;

    private InformationFactor(double[,] lower, bool[] kept) => (this.lower, this.kept) = (lower, kept);

    /// <summary>Which columns are not set aside.</summary>
    internal IReadOnlyList<bool> Kept => kept;

    internal int Rank => kept.Count(column => column);

    /// <summary>With columns set aside by a tolerance, or those that were set aside before.</summary>
    /// <param name="matrix">Symmetric, positive semidefinite but for rounding.</param>
    /// <param name="known">Which to keep; null to find out.</param>
    /// <returns>Null when a column that must be kept has nothing left.</returns>
    internal static InformationFactor? Of(double[,] matrix, IReadOnlyList<bool>? known = null)
    {
        var size = matrix.GetLength(0);
        var lower = new double[size, size];
        var kept = new bool[size];
        var largest = Enumerable.Range(0, size).Select(j => matrix[j, j]).DefaultIfEmpty().Max();
        for (var j = 0; j < size; j++)
        {
            var left = matrix[j, j];
            for (var k = 0; k < j; k++)
            {
                left -= lower[j, k] * lower[j, k];
            }

            kept[j] = known is null ? left > Tolerance * matrix[j, j] && matrix[j, j] > Nothing * largest : known[j];
            if (!kept[j])
            {
                continue;
            }

            if (!(left > 0))
            {
                return null;
            }

            FillColumn(matrix, lower, j, Math.Sqrt(left));
        }

        return new(lower, kept);
    }

    /// <summary>matrix⁻¹·vector, 0 in columns set aside.</summary>
    internal double[] Solve(ReadOnlySpan<double> vector)
    {
        var size = kept.Length;
        var solved = new double[size];
        for (var j = 0; j < size; j++)
        {
            if (kept[j])
            {
                var sum = vector[j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[j, k] * solved[k];
                }

                solved[j] = sum / lower[j, j];
            }
        }

        for (var j = size - 1; j >= 0; j--)
        {
            if (kept[j])
            {
                var sum = solved[j];
                for (var k = j + 1; k < size; k++)
                {
                    sum -= lower[k, j] * solved[k];
                }

                solved[j] = sum / lower[j, j];
            }
        }

        return solved;
    }

    /// <summary>matrix⁻¹, 0 in rows and columns set aside.</summary>
    internal double[,] Inverse()
    {
        var size = kept.Length;
        var inverse = new double[size, size];
        var unit = new double[size];
        for (var j = 0; j < size; j++)
        {
            unit[j] = 1;
            var column = kept[j] ? Solve(unit) : new double[size];
            unit[j] = 0;
            for (var k = 0; k < size; k++)
            {
                inverse[k, j] = column[k];
            }
        }

        return inverse;
    }

    /// <summary>vectorᵀ·matrix⁻¹·vector.</summary>
    internal double Quadratic(ReadOnlySpan<double> vector)
    {
        var solved = Solve(vector);
        double sum = 0;
        for (var j = 0; j < solved.Length; j++)
        {
            sum += kept[j] ? solved[j] * vector[j] : 0;
        }

        return sum;
    }

    // The columns of those set aside stay 0, so that they take no part in what follows.
    private static void FillColumn(double[,] matrix, double[,] lower, int j, double root)
    {
        lower[j, j] = root;
        for (var i = j + 1; i < matrix.GetLength(0); i++)
        {
            var sum = matrix[i, j];
            for (var k = 0; k < j; k++)
            {
                sum -= lower[i, k] * lower[j, k];
            }

            lower[i, j] = sum / root;
        }
    }
}
