namespace Redthread.Statistics;

/// <summary>One segment of a partition of the customer base.</summary>
/// <param name="Share">Known share of the customer base, 0..1; the shares of a partition are scaled to sum to 1.</param>
/// <param name="Sums">The units of that segment.</param>
public readonly record struct Stratum(double Share, UnitSums Sums);

/// <summary>
/// A stage score weighted to the known segment shares, so that a segment that answers more often does not count for more.
/// Source: Holt and Smith, Post Stratification, JRSS A 142 (1979); Cochran, Sampling Techniques (1977), §5A.9.
/// </summary>
public static class PostStratification
{
    /// <summary>What pages print for the score.</summary>
    public const string Formula =
        "score = Σ(share × mean of the segment), over segments with data; shares scaled to sum to 1; " + "signals without a segment keep their share of the sample";

    /// <summary>What pages print for the interval.</summary>
    public const string IntervalFormula =
        "score ± t·SE, kept within 0–100; SE² = Σ(share² × SE² of the segment's mean), clustered by customer; "
        + "a segment with a single customer or without spread takes the spread pooled over the others; "
        + "t with Satterthwaite's degrees of freedom";

    /// <summary>
    /// The score by <see cref="Formula"/>. The share of segments without data is spread over the others in proportion and
    /// reported as <see cref="Score.MissingShare"/>. When no segment has data but unplaced units exist, or no share is
    /// known, it is the plain weighted mean with everything missing. Units of a segment with share 0 do not count.
    /// </summary>
    /// <param name="strata">The partition; shares not negative. A customer belongs to one stratum.</param>
    /// <param name="unplaced">Units whose segment is unknown; they keep their share of the sample's weight.</param>
    /// <param name="minimumN">The framework's minimum number of signals over all strata.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative.</exception>
    public static Score Of(ReadOnlySpan<Stratum> strata, UnitSums unplaced, long minimumN)
    {
        UnitSums all = unplaced,
            excluded = UnitSums.Empty;
        double placed = 0,
            missing = 0;
        foreach (var (share, sums) in strata)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(share, nameof(strata));
            all += share > 0 ? sums : UnitSums.Empty;
            excluded += share > 0 ? UnitSums.Empty : sums;
            placed += sums.Units.N > 0 ? share : 0;
            missing += sums.Units.N > 0 ? 0 : share;
        }

        if (!(placed > 0))
        {
            return StageScore.Of(all + excluded, minimumN) with { MissingShare = strata.Length > 0 ? 1 : 0 };
        }

        var unplacedShare = unplaced.Units.W / all.Units.W;
        var parts = new List<Stratum>(strata.Length + 1);
        foreach (var stratum in strata)
        {
            Add(parts, stratum.Share / placed * (1 - unplacedShare), stratum.Sums);
        }

        Add(parts, unplacedShare, unplaced);
        return Combine(parts, all, missing / (placed + missing), minimumN);
    }

    private static void Add(List<Stratum> parts, double share, UnitSums sums)
    {
        if (share > 0 && sums.Units.N > 0)
        {
            parts.Add(new(share, sums));
        }
    }

    private static Score Combine(List<Stratum> parts, UnitSums all, double missing, long minimumN)
    {
        double value = 0,
            kish = 0,
            clusters = 0;
        foreach (var (share, sums) in parts)
        {
            value += share * sums.Units.Mean;
            kish += share * share / sums.Units.KishN;
            clusters += share * share / sums.EffectiveClusters;
        }

        value = Math.Clamp(value, 0, 100);
        var (variance, df) = StratifiedVariance.Of(parts, all);
        return new ScoreParts
        {
            Value = value,
            Variance = variance,
            DegreesOfFreedom = df,
            UnitVariance = parts.Sum(part => part.Share * part.Sums.Units.MeanSquareAbout(value)),
            KishN = 1 / kish,
            EffectiveClusters = 1 / clusters,
            N = all.Units.N,
            Clusters = all.Clusters,
            MissingShare = missing,
        }.ToScore(minimumN);
    }
}
