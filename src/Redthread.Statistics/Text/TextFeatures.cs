namespace Redthread.Statistics;

/// <summary>How often a feature occurs in a text.</summary>
/// <param name="Key">A hash of 64 bits of the feature; the lowest bit says whether it is made of words.</param>
/// <param name="Count">1 or more.</param>
public readonly record struct FeatureCount(ulong Key, int Count)
{
    public bool OfWords => (Key & 1) == 1;
}

/// <summary>The features of texts under one comparison. Not for two threads at once: it remembers what each word comes to.</summary>
public sealed class TextFeatures(TextComparison comparison)
{
    private const int WordsRemembered = 100_000;
    private const ulong Prime = 1099511628211;

    private readonly Dictionary<string, Word> words = new(StringComparer.Ordinal);
    private readonly List<ulong> keys = [];
    private readonly List<ulong> row = [];
    private readonly List<ulong> stops = [];

    private sealed record Word(ulong Stem, bool Stop, ulong[] Characters);

    /// <summary>
    /// Each feature once, sorted by key: O(characters × sizes of grams). A text of stop words only is compared by them, so that
    /// every text with a word has a feature.
    /// </summary>
    public FeatureCount[] Of(string text)
    {
        keys.Clear();
        row.Clear();
        stops.Clear();
        foreach (var span in TextWords.Of(text))
        {
            var word = Look(text.AsSpan(span.Start, span.Length));
            (word.Stop ? stops : row).Add(word.Stem);
            keys.AddRange(word.Characters);
        }

        AddWords(row.Count > 0 ? row : stops);
        return Counted(keys);
    }

    private Word Look(ReadOnlySpan<char> span)
    {
        Span<char> lower = span.Length <= 64 ? stackalloc char[span.Length] : new char[span.Length];
        span.ToLowerInvariant(lower);
        lower.Replace('’', '\'');
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(lower, out var known))
        {
            return known;
        }

        var made = Make(new string(lower));
        if (words.Count < WordsRemembered)
        {
            lookup[lower] = made;
        }

        return made;
    }

    private Word Make(string word)
    {
        var grams = new List<ulong>();
        var padded = $" {word} ";
        for (var size = comparison.CharactersFrom; size > 0 && size <= comparison.CharactersTo; size++)
        {
            for (var start = 0; start + size <= padded.Length; start++)
            {
                grams.Add(Hash(padded.AsSpan(start, size)) << 1);
            }
        }

        return new(Hash(comparison.English ? EnglishStemmer.Stem(word) : word), comparison.English && EnglishStopWords.Contains(word), [.. grams]);
    }

    private void AddWords(List<ulong> stems)
    {
        for (var start = 0; start < stems.Count; start++)
        {
            var key = 0UL;
            for (var size = 1; size <= comparison.WordGrams && start + size <= stems.Count; size++)
            {
                key = ((key * Prime) ^ stems[start + size - 1]) * Prime;
                keys.Add((key << 1) | 1);
            }
        }
    }

    private static FeatureCount[] Counted(List<ulong> keys)
    {
        keys.Sort();
        var counted = new List<FeatureCount>(keys.Count);
        for (var i = 0; i < keys.Count; )
        {
            var from = i;
            while (++i < keys.Count && keys[i] == keys[from]) { }
            counted.Add(new(keys[from], i - from));
        }

        return [.. counted];
    }

    // FNV-1a, then mixed, since its low and high bits depend on few letters.
    private static ulong Hash(ReadOnlySpan<char> letters)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in letters)
        {
            hash = (hash ^ letter) * Prime;
        }

        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
