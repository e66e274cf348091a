namespace Redthread.Statistics;

/// <summary>How many labels nobody knows of, and how many texts of each are there.</summary>
public sealed record ThemeTrial
{
    /// <summary>Labels drawn to be unknown.</summary>
    public int Unknown { get; init; } = 10;

    /// <summary>Texts that wait, of each unknown label.</summary>
    public int WaitingOfUnknown { get; init; } = 40;

    /// <summary>Texts that wait, of each known label.</summary>
    public int WaitingOfKnown { get; init; } = 6;

    /// <summary>Texts placed, of each known label.</summary>
    public int Placed { get; init; } = 20;

    /// <summary>Different texts that make a theme.</summary>
    public int Fewest { get; init; } = 3;
}

/// <summary>
/// Whether themes are what nobody has named: some labels are held out as unknown, a classifier learns the others, and themes are sought
/// among texts of all that wait.
/// </summary>
/// <param name="Themes">Themes found.</param>
/// <param name="Found">Unknown labels that make up more than half of some theme.</param>
/// <param name="Cover">Of the texts of unknown labels, those in a theme.</param>
/// <param name="Purity">Of the texts in themes, those of their theme's most frequent label where this is unknown.</param>
/// <param name="Information">Normalised mutual information of theme and label over the texts in themes, 0..1.</param>
/// <param name="Strangers">Of the texts in themes, those of known labels.</param>
/// <param name="Telling">
/// Of the first three words of each theme, those that a twentieth of the texts of its label say, three times as often as others; judged on texts that nobody drew.
/// </param>
public readonly record struct ThemeEvaluation(int Themes, int Found, double Cover, double Purity, double Information, double Strangers, double Telling)
{
    private const double LeastSaid = 0.05;
    private const double Oftener = 3;

    /// <param name="labels">What each label says of itself.</param>
    /// <param name="examples">Texts with one label each.</param>
    /// <param name="options">Of the classifier; its seed draws the labels and the texts too.</param>
    public static ThemeEvaluation Of(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> examples, ThemeTrial trial, PlacingOptions options)
    {
        var random = new Random(options.Seed);
        var drawn = Enumerable.Range(0, labels.Count).ToArray();
        random.Shuffle(drawn);
        var (unknown, known) = (drawn[..trial.Unknown].ToHashSet(), drawn[trial.Unknown..]);
        var shuffled = examples.ToArray();
        random.Shuffle(shuffled);
        var of = shuffled.GroupBy(example => example.Labels[0]).ToDictionary(group => group.Key, group => group.ToList());
        var placed = known.SelectMany((label, at) => of[label].Take(trial.Placed).Select(example => example with { Labels = [at] })).ToList();
        var waiting = unknown
            .Order()
            .SelectMany(label => of[label].Take(trial.WaitingOfUnknown))
            .Concat(known.SelectMany(label => of[label].Skip(trial.Placed).Take(trial.WaitingOfKnown)))
            .ToArray();
        random.Shuffle(waiting);
        var rest = unknown
            .SelectMany(label => of[label].Skip(trial.WaitingOfUnknown))
            .Concat(known.SelectMany(label => of[label].Skip(trial.Placed + trial.WaitingOfKnown)))
            .ToList();
        var classifier = VerbatimClassifier.Fit([.. known.Select(label => labels[label])], placed, [.. waiting.Select(example => example.Text)], options);
        var emerging = EmergingThemes.Of(classifier, [.. waiting.Select(example => example.Text)], [.. placed.Select(example => example.Text)], trial.Fewest);
        return Of([.. emerging.Themes.Select(one => one.Theme)], [.. waiting.Select(example => example.Labels[0])], unknown, rest);
    }

    /// <param name="labels">The label of each text that waits.</param>
    /// <param name="rest">Texts on which words are judged; none leaves that out.</param>
    public static ThemeEvaluation Of(IReadOnlyList<Theme> themes, IReadOnlyList<int> labels, IReadOnlySet<int> unknown, IReadOnlyList<PlacingExample> rest)
    {
        var stems = rest.Select(example => (Label: example.Labels[0], Stems: Stems(example.Text))).ToList();
        var (found, pure, themed, words, telling) = (new HashSet<int>(), 0, 0, 0, 0);
        foreach (var theme in themes)
        {
            var most = theme.Texts.GroupBy(text => labels[text]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();
            themed += theme.Texts.Count;
            if (unknown.Contains(most.Key))
            {
                pure += most.Count();
                if (2 * most.Count() > theme.Texts.Count)
                {
                    found.Add(most.Key);
                }
            }

            words += Math.Min(3, theme.Words.Count);
            telling += theme.Words.Take(3).Count(word => Tells(word.Word, most.Key, stems));
        }

        var strangers = themes.Sum(theme => theme.Texts.Count(text => !unknown.Contains(labels[text])));
        return new(
            themes.Count,
            found.Count,
            (double)(themed - strangers) / labels.Count(unknown.Contains),
            (double)pure / themed,
            Shared([.. themes.Index().SelectMany(theme => theme.Item.Texts.Select(text => (theme.Index, labels[text])))]),
            (double)strangers / themed,
            stems.Count == 0 ? double.NaN : (double)telling / words
        );
    }

    private static bool Tells(string word, int label, List<(int Label, HashSet<string> Stems)> rest)
    {
        var said = word.Split(' ').Select(one => EnglishStemmer.Stem(one)).ToArray();
        var own = rest.Where(text => text.Label == label).ToList();
        var share = own.Count == 0 ? 0 : own.Average(text => Array.TrueForAll(said, text.Stems.Contains) ? 1.0 : 0);
        var elsewhere = rest.Where(text => text.Label != label).Average(text => Array.TrueForAll(said, text.Stems.Contains) ? 1.0 : 0);
        return share >= LeastSaid && share >= Oftener * elsewhere;
    }

    // 2·I ÷ (H + H): 1 where theme and label tell each other, 0 where neither tells of the other.
    private static double Shared(IReadOnlyList<(int Theme, int Label)> texts)
    {
        static double Entropy<T>(IEnumerable<T> values, double n) => -values.GroupBy(value => value).Sum(group => group.Count() / n * Math.Log(group.Count() / n));
        var (themes, labels) = (Entropy(texts.Select(text => text.Theme), texts.Count), Entropy(texts.Select(text => text.Label), texts.Count));
        return 2 * (themes + labels - Entropy(texts, texts.Count)) / (themes + labels);
    }

    private static HashSet<string> Stems(string text) => [.. TextWords.Of(text).Select(span => EnglishStemmer.Stem(TextWords.Lower(text.AsSpan(span.Start, span.Length))))];
}
