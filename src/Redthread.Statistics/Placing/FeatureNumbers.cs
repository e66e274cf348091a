using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>
/// Features of verbatims, numbered, with how many texts hold each: O(1) a feature. Rarity is that of the texts counted; features met
/// later weigh as what one text holds. Not for two threads at once.
/// </summary>
internal sealed class FeatureNumbers(TextComparison comparison)
{
    private readonly TextFeatures features = new(comparison);
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<float> rarities = [];
    private readonly List<int> holding = [];
    private int texts;

    public int Count => holding.Count;

    public FeatureCount[] Of(string text) => features.Of(text);

    /// <summary>Counts which features the texts hold; call before any text is turned into a vector.</summary>
    public void CountIn(IEnumerable<FeatureCount[]> rows)
    {
        foreach (var row in rows)
        {
            texts++;
            foreach (var (key, _) in row)
            {
                holding[Number(key)]++;
            }
        }

        for (var number = 0; number < holding.Count; number++)
        {
            rarities[number] = (float)TextComparison.Rarity(texts, holding[number]);
        }
    }

    /// <summary>Texts that are learnt from may bring features of their own.</summary>
    public SparseText Learnt(FeatureCount[] row) => Weighted(row, Number);

    /// <summary>What was never met says nothing, but is part of the text's length.</summary>
    public SparseText Read(FeatureCount[] row) => Weighted(row, key => numbers.TryGetValue(key, out var number) ? number : -1);

    private int Number(ulong key)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var known);
        if (!known)
        {
            number = holding.Count;
            holding.Add(0);
            rarities.Add((float)TextComparison.Rarity(texts, 1));
        }

        return number;
    }

    private SparseText Weighted(FeatureCount[] row, Func<ulong, int> numberOf)
    {
        var (ids, weights) = (new int[row.Length], new float[row.Length]);
        var unknown = (float)TextComparison.Rarity(texts, 1);
        var (words, characters) = (0f, 0f);
        for (var i = 0; i < row.Length; i++)
        {
            ids[i] = numberOf(row[i].Key);
            weights[i] = (row[i].Count == 1 ? 1 : (float)TextComparison.Weight(row[i].Count)) * (ids[i] < 0 ? unknown : rarities[ids[i]]);
            if (row[i].OfWords)
            {
                words += weights[i] * weights[i];
            }
            else
            {
                characters += weights[i] * weights[i];
            }
        }

        var (ofWords, ofCharacters) = (MathF.Sqrt((float)comparison.Shares.Words / words), MathF.Sqrt((float)comparison.Shares.Characters / characters));
        var kept = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (ids[i] >= 0)
            {
                (ids[kept], weights[kept]) = (ids[i], weights[i] * (row[i].OfWords ? ofWords : ofCharacters));
                kept++;
            }
        }

        return new(ids[..kept], weights[..kept]);
    }
}
