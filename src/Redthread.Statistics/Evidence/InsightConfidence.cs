namespace Redthread.Statistics;

/// <summary>How far the evidence bears an insight, in percent, with the four parts that make it.</summary>
/// <param name="Percent">0..100; 0 without evidence. No probability.</param>
/// <param name="Breadth">0..1: how many spoke.</param>
/// <param name="Variety">0..1: by how many kinds of source.</param>
/// <param name="Freshness">0..1: how lately.</param>
/// <param name="Balance">0..1: the share of the evidence that speaks for the insight.</param>
public readonly record struct InsightConfidence(double Percent, double Breadth, double Variety, double Freshness, double Balance)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "confidence = 100 % × (breadth × variety × freshness × balance)^¼; breadth = n ÷ (n+10), n = distinct customers + ½ for each anonymous signal; "
        + "variety = 1 − ½^kinds of source; freshness = ½^(median age in days ÷ 180); balance = for ÷ (for + against)";

    /// <summary>Customers at which breadth is a half.</summary>
    public const double HalfBreadth = 10;

    /// <summary>What an anonymous signal counts for: it may come from a customer already counted.</summary>
    public const double AnonymousWeight = 0.5;

    /// <summary>Age in days at which freshness is a half.</summary>
    public const double HalfLifeDays = 180;

    /// <summary>
    /// The geometric mean of the four parts, so that one missing part cannot be made up by the others. Nobody, no kind of
    /// source or no evidence for it: 0.
    /// </summary>
    /// <param name="customers">Distinct customers who spoke for the insight, 0 or more.</param>
    /// <param name="anonymous">Signals for the insight without a customer, 0 or more.</param>
    /// <param name="kinds">Distinct kinds of source (interview, survey, ticket …) among the evidence for, 0 or more.</param>
    /// <param name="medianAgeDays">Of the evidence for; below 0 counts as 0. Not read when there is no evidence.</param>
    /// <param name="supporting">Pieces of evidence for, 0 or more.</param>
    /// <param name="against">Pieces of evidence against, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="ArgumentException">There is evidence and its age is not a number.</exception>
    public static InsightConfidence Of(int customers, int anonymous, int kinds, double medianAgeDays, int supporting, int against)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customers);
        ArgumentOutOfRangeException.ThrowIfNegative(anonymous);
        ArgumentOutOfRangeException.ThrowIfNegative(kinds);
        ArgumentOutOfRangeException.ThrowIfNegative(supporting);
        ArgumentOutOfRangeException.ThrowIfNegative(against);
        var n = customers + (AnonymousWeight * anonymous);
        if (n > 0 && double.IsNaN(medianAgeDays))
        {
            throw new ArgumentException("Evidence has an age.", nameof(medianAgeDays));
        }

        var breadth = n / (n + HalfBreadth);
        var variety = 1 - Math.Pow(0.5, kinds);
        var freshness = n > 0 ? Math.Pow(0.5, Math.Max(0, medianAgeDays) / HalfLifeDays) : 0;
        var balance = supporting == 0 ? 0 : supporting / ((double)supporting + against);
        return new(100 * Math.Pow(breadth * variety * freshness * balance, 0.25), breadth, variety, freshness, balance);
    }
}
