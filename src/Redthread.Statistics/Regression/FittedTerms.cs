namespace Redthread.Statistics;

/// <summary>An intercept and coefficients for columns as given, from those of a column of ones and standardised columns.</summary>
internal sealed record FittedTerms(double[] Values, double[,] Covariance)
{
    internal const string Intercept = "(intercept)";

    /// <summary>Ones before the columns of the design.</summary>
    internal static double[][] WithOnes(Design design, int rows) =>
        [
            [.. Enumerable.Repeat(1.0, rows)],
            .. design.Columns,
        ];

    /// <param name="standardised">Coefficients, the one of the ones first.</param>
    /// <param name="covariance">Theirs.</param>
    internal static FittedTerms Of(Design design, double[] standardised, double[,] covariance)
    {
        var size = design.Size + 1;
        // The intercept is where all columns are 0; that of the standardised ones is where they are at their means.
        var turn = new double[size, size];
        turn[0, 0] = 1;
        for (var j = 1; j < size; j++)
        {
            turn[j, j] = design.PerUnit(j - 1, 1);
            turn[0, j] = -design.Mean(j - 1) * turn[j, j];
        }

        var values = new double[size];
        var turned = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                values[i] += turn[i, j] * standardised[j];
                for (var k = 0; k < size; k++)
                {
                    for (var l = 0; l < size && turn[i, k] != 0; l++)
                    {
                        turned[i, j] += turn[i, k] * covariance[k, l] * turn[j, l];
                    }
                }
            }
        }

        return new(values, turned);
    }

    internal double Error(int term) => Math.Sqrt(Covariance[term, term]);

    /// <summary>gᵀ·covariance·g: the variance of a number whose slopes by the terms are g.</summary>
    internal double Variance(double[] slopes)
    {
        double sum = 0;
        for (var i = 0; i < slopes.Length; i++)
        {
            for (var j = 0; j < slopes.Length; j++)
            {
                sum += slopes[i] * Covariance[i, j] * slopes[j];
            }
        }

        return Math.Max(0, sum);
    }
}
