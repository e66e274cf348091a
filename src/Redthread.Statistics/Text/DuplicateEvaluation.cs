namespace Redthread.Statistics;

/// <summary>How well near-duplicates are told, on texts of which some pairs are marked as duplicates by people.</summary>
/// <param name="Chosen">Marked pairs by which the comparison was chosen.</param>
/// <param name="Reported">Marked pairs on which the rest is reported; no text stands on both sides.</param>
/// <param name="RecallAt10">Of the reported pairs, those whose earlier text is among the ten most similar to the later one.</param>
/// <param name="Threshold">The similarity from which two texts are called near-duplicates.</param>
/// <param name="Recall">Of the reported pairs, those at or over the threshold.</param>
/// <param name="Precision">Of the pairs at or over the threshold whose later text is on the reported side, those that are marked. People mark few of the duplicates there are, so this is a lower bound.</param>
public readonly record struct DuplicateEvaluation(int Chosen, int Reported, Proportion RecallAt10, double Threshold, Proportion Recall, Proportion Precision)
{
    /// <summary>
    /// Groups of texts joined by marks go in turn to one side or the other, by their first text; other texts by their index. What is
    /// compared was chosen on the one side, the figures are of the other.
    /// </summary>
    /// <param name="texts">From the oldest to the newest.</param>
    /// <param name="marked">Pairs of indices, each counted once in whatever order.</param>
    public static DuplicateEvaluation Of(IReadOnlyList<string> texts, IEnumerable<(int, int)> marked, TextComparison comparison, double threshold = NearDuplicates.Threshold)
    {
        var pairs = marked.Where(pair => pair.Item1 != pair.Item2).Select(pair => (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2))).ToHashSet();
        var reported = Sides(texts.Count, pairs);
        var index = new TextIndex<int>(comparison);
        for (var i = 0; i < texts.Count; i++)
        {
            index.Put(i, texts[i]);
        }

        var alike = NearDuplicates.Pairs(texts, comparison, threshold).Where(pair => reported[pair.Second]).Select(pair => pairs.Contains((pair.First, pair.Second))).ToList();
        var here = pairs.Where(pair => reported[pair.Item2]).ToList();
        var right = alike.Count(isMarked => isMarked);
        var found = here.Count(pair => index.NearestTo(pair.Item2, 10).Any(near => near.Key == pair.Item1));
        return new(pairs.Count - here.Count, here.Count, Proportion.Of(found, here.Count), threshold, Proportion.Of(right, here.Count), Proportion.Of(right, alike.Count));
    }

    private static bool[] Sides(int texts, IEnumerable<(int First, int Second)> pairs)
    {
        var group = Enumerable.Range(0, texts).ToArray();
        foreach (var (first, second) in pairs)
        {
            var (a, b) = (Root(group, first), Root(group, second));
            group[Math.Max(a, b)] = Math.Min(a, b);
        }

        var joined = Enumerable.Range(0, texts).GroupBy(text => Root(group, text)).Where(one => one.Skip(1).Any()).OrderBy(one => one.Key);
        var reported = Enumerable.Range(0, texts).Select(text => text % 2 == 1).ToArray();
        foreach (var (order, members) in joined.Index())
        {
            foreach (var text in members)
            {
                reported[text] = order % 2 == 1;
            }
        }

        return reported;
    }

    private static int Root(int[] group, int text)
    {
        while (group[text] != text)
        {
            text = group[text];
        }

        return text;
    }
}

/// <summary>Two sentences, and how alike people found them, 0..5.</summary>
public readonly record struct RatedPair(string First, string Second, double Rating);

/// <summary>How well a threshold tells pairs of sentences that people rated as saying the same.</summary>
/// <param name="Rated">Pairs.</param>
/// <param name="Alike">Those rated at least 4 of 5: the same but for unimportant details.</param>
/// <param name="Precision">Of the pairs at or over the threshold, those rated alike.</param>
/// <param name="Recall">Of the pairs rated alike, those at or over the threshold.</param>
/// <param name="Correlation">Pearson's correlation of similarity and rating.</param>
public readonly record struct RatedEvaluation(int Rated, int Alike, Proportion Precision, Proportion Recall, double Correlation)
{
    private const double SaysTheSame = 4;

    /// <summary>Rarity is counted over all sentences of the pairs.</summary>
    public static RatedEvaluation Of(IReadOnlyList<RatedPair> pairs, TextComparison comparison, double threshold = NearDuplicates.Threshold)
    {
        var similarities = Similarities(pairs, comparison);
        var (right, over, alike) = Counts(pairs, similarities, threshold);
        return new(pairs.Count, alike, Proportion.Of(right, over), Proportion.Of(right, alike), Pearson(similarities, [.. pairs.Select(pair => pair.Rating)]));
    }

    /// <summary>The threshold with the highest F1, 2·precision·recall ÷ (precision + recall), in steps of 0.01.</summary>
    public static double BestThreshold(IReadOnlyList<RatedPair> pairs, TextComparison comparison)
    {
        var similarities = Similarities(pairs, comparison);
        return Enumerable
            .Range(1, 99)
            .Select(step => step / 100.0)
            .MaxBy(threshold => Counts(pairs, similarities, threshold) is var (right, over, alike) ? 2.0 * right / (over + alike) : 0);
    }

    private static double[] Similarities(IReadOnlyList<RatedPair> pairs, TextComparison comparison)
    {
        var index = new TextIndex<int>(comparison);
        for (var i = 0; i < pairs.Count; i++)
        {
            index.Put(2 * i, pairs[i].First);
            index.Put((2 * i) + 1, pairs[i].Second);
        }

        return [.. Enumerable.Range(0, pairs.Count).Select(i => index.Similarity(2 * i, (2 * i) + 1))];
    }

    private static (int Right, int Over, int Alike) Counts(IReadOnlyList<RatedPair> pairs, double[] similarities, double threshold) =>
        (
            pairs.Where((pair, i) => pair.Rating >= SaysTheSame && similarities[i] >= threshold).Count(),
            similarities.Count(similarity => similarity >= threshold),
            pairs.Count(pair => pair.Rating >= SaysTheSame)
        );

    private static double Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
