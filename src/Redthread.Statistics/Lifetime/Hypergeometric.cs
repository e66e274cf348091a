namespace Redthread.Statistics;

/// <summary>Gauss's hypergeometric function where it is needed: a, b and c above 0 (c may be a little below), 0 ≤ z &lt; 1.</summary>
internal static class Hypergeometric
{
    private const int MaximumTerms = 2_000_000;

    /// <summary>ln ₂F₁(a, b; c; z) by its series, rescaled as it grows; nearer to 1 it needs more terms, some 40 ÷ (1 − z).</summary>
    internal static double Log(double a, double b, double c, double z)
    {
        // Euler: the same function times (1 − z)^(c − a − b); its terms are the smaller ones when c is below a + b.
        var (first, second, factor) = c < a + b && c > a && c > b ? (c - a, c - b, (c - a - b) * Math.Log(1 - z)) : (a, b, 0);
        double sum = 1,
            term = 1,
            scale = 0;
        for (var n = 0; n < MaximumTerms; n++)
        {
            term *= (first + n) * (second + n) / ((c + n) * (n + 1)) * z;
            sum += term;
            if (sum > 1e200)
            {
                (sum, term, scale) = (sum * 1e-200, term * 1e-200, scale + (200 * Math.Log(10)));
            }

            // What is left is at most a geometric series once terms fall.
            var ratio = (first + n + 1) * (second + n + 1) / ((c + n + 1) * (n + 2)) * z;
            if (Math.Abs(ratio) < 1 && Math.Abs(term * ratio) < 1e-16 * Math.Abs(sum) * (1 - Math.Abs(ratio)))
            {
                break;
            }
        }

        return Math.Log(sum) + scale + factor;
    }
}
