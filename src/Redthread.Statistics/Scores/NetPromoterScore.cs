namespace Redthread.Statistics;

/// <summary>A Net Promoter Score, −100..100, with its interval.</summary>
/// <param name="N">Number of answers.</param>
/// <param name="Value">NPS, −100..100; NaN without answers.</param>
/// <param name="Variance">Of the NPS, in points².</param>
/// <param name="Interval">95 % interval, clipped to −100..100.</param>
public readonly record struct NetPromoterScore(long N, double Value, double Variance, Interval Interval)
{
    /// <summary>What pages print for the score.</summary>
    public const string Formula = "NPS = 100 × (promoters 9–10 − detractors 0–6) ÷ answers = 2 × score − 100";

    /// <summary>What pages print for the interval from counts.</summary>
    public const string IntervalFormula = "adjusted Wald: ¾ promoter, ¾ detractor and 1½ passives are added, then NPS′ ± z·100·√((p + d − (p − d)²) ÷ n′)";

    private const double AddedEachEnd = 0.75;
    private const double AddedAnswers = 3;

    /// <summary>
    /// From counts of independent answers. The variance is 100²·(p + d − (p−d)²)/n; the interval is the adjusted Wald of
    /// Rocks (The American Statistician 70(4), 2016), which has width even when all answer alike, widened where needed
    /// to contain the estimate. NaN and no interval without answers.
    /// </summary>
    /// <param name="promoters">Answers 9–10, 0 or more.</param>
    /// <param name="passives">Answers 7–8, 0 or more.</param>
    /// <param name="detractors">Answers 0–6, 0 or more.</param>
    public static NetPromoterScore OfCounts(long promoters, long passives, long detractors)
    {
        var n = promoters + passives + detractors;
        if (n == 0)
        {
            return new(0, double.NaN, double.NaN, Interval.None);
        }

        var (value, variance) = Moments(promoters, detractors, n);
        var adjusted = Moments(promoters + AddedEachEnd, detractors + AddedEachEnd, n + AddedAnswers);
        var around = Interval.Around(adjusted.Value, Quantiles.Normal975 * Math.Sqrt(adjusted.Variance));
        var interval = new Interval(Math.Min(value, around.Low), Math.Max(value, around.High));
        return new(n, value, variance, interval.ClippedTo(-100, 100));
    }

    /// <summary>
    /// From a score whose readings were mapped 0 / 50 / 100: NPS = 2·score − 100, with four times the variance and the
    /// score's own interval, and so with weights, clustering and post-stratification.
    /// </summary>
    public static NetPromoterScore OfScore(Score score) =>
        score.HasValue
            ? new(score.N, (2 * score.Value) - 100, 4 * score.StandardError * score.StandardError, new((2 * score.Interval.Low) - 100, (2 * score.Interval.High) - 100))
            : new(0, double.NaN, double.NaN, Interval.None);

    private static (double Value, double Variance) Moments(double promoters, double detractors, double n)
    {
        double p = promoters / n,
            d = detractors / n;
        return (100 * (p - d), 10_000 * Math.Max(0, p + d - ((p - d) * (p - d))) / n);
    }
}
