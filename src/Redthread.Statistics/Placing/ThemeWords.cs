using System.Runtime.InteropServices;

namespace Redthread.Statistics;

/// <summary>
/// What texts say besides stop words, everyday words and numbers: stems, and stems that stand side by side. A stem that texts of which more is known say as often tells
/// nothing new and is left out.
/// </summary>
internal sealed class ThemeWords
{
    // A text to quote: more than a shout, less than a story.
    private const int FewestQuoted = 4;
    private const int MostQuoted = 40;

    // Fewer among the others say nothing of how usual a word is.
    private const int Usual = 5;
    private const double Significant = 1.96;

    private readonly Dictionary<string, Dictionary<string, int>> written = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> texts;
    private readonly List<List<(string Stem, string Word, bool Beside)>> words;
    private readonly List<HashSet<string>> pairs;
    private readonly HashSet<string> usual;

    public ThemeWords(IReadOnlyList<string> texts, IReadOnlyList<string> others)
    {
        this.texts = texts;
        words = [.. texts.Select(text => WordsOf(text, count: true))];
        var known = others.Select(text => WordsOf(text, count: false)).ToList();
        var (here, there) = (Frequency(words), Frequency(known));
        usual = here.Where(pair => there.TryGetValue(pair.Key, out var before) && !IsNewer(pair.Value, texts.Count, before, others.Count))
            .Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        Texts = words.ConvertAll(text => text.Select(word => word.Stem).ToHashSet(StringComparer.Ordinal));
        Others = known.ConvertAll(text => text.Select(word => word.Stem).ToHashSet(StringComparer.Ordinal));
        pairs = words.ConvertAll(text => Pairs(text).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>For each text the stems that say something new.</summary>
    public List<HashSet<string>> Texts { get; }

    public List<HashSet<string>> Others { get; }

    /// <summary>For each text two stems side by side, with a space between.</summary>
    public IReadOnlyCollection<string> PairsOf(int text) => pairs[text];

    /// <summary>All its words in lower case: what is left when case and marks do not count.</summary>
    public string Plain(int text) => string.Join(' ', TextWords.Of(texts[text]).Select(span => TextWords.Lower(texts[text].AsSpan(span.Start, span.Length))));

    public bool Says(int text, TellingName name) => name.Stem.Contains(' ') ? pairs[text].Contains(name.Stem) : Texts[text].Contains(name.Stem);

    /// <summary>Whether it is said no oftener here than among texts of which more is known.</summary>
    public bool IsUsual(TellingName name) => Array.TrueForAll(name.Stem.Split(' '), usual.Contains);

    public bool IsQuotable(int text) => TextWords.Of(texts[text]).Take(MostQuoted + 1).Count() is >= FewestQuoted and <= MostQuoted;

    /// <summary>As it is written most often.</summary>
    public string AsWritten(string stem) =>
        string.Join(' ', stem.Split(' ').Select(one => written[one].OrderByDescending(form => form.Value).ThenBy(form => form.Key, StringComparer.Ordinal).First().Key));

    private static bool IsNewer(int here, int texts, int there, int others)
    {
        if (there < Usual)
        {
            return true;
        }

        var (share, before, both) = ((double)here / texts, (double)there / others, (double)(here + there) / (texts + others));
        return (share - before) / Math.Sqrt(both * (1 - both) * ((1.0 / texts) + (1.0 / others))) >= Significant;
    }

    private static Dictionary<string, int> Frequency(List<List<(string Stem, string Word, bool Beside)>> texts)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stem in texts.SelectMany(text => text.Select(word => word.Stem).Distinct(StringComparer.Ordinal)))
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
            if (word.Length < 2 || char.IsDigit(word[0]) || EnglishStopWords.Contains(word) || EnglishEverydayWords.Contains(word))
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
