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
/// Themes among texts: spherical k-means (Dhillon and Modha 2001) over the stems of words that say something, weighted by rarity, begun by k-means++ and the
/// best of four starts; named by log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008). Deterministic by seed.
/// </summary>
public static class Themes
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "spherical k-means over stems of words that are no everyday words, k = √(n ÷ 2), texts that say the same counting once; named by the words and pairs of words that a seventh of its texts say, "
        + "with the highest log odds (informative Dirichlet prior) against all other texts, z ≥ 1.96; none where fewer than two fifths say the first, or placed texts say it as often";

    private const int Starts = 4;
    private const int Rounds = 30;
    private const int MostThemes = 30;
    private const double LeastCohesion = 0.25;
    private const double LeastLead = 0.4;

    // One telling word, said so often word for word.
    private const int ByRote = 10;

    private static readonly TextComparison Stems = new() { WordGrams = 1, English = true };

    /// <summary>From the largest theme to the smallest: O(starts · rounds · k · words). None where fewer than twice as many texts as make a theme say something.</summary>
    /// <param name="texts">Texts without a name for what they speak of.</param>
    /// <param name="others">Texts of which more is known; their words tell nothing new.</param>
    /// <param name="fewest">Different texts that make a theme, 2 or more.</param>
    public static IReadOnlyList<Theme> Of(IReadOnlyList<string> texts, IReadOnlyList<string> others, int fewest, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewest, 2);
        var said = new ThemeWords(texts, others);
        // Who says the same says it once; what has no telling word is in no theme, nor what is said by rote, such as “did not answer”.
        var different = said
            .Texts.Index()
            .Where(text => text.Item.Count > 0)
            .GroupBy(text => said.Plain(text.Index), text => text.Index, StringComparer.Ordinal)
            .Where(same => said.Texts[same.First()].Count > 1 || same.Count() < ByRote)
            .ToList();
        if (different.Count < 2 * fewest)
        {
            return [];
        }

        var vectors = TextVectors.Of(different.ConvertAll(group => texts[group.First()]), Stems, 1);
        var count = Math.Clamp((int)Math.Round(Math.Sqrt(different.Count / 2.0)), 2, MostThemes);
        var random = new Random(seed);
        var best = Enumerable.Range(0, Starts).Select(_ => SphericalClusters.Of(vectors, count, Rounds, random)).MaxBy(clusters => clusters.Fit)!;
        var telling = new TellingWords(said);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(best.MembersOf)
                .Where(members => members.Count >= fewest && members.Average(member => member.Cosine) >= LeastCohesion)
                .Select(members => Of(said, telling, members, different, fewest))
                .OfType<Theme>()
                .OrderByDescending(theme => theme.Texts.Count)
                .ThenBy(theme => theme.Texts[0]),
        ];
    }

    private static Theme? Of(ThemeWords said, TellingWords telling, List<(int Text, double Cosine)> members, List<IGrouping<string, int>> different, int fewest)
    {
        var names = telling.Of([.. members.SelectMany(member => different[member.Text])]);
        var own = members.FindAll(member => names.Any(name => said.Says(different[member.Text].First(), name)));
        if (names.Count == 0 || own.Count < fewest || said.IsUsual(names[0]))
        {
            return null;
        }

        var texts = own.SelectMany(member => different[member.Text]).ToList();
        var saying = texts.Count(text => said.Says(text, names[0]));
        if (saying < Math.Max(fewest, LeastLead * texts.Count))
        {
            return null;
        }

        var quotations = own.Select(member => (Text: different[member.Text].First(), member.Cosine))
            .OrderByDescending(one => said.IsQuotable(one.Text))
            .ThenByDescending(one => names.Count(name => said.Says(one.Text, name)))
            .ThenByDescending(one => one.Cosine)
            .ThenBy(one => one.Text)
            .DistinctBy(one => string.Join(' ', said.Texts[one.Text].Order(StringComparer.Ordinal)))
            .Take(3);
        return new Theme(
            [.. names.Select(name => new TellingWord(name.Written, name.Z))],
            texts,
            saying,
            [.. quotations.Select(one => one.Text)],
            own.Average(member => member.Cosine)
        );
    }
}
