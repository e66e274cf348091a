namespace Redthread.Statistics;

/// <summary>The log likelihood of BG/NBD and its gradient by r, α, a, b, over distinct histories, time in mean ages.</summary>
internal sealed class PurchaseLikelihood
{
    private readonly int[] repeats;
    private readonly double[] lasts;
    private readonly double[] ages;
    private readonly double[] counts;
    private readonly int most;

    /// <param name="customers">At least one.</param>
    /// <param name="unit">What time is divided by.</param>
    internal PurchaseLikelihood(IReadOnlyCollection<PurchaseHistory> customers, double unit)
    {
        Unit = unit;
        var sorted = customers.ToArray();
        Array.Sort(
            sorted,
            (one, other) =>
                one.Repeats != other.Repeats ? one.Repeats.CompareTo(other.Repeats)
                : one.Last != other.Last ? one.Last.CompareTo(other.Last)
                : one.Age.CompareTo(other.Age)
        );
        var (distinct, of) = (new List<PurchaseHistory>(sorted.Length), new List<double>(sorted.Length));
        foreach (var one in sorted)
        {
            Repeats += one.Repeats;
            if (distinct.Count > 0 && distinct[^1] == one)
            {
                of[^1]++;
                continue;
            }

            distinct.Add(one);
            of.Add(1);
        }

        repeats = [.. distinct.Select(one => one.Repeats)];
        lasts = [.. distinct.Select(one => one.Last / unit)];
        ages = [.. distinct.Select(one => one.Age / unit)];
        counts = [.. of];
        most = repeats[^1];
    }

    /// <summary>What time was divided by.</summary>
    internal double Unit { get; }

    internal long Repeats { get; }

    /// <param name="parameters">r, α in mean ages, a, b.</param>
    internal (double Value, double[] Gradient) At(double[] parameters)
    {
        var byRepeats = ByRepeats(parameters);
        var sums = new double[(repeats.Length + 4095) / 4096][];
        void Part(int part) => sums[part] = Sum(parameters, byRepeats, part * 4096, Math.Min(repeats.Length, (part + 1) * 4096));
        if (sums.Length == 1)
        {
            Part(0);
        }
        else
        {
            Parallel.For(0, sums.Length, Part);
        }

        var total = new double[5];
        foreach (var sum in sums)
        {
            for (var at = 0; at < total.Length; at++)
            {
                total[at] += sum[at];
            }
        }

        return (total[0], total[1..]);
    }

    /// <summary>What depends on the number of repeats alone: the value and its derivatives by r, α, a and b.</summary>
    private double[][] ByRepeats(double[] parameters)
    {
        var (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        var table = new double[most + 1][];
        // Γ(r + x) ÷ Γ(r) and B(a, b + x) ÷ B(a, b) grow by one factor a repeat, so that no large logarithms are subtracted.
        double value = r * Math.Log(alpha),
            byR = Math.Log(alpha),
            byA = 0,
            byB = 0;
        for (var x = 0; x <= most; x++)
        {
            table[x] = [value, byR, r / alpha, byA, byB];
            value += Math.Log((r + x) * (b + x) / (a + b + x));
            byR += 1 / (r + x);
            byA -= 1 / (a + b + x);
            byB += (1 / (b + x)) - (1 / (a + b + x));
        }

        return table;
    }

    private double[] Sum(double[] parameters, double[][] byRepeats, int from, int to)
    {
        var (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        var sum = new double[5];
        for (var at = from; at < to; at++)
        {
            int x = repeats[at];
            double n = counts[at],
                longer = alpha + ages[at],
                logLonger = Math.Log(longer);
            var known = byRepeats[x];
            double value = -(r + x) * logLonger,
                byR = -logLonger,
                byAlpha = -(r + x) / longer,
                byA = 0,
                byB = 0;
            if (x > 0)
            {
                // ln(e^value + e^left): active at the end, or gone right after the last purchase.
                double shorter = alpha + lasts[at],
                    logShorter = Math.Log(shorter),
                    ratio = a / (b + x - 1) * Math.Exp((r + x) * (logLonger - logShorter)),
                    gone = double.IsInfinity(ratio) ? 1 : ratio / (1 + ratio);
                value = double.IsInfinity(ratio) ? Math.Log(a / (b + x - 1)) - ((r + x) * logShorter) : value + Math.Log(1 + ratio);
                byR += gone * (logLonger - logShorter);
                byAlpha += gone * (r + x) * ((1 / longer) - (1 / shorter));
                byA = gone / a;
                byB = -gone / (b + x - 1);
            }

            sum[0] += n * (known[0] + value);
            sum[1] += n * (known[1] + byR);
            sum[2] += n * (known[2] + byAlpha);
            sum[3] += n * (known[3] + byA);
            sum[4] += n * (known[4] + byB);
        }

        return sum;
    }
}
