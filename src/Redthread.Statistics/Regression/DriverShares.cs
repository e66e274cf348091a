using System.Numerics;

namespace Redthread.Statistics;

/// <summary>How much of the variance of an outcome one driver explains.</summary>
/// <param name="Name">Of the driver.</param>
/// <param name="Share">Of the outcome's variance, 0..1; all drivers add up to R².</param>
/// <param name="Interval">95 %, percentiles over bootstrap samples; none when they were not asked for.</param>
/// <param name="OfExplained">Share ÷ R²; all add up to 1. NaN when nothing is explained.</param>
public readonly record struct DriverShare(string Name, double Share, Interval Interval, double OfExplained);

/// <summary>
/// How an explained variance is divided among drivers that go together: what each adds to R², averaged over all orders in which
/// they can be added. Lindeman, Merenda and Gold (1980), “LMG”; the Shapley value of R². A driver without a coefficient of
/// its own can have a share through others it goes with: shares are no effects.
/// </summary>
/// <param name="RSquared">What all drivers explain together of these rows, 0..1.</param>
/// <param name="RSquaredInterval">95 %, percentiles over the same bootstrap samples; none when they were not asked for.</param>
public sealed record DriverShares(RegressionState State, int N, double RSquared, Interval RSquaredInterval, IReadOnlyList<DriverShare> Drivers)
{
    /// <summary>What pages print beside R².</summary>
    public const string AdjustedFormula =
        "adjusted R² = 1 − (1 − R²)·(n − 1) ÷ (n − drivers − 1), which is 0 on average where nothing goes with anything; each driver then has 1 ÷ (n − 1) by chance; interval of R² from the same bootstrap";

    /// <summary>R² less what as many drivers would explain by chance; may lie below 0. NaN where nothing is known.</summary>
    public double AdjustedRSquared => 1 - ((1 - RSquared) * (N - 1) / (N - Drivers.Count - 1));

    /// <summary>The share that a driver which goes with nothing has on average.</summary>
    public static double ByChance(int n) => n > 1 ? 1.0 / (n - 1) : 1;

    /// <summary>What pages print.</summary>
    public const string Formula =
        "share of a driver = gain in R² when it is added, averaged over all orders of adding drivers (LMG, Shapley value); interval from bootstrap percentiles";

    /// <summary>Most drivers: all 2¹² regressions are made.</summary>
    public const int MaximumDrivers = 12;

    /// <summary>Bootstrap samples unless said otherwise.</summary>
    public const int Samples = 1000;

    private const double Nothing = 1e-9;

    /// <summary>Divides R² exactly. Not enough data with fewer than five rows beyond drivers and intercept, or an outcome that does not vary.</summary>
    /// <param name="outcome">One a row, finite.</param>
    /// <param name="drivers">1 to 12, all as long as the outcome; numbers or 0 and 1.</param>
    /// <param name="seed">Of the bootstrap: the same seed gives the same intervals.</param>
    /// <param name="samples">0 for no intervals.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not finite, two drivers share a name, or there are none or too many.</exception>
    public static DriverShares Of(double[] outcome, IReadOnlyList<Covariate> drivers, int seed, int samples = Samples)
    {
        if (drivers.Count is 0 or > MaximumDrivers)
        {
            throw new ArgumentException($"1 to {MaximumDrivers} drivers can be compared.", nameof(drivers));
        }

        var n = outcome.Length;
        // The outcome stands last among the columns.
        var columns = Design.Of([.. drivers, new("\0outcome", outcome)], n).Columns.Append([.. Enumerable.Repeat(1.0, n)]).ToArray();
        if (n < drivers.Count + 6 || Array.TrueForAll(columns[^2], value => value == 0))
        {
            return new(
                RegressionState.NotEnoughData,
                n,
                double.NaN,
                Interval.None,
                [.. drivers.Select(driver => new DriverShare(driver.Name, double.NaN, Interval.None, double.NaN))]
            );
        }

        var shares = Divide(Rows.Cross(columns, columns[^1], n));
        var (intervals, together) = Bootstrap(columns, n, drivers.Count, seed, samples);
        var explained = shares.Sum();
        return new(
            RegressionState.Ok,
            n,
            explained,
            together,
            [.. drivers.Select((driver, at) => new DriverShare(driver.Name, shares[at], intervals[at], explained > Nothing ? shares[at] / explained : double.NaN))]
        );
    }

