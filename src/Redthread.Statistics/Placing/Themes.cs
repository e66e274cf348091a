namespace Redthread.Statistics;

/// <summary>Texts that speak of one thing which has no name yet.</summary>
/// <param name="Words">What tells them from all others, the most telling first.</param>
/// <param name="Texts">Indices of its texts, the most typical first.</param>
/// <param name="Cohesion">Mean cosine of its texts with their centre, 0..1.</param>
public sealed record Theme(IReadOnlyList<TellingWord> Words, IReadOnlyList<int> Texts, double Cohesion);

/// <param name="Word">As it is written most often, in lower case.</param>
/// <param name="Z">Standard errors by which its log odds within the theme lie above those outside.</param>
public readonly record struct TellingWord(string Word, double Z);

/// <summary>
/// Themes among texts: spherical k-means (Dhillon and Modha 2001) over word stems weighted by rarity, begun by k-means++ and the best of
/// four starts; named by log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008). Deterministic by seed.
/// </summary>
public static class Themes
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "spherical k-means over word stems, k = √(n ÷ 2); named by the words with the highest log odds (informative Dirichlet prior) against all other texts, z ≥ 1.96";

    private const int Starts = 4;
    private const int Rounds = 30;
    private const int MostThemes = 30;
    private const double LeastCohesion = 0.25;

    private static readonly TextComparison Stems = new() { WordGrams = 1, English = true };

    /// <summary>From the largest theme to the smallest: O(starts · rounds · k · words). None where fewer than twice as many texts as make a theme are there.</summary>
    /// <param name="texts">Texts without a name for what they speak of.</param>
    /// <param name="others">Texts of which more is known; their words tell nothing new.</param>
    /// <param name="fewest">Texts that make a theme, 2 or more.</param>
    public static IReadOnlyList<Theme> Of(IReadOnlyList<string> texts, IReadOnlyList<string> others, int fewest, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewest, 2);
        if (texts.Count < 2 * fewest)
        {
            return [];
        }

        var vectors = TextVectors.Of(texts, Stems, 1);
        var count = Math.Clamp((int)Math.Round(Math.Sqrt(texts.Count / 2.0)), 2, MostThemes);
        var random = new Random(seed);
        var best = Enumerable.Range(0, Starts).Select(_ => SphericalClusters.Of(vectors, count, Rounds, random)).MaxBy(clusters => clusters.Fit)!;
        var telling = new TellingWords(texts, others);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(cluster => best.MembersOf(cluster))
                .Where(members => members.Count >= fewest && members.Average(member => member.Cosine) >= LeastCohesion)
                .Select(members => new Theme(
                    telling.Of([.. members.Select(member => member.Text)]),
                    [.. members.Select(member => member.Text)],
                    members.Average(member => member.Cosine)
                ))
                .Where(theme => theme.Words.Count > 0)
                .OrderByDescending(theme => theme.Texts.Count)
                .ThenBy(theme => theme.Texts[0]),
        ];
    }
}
