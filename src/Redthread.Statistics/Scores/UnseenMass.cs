namespace Redthread.Statistics;

/// <summary>
/// The interval of a mean on 0..100 when the sample shows no variance. If all n independent values equal v, a share of at
/// most p = 1 − 0.05^(1/n) of the population can differ from v (else such a sample has a chance below 5 %), and that share
/// may lie anywhere on the scale: the mean is between v(1−p) and v(1−p)+100p. Exact and free of any distribution; it is
/// the rule of three in its exact form (Hanley and Lippman-Hand, JAMA 1983).
/// </summary>
public static class UnseenMass
{
    /// <summary>What pages print.</summary>
    public const string Formula = "all answers alike: from v·(1−p) to v·(1−p) + 100·p, p = 1 − 0.05^(1÷n): the share of customers who may differ unseen";

    /// <summary>Unit variance, in points², below which a sample counts as showing none (a spread of 0.00003 points).</summary>
    public const double NoVariance = 1e-9;

    /// <summary>The largest share of the population that may differ, 0..1, at 95 % confidence.</summary>
    /// <param name="n">Number of independent values, need not be whole; at or below 0 everything may differ.</param>
    public static double Share(double n) => n > 0 ? 1 - Math.Pow(1 - Interval.Confidence, 1 / n) : 1;

    /// <summary>The interval for the common value v, 0..100; it contains v and never has zero width.</summary>
    public static Interval Around(double v, double n)
    {
        var p = Share(n);
        return new Interval(Math.Min(v, v * (1 - p)), Math.Max(v, (v * (1 - p)) + (100 * p))).ClippedTo(0, 100);
    }
}
