namespace Redthread.Statistics;

/// <summary>Whether two short series rise and fall together: Kendall's τ-b, −1 … +1, with its exact two-sided probability when they do not hang together.</summary>
/// <param name="N">Pairs of values.</param>
/// <param name="Tau">NaN when it does not exist: fewer than two pairs, or a series that never changes.</param>
/// <param name="P">Share of all orders of the second series with an |S| at least as large; NaN when τ does not exist. Ties are kept as they are.</param>
public readonly record struct RankCorrelation(int N, double Tau, double P)
{
    public const string Formula = "τ-b = S ÷ √((n₀ − ties in x) · (n₀ − ties in y)), S = concordant − discordant pairs, n₀ = n(n−1)/2; p from all n! orders (Kendall 1970)";

    /// <summary>All orders of so many are still looked at: 8! = 40,320.</summary>
    public const int MostExact = 8;

    public bool Exists => !double.IsNaN(Tau);

    /// <exception cref="ArgumentException">The series differ in length, or are longer than <see cref="MostExact"/>.</exception>
    public static RankCorrelation Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count > MostExact)
            throw new ArgumentException($"Two series of one length, at most {MostExact}, are compared.", nameof(y));
        var (signsX, signsY) = (Signs(x), Signs(y));
        var order = Enumerable.Range(0, x.Count).ToArray();
        var s = S(signsX, signsY, order);
        double pairs = x.Count * (x.Count - 1) / 2.0;
        var scale = Math.Sqrt((pairs - Ties(x)) * (pairs - Ties(y)));
        if (!(scale > 0))
            return new RankCorrelation(x.Count, double.NaN, double.NaN);
        var (all, extreme) = (0, 0);
        ForEachOrder(
            order,
            0,
            one =>
            {
                all++;
                extreme += Math.Abs(S(signsX, signsY, one)) >= Math.Abs(s) ? 1 : 0;
            }
        );
        return new RankCorrelation(x.Count, s / scale, (double)extreme / all);
    }

    private static int[,] Signs(IReadOnlyList<double> values)
    {
        var signs = new int[values.Count, values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < values.Count; j++)
                signs[i, j] = Math.Sign(values[j] - values[i]);
        }

        return signs;
    }

    private static int S(int[,] x, int[,] y, int[] order)
    {
        var s = 0;
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
                s += x[i, j] * y[order[i], order[j]];
        }

        return s;
    }

    private static double Ties(IReadOnlyList<double> values) => values.GroupBy(value => value).Sum(group => group.Count() * (group.Count() - 1) / 2.0);

    private static void ForEachOrder(int[] order, int from, Action<int[]> look)
    {
        if (from >= order.Length - 1)
        {
            look(order);
            return;
        }

        for (var at = from; at < order.Length; at++)
        {
            (order[from], order[at]) = (order[at], order[from]);
            ForEachOrder(order, from + 1, look);
            (order[from], order[at]) = (order[at], order[from]);
        }
    }
}
