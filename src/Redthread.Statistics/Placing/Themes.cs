namespace Redthread.Statistics;

/// <summary>Texts that speak of one thing which has no name yet.</summary>
/// <param name="Words">What tells them from all others, the most telling first: words, and pairs of words that are said together.</param>
/// <param name="Texts">Indices of its texts, the most typical first; each says one of the words.</param>
/// <param name="Saying">How many of them say the first.</param>
/// <param name="Quotations">Up to three of them to quote, no two of which use the same words: they say most of the words and are neither a shout nor a story.</param>
/// <param name="Cohesion">Mean cosine of its texts with their centre, 0..1.</param>
public sealed record Theme(IReadOnlyList<TellingWord> Words, IReadOnlyList<int> Texts, int Saying, IReadOnlyList<int> Quotations, double Cohesion);

/// <param name="Word">As it is written most often, in lower case.</param>
/// <param name="Z">Standard errors by which its log odds within the theme lie above those outside.</param>
public readonly record struct TellingWord(string Word, double Z);

/// <summary>
/// Themes among texts: average linkage over the stems that are new beside texts of which more is known; named by log odds with an
/// informative Dirichlet prior (Monroe, Colaresi and Quinn 2008). Nothing is drawn: the same texts give the same themes.
/// </summary>
public static class Themes
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "average linkage at a mean cosine of 0.3 over stems, each weighing rarity × novelty with novelty = (share here − share in placed texts) ÷ (their sum), texts that say the same counting once; "
        + "named by the words and pairs of words that a seventh of its texts say, at least three times as often as placed texts, with the highest log odds (informative Dirichlet prior) against all other texts, "
        + "z ≥ 1.96; a text belongs that says two of them, or one with a cosine of 0.6 to the centre; none where fewer than two fifths say the first";

    private const double Linked = 0.3;
    private const double LeastLead = 0.4;
    private const double Near = 0.6;

    // One telling word, said so often word for word.
    private const int ByRote = 10;

    /// <summary>From the largest theme to the smallest: O(n² + words). None where fewer than twice as many texts as make a theme say something.</summary>
    /// <param name="texts">Texts without a name for what they speak of.</param>
    /// <param name="others">Texts of which more is known; their words tell nothing new.</param>
    /// <param name="fewest">Different texts that make a theme, 2 or more.</param>
    public static IReadOnlyList<Theme> Of(IReadOnlyList<string> texts, IReadOnlyList<string> others, int fewest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewest, 2);
        var said = new ThemeWords(texts, others);
        var weights = said.Texts.SelectMany(stems => stems).Distinct(StringComparer.Ordinal).ToDictionary(stem => stem, said.Weight, StringComparer.Ordinal);
        // Who says the same says it once; what has no telling word is in no theme, nor what is said by rote, such as “did not answer”.
        var different = said
            .Texts.Index()
            .Where(text => text.Item.Any(stem => weights[stem] > 0))
            .GroupBy(text => said.Plain(text.Index), text => text.Index, StringComparer.Ordinal)
            .Where(same => said.Texts[same.First()].Count > 1 || same.Count() < ByRote)
            .Select(same => same.ToList())
            .ToList();
        if (different.Count < 2 * fewest)
        {
            return [];
        }

        var vectors = new ThemeVectors(different.Select(same => said.Texts[same[0]]), stem => weights[stem]);
        var telling = new TellingWords(said);
        return
        [
            .. vectors
                .Linked(Linked)
                .Where(members => members.Count >= fewest)
                .Select(members => Of(said, telling, members, vectors.WithCentre(members), different, fewest))
                .OfType<Theme>()
                .OrderByDescending(theme => theme.Texts.Count)
                .ThenBy(theme => theme.Texts[0]),
        ];
    }

    private static Theme? Of(ThemeWords said, TellingWords telling, List<int> members, double[] cosines, List<List<int>> different, int fewest)
    {
        var names = telling.Of([.. members.SelectMany(member => different[member])]);
        var own = members
            .Select((member, at) => (Same: different[member], Cosine: cosines[at], Says: names.Count(name => said.Says(different[member][0], name))))
            .Where(one => one.Says > 1 || (one.Says == 1 && one.Cosine >= Near))
            .OrderByDescending(one => one.Cosine)
            .ThenBy(one => one.Same[0])
            .ToList();
        if (own.Count < fewest)
        {
            return null;
        }

        var texts = own.SelectMany(one => one.Same).ToList();
        var saying = texts.Count(text => said.Says(text, names[0]));
        if (saying < Math.Max(fewest, LeastLead * texts.Count))
        {
            return null;
        }

        var quotations = own.OrderByDescending(one => said.IsQuotable(one.Same[0]))
            .ThenByDescending(one => one.Says)
            .ThenByDescending(one => one.Cosine)
            .ThenBy(one => one.Same[0])
            .DistinctBy(one => string.Join(' ', said.Texts[one.Same[0]].Order(StringComparer.Ordinal)))
            .Take(3);
        return new Theme(
            [.. names.Select(name => new TellingWord(name.Written, name.Z))],
            texts,
            saying,
            [.. quotations.Select(one => one.Same[0])],
            own.Average(one => one.Cosine)
        );
    }
}
