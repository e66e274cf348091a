using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>
/// Words that tell some texts from the rest, by log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008): how
/// often all texts use a word is the prior, so that neither rare nor everyday words stand out by chance. A text counts a word once.
/// </summary>
internal sealed class TellingWords
{
    private const int Shown = 5;
    private const double Significant = 1.96;

    // As much as a tenth of all words said, and at most as so many.
    private const double PriorShare = 0.1;
    private const double MostPrior = 100;

    private readonly List<HashSet<string>> words;
    private readonly Dictionary<string, int> all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, int>> written = new(StringComparer.Ordinal);
    private readonly double total;
    private readonly double priorWeight;

    public TellingWords(IReadOnlyList<string> texts, IReadOnlyList<string> others)
    {
        words = [.. texts.Select(StemsOf)];
        foreach (var stem in words.Concat(others.Select(StemsOf)).SelectMany(stems => stems))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(all, stem, out _)++;
        }

        total = all.Values.Sum();
        priorWeight = Math.Min(MostPrior, PriorShare * total);
    }

    /// <summary>The most telling first; only those that stand out by more than chance, in two texts or more.</summary>
    public IReadOnlyList<TellingWord> Of(IReadOnlyList<int> texts)
    {
        var here = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stem in texts.SelectMany(text => words[text]))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(here, stem, out _)++;
        }

        var within = here.Values.Sum();
        return
        [
            .. here.Where(pair => pair.Value > 1)
                .Select(pair => new TellingWord(AsWritten(pair.Key), Z(pair.Value, within, all[pair.Key])))
                .Where(word => word.Z >= Significant)
                .OrderByDescending(word => word.Z)
                .ThenBy(word => word.Word, StringComparer.Ordinal)
                .Take(Shown),
        ];
    }

    private double Z(double here, double within, double everywhere)
    {
        var prior = priorWeight * everywhere / total;
        var (inside, outside) = (here + prior, everywhere - here + prior);
        var (ofInside, ofOutside) = (within + priorWeight - inside, total - within + priorWeight - outside);
        return (Math.Log(inside / ofInside) - Math.Log(outside / ofOutside)) / Math.Sqrt((1 / inside) + (1 / outside));
    }

    private HashSet<string> StemsOf(string text)
    {
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var span in TextWords.Of(text))
        {
            var word = TextWords.Lower(text.AsSpan(span.Start, span.Length));
            if (word.Length < 2 || EnglishStopWords.Contains(word))
            {
                continue;
            }

            var stem = EnglishStemmer.Stem(word);
            if (stems.Add(stem))
            {
                var forms = CollectionsMarshal.GetValueRefOrAddDefault(written, stem, out _) ??= new(StringComparer.Ordinal);
                CollectionsMarshal.GetValueRefOrAddDefault(forms, word, out _)++;
            }
        }

        return stems;
    }

    private string AsWritten(string stem) => written[stem].OrderByDescending(form => form.Value).ThenBy(form => form.Key, StringComparer.Ordinal).First().Key;
}
