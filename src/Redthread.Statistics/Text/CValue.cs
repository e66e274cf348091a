namespace Redthread.Statistics;

/// <summary>How much a phrase behaves like a term.</summary>
/// <param name="Phrase">Its words, parted by one space.</param>
/// <param name="Frequency">Occurrences, those within longer candidates included; at least 1.</param>
/// <param name="Nested">Of these, occurrences within longer candidates, each counted once.</param>
/// <param name="Longer">Number of longer candidates that contain it.</param>
/// <param name="Value">C-value, in occurrences times bits of length; 0 for what never stands on its own.</param>
public readonly record struct PhraseValue(string Phrase, int Frequency, int Nested, int Longer, double Value);

/// <summary>
/// C-value of Frantzi, Ananiadou and Mima, <i>International Journal on Digital Libraries</i> 3 (2000), §2.2: frequent and long phrases
/// first, less what a phrase owes to longer ones that contain it. Cost: phrases × (words of the longest)².
/// </summary>
public static class CValue
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "C-value = log2(words) × (occurrences − mean occurrences within each longer candidate); phrases of at least 2 words (Frantzi, Ananiadou and Mima 2000)";

    /// <param name="frequencies">Candidates of two words or more, parted by one space, with all their occurrences; those of one word are left out.</param>
    /// <returns>The highest value first, then by phrase.</returns>
    public static IReadOnlyList<PhraseValue> Of(IReadOnlyDictionary<string, int> frequencies)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        var nested = new Dictionary<string, (int Occurrences, int Phrases)>(StringComparer.Ordinal);
        var values = new List<PhraseValue>(frequencies.Count);
        var candidates = frequencies.Select(pair => (pair.Key, pair.Value, Words: pair.Key.Split(' '))).Where(candidate => candidate.Words.Length > 1);
        foreach (var (phrase, frequency, words) in candidates.OrderByDescending(candidate => candidate.Words.Length))
        {
            var (within, longer) = nested.GetValueOrDefault(phrase);
            values.Add(new(phrase, frequency, within, longer, Of(words.Length, frequency, within, longer)));
            foreach (var part in Parts(words))
            {
                if (frequencies.ContainsKey(part))
                {
                    // What this phrase owes to still longer ones was counted with those.
                    var (occurrences, phrases) = nested.GetValueOrDefault(part);
                    nested[part] = (occurrences + frequency - within, phrases + 1);
                }
            }
        }

        return [.. values.OrderByDescending(value => value.Value).ThenBy(value => value.Phrase, StringComparer.Ordinal)];
    }

    internal static double Of(int words, int frequency, int nested, int longer) => Math.Log2(words) * (frequency - (longer == 0 ? 0 : (double)nested / longer));

    internal static HashSet<string> Parts(string[] words)
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        for (var length = 2; length < words.Length; length++)
        {
            for (var from = 0; from + length <= words.Length; from++)
            {
                parts.Add(string.Join(' ', words, from, length));
            }
        }

        return parts;
    }
}
