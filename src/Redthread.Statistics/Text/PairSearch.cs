namespace Redthread.Statistics;

/// <summary>
/// Most texts hold less than √t of their length before one common feature: two of them cannot be alike by what stands before it
/// alone, so only features from it on are looked up. The few others each look up so much that what they leave stays under t, among
/// all texts.
/// </summary>
internal sealed class PairSearch
{
    private const double Others = 0.01;
    private const int Blocks = 64;
    private const int Stride = 8;

    private readonly TextVectors vectors;
    private readonly float threshold;
    private readonly int step;
    private readonly float[] lengths;
    private readonly int common;
    private readonly bool[] apart;
    private readonly float[] before;
    private readonly int[] begins;
    private readonly FeatureLookup ofMost;
    private readonly FeatureLookup ofAll;

    public PairSearch(TextVectors vectors, float threshold)
    {
        (this.vectors, this.threshold) = (vectors, threshold);
        while (vectors.FeatureCount >> step >= Blocks)
        {
            step++;
        }

        lengths = new float[vectors.Count * Blocks];
        for (var text = 0; text < vectors.Count; text++)
        {
            Measure(text);
        }

        var reaching = Texts(text => Reaching(text, MathF.Sqrt(threshold)));
        common = reaching.Length == 0 ? 0 : reaching.Order().ElementAt((int)(Others * reaching.Length));
        apart = [.. reaching.Select(feature => feature < common)];
        before = [.. Enumerable.Range(0, vectors.Count).Select(text => Before(text, common))];
        begins = Texts(text => Reaching(text, threshold));
        ofMost = new(vectors, [.. apart.Select(alone => alone ? int.MaxValue : common)]);
        ofAll = new(vectors, begins);
    }

    private int[] Texts(Func<int, int> of) => [.. Enumerable.Range(0, vectors.Count).Select(of)];

    // For each block of features, the length of the text up to the end of it.
    private void Measure(int text)
    {
        var (features, weights) = (vectors.Features[text], vectors.Weights[text]);
        var row = lengths.AsSpan(text * Blocks, Blocks);
        var (block, squares) = (0, 0f);
        for (var i = 0; i < features.Length; i++)
        {
            for (; block < features[i] >> step; block++)
            {
                row[block] = MathF.Sqrt(squares);
            }

            squares += weights[i] * weights[i];
        }

        row[block..].Fill(MathF.Sqrt(squares));
    }

    /// <summary>The feature with which the text reaches the length.</summary>
    private int Reaching(int text, float length)
    {
        var (squares, weights) = (0f, vectors.Weights[text]);
        for (var at = 0; at < weights.Length; at++)
        {
            squares += weights[at] * weights[at];
            if (MathF.Sqrt(squares) >= length)
            {
                return vectors.Features[text][at];
            }
        }

        return vectors.FeatureCount;
    }

    private float Before(int text, int feature)
    {
        var squares = 0f;
        for (var at = 0; at < vectors.Features[text].Length && vectors.Features[text][at] < feature; at++)
        {
            squares += vectors.Weights[text][at] * vectors.Weights[text][at];
        }

        return MathF.Sqrt(squares);
    }

    /// <summary>Pairs of which one text is this part's to look after.</summary>
    public List<TextPair> Run(int part, int parts, double wanted)
    {
        var pairs = new List<TextPair>();
        var (sums, dense) = (new float[vectors.Count], new float[vectors.FeatureCount]);
        var touched = new List<int>();
        for (var text = part; text < vectors.Count; text += parts)
        {
            if (apart[text])
            {
                ofAll.Gather(vectors, text, begins[text], vectors.Count, sums, touched);
            }
            else
            {
                ofMost.Gather(vectors, text, common, text - 1, sums, touched);
            }

            Spread(vectors, text, dense);
            Compare(text, sums, touched, dense, wanted, pairs);
            Clear(vectors, text, dense);
            touched.Clear();
        }

        return pairs;
    }

    private void Compare(int text, float[] sums, List<int> touched, float[] dense, double wanted, List<TextPair> pairs)
    {
        var (alone, rest) = (apart[text], before[text]);
        foreach (var other in touched)
        {
            var sum = sums[other];
            sums[other] = 0;
            // Of two that stand apart, the later looks after both.
            var possible = alone ? other != text && !(apart[other] && other > text) : sum + (rest * before[other]) >= threshold;
            if (possible && MayBeAlike(text, other, dense) && Dot(vectors, other, dense) is var similarity && similarity >= wanted)
            {
                pairs.Add(new(Math.Min(text, other), Math.Max(text, other), similarity));
            }
        }
    }

    // From the features that tell most, giving up as soon as what is left cannot suffice.
    private bool MayBeAlike(int text, int other, float[] dense)
    {
        var (features, weights) = (vectors.Features[other], vectors.Weights[other]);
        var sum = 0f;
        for (var end = features.Length; end > 0; end -= Stride)
        {
            for (var i = Math.Max(0, end - Stride); i < end; i++)
            {
                sum += weights[i] * dense[features[i]];
            }

            if (end > Stride && sum + (LengthBefore(text, features[end - Stride]) * LengthBefore(other, features[end - Stride])) < threshold)
            {
                return false;
            }
        }

        return sum >= threshold;
    }

    // At least the length of the text's features before this one.
    private float LengthBefore(int text, int feature) => lengths[(text * Blocks) + (feature >> step)];

    public static void Spread(TextVectors vectors, int text, float[] dense)
    {
        var (features, weights) = (vectors.Features[text], vectors.Weights[text]);
        for (var i = 0; i < features.Length; i++)
        {
            dense[features[i]] = weights[i];
        }
    }

    public static void Clear(TextVectors vectors, int text, float[] dense)
    {
        foreach (var feature in vectors.Features[text])
        {
            dense[feature] = 0;
        }
    }

    public static double Dot(TextVectors vectors, int text, float[] dense)
    {
        var (features, weights) = (vectors.Features[text], vectors.Weights[text]);
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += (double)weights[i] * dense[features[i]];
        }

        // Single precision says no more, and equal texts come to 1.
        return Math.Round(Math.Min(1, sum), 6);
    }
}