    private static (Interval[] Each, Interval Together) Bootstrap(double[][] columns, int n, int drivers, int seed, int samples)
    {
        if (samples < 40)
        {
            return ([.. Enumerable.Repeat(Interval.None, drivers)], Interval.None);
        }

        var drawn = new double[samples][];
        Parallel.For(
            0,
            samples,
            sample =>
            {
                // Each sample has a generator of its own, so that threads do not change what is drawn.
                var state = Stream(seed, sample);
                var counts = new double[n];
                for (var draw = 0; draw < n; draw++)
                {
                    counts[(int)Math.BigMul(Next(ref state), (ulong)n, out _)]++;
                }

                drawn[sample] = Divide(Rows.Cross(columns, counts, n));
            }
        );
        return (
            [.. Enumerable.Range(0, drivers).Select(driver => Percentiles([.. drawn.Select(shares => shares[driver]).Order()]))],
            Percentiles([.. drawn.Select(shares => shares.Sum()).Order()])
        );
    }

    private static Interval Percentiles(double[] sorted)
    {
        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            return sorted[below] + ((place - below) * (sorted[Math.Min(sorted.Length - 1, below + 1)] - sorted[below]));
        }

        return new(At(0.025), At(0.975));
    }

    // Mixed twice: streams that start some steps apart would draw nearly the same.
    private static ulong Stream(int seed, int sample)
    {
        var state = (ulong)(uint)seed;
        state = Next(ref state) ^ (ulong)sample;
        return Next(ref state);
    }

    // splitmix64 (Steele, Lea and Flood 2014).
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <param name="cross">Of drivers, outcome and ones.</param>
    private static double[] Divide(double[,] cross)
    {
        var size = cross.GetLength(0) - 2;
        var (correlations, weight) = (new double[size + 1, size + 1], cross[size + 1, size + 1]);
        for (var i = 0; i <= size; i++)
        {
            for (var j = 0; j <= size; j++)
            {
                correlations[i, j] = (cross[i, j] - (cross[i, size + 1] * cross[j, size + 1] / weight)) / weight;
            }
        }

        var variance = correlations[size, size];
        if (variance <= Nothing)
        {
            return new double[size];
        }

        var explained = new double[1 << size];
        Explain(correlations, explained, new double[size + 1, size + 1], 0, 0, 0, 0);
        return [.. Enumerable.Range(0, size).Select(driver => Average(explained, driver, size) / variance)];
    }

    /// <summary>The variance explained by every set of drivers: each adds one row to the Cholesky root of the set before it.</summary>
    private static void Explain(double[,] matrix, double[] explained, double[,] root, int next, int set, int taken, double sum)
    {
        var outcome = matrix.GetLength(0) - 1;
        explained[set] = sum;
        for (var driver = next; driver < outcome; driver++)
        {
            // root[driver or outcome, k] holds that row against the k-th driver taken.
            var left = matrix[driver, driver];
            var with = matrix[outcome, driver];
            for (var k = 0; k < taken; k++)
            {
                left -= root[driver, k] * root[driver, k];
                with -= root[driver, k] * root[outcome, k];
            }

            // A driver that the others already tell adds nothing.
            if (left <= Nothing * matrix[driver, driver] || left <= 0)
            {
                Explain(matrix, explained, root, driver + 1, set | (1 << driver), taken, sum);
                continue;
            }

            var scale = Math.Sqrt(left);
            for (var row = driver + 1; row <= outcome; row++)
            {
                var value = matrix[row, driver];
                for (var k = 0; k < taken; k++)
                {
                    value -= root[row, k] * root[driver, k];
                }

                root[row, taken] = value / scale;
            }

            Explain(matrix, explained, root, driver + 1, set | (1 << driver), taken + 1, sum + (with / scale * (with / scale)));
        }
    }

    private static double Average(double[] explained, int driver, int size)
    {
        double sum = 0;
        for (var set = 0; set < explained.Length; set++)
        {
            if ((set & (1 << driver)) == 0)
            {
                var others = BitOperations.PopCount((uint)set);
                // others! · (size − 1 − others)! ÷ size!, as 1 ÷ (size · C(size − 1, others)).
                sum += (explained[set | (1 << driver)] - explained[set]) / (size * MathNet.Numerics.SpecialFunctions.Binomial(size - 1, others));
            }
        }

        return sum;
    }
}
