namespace Redthread.Statistics;

/// <summary>A label that a verbatim may have, and how probable that is.</summary>
/// <param name="Probability">0..1; not calibrated while the classifier is not.</param>
public readonly record struct PlacingSuggestion(int Label, double Probability);

/// <summary>
/// Tells which labels a verbatim has: linear support vector machines, one against the rest, over words and characters weighted by how
/// rare they are. It begins with what the labels say of themselves, and learns each confirmation at once, in O(features × labels).
/// Classifying is O(characters + features × labels). Deterministic by seed. Not for two threads at once.
/// </summary>
public sealed class VerbatimClassifier
{
    /// <summary>Fewer held-out texts say too little to call a score a probability.</summary>
    public const int FewestHeldOut = 20;

    // Until confirmations tell better: a text that names a label outright is likely right, and none is taken for certain.
    private static readonly Calibration Uncalibrated = new(-1, 2, -1, 0, 0);

    private readonly FeatureNumbers features;
    private readonly LabelModel model;

    private VerbatimClassifier(FeatureNumbers features, LabelModel model, Calibration? calibration, HeldOut heldOut) =>
        (this.features, this.model, Calibration, HeldOut) = (features, model, calibration, heldOut);

    /// <summary>Null while there are too few confirmations to tell how often it is right.</summary>
    public Calibration? Calibration { get; }

    /// <summary>What it said of the examples when they were held out.</summary>
    public HeldOut HeldOut { get; }

    /// <summary>O(passes × features of all examples × labels), once and again for each fold.</summary>
    /// <param name="labels">What each label says of itself: its name, its description; may be empty.</param>
    /// <param name="examples">Confirmations, and what else is known; in the order in which they were made.</param>
    /// <param name="others">Texts of which nothing is known, to tell rare words from frequent ones.</param>
    public static VerbatimClassifier Fit(IReadOnlyList<string> labels, IReadOnlyList<PlacingExample> examples, IReadOnlyList<string> others, PlacingOptions options)
    {
        var features = new FeatureNumbers(options.Comparison);
        var named = labels.Select((text, label) => new PlacingExample(text, [label]) { Weight = options.NameWeight }).Where(row => row.Text.Length > 0).ToList();
        var rows = named.Concat(examples).Select(example => (Example: example, Features: features.Of(example.Text))).ToList();
        features.CountIn(rows.Select(row => row.Features).Concat(others.Select(features.Of)));
        var texts = rows.ConvertAll(row => (row.Example, Text: features.Learnt(row.Features)));
        var heldOut = Placing.HoldOut(labels.Count, texts, named.Count, features.Count, options);
        var calibration = heldOut.Scores.Count < FewestHeldOut ? null : Redthread.Statistics.Calibration.Of(heldOut.Scores, heldOut.Right);
        return new(features, Placing.Trained(labels.Count, texts, features.Count, options), calibration, heldOut.Calibrated(calibration ?? Uncalibrated));
    }

    /// <summary>For each label how probable it is that the verbatim has it.</summary>
    public double[] Probabilities(string text) => (Calibration ?? Uncalibrated).Probabilities(model.Scores(features.Read(features.Of(text))));

    /// <summary>
    /// For each of these labels how probable it is, 0 for the others. While it is not calibrated, others are no rivals: what names a stage
    /// and a need at once is no less the one for being the other.
    /// </summary>
    internal double[] Probabilities(string text, Func<int, bool>? of)
    {
        if (of is null || Calibration is not null)
        {
            return Probabilities(text);
        }

        var scores = model.Scores(features.Read(features.Of(text)));
        var own = Enumerable.Range(0, scores.Length).Where(of).ToArray();
        var (among, all) = (Uncalibrated.Probabilities([.. own.Select(label => scores[label])]), new double[scores.Length]);
        for (var at = 0; at < own.Length; at++)
        {
            all[own[at]] = among[at];
        }

        return all;
    }

    /// <summary>Up to so many labels, the most probable first.</summary>
    public IReadOnlyList<PlacingSuggestion> Suggest(string text, int most) =>
        [
            .. Probabilities(text)
                .Select((probability, label) => new PlacingSuggestion(label, probability))
                .OrderByDescending(row => row.Probability)
                .ThenBy(row => row.Label)
                .Take(most),
        ];

    /// <summary>Learns one more example. Rarity and calibration stay those of the last fit.</summary>
    public void Learn(PlacingExample example)
    {
        var text = features.Learnt(features.Of(example.Text));
        model.Reserve(features.Count);
        model.Add(example, text);
        model.LearnLast();
    }

    /// <summary>Texts in the order in which asking teaches most: O(features of all × labels), and O(50 · features of all) to tell the first apart.</summary>
    /// <param name="of">Only these labels; null for all. One of them at least.</param>
    /// <param name="recent">Texts asked before, the latest last; what is like them can wait.</param>
    public IReadOnlyList<Question> WorthAsking(IReadOnlyList<string> texts, Func<int, bool>? of = null, IReadOnlyList<string>? recent = null)
    {
        var read = texts.Select(text => features.Read(features.Of(text))).ToList();
        var doubts = read.ConvertAll(text => Doubt((Calibration ?? Uncalibrated).Probabilities(model.Scores(text)), of));
        return new QuestionOrder(read, texts, features.Count).Of(doubts, [.. (recent ?? []).Select(text => features.Read(features.Of(text)))]);
    }

    /// <summary>The likeliest label, and how much in doubt it is, 0..1: 1 where a second is as probable.</summary>
    internal static (PlacingSuggestion Best, double Doubt) Doubt(double[] probabilities, Func<int, bool>? of)
    {
        var (best, second) = (new PlacingSuggestion(-1, 0), 0.0);
        for (var label = 0; label < probabilities.Length; label++)
        {
            if (of?.Invoke(label) == false)
            {
                continue;
            }

            if (best.Label < 0 || probabilities[label] > best.Probability)
            {
                (second, best) = (best.Probability, new(label, probabilities[label]));
            }
            else
            {
                second = Math.Max(second, probabilities[label]);
            }
        }

        return (best, 1 - (best.Probability - second));
    }
}
