using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>
/// What texts say besides stop words and numbers: stems, and stems that stand side by side; and how much of it is new beside texts of
/// which more is known. What those say as often, such as “like”, “minutes” or the opening of every letter, counts for nothing.
/// </summary>
internal sealed class ThemeWords
{
    /// <summary>From here on a stem is new: said three times as often as in texts of which more is known.</summary>
    public const double New = 0.5;

    // A text to quote: more than a shout, less than a story.
    private const int FewestQuoted = 4;
    private const int MostQuoted = 40;

    // Of a handful of known texts a single one says nothing of how usual a word is.
    private const int Steadying = 20;
    private const double Significant = 1.96;

    private readonly Dictionary<string, Dictionary<string, int>> written = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> texts;
    private readonly Dictionary<string, int> here;
    private readonly Dictionary<string, int> there;
    private readonly List<HashSet<string>> pairs;
    private readonly int others;

    public ThemeWords(IReadOnlyList<string> texts, IReadOnlyList<string> others)
    {
        (this.texts, this.others) = (texts, others.Count);
        var words = texts.Select(text => WordsOf(text, count: true)).ToList();
        Texts = words.ConvertAll(text => text.Select(word => word.Stem).ToHashSet(StringComparer.Ordinal));
        pairs = words.ConvertAll(text => Pairs(text).ToHashSet(StringComparer.Ordinal));
        here = Counted(Texts);
        there = Counted(others.Select(text => WordsOf(text, count: false).Select(word => word.Stem).Distinct(StringComparer.Ordinal)));
        Said = here.Values.Sum() + there.Values.Sum();
    }

    /// <summary>For each text its stems.</summary>
    public List<HashSet<string>> Texts { get; }

    /// <summary>Stems that all texts say, known ones too; a text counts a stem once.</summary>
    public double Said { get; }

    /// <summary>Of all texts, known ones too, those that say a stem.</summary>
    public int Saying(string stem) => here.GetValueOrDefault(stem) + there.GetValueOrDefault(stem);

    /// <summary>(share here − share there) ÷ (share here + share there), 0 where it is said no oftener than in texts of which more is known, 1 where those never say it.</summary>
    public double Novelty(string stem)
    {
        var (now, before) = ((double)here.GetValueOrDefault(stem) / Math.Max(1, texts.Count), (double)there.GetValueOrDefault(stem) / (others + Steadying));
        return now <= before ? 0 : (now - before) / (now + before);
    }

    /// <summary>What the stem weighs: rarity times novelty. What one text alone says tells it from all and joins it with none.</summary>
    public double Weight(string stem) => here.GetValueOrDefault(stem) < 2 ? 0 : Math.Log((1.0 + texts.Count + others) / (1 + Saying(stem))) * Novelty(stem);

    /// <summary>Whether the stem is said so much oftener here that it is no accident: novelty, and z of two proportions.</summary>
    public bool IsNew(string stem)
    {
        if (others == 0)
        {
            return true;
        }

        double now = here.GetValueOrDefault(stem);
        var (share, before, both) = (now / texts.Count, (double)there.GetValueOrDefault(stem) / others, Saying(stem) / (double)(texts.Count + others));
        return Novelty(stem) >= New && (share - before) / Math.Sqrt(both * (1 - both) * ((1.0 / texts.Count) + (1.0 / others))) >= Significant;
    }

    /// <summary>For each text two stems side by side, with a space between.</summary>
    public IReadOnlyCollection<string> PairsOf(int text) => pairs[text];

    /// <summary>All its words in lower case: what is left when case and marks do not count.</summary>
    public string Plain(int text) => string.Join(' ', TextWords.Of(texts[text]).Select(span => TextWords.Lower(texts[text].AsSpan(span.Start, span.Length))));

    public bool Says(int text, TellingName name) => name.Stem.Contains(' ') ? pairs[text].Contains(name.Stem) : Texts[text].Contains(name.Stem);

    public bool IsQuotable(int text) => TextWords.Of(texts[text]).Take(MostQuoted + 1).Count() is >= FewestQuoted and <= MostQuoted;

    /// <summary>As it is written most often.</summary>
    public string AsWritten(string stem) =>
        string.Join(' ', stem.Split(' ').Select(one => written[one].OrderByDescending(form => form.Value).ThenBy(form => form.Key, StringComparer.Ordinal).First().Key));

    private static Dictionary<string, int> Counted(IEnumerable<IEnumerable<string>> texts)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stem in texts.SelectMany(stems => stems))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(all, stem, out _)++;
        }

        return all;
    }

    private static IEnumerable<string> Pairs(List<(string Stem, string Word, bool Beside)> text)
    {
        for (var at = 1; at < text.Count; at++)
        {
            if (text[at].Beside && text[at].Stem != text[at - 1].Stem)
            {
                yield return $"{text[at - 1].Stem} {text[at].Stem}";
            }
        }
    }

    private List<(string Stem, string Word, bool Beside)> WordsOf(string text, bool count)
    {
        var found = new List<(string, string, bool)>();
        var end = -2;
        foreach (var span in TextWords.Of(text))
        {
            var word = TextWords.Lower(text.AsSpan(span.Start, span.Length));
            if (word.Length < 2 || char.IsDigit(word[0]) || EnglishStopWords.Contains(word))
            {
                continue;
            }

            var stem = EnglishStemmer.Stem(word);
            found.Add((stem, word, span.Start == end + 1));
            end = span.End;
            if (count)
            {
                var forms = CollectionsMarshal.GetValueRefOrAddDefault(written, stem, out _) ??= new(StringComparer.Ordinal);
                CollectionsMarshal.GetValueRefOrAddDefault(forms, word, out _)++;
            }
        }

        return found;
    }
}
