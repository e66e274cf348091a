namespace Redthread.Statistics;

/// <summary>A proportion, 0..1, with its interval.</summary>
/// <param name="Value">Successes ÷ trials; NaN without trials.</param>
/// <param name="Interval">95 % Wilson interval, within 0..1.</param>
/// <param name="N">Trials; need not be whole when it is an effective sample size.</param>
public readonly record struct Proportion(double Value, Interval Interval, double N)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "share p = successes ÷ n; Wilson interval (p + z²÷2n ± z·√(p(1−p)÷n + z²÷4n²)) ÷ (1 + z²÷n), z = 1.96";

    /// <summary>
    /// Wilson's score interval (JASA 22, 1927): has width at 0 and at n successes, stays within 0..1, contains the
    /// estimate. NaN and no interval without trials.
    /// </summary>
    /// <param name="successes">0..<paramref name="trials"/>; weighted sums may be used with the effective n.</param>
    /// <param name="trials">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Successes are negative or exceed the trials.</exception>
    public static Proportion Of(double successes, double trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new(double.NaN, Interval.None, 0);
        }

        var p = successes / trials;
        var z2 = Quantiles.Normal975 * Quantiles.Normal975 / trials;
        var center = (p + (z2 / 2)) / (1 + z2);
        var margin = Math.Sqrt((p * (1 - p) * z2) + (z2 * z2 / 4)) / (1 + z2);
        var interval = new Interval(Math.Min(p, center - margin), Math.Max(p, center + margin)).ClippedTo(0, 1);
        return new(p, interval, trials);
    }
}
