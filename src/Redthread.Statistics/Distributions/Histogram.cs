namespace Redthread.Statistics;

/// <summary>A quantile read from bins.</summary>
/// <param name="Value">Interpolated estimate, 0..100; NaN for an empty histogram.</param>
/// <param name="Bounds">The bin that contains the sample's true quantile: the estimate errs by at most the bin's width, 10 points.</param>
public readonly record struct BinnedQuantile(double Value, Interval Bounds);

/// <summary>Quantiles from a histogram of ten bins over 0..100; bin i holds [10i, 10i+10), the last also 100.</summary>
public static class Histogram
{
    /// <summary>Number of bins.</summary>
    public const int Bins = 10;

    /// <summary>Width of a bin in points.</summary>
    public const double BinWidth = 10;

    private const double EdgeTolerance = 1e-12; // p·total is rounded: 0.56·50 is a little above 28

    /// <summary>What pages print.</summary>
    public const string Formula = "quantile read from ten bins of 10 points, values taken as evenly spread within a bin: right to within 10 points";

    /// <summary>The bin of a value 0..100.</summary>
    public static int BinOf(double value) => Math.Clamp((int)(value / BinWidth), 0, Bins - 1);

    /// <summary>
    /// The quantile at probability p by interpolation within its bin. Where the cumulative weight reaches p exactly at the
    /// edge of a bin, the true quantile is taken as that bin's; p = 0 is the lower edge of the first filled bin.
    /// </summary>
    /// <param name="weights">Ten counts or sums of weights, each 0 or more.</param>
    /// <param name="p">Probability, 0..1.</param>
    /// <exception cref="ArgumentException">Not ten bins.</exception>
    public static BinnedQuantile Quantile(ReadOnlySpan<double> weights, double p)
    {
        if (weights.Length != Bins)
        {
            throw new ArgumentException("A histogram has ten bins.", nameof(weights));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        double wanted = p * total,
            below = 0;
        var last = new BinnedQuantile(double.NaN, Interval.None);
        for (var i = 0; i < Bins; i++)
        {
            if (weights[i] <= 0)
            {
                continue;
            }

            var within = Math.Clamp((wanted - below) / weights[i], 0, 1);
            last = new(BinWidth * (i + within), new(BinWidth * i, BinWidth * (i + 1)));
            below += weights[i];
            if (below >= wanted - (EdgeTolerance * total))
            {
                break;
            }
        }

        return last;
    }

    /// <summary>The quantile at 0.5. For an even number of values it is the lower of the two middle ones' bin.</summary>
    public static BinnedQuantile Median(ReadOnlySpan<double> weights) => Quantile(weights, 0.5);
}
