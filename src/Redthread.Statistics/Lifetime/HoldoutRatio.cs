namespace Redthread.Statistics;

/// <summary>Whether a model of purchases foretold a time that it had not seen.</summary>
public static class HoldoutRatio
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "bought ÷ expected in a time set aside, its interval by t on the logarithm over 40 samples of customers drawn anew, the model refitted to each; it holds where the interval holds 1";

    /// <summary>More customers than this are not drawn at once; the spread is then made smaller by the root of their share.</summary>
    public const int MostDrawn = 20_000;

    private const int Samples = 40;

    /// <summary>The interval, in which are both chance and what is not known of the model: O(40 fits).</summary>
    /// <param name="seen">What each customer bought before the time set aside.</param>
    /// <param name="bought">How often each bought in it.</param>
    /// <param name="length">Of the time set aside, in the unit of <paramref name="seen"/>.</param>
    /// <param name="ratio">Bought ÷ expected over all.</param>
    /// <param name="seed">Of the samples.</param>
    /// <returns>None where nobody bought, or where fewer than half of the samples have a model.</returns>
    public static Interval IntervalOf(IReadOnlyList<PurchaseHistory> seen, IReadOnlyList<int> bought, double length, double ratio, int seed)
    {
        var (size, logs) = (Math.Min(seen.Count, MostDrawn), new double[Samples]);
        Parallel.For(
            0,
            Samples,
            sample =>
            {
                var random = new Random(seed + sample);
                var drawn = Enumerable.Range(0, size).Select(_ => random.Next(seen.Count)).ToList();
                var model = PurchaseModel.Of([.. drawn.Select(at => seen[at])]);
                logs[sample] = model is { State: RegressionState.Ok, Converged: true }
                    ? Math.Log(drawn.Sum(at => (double)bought[at]) / drawn.Sum(at => model.Expected(seen[at], length)))
                    : double.NaN;
            }
        );
        var found = logs.Where(double.IsFinite).ToList();
        if (found.Count < Samples / 2 || !(ratio > 0 && double.IsFinite(ratio)))
        {
            return Interval.None;
        }

        var (mean, scale) = (found.Average(), Math.Sqrt((double)size / seen.Count));
        var reach = Math.Exp(Quantiles.T(0.975, found.Count - 1) * scale * Math.Sqrt(found.Sum(log => Math.Pow(log - mean, 2)) / (found.Count - 1)));
        return new(ratio / reach, ratio * reach);
    }
}
