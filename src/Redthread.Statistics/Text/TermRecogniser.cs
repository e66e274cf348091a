namespace Redthread.Statistics;

/// <summary>A phrase found in a text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Entry">Index of the phrase among those looked for.</param>
public readonly record struct FoundPhrase(int Start, int Length, int Entry);

/// <summary>
/// Finds phrases in texts by the English stems of their words, so in all inflections; of those that begin at one word the longest.
/// Words of a phrase stand with nothing but spaces or a hyphen between them. O(words of the text × words of the longest phrase).
/// Immutable: many threads may ask at once.
/// </summary>
public sealed class TermRecogniser
{
    private readonly Dictionary<(int Node, string Stem), int> steps = [];
    private readonly List<int> entries = [-1];

    /// <param name="phrases">Of two that come to the same stems the first counts; one without a word is never found.</param>
    public TermRecogniser(IReadOnlyList<string> phrases)
    {
        for (var entry = 0; entry < phrases.Count; entry++)
        {
            var node = 0;
            foreach (var word in TextWords.Of(phrases[entry]))
            {
                var key = (node, Stem(phrases[entry], word));
                if (!steps.TryGetValue(key, out node))
                {
                    steps[key] = node = entries.Count;
                    entries.Add(-1);
                }
            }

            if (node > 0 && entries[node] < 0)
            {
                entries[node] = entry;
            }
        }
    }

    /// <summary>Phrases in the order of the text; none overlaps another.</summary>
    public IReadOnlyList<FoundPhrase> In(string text)
    {
        var found = new List<FoundPhrase>();
        if (steps.Count == 0)
        {
            return found;
        }

        var words = TextWords.Of(text).ToList();
        var stems = words.ConvertAll(word => Stem(text, word));
        for (var at = 0; at < words.Count; )
        {
            var (entry, last) = Longest(text, words, stems, at);
            if (entry >= 0)
            {
                found.Add(new(words[at].Start, words[last].End - words[at].Start, entry));
            }

            at = last + 1;
        }

        return found;
    }

    private (int Entry, int Last) Longest(string text, List<WordSpan> words, List<string> stems, int from)
    {
        var (entry, last, node) = (-1, from, 0);
        for (var at = from; at < words.Count && (at == from || Joined(text, words[at - 1].End, words[at].Start)) && steps.TryGetValue((node, stems[at]), out node); at++)
        {
            if (entries[node] >= 0)
            {
                (entry, last) = (entries[node], at);
            }
        }

        return (entry, last);
    }

    private static bool Joined(string text, int from, int to)
    {
        var between = text.AsSpan(from, to - from);
        return between is "-" || between.IsWhiteSpace();
    }

    private static string Stem(string text, WordSpan word) => EnglishStemmer.Stem(TextWords.Lower(text.AsSpan(word.Start, word.Length)));
}
