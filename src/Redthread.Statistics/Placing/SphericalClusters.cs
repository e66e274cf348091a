namespace Redthread.Statistics;

/// <summary>Texts in groups around centres of length 1, each text with the centre whose cosine is highest.</summary>
internal sealed class SphericalClusters
{
    private readonly TextVectors vectors;
    private readonly float[][] centres;
    private readonly int[] nearest;
    private readonly float[] cosines;

    private SphericalClusters(TextVectors vectors, int count)
    {
        this.vectors = vectors;
        centres = [.. Enumerable.Range(0, count).Select(_ => new float[vectors.FeatureCount])];
        (nearest, cosines) = (new int[vectors.Count], new float[vectors.Count]);
    }

    /// <summary>Sum of all cosines with the nearest centre.</summary>
    public double Fit { get; private set; }

    public static SphericalClusters Of(TextVectors vectors, int count, int rounds, Random random)
    {
        var clusters = new SphericalClusters(vectors, count);
        clusters.Begin(random);
        for (var round = 0; round < rounds && clusters.Assign(); round++)
        {
            clusters.Centre();
        }

        return clusters;
    }

    /// <summary>Its texts, the most typical first.</summary>
    public List<(int Text, double Cosine)> MembersOf(int cluster) =>
        [
            .. Enumerable
                .Range(0, nearest.Length)
                .Where(text => nearest[text] == cluster && cosines[text] > 0)
                .Select(text => (text, (double)cosines[text]))
                .OrderByDescending(member => member.Item2)
                .ThenBy(member => member.text),
        ];

    // Each centre begins as a text far from those chosen (Arthur and Vassilvitskii 2007).
    private void Begin(Random random)
    {
        var far = new double[vectors.Count];
        Array.Fill(far, 1);
        foreach (var centre in centres)
        {
            var chosen = Drawn(far, random);
            PairSearch.Spread(vectors, chosen, centre);
            for (var text = 0; text < far.Length; text++)
            {
                far[text] = Math.Min(far[text], Math.Max(0, 1 - Cosine(text, centre)));
            }
        }
    }

    private static int Drawn(double[] chances, Random random)
    {
        var at = random.NextDouble() * chances.Sum();
        for (var i = 0; i < chances.Length; i++)
        {
            at -= chances[i];
            if (at < 0)
            {
                return i;
            }
        }

        return chances.Length - 1;
    }

    private bool Assign()
    {
        var (moved, fit) = (false, 0.0);
        for (var text = 0; text < nearest.Length; text++)
        {
            var (best, cosine) = (0, float.MinValue);
            for (var centre = 0; centre < centres.Length; centre++)
            {
                var here = Cosine(text, centres[centre]);
                (best, cosine) = here > cosine ? (centre, here) : (best, cosine);
            }

            moved |= best != nearest[text] || cosines[text] == 0;
            (nearest[text], cosines[text]) = (best, cosine);
            fit += cosine;
        }

        var better = fit > Fit + 1e-6;
        Fit = fit;
        return moved && better;
    }

    private void Centre()
    {
        foreach (var centre in centres)
        {
            Array.Clear(centre);
        }

        for (var text = 0; text < nearest.Length; text++)
        {
            var (features, weights, centre) = (vectors.Features[text], vectors.Weights[text], centres[nearest[text]]);
            for (var i = 0; i < features.Length; i++)
            {
                centre[features[i]] += weights[i];
            }
        }

        foreach (var centre in centres)
        {
            var length = MathF.Sqrt(centre.Sum(weight => weight * weight));
            for (var i = 0; length > 0 && i < centre.Length; i++)
            {
                centre[i] /= length;
            }
        }
    }

    private float Cosine(int text, float[] centre)
    {
        var (features, weights, sum) = (vectors.Features[text], vectors.Weights[text], 0f);
        for (var i = 0; i < features.Length; i++)
        {
            sum += weights[i] * centre[features[i]];
        }

        return sum;
    }
}
