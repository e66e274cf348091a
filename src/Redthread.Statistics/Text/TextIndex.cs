namespace Redthread.Statistics;

/// <summary>A text that is like another.</summary>
/// <param name="Key">Its name in the index.</param>
/// <param name="Similarity">0..1; 1 for the same features in the same proportions.</param>
public readonly record struct Neighbour<TKey>(TKey Key, double Similarity);

/// <summary>
/// Texts kept so that those most like another are found at once: an inverted index from features to texts. A change costs
/// O(Σ df of the text's features) at most. A question costs O(Σ df of its rarer features) when it asks for alike texts only: of the
/// frequent ones no more is looked at than of the texts found by then. Some 12 bytes a feature of a text. Answers depend only on the
/// texts held, not on their history. Not for two threads at once.
/// </summary>
public sealed class TextIndex<TKey>(TextComparison comparison)
    where TKey : notnull
{
    // Reading a posting is so much cheaper than looking a feature up in a text.
    private const int LookUp = 8;
    private const double Slack = 1e-9;

    private readonly TextFeatures features = new(comparison);
    private readonly Dictionary<ulong, List<Posting>> postings = [];
    private readonly Dictionary<TKey, int> places = [];
    private readonly List<Held?> held = [];
    private readonly Stack<int> free = [];
    private Lengths[] lengths = [];
    private double[] sums = [];
    private HashSet<TKey>? shifted;

    private readonly record struct Posting(int Place, int Count);

    /// <summary>Not a number until they are asked for.</summary>
    private readonly record struct Lengths(double Words, double Characters)
    {
        public static readonly Lengths Unknown = new(double.NaN, double.NaN);
    }

    private readonly record struct Asked(ulong Key, List<Posting> List, double Weight, double Part);

    private sealed record Held(TKey Key, FeatureCount[] Features);

    public int Count => places.Count;

    public bool Contains(TKey key) => places.ContainsKey(key);

    /// <summary>
    /// Texts put, removed, or whose features became rarer or more frequent by a step since this was last asked: between all others
    /// similarities are what they were. Null is all texts.
    /// </summary>
    public IReadOnlySet<TKey>? TakeShifted()
    {
        var taken = shifted;
        shifted = [];
        return taken;
    }

    /// <summary>Adds the text, or puts it in the place of the one known by this key.</summary>
    public void Put(TKey key, string text)
    {
        Remove(key);
        var row = new Held(key, features.Of(text));
        if (!free.TryPop(out var place))
        {
            place = held.Count;
            held.Add(null);
            if (lengths.Length < held.Count)
            {
                Array.Resize(ref lengths, held.Capacity);
                Array.Resize(ref sums, held.Capacity);
            }
        }

        held[place] = row;
        places[key] = place;
        foreach (var (feature, count) in row.Features)
        {
            var list = postings.TryGetValue(feature, out var known) ? known : postings[feature] = [];
            list.Add(new(place, count));
            Shift(list.Count - 1, list);
        }

        lengths[place] = Lengths.Unknown;
        shifted?.Add(key);
        ShiftAll(Count - 1);
    }

    /// <summary>Takes the text out; a key that is not known changes nothing.</summary>
    public void Remove(TKey key)
    {
        if (!places.Remove(key, out var place))
        {
            return;
        }

        foreach (var (feature, _) in held[place]!.Features)
        {
            var list = postings[feature];
            var at = list.FindIndex(posting => posting.Place == place);
            list[at] = list[^1];
            list.RemoveAt(list.Count - 1);
            Shift(list.Count + 1, list);
            if (list.Count == 0)
            {
                postings.Remove(feature);
            }
        }

        held[place] = null;
        free.Push(place);
        shifted?.Add(key);
        ShiftAll(Count + 1);
    }

    /// <summary>Up to <paramref name="most"/> texts at least as similar as asked, the most similar first.</summary>
    public IReadOnlyList<Neighbour<TKey>> Nearest(string text, int most, double atLeast = 0) => Nearest(features.Of(text), most, atLeast, -1);

    /// <summary>The same for a text held, itself left out; none for a key that is not known.</summary>
    public IReadOnlyList<Neighbour<TKey>> NearestTo(TKey key, int most, double atLeast = 0) =>
        places.TryGetValue(key, out var place) ? Nearest(held[place]!.Features, most, atLeast, place) : [];

    /// <summary>How similar two texts held are, 0..1: O(features of both). Symmetric.</summary>
    /// <exception cref="KeyNotFoundException">A key is not known.</exception>
    public double Similarity(TKey first, TKey second)
    {
        var (a, b) = (held[places[first]]!.Features, held[places[second]]!.Features);
        var (words, characters) = (0.0, 0.0);
        for (int i = 0, j = 0; i < a.Length && j < b.Length; )
        {
            if (a[i].Key != b[j].Key)
            {
                _ = a[i].Key < b[j].Key ? i++ : j++;
                continue;
            }

            var rarity = TextComparison.SteadyRarity(Count, postings[a[i].Key].Count);
            var product = TextComparison.Weight(a[i].Count) * TextComparison.Weight(b[j++].Count) * rarity * rarity;
            (words, characters) = a[i++].OfWords ? (words + product, characters) : (words, characters + product);
        }

        var (one, other) = (LengthsOf(places[first]), LengthsOf(places[second]));
        return Math.Min(1, Part(words, comparison.Shares.Words, one.Words * other.Words) + Part(characters, comparison.Shares.Characters, one.Characters * other.Characters));
    }

    private static double Part(double product, double share, double length) => product == 0 ? 0 : share * product / length;

    // How rare a feature is changes by steps, and with it the length of all texts that hold it.
    private void Shift(int before, List<Posting> list)
    {
        if (TextComparison.Step(before) == TextComparison.Step(list.Count))
        {
            return;
        }

        foreach (var (place, _) in list)
        {
            lengths[place] = Lengths.Unknown;
            shifted?.Add(held[place]!.Key);
        }
    }

    private void ShiftAll(int before)
    {
        if (TextComparison.Step(before) != TextComparison.Step(Count))
        {
            Array.Fill(lengths, Lengths.Unknown);
            shifted = null;
        }
    }

    /// <summary>Features with few texts come first; when what is left of them can make no text alike any more, no new ones are taken up.</summary>
    private List<Neighbour<TKey>> Nearest(FeatureCount[] asked, int most, double atLeast, int self)
    {
        var shares = comparison.Shares;
        var (words, characters) = (1.0, 1.0);
        var touched = new List<int>();
        foreach (var (key, list, weight, part) in Sorted(asked))
        {
            var isWord = (key & 1) == 1;
            var isOpen = (shares.Words * Math.Sqrt(Math.Max(0, words))) + (shares.Characters * Math.Sqrt(Math.Max(0, characters))) >= atLeast - Slack;
            if (isOpen || list.Count < LookUp * touched.Count)
            {
                foreach (var (place, times) in list)
                {
                    if (sums[place] == 0)
                    {
                        if (!isOpen)
                        {
                            continue;
                        }

                        touched.Add(place);
                    }

                    Add(place, times, isWord, weight);
                }
            }
            else
            {
                foreach (var place in touched)
                {
                    if (TimesIn(held[place]!.Features, key) is > 0 and var times)
                    {
                        Add(place, times, isWord, weight);
                    }
                }
            }

            (words, characters) = isWord ? (words - part, characters) : (words, characters - part);
        }

        return Taken(touched, most, atLeast, self);
    }

    private List<Asked> Sorted(FeatureCount[] asked)
    {
        var (shares, own) = (comparison.Shares, LengthsOf(asked));
        var sorted = new List<Asked>(asked.Length);
        foreach (var (key, count) in asked)
        {
            if (postings.TryGetValue(key, out var list))
            {
                var (share, length) = (key & 1) == 1 ? (shares.Words, own.Words) : (shares.Characters, own.Characters);
                var rarity = TextComparison.SteadyRarity(Count, list.Count);
                var part = TextComparison.Weight(count) * rarity / length;
                sorted.Add(new(key, list, share * part * rarity, part * part));
            }
        }

        sorted.Sort((a, b) => a.List.Count != b.List.Count ? a.List.Count.CompareTo(b.List.Count) : a.Key.CompareTo(b.Key));
        return sorted;
    }

    private void Add(int place, int times, bool isWord, double weight)
    {
        var length = LengthsOf(place);
        sums[place] += weight * TextComparison.Weight(times) / (isWord ? length.Words : length.Characters);
    }

    private static int TimesIn(FeatureCount[] row, ulong key)
    {
        for (int low = 0, high = row.Length - 1; low <= high; )
        {
            var middle = (low + high) / 2;
            if (row[middle].Key == key)
            {
                return row[middle].Count;
            }

            (low, high) = row[middle].Key < key ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }

    private List<Neighbour<TKey>> Taken(List<int> touched, int most, double atLeast, int self)
    {
        var found = new List<(int Place, double Similarity)>();
        foreach (var place in touched)
        {
            // Rounding may carry equal texts a little past 1.
            var similarity = Math.Min(1, sums[place]);
            sums[place] = 0;
            if (place != self && similarity >= atLeast)
            {
                found.Add((place, similarity));
            }
        }

        found.Sort((a, b) => b.Similarity != a.Similarity ? b.Similarity.CompareTo(a.Similarity) : Comparer<TKey>.Default.Compare(held[a.Place]!.Key, held[b.Place]!.Key));
        return [.. found.Take(most).Select(one => new Neighbour<TKey>(held[one.Place]!.Key, one.Similarity))];
    }

    private Lengths LengthsOf(int place) => double.IsNaN(lengths[place].Words) ? lengths[place] = LengthsOf(held[place]!.Features) : lengths[place];

    private Lengths LengthsOf(FeatureCount[] row)
    {
        var (words, characters) = (0.0, 0.0);
        foreach (var (key, count) in row)
        {
            var weight = TextComparison.Weight(count) * TextComparison.SteadyRarity(Count, postings.TryGetValue(key, out var list) ? list.Count : 0);
            if ((key & 1) == 1)
            {
                words += weight * weight;
            }
            else
            {
                characters += weight * weight;
            }
        }

        return new(Math.Sqrt(words), Math.Sqrt(characters));
    }
}
