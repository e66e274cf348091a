namespace Redthread.Statistics;

/// <summary>
/// C-values kept true while phrases come and go: the same as <see cref="CValue.Of"/> over all of them. A change costs
/// O(words⁴ · ln phrases) for a phrase of so many words, and nothing for phrases that are no part of it. Not for two threads at once.
/// </summary>
public sealed class PhraseValues
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly SortedSet<Entry> ranked = new(Comparer<Entry>.Create(Compare));

    private sealed class Entry(string phrase, int words)
    {
        public string Phrase { get; } = phrase;
        public int Words { get; } = words;
        public int Frequency { get; set; }

        /// <summary>Its occurrences within longer phrases, each counted once, and how many such phrases there are.</summary>
        public int Nested { get; set; }
        public int Longer { get; set; }

        /// <summary>What its parts count as nested by it; null while it is no candidate.</summary>
        public int? Told { get; set; }
        public double Value { get; set; } = double.NaN;
    }

    /// <summary>Sets occurrences, those within longer candidates included; 0 is no candidate. Phrases of one word are left out.</summary>
    public void Set(IEnumerable<KeyValuePair<string, int>> frequencies)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        var waiting = new SortedDictionary<int, HashSet<Entry>>();
        foreach (var (phrase, frequency) in frequencies.Where(pair => pair.Key.Contains(' ')))
        {
            var entry = Of(phrase);
            entry.Frequency = frequency;
            Await(waiting, entry);
        }

        // Longest first: what a phrase owes to longer ones is told by them.
        while (waiting.Count > 0)
        {
            waiting.Remove(waiting.Keys.Last(), out var row);
            foreach (var entry in row!)
                Settle(entry, waiting);
        }
    }

    /// <summary>The highest first, then by phrase; only values above 0.</summary>
    public IEnumerable<PhraseValue> Best() =>
        ranked.TakeWhile(entry => entry.Value > 0).Select(entry => new PhraseValue(entry.Phrase, entry.Frequency, entry.Nested, entry.Longer, entry.Value));

    private void Settle(Entry entry, SortedDictionary<int, HashSet<Entry>> waiting)
    {
        ranked.Remove(entry);
        int? tells = entry.Frequency > 0 ? entry.Frequency - entry.Nested : null;
        if (tells != entry.Told)
        {
            foreach (var part in CValue.Parts(entry.Phrase.Split(' ')).Select(Of))
            {
                part.Nested += (tells ?? 0) - (entry.Told ?? 0);
                part.Longer += (tells is null ? 0 : 1) - (entry.Told is null ? 0 : 1);
                Await(waiting, part);
            }

            entry.Told = tells;
        }

        if (entry.Frequency > 0)
        {
            entry.Value = CValue.Of(entry.Words, entry.Frequency, entry.Nested, entry.Longer);
            ranked.Add(entry);
        }
        else if (entry.Longer == 0)
            entries.Remove(entry.Phrase);
    }

    private Entry Of(string phrase)
    {
        if (!entries.TryGetValue(phrase, out var entry))
            entries[phrase] = entry = new Entry(phrase, 1 + phrase.Count(letter => letter == ' '));
        return entry;
    }

    private static void Await(SortedDictionary<int, HashSet<Entry>> waiting, Entry entry) =>
        (waiting.TryGetValue(entry.Words, out var row) ? row : waiting[entry.Words] = []).Add(entry);

    private static int Compare(Entry one, Entry other) => one.Value != other.Value ? other.Value.CompareTo(one.Value) : string.CompareOrdinal(one.Phrase, other.Phrase);
}
