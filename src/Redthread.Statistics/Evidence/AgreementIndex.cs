namespace Redthread.Statistics;

/// <summary>How far votes on an ordered scale agree, whatever their mean.</summary>
/// <param name="Value">
/// A: 1 when all chose the same answer, 0 when all answers are equally frequent, −1 when the votes are split between both
/// ends. NaN with fewer than two votes.
/// </param>
/// <param name="N">Number of votes.</param>
/// <param name="Categories">Number of answers on the scale, 3 or more.</param>
public readonly record struct AgreementIndex(double Value, double N, int Categories)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "A = Σ share of layer × U × (1 − (S−1) ÷ (K−1)) over the layers of equal frequency in the distribution; S = answers in the layer, K = answers on the scale, "
        + "U = ((K−2)·TU − (K−1)·TDU) ÷ ((K−2)·(TU+TDU)), TU and TDU = triples 110 or 011 and 101; U = 1 for a single answer (van der Eijk 2001)";

    /// <summary>Fewest votes that can agree or differ.</summary>
    public const int MinimumVotes = 2;

    /// <summary>Fewest answers on a scale for which A is defined.</summary>
    public const int MinimumCategories = 3;

    /// <summary>Whether there are enough votes for a number.</summary>
    public bool HasValue => !double.IsNaN(Value);

    /// <summary>
    /// From whole votes. Answers that nobody chose count as part of the scale: two votes on neighbouring answers agree more on a
    /// long scale than on a short one.
    /// </summary>
    /// <param name="votes">Each within the scale, in any order.</param>
    /// <param name="lowest">Lowest answer; −2 on the scale −2..+2.</param>
    /// <param name="highest">Highest answer, at least two above the lowest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A vote lies outside the scale, or the scale has fewer than three answers.</exception>
    public static AgreementIndex OfVotes(IEnumerable<int> votes, int lowest, int highest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(highest - lowest + 1, MinimumCategories, nameof(highest));
        var counts = new double[highest - lowest + 1];
        foreach (var vote in votes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(vote, lowest, nameof(votes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(vote, highest, nameof(votes));
            counts[vote - lowest]++;
        }

        return OfCounts(counts);
    }

    /// <summary>
    /// From the number of votes for each answer, in the order of the scale: van der Eijk, Measuring Agreement in Ordered
    /// Rating Scales, Quality and Quantity 35 (2001), with U as in his equation 2.
    /// </summary>
    /// <param name="counts">Votes, not shares; three or more, each 0 or more and finite.</param>
    /// <exception cref="ArgumentException">Fewer than three answers, or a count is negative or not finite.</exception>
    public static AgreementIndex OfCounts(IReadOnlyList<double> counts)
    {
        if (counts.Count < MinimumCategories || counts.Any(count => !(count >= 0 && double.IsFinite(count))))
        {
            throw new ArgumentException("A scale has at least three answers, and counts are 0 or more.", nameof(counts));
        }

        var n = counts.Sum();
        if (n < MinimumVotes)
        {
            return new(double.NaN, n, counts.Count);
        }

        double sum = 0,
            below = 0;
        // Between two neighbouring levels of frequency lies one layer: the answers that are more frequent than the lower level.
        foreach (var level in counts.Where(count => count > 0).Distinct().Order())
        {
            var layer = counts.Select(count => count >= level).ToArray();
            sum += (level - below) * layer.Count(chosen => chosen) * OfLayer(layer);
            below = level;
        }

        return new(Math.Clamp(sum / n, -1, 1), n, counts.Count);
    }

    /// <summary>A of a layer, in which every answer is either chosen or not.</summary>
    private static double OfLayer(bool[] chosen)
    {
        var k = chosen.Length;
        var answers = chosen.Count(one => one);
        if (answers == 1)
        {
            return 1;
        }

        double unimodal = 0,
            bimodal = 0;
        for (var a = 0; a < k - 2; a++)
        {
            for (var b = a + 1; b < k - 1; b++)
            {
                for (var c = b + 1; c < k; c++)
                {
                    bimodal += chosen[a] && !chosen[b] && chosen[c] ? 1 : 0;
                    unimodal += chosen[b] && chosen[a] != chosen[c] ? 1 : 0;
                }
            }
        }

        // All answers chosen: no triple counts, and the layer says neither agreement nor dissent.
        var u = unimodal + bimodal == 0 ? 0 : (((k - 2) * unimodal) - ((k - 1) * bimodal)) / ((k - 2) * (unimodal + bimodal));
        return u * (1 - ((answers - 1.0) / (k - 1)));
    }
}
