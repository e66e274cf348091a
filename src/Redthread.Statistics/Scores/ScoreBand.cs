namespace Redthread.Statistics;

/// <summary>The five steps of a score, with the numbers that agreed scores use.</summary>
public enum ScoreBand
{
    /// <summary>−2: below the first cut point.</summary>
    Broken = -2,

    /// <summary>−1: from the first cut point.</summary>
    Weak = -1,

    /// <summary>0: from the second cut point.</summary>
    Neutral = 0,

    /// <summary>+1: from the third cut point.</summary>
    Good = 1,

    /// <summary>+2: from the fourth cut point.</summary>
    Excellent = 2,
}

/// <summary>The four cut points that a framework sets for a stage, in points 0..100, strictly ascending.</summary>
public readonly record struct CutPoints
{
    /// <summary>Four cut points.</summary>
    /// <exception cref="ArgumentException">They are not strictly ascending within 0..100.</exception>
    public CutPoints(double weakFrom, double neutralFrom, double goodFrom, double excellentFrom)
    {
        if (!(weakFrom >= 0 && weakFrom < neutralFrom && neutralFrom < goodFrom && goodFrom < excellentFrom && excellentFrom <= 100))
        {
            throw new ArgumentException("Cut points ascend within 0 to 100.", nameof(weakFrom));
        }

        (WeakFrom, NeutralFrom, GoodFrom, ExcellentFrom) = (weakFrom, neutralFrom, goodFrom, excellentFrom);
    }

    /// <summary>What pages print.</summary>
    public const string Formula = "−2 below the first cut point, −1 from the first, 0 from the second, +1 from the third, +2 from the fourth";

    /// <summary>Lowest score of −1.</summary>
    public double WeakFrom { get; }

    /// <summary>Lowest score of 0.</summary>
    public double NeutralFrom { get; }

    /// <summary>Lowest score of +1.</summary>
    public double GoodFrom { get; }

    /// <summary>Lowest score of +2.</summary>
    public double ExcellentFrom { get; }

    /// <summary>The band of a score 0..100: a score on a cut point belongs to the better band. Null for NaN, which is unknown.</summary>
    public ScoreBand? BandOf(double score) =>
        score switch
        {
            double.NaN => null,
            _ when score >= ExcellentFrom => ScoreBand.Excellent,
            _ when score >= GoodFrom => ScoreBand.Good,
            _ when score >= NeutralFrom => ScoreBand.Neutral,
            _ when score >= WeakFrom => ScoreBand.Weak,
            _ => ScoreBand.Broken,
        };
}
