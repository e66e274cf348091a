namespace Redthread.Statistics;

/// <summary>
/// Benjamini–Hochberg adjusted p values: flagging those at or below q keeps the expected share of false flags at or
/// below q, for independent or positively dependent tests. Benjamini and Hochberg, JRSS B 57 (1995).
/// </summary>
public static class FalseDiscovery
{
    /// <summary>What pages print.</summary>
    public const string Formula = "adjusted p of the i-th smallest of m = the smallest of p₍ⱼ₎·m÷j over j ≥ i, at most 1; over all cells of framework and period";

    /// <summary>The expected share of false flags that pages allow.</summary>
    public const double Rate = 0.05;

    /// <summary>
    /// The adjusted values, in the order given, each 0..1 and not below its own p. NaN (no test) stays NaN and does not
    /// count towards m. Ties get the same value. Empty in, empty out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside 0..1.</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var adjusted = pValues.ToArray();
        var order = new List<int>(adjusted.Length);
        for (var i = 0; i < adjusted.Length; i++)
        {
            if (adjusted[i] is < 0 or > 1)
            {
                throw new ArgumentOutOfRangeException(nameof(pValues), adjusted[i], "A p value is 0 to 1.");
            }

            if (!double.IsNaN(adjusted[i]))
            {
                order.Add(i);
            }
        }

        order.Sort((a, b) => adjusted[a].CompareTo(adjusted[b]));
        var smallest = 1.0;
        for (var rank = order.Count; rank > 0; rank--)
        {
            smallest = Math.Min(smallest, adjusted[order[rank - 1]] * ((double)order.Count / rank));
            adjusted[order[rank - 1]] = smallest;
        }

        return adjusted;
    }
}
