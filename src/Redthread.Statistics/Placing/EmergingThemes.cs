namespace Redthread.Statistics;

/// <param name="Leaning">A label that its texts have perhaps: the mean probability is at least <see cref="EmergingThemes.Perhaps"/>. Null where they lean nowhere.</param>
public readonly record struct EmergingTheme(Theme Theme, PlacingSuggestion? Leaning);

/// <summary>Texts that a classifier would rather place on a label that is known: no theme of their own.</summary>
/// <param name="Texts">Indices, the most probable first.</param>
public sealed record LeaningTexts(int Label, IReadOnlyList<int> Texts);

/// <summary>What waits, told apart: themes that nobody has named, and texts that perhaps speak of a known label by another word.</summary>
/// <param name="Known">By label, those with most texts first.</param>
public sealed record EmergingThemes(IReadOnlyList<EmergingTheme> Themes, IReadOnlyList<LeaningTexts> Known)
{
    /// <summary>From this mean probability on a theme says “perhaps” with the label's name.</summary>
    public const double Perhaps = 0.3;

    /// <summary>What a calibrated classifier holds that probable is no new theme. Texts of what it does not know look surer to it than they are.</summary>
    public const double Sure = 0.65;

    /// <summary>The same while it is not calibrated: about where the label's own line is crossed.</summary>
    public const double SureUncalibrated = 0.5;

    /// <summary>O(features of all × labels + n²).</summary>
    /// <param name="classifier">What is known.</param>
    /// <param name="waiting">Texts of which nothing is known.</param>
    /// <param name="placed">Texts that have a label; with those that perhaps have one they are the background against which words are new.</param>
    /// <param name="fewest">Different texts that make a theme, 2 or more.</param>
    /// <param name="of">Only these labels; null for all.</param>
    public static EmergingThemes Of(VerbatimClassifier classifier, IReadOnlyList<string> waiting, IReadOnlyList<string> placed, int fewest, Func<int, bool>? of = null)
    {
        var probabilities = waiting.Select(text => classifier.Probabilities(text, of)).ToList();
        var best = probabilities.ConvertAll(row => Best(row, of));
        var from = classifier.Calibration is null ? SureUncalibrated : Sure;
        var unknown = Enumerable.Range(0, waiting.Count).Where(text => best[text] is not { } one || one.Probability < from).ToList();
        var known = best.Index().Where(text => text.Item is { } one && one.Probability >= from).ToList();
        var themes = Redthread.Statistics.Themes.Of([.. unknown.Select(text => waiting[text])], [.. placed, .. known.Select(text => waiting[text.Index])], fewest);
        return new(
            [.. themes.Select(theme => At(theme, unknown)).Select(theme => new EmergingTheme(theme, Leaning(theme, probabilities, of)))],
            [
                .. known
                    .GroupBy(text => text.Item!.Value.Label)
                    .OrderByDescending(label => label.Count())
                    .ThenBy(label => label.Key)
                    .Select(label => new LeaningTexts(
                        label.Key,
                        [.. label.OrderByDescending(text => text.Item!.Value.Probability).ThenBy(text => text.Index).Select(text => text.Index)]
                    )),
            ]
        );
    }

    private static Theme At(Theme theme, List<int> texts) =>
        theme with
        {
            Texts = [.. theme.Texts.Select(text => texts[text])],
            Quotations = [.. theme.Quotations.Select(text => texts[text])],
        };

    private static PlacingSuggestion? Leaning(Theme theme, List<double[]> probabilities, Func<int, bool>? of)
    {
        var mean = new double[probabilities.Count == 0 ? 0 : probabilities[0].Length];
        foreach (var text in theme.Texts)
        {
            for (var label = 0; label < mean.Length; label++)
            {
                mean[label] += probabilities[text][label] / theme.Texts.Count;
            }
        }

        return Best(mean, of) is { Probability: >= Perhaps } leaning ? leaning : null;
    }

    private static PlacingSuggestion? Best(double[] probabilities, Func<int, bool>? of)
    {
        PlacingSuggestion? best = null;
        for (var label = 0; label < probabilities.Length; label++)
        {
            if (of?.Invoke(label) != false && (best is not { } one || probabilities[label] > one.Probability))
            {
                best = new(label, probabilities[label]);
            }
        }

        return best;
    }
}
