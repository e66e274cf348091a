namespace Redthread.Statistics;

/// <summary>The units that share one category in every partition.</summary>
/// <param name="Categories">For each partition the index of the category in its list of shares; −1 where it is unknown.</param>
/// <param name="Sums">The units of the cell. A customer belongs to one cell.</param>
public readonly record struct RakingCell(IReadOnlyList<int> Categories, UnitSums Sums);

/// <summary>A raked score and how the raking went.</summary>
/// <param name="Score">The score; when raking failed, post-stratified by the first partition alone.</param>
/// <param name="Converged">Whether all margins were met.</param>
/// <param name="Rounds">Rounds over all partitions.</param>
/// <param name="WeightRatio">Largest cell factor ÷ smallest: how hard the sample had to be bent; 1 or more, NaN when not raked.</param>
public readonly record struct RakedScore(Score Score, bool Converged, int Rounds, double WeightRatio);

/// <summary>
/// A stage score weighted to the known shares of several partitions at once, by iterative proportional fitting.
/// Sources: Deming and Stephan, Annals of Mathematical Statistics 11 (1940); variance by residuals from the additive fit
/// on the margins, Deville, Särndal and Sautory, JASA 88 (1993).
/// </summary>
public static class Raking
{
    /// <summary>What pages print for the score.</summary>
    public const string Formula =
        "score = Σ(g·w·x) ÷ Σ(g·w); the factor g of a signal's combination of segments is fitted by turns until " + "the weighted shares of every partition equal the known ones";

    /// <summary>What pages print for the interval.</summary>
    public const string IntervalFormula =
        "score ± t·SE, kept within 0–100; SE² = G÷(G−p) × Σ over customers of (Σ g·w·e)² ÷ (Σ g·w)²; "
        + "e = x − what the segments alone predict (additive fit with p parameters); t with Gₑ−p degrees of freedom";

    /// <summary>
    /// The score by <see cref="Formula"/>. Categories without data give up their share to the others of their partition;
    /// the largest such share is the score's <see cref="Score.MissingShare"/>. Unknown categories keep their share of the
    /// sample. Units of a category with share 0 do not count. When the margins cannot be met together, or there are no more clusters than fitted parameters, the
    /// first partition alone is used and <see cref="RakedScore.Converged"/> is false.
    /// </summary>
    /// <param name="cells">The contingency table; empty cells may be left out.</param>
    /// <param name="shares">For each partition its known shares, not negative, scaled to sum to 1.</param>
    /// <param name="minimumN">The framework's minimum number of signals over all cells.</param>
    /// <exception cref="ArgumentException">A cell lacks a category or names one without a share, or a share is negative.</exception>
    public static RakedScore Of(IReadOnlyList<RakingCell> cells, IReadOnlyList<IReadOnlyList<double>> shares, long minimumN)
    {
        Check(cells, shares);
        var filled = cells.Where(cell => cell.Sums.Units.N > 0 && Counts(cell, shares)).ToArray();
        if (filled.Length == 0 || shares.Count == 0)
        {
            var all = filled.Aggregate(UnitSums.Empty, (sum, cell) => sum + cell.Sums);
            return new(StageScore.Of(all, minimumN), shares.Count == 0, 0, double.NaN);
        }

        var fit = ProportionalFit.Of(filled, shares);
        var parameters = fit.Margins.Sum(margin => margin.Filled) - (shares.Count - 1);
        return fit.Converged && filled.Sum(cell => cell.Sums.Clusters) > parameters
            ? new(Weighted(filled, fit, parameters, minimumN), true, fit.Rounds, fit.Factors.Max() / fit.Factors.Min())
            : new(ByFirstPartition(filled, shares[0], minimumN), false, fit.Rounds, double.NaN);
    }

    private static void Check(IReadOnlyList<RakingCell> cells, IReadOnlyList<IReadOnlyList<double>> shares)
    {
        if (shares.Any(list => list.Any(share => !(share >= 0))))
        {
            throw new ArgumentException("Shares are not negative.", nameof(shares));
        }

        if (cells.Any(cell => cell.Categories.Count != shares.Count || cell.Categories.Where((category, k) => category >= shares[k].Count).Any()))
        {
            throw new ArgumentException("A cell names one category, or −1, for every partition.", nameof(cells));
        }
    }

    private static bool Counts(RakingCell cell, IReadOnlyList<IReadOnlyList<double>> shares) =>
        cell.Categories.Select((category, k) => category < 0 || shares[k][category] > 0).All(counts => counts);

    private static Score Weighted(RakingCell[] cells, ProportionalFit fit, int parameters, long minimumN)
    {
        var weighted = cells.Select((cell, i) => cell.Sums.Scaled(fit.Factors[i])).ToArray();
        var all = weighted.Aggregate(UnitSums.Empty, (sum, cell) => sum + cell);
        var predicted = AdditiveFit.Of(weighted, fit.Margins);
        var squares = weighted.Select((cell, i) => cell.ClusterSquaresAbout(predicted[i])).Sum();
        return new ScoreParts
        {
            Value = all.Units.Mean,
            Variance = squares / (all.Units.W * all.Units.W) * all.Clusters / (all.Clusters - parameters),
            DegreesOfFreedom = all.EffectiveClusters - parameters,
            UnitVariance = all.Units.MeanSquareAbout(all.Units.Mean),
            KishN = all.Units.KishN,
            EffectiveClusters = all.EffectiveClusters,
            N = all.Units.N,
            Clusters = all.Clusters,
            MissingShare = fit.Margins.Max(margin => margin.MissingShare),
        }.ToScore(minimumN);
    }

    private static Score ByFirstPartition(RakingCell[] cells, IReadOnlyList<double> shares, long minimumN)
    {
        var strata = shares.Select(share => new Stratum(share, UnitSums.Empty)).ToArray();
        var unplaced = UnitSums.Empty;
        foreach (var cell in cells)
        {
            var category = cell.Categories[0];
            if (category < 0)
            {
                unplaced += cell.Sums;
            }
            else
            {
                strata[category] = strata[category] with { Sums = strata[category].Sums + cell.Sums };
            }
        }

        return PostStratification.Of(strata, unplaced, minimumN);
    }
}
