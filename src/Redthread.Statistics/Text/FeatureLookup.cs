namespace Redthread.Statistics;

/// <summary>Which texts hold a feature, by feature; of each text only what stands at or after a feature of its own.</summary>
internal sealed class FeatureLookup
{
    private readonly int[] starts;
    private readonly int[] holders;
    private readonly float[] weights;

    /// <param name="begins">For each text the first feature to look up; <see cref="int.MaxValue"/> leaves it out.</param>
    public FeatureLookup(TextVectors vectors, int[] begins)
    {
        starts = new int[vectors.FeatureCount + 1];
        for (var text = 0; text < vectors.Count; text++)
        {
            foreach (var feature in vectors.From(text, begins[text]).Features)
            {
                starts[feature + 1]++;
            }
        }

        for (var feature = 0; feature < vectors.FeatureCount; feature++)
        {
            starts[feature + 1] += starts[feature];
        }

        (holders, weights) = (new int[starts[^1]], new float[starts[^1]]);
        Fill(vectors, begins, starts[..^1]);
    }

    private void Fill(TextVectors vectors, int[] begins, int[] next)
    {
        for (var text = 0; text < vectors.Count; text++)
        {
            var (features, row) = vectors.From(text, begins[text]);
            for (var i = 0; i < features.Length; i++)
            {
                var at = next[features[i]]++;
                (holders[at], weights[at]) = (text, row[i]);
            }
        }
    }

    /// <summary>Adds what the text shares with others up to <paramref name="last"/> to their sums, and names those touched first.</summary>
    public void Gather(TextVectors vectors, int text, int begin, int last, float[] sums, List<int> touched)
    {
        var (features, row) = vectors.From(text, begin);
        for (var i = 0; i < features.Length; i++)
        {
            var (from, to) = (starts[features[i]], starts[features[i] + 1]);
            var others = holders.AsSpan(from, to - from);
            for (var at = 0; at < others.Length && others[at] <= last; at++)
            {
                ref var sum = ref sums[others[at]];
                if (sum == 0)
                {
                    touched.Add(others[at]);
                }

                sum += row[i] * weights[from + at];
            }
        }
    }
}
