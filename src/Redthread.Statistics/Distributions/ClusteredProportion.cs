namespace Redthread.Statistics;

/// <summary>A share of trials that come in clusters, such as the cases of one customer, which are alike.</summary>
public static class ClusteredProportion
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "share p = successes ÷ n; where a customer has several, Wilson interval with the effective n = p(1−p) ÷ V, at most n, V = k ÷ (k−1) · Σ (successes of the customer − p · n of the customer)² ÷ n², k customers";

    /// <summary>
    /// The ratio estimator's variance between clusters (Cochran 1977, 11.8) as an effective sample size in Wilson's interval: never narrower
    /// than if all were independent. Where all or none succeed, or one cluster holds all, the clusters count as the sample. NaN and no interval without trials.
    /// </summary>
    /// <param name="clusters">Successes and trials of each, 0 ≤ successes ≤ trials.</param>
    /// <returns>N is the effective sample size.</returns>
    public static Proportion Of(IReadOnlyCollection<(int Successes, int Trials)> clusters)
    {
        var filled = clusters.Where(one => one.Trials > 0).ToList();
        double successes = filled.Sum(one => one.Successes);
        double trials = filled.Sum(one => one.Trials);
        if (filled.TrueForAll(one => one.Trials == 1))
        {
            return Proportion.Of(successes, trials);
        }

        var p = successes / trials;
        var between = filled.Sum(one => Math.Pow(one.Successes - (p * one.Trials), 2)) * filled.Count / (filled.Count - 1.0) / (trials * trials);
        // Where the sum is 0 nothing varies, which says that they are alike, not that much is known.
        var effective = filled.Count == 1 || successes == 0 || successes == trials || between == 0 ? filled.Count : Math.Min(trials, p * (1 - p) / between);
        return Proportion.Of(p * effective, effective) with { Value = p };
    }
}
