using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <param name="Stem">Or two, with a space between.</param>
internal readonly record struct TellingName(string Stem, string Written, double Z);

/// <summary>
/// Words that tell some texts from the rest, by log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008): how
/// often all texts use a word is the prior, so that neither rare nor everyday words stand out by chance. A text counts a word once.
/// </summary>
internal sealed class TellingWords
{
    private const int Shown = 4;
    private const double Significant = 1.96;

    // A word that few of the texts say tells of these and not of the theme.
    private const double LeastShare = 1.0 / 7;

    // Two words make a name together where the rarer seldom stands without the other.
    private const double LeastTogether = 0.6;

    // As much as a tenth of all words said, and at most as so many.
    private const double PriorShare = 0.1;
    private const double MostPrior = 100;

    private readonly ThemeWords said;
    private readonly Dictionary<string, int> all = new(StringComparer.Ordinal);
    private readonly double total;
    private readonly double priorWeight;

    public TellingWords(ThemeWords said)
    {
        this.said = said;
        foreach (var stem in said.Texts.Concat(said.Others).SelectMany(stems => stems))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(all, stem, out _)++;
        }

        total = all.Values.Sum();
        priorWeight = Math.Min(MostPrior, PriorShare * total);
    }

    /// <summary>The most telling first; only those that stand out by more than chance, in two texts or more and in a seventh of them.</summary>
    public IReadOnlyList<TellingName> Of(IReadOnlyList<int> texts)
    {
        var here = Counted(texts.SelectMany(text => said.Texts[text]));
        var (within, least) = (here.Values.Sum(), Math.Max(2, LeastShare * texts.Count));
        var words = here.Where(pair => pair.Value >= least)
            .Select(pair => new TellingName(pair.Key, said.AsWritten(pair.Key), Z(pair.Value, within, all[pair.Key])))
            .Where(word => word.Z >= Significant)
            .OrderByDescending(word => word.Z)
            .ThenBy(word => word.Stem, StringComparer.Ordinal)
            .ToList();
        foreach (var (pair, count) in Counted(texts.SelectMany(said.PairsOf)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var stems = pair.Split(' ');
            var (first, second) = (words.FindIndex(word => word.Stem == stems[0]), words.FindIndex(word => word.Stem == stems[1]));
            if (first < 0 || second < 0 || count < Math.Max(least, LeastTogether * Math.Min(here[stems[0]], here[stems[1]])))
            {
                continue;
            }

            var (place, gone) = (Math.Min(first, second), Math.Max(first, second));
            words[place] = new TellingName(pair, said.AsWritten(pair), words[place].Z);
            words.RemoveAt(gone);
        }

        return [.. words.Take(Shown)];
    }

    private static Dictionary<string, int> Counted(IEnumerable<string> stems)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stem in stems)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, stem, out _)++;
        }

        return counts;
    }

    private double Z(double here, double within, double everywhere)
    {
        var prior = priorWeight * everywhere / total;
        var (inside, outside) = (here + prior, everywhere - here + prior);
        var (ofInside, ofOutside) = (within + priorWeight - inside, total - within + priorWeight - outside);
        return (Math.Log(inside / ofInside) - Math.Log(outside / ofOutside)) / Math.Sqrt((1 / inside) + (1 / outside));
    }
}
