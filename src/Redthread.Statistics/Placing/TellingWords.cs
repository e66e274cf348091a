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
    private readonly double priorWeight;

    public TellingWords(ThemeWords said) => (this.said, priorWeight) = (said, Math.Min(MostPrior, PriorShare * said.Said));

    /// <summary>
    /// The most telling first, by how many say it × rarity × novelty (z would put what others say too before what nobody else says); only
    /// those that stand out by more than chance, are new beside what is known, and are in two texts or more and in a seventh of them.
    /// </summary>
    public IReadOnlyList<TellingName> Of(IReadOnlyList<int> texts)
    {
        var here = Counted(texts.SelectMany(text => said.Texts[text]));
        var (within, least) = (here.Values.Sum(), Math.Max(2, LeastShare * texts.Count));
        var words = here.Where(pair => pair.Value >= least)
            .Select(pair => new TellingName(pair.Key, said.AsWritten(pair.Key), Z(pair.Value, within, said.Saying(pair.Key))))
            .Where(word => word.Z >= Significant && said.IsNew(word.Stem))
            .ToDictionary(word => word.Stem, StringComparer.Ordinal);
        var ranks = words.Keys.ToDictionary(stem => stem, stem => here[stem] * said.Weight(stem), StringComparer.Ordinal);
        foreach (var (pair, count) in Counted(texts.SelectMany(said.PairsOf)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (
                pair.Split(' ') is [var first, var second]
                && words.TryGetValue(first, out var one)
                && words.TryGetValue(second, out var other)
                && count >= Math.Max(least, LeastTogether * Math.Min(here[first], here[second]))
            )
            {
                words.Remove(first);
                words.Remove(second);
                ranks.Add(pair, count * (said.Weight(first) + said.Weight(second)));
                words.Add(pair, new TellingName(pair, said.AsWritten(pair), Math.Max(one.Z, other.Z)));
            }
        }

        return [.. words.Values.OrderByDescending(word => ranks[word.Stem]).ThenBy(word => word.Stem, StringComparer.Ordinal).Take(Shown)];
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
        var prior = priorWeight * everywhere / said.Said;
        var (inside, outside) = (here + prior, everywhere - here + prior);
        var (ofInside, ofOutside) = (within + priorWeight - inside, said.Said - within + priorWeight - outside);
        return (Math.Log(inside / ofInside) - Math.Log(outside / ofOutside)) / Math.Sqrt((1 / inside) + (1 / outside));
    }
}
