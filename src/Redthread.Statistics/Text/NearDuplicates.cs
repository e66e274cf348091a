namespace Redthread.Statistics;

/// <summary>Two texts that are alike.</summary>
/// <param name="First">Index of the earlier text.</param>
/// <param name="Second">Index of the later one.</param>
/// <param name="Similarity">0..1.</param>
public readonly record struct TextPair(int First, int Second, double Similarity);

/// <summary>
/// All pairs of texts at least as similar as a threshold t, found exactly and without comparing each with each (prefix filtering:
/// Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007; bounds by length: Anastasiu and Karypis 2014). Features run from
/// frequent to rare. What a text's first features weigh, as long as their length stays under t, cannot make a pair alone; so two alike
/// share one of the rest, and only the rest is looked up.
/// </summary>
public static class NearDuplicates
{
    /// <summary>From here on two statements are shown as near-duplicates: the best F1 on pairs that people rated, rounded to a tenth.</summary>
    public const double Threshold = 0.7;

    /// <summary>From here on a statement being written is said to look like another; more is found, and more of it wrongly.</summary>
    public const double Hint = 0.5;

    // Weights are kept in single precision; bounds give way by more than it loses.
    private const float Slack = 1e-5f;

    /// <summary>Pairs by their first text, then their second. Texts without a word are like nothing.</summary>
    /// <param name="texts">Their order does not matter but for the indices.</param>
    /// <param name="threshold">Above 0, at most 1. Under about 0.4 most pairs come to be compared.</param>
    /// <param name="threads">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold or the number of threads is out of range.</exception>
    public static IReadOnlyList<TextPair> Pairs(IReadOnlyList<string> texts, TextComparison comparison, double threshold, int threads = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var vectors = TextVectors.Of(texts, comparison, threads);
        var search = new PairSearch(vectors, (float)threshold - Slack);
        var found = new List<TextPair>[threads];
        // Later texts have more before them to be compared with, so texts are dealt out in turn.
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => found[part] = search.Run(part, threads, threshold));
        return [.. found.SelectMany(part => part).OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>The same by comparing each with each: what <see cref="Pairs"/> is held against. O(texts²).</summary>
    public static IReadOnlyList<TextPair> ByComparingAll(IReadOnlyList<string> texts, TextComparison comparison, double threshold)
    {
        var vectors = TextVectors.Of(texts, comparison, 1);
        var dense = new float[vectors.FeatureCount];
        var pairs = new List<TextPair>();
        for (var first = 0; first < vectors.Count; first++)
        {
            PairSearch.Spread(vectors, first, dense);
            for (var second = first + 1; second < vectors.Count; second++)
            {
                var similarity = PairSearch.Dot(vectors, second, dense);
                if (similarity >= threshold)
                {
                    pairs.Add(new(first, second, similarity));
                }
            }

            PairSearch.Clear(vectors, first, dense);
        }

        return pairs;
    }
}
