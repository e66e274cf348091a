namespace Redthread.Statistics;

/// <summary>
/// Puts texts in the order in which asking teaches most: in doubt (margin sampling: Scheffer, Decomain and Wrobel 2001), like others that
/// wait (density: Settles and Craven 2008), and unlike what was asked just before. Only the first are told apart from each other.
/// </summary>
internal sealed class QuestionOrder
{
    /// <summary>Nearness counts to so many asked before.</summary>
    public const int Remembered = 5;

    private const int Apart = 50;
    private const double Nearness = 0.3;
    private const double Typical = 0.5;
    private const int FewestWords = 2;

    private readonly IReadOnlyList<SparseText> texts;
    private readonly float[] dense;
    private readonly double[] densities;
    private readonly bool[] speaks;

    /// <param name="features">Numbers of features, above all of those of the texts.</param>
    public QuestionOrder(IReadOnlyList<SparseText> texts, IReadOnlyList<string> words, int features)
    {
        (this.texts, dense) = (texts, new float[features]);
        densities = Densities();
        speaks = Speaking(words);
    }

    /// <summary>O(features of all), since the mean cosine with all is the product with their mean.</summary>
    private double[] Densities()
    {
        foreach (var text in texts)
        {
            Add(text, 1f / texts.Count);
        }

        var means = texts.Select(text => (double)Product(text)).ToArray();
        Array.Clear(dense);
        var median = means.Length == 0 ? 0 : means.Order().ElementAt(means.Length / 2);
        return [.. means.Select(mean => median <= 0 ? 1 : Math.Min(1, mean / median))];
    }

    private static bool[] Speaking(IReadOnlyList<string> texts)
    {
        var said = texts.Select(Stems).ToList();
        var saying = said.SelectMany(stems => stems).CountBy(stem => stem, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. said.Select(stems => stems.Count(stem => saying[stem] > 1) >= FewestWords)];
    }

    private static HashSet<string> Stems(string text) =>
        [
            .. TextWords
                .Of(text)
                .Select(span => TextWords.Lower(text.AsSpan(span.Start, span.Length)))
                .Where(word => !EnglishStopWords.Contains(word))
                .Select(word => EnglishStemmer.Stem(word)),
        ];

    /// <summary>O(50 · features of all).</summary>
    /// <param name="doubts">For each text its likeliest label, and 1 − its lead.</param>
    /// <param name="recent">What was asked before, the latest last.</param>
    public IReadOnlyList<Question> Of(IReadOnlyList<(PlacingSuggestion Best, double Doubt)> doubts, IReadOnlyList<SparseText> recent)
    {
        var worth = doubts.Select((doubt, at) => doubt.Doubt * Math.Pow(densities[at], Typical)).ToArray();
        var far = new Queue<double[]>(recent.TakeLast(Remembered).Select(Far));
        var (order, asked) = (new List<Question>(), new bool[worth.Length]);
        while (order.Count < Math.Min(Apart, worth.Length))
        {
            var next = Enumerable
                .Range(0, worth.Length)
                .Where(text => !asked[text])
                .Select(text => (Text: text, Worth: far.Aggregate(worth[text], (product, from) => product * from[text])))
                .OrderByDescending(text => speaks[text.Text])
                .ThenByDescending(text => text.Worth)
                .ThenBy(text => text.Text)
                .First();
            asked[next.Text] = true;
            order.Add(new(next.Text, doubts[next.Text].Best, next.Worth, speaks[next.Text]));
            far.Enqueue(Far(texts[next.Text]));
            if (far.Count > Remembered)
            {
                far.Dequeue();
            }
        }

        var rest = Enumerable.Range(0, worth.Length).Where(text => !asked[text]).Select(text => new Question(text, doubts[text].Best, worth[text], speaks[text]));
        return [.. order, .. rest.OrderByDescending(one => one.Speaks).ThenByDescending(one => one.Worth).ThenBy(one => one.Text)];
    }

    private double[] Far(SparseText from)
    {
        Add(from, 1);
        var far = texts.Select(text => 1 - (Nearness * Product(text))).ToArray();
        Array.Clear(dense);
        return far;
    }

    private void Add(SparseText text, float share)
    {
        for (var i = 0; i < text.Features.Length; i++)
        {
            dense[text.Features[i]] += share * text.Weights[i];
        }
    }

    private float Product(SparseText text)
    {
        var sum = 0f;
        for (var i = 0; i < text.Features.Length; i++)
        {
            sum += text.Weights[i] * dense[text.Features[i]];
        }

        return sum;
    }
}
