using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>Texts as sparse vectors of length 1, their features numbered from those that cost most to look up, for what they tell, to those that cost least.</summary>
internal sealed class TextVectors
{
    private TextVectors(int[][] features, float[][] weights, int count) => (Features, Weights, FeatureCount) = (features, weights, count);

    /// <summary>For each text its features, ascending: costly ones first.</summary>
    public int[][] Features { get; }

    public float[][] Weights { get; }

    /// <summary>Different features in all texts.</summary>
    public int FeatureCount { get; }

    public int Count => Features.Length;

    /// <summary>The part of a text that begins with this feature.</summary>
    public Row From(int text, int feature)
    {
        var at = Array.BinarySearch(Features[text], feature);
        at = at < 0 ? ~at : at;
        return new(Features[text].AsSpan(at), Weights[text].AsSpan(at));
    }

    public readonly ref struct Row(ReadOnlySpan<int> features, ReadOnlySpan<float> weights)
    {
        public ReadOnlySpan<int> Features { get; } = features;

        public ReadOnlySpan<float> Weights { get; } = weights;

        public void Deconstruct(out ReadOnlySpan<int> features, out ReadOnlySpan<float> weights)
        {
            features = Features;
            weights = Weights;
        }
    }

    /// <summary>O(characters + features · ln features).</summary>
    public static TextVectors Of(IReadOnlyList<string> texts, TextComparison comparison, int threads)
    {
        var rows = new FeatureCount[texts.Count][];
        Split(
            texts.Count,
            threads,
            (from, to) =>
            {
                var features = new TextFeatures(comparison);
                for (var i = from; i < to; i++)
                {
                    rows[i] = features.Of(texts[i]);
                }
            }
        );
        var (ids, holding) = Numbered(rows);
        var weights = new float[rows.Length][];
        Split(
            rows.Length,
            threads,
            (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    weights[i] = Weighted(rows[i], ids[i], holding, rows.Length, comparison.Shares);
                }
            }
        );
        var order = Order(ids, weights, holding);
        Split(
            rows.Length,
            threads,
            (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    Renumber(ids[i], order);
                    Array.Sort(ids[i], weights[i]);
                }
            }
        );
        return new(ids, weights, holding.Count);
    }

    private static (int[][] Ids, List<int> Holding) Numbered(FeatureCount[][] rows)
    {
        var seen = new Dictionary<ulong, int>();
        var holding = new List<int>();
        var ids = new int[rows.Length][];
        for (var text = 0; text < rows.Length; text++)
        {
            ids[text] = new int[rows[text].Length];
            for (var i = 0; i < ids[text].Length; i++)
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, rows[text][i].Key, out var known);
                if (!known)
                {
                    number = holding.Count;
                    holding.Add(0);
                }

                holding[number]++;
                ids[text][i] = number;
            }
        }

        return (ids, holding);
    }

    private static float[] Weighted(FeatureCount[] row, int[] ids, List<int> holding, int texts, (double Words, double Characters) shares)
    {
        var weights = new double[row.Length];
        var (words, characters) = (0.0, 0.0);
        for (var i = 0; i < row.Length; i++)
        {
            weights[i] = TextComparison.Weight(row[i].Count) * TextComparison.SteadyRarity(texts, holding[ids[i]]);
            if (row[i].OfWords)
            {
                words += weights[i] * weights[i];
            }
            else
            {
                characters += weights[i] * weights[i];
            }
        }

        var (ofWords, ofCharacters) = (Math.Sqrt(shares.Words / words), Math.Sqrt(shares.Characters / characters));
        var scaled = new float[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            scaled[i] = (float)(weights[i] * (row[i].OfWords ? ofWords : ofCharacters));
        }

        return scaled;
    }

    // Looking a feature up costs what it is held by; what that tells is its share of the lengths. Any order is exact, this one is quick.
    private static int[] Order(int[][] ids, float[][] weights, List<int> holding)
    {
        var mass = new double[holding.Count];
        for (var text = 0; text < ids.Length; text++)
        {
            for (var i = 0; i < ids[text].Length; i++)
            {
                mass[ids[text][i]] += weights[text][i] * weights[text][i];
            }
        }

        var costs = new double[mass.Length];
        for (var feature = 0; feature < costs.Length; feature++)
        {
            costs[feature] = -(double)holding[feature] * holding[feature] / mass[feature];
        }

        var byCost = Enumerable.Range(0, costs.Length).ToArray();
        Array.Sort(costs, byCost);
        var order = new int[costs.Length];
        for (var number = 0; number < order.Length; number++)
        {
            order[byCost[number]] = number;
        }

        return order;
    }

    private static void Renumber(int[] ids, int[] order)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = order[ids[i]];
        }
    }

    private static void Split(int count, int threads, Action<int, int> work) =>
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => work(part * count / threads, (part + 1) * count / threads));
}
