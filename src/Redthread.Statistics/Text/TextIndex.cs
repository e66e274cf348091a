namespace Redthread.Statistics;

/// <summary>A text that is like another.</summary>
/// <param name="Key">Its name in the index.</param>
/// <param name="Similarity">0..1; 1 for the same features in the same proportions.</param>
public readonly record struct Neighbour<TKey>(TKey Key, double Similarity);

/// <summary>
/// Texts kept so that those most like another are found at once: an inverted index from features to texts. A change costs
/// O(Σ df of the text's features) at most, the first question after a change O(all features of all texts) for their lengths, a
/// question O(Σ df of its features). Some 12 bytes a feature of a text. Answers depend only on the texts held, not on their
/// history. Not for two threads at once.
/// </summary>
public sealed class TextIndex<TKey>(TextComparison comparison)
    where TKey : notnull
{
    private readonly TextFeatures features = new(comparison);
    private readonly Dictionary<ulong, List<Posting>> postings = [];
    private readonly Dictionary<TKey, int> places = [];
    private readonly List<Held?> held = [];
    private readonly Stack<int> free = [];
    private Lengths[] lengths = [];
    private double[] sums = [];
    private bool stale = true;

    private readonly record struct Posting(int Place, int Count);

    private readonly record struct Lengths(double Words, double Characters);

    private sealed record Held(TKey Key, FeatureCount[] Features);

    public int Count => places.Count;

    public bool Contains(TKey key) => places.ContainsKey(key);

    /// <summary>Adds the text, or puts it in the place of the one known by this key.</summary>
    public void Put(TKey key, string text)
    {
        Remove(key);
        var row = new Held(key, features.Of(text));
        if (!free.TryPop(out var place))
        {
            place = held.Count;
            held.Add(null);
        }

        held[place] = row;
        places[key] = place;
        foreach (var (feature, count) in row.Features)
        {
            (postings.TryGetValue(feature, out var list) ? list : postings[feature] = []).Add(new(place, count));
        }

        stale = true;
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
            if (list.Count == 0)
            {
                postings.Remove(feature);
            }
        }

        held[place] = null;
        free.Push(place);
        stale = true;
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
        Measure();
        var (a, b) = (held[places[first]]!.Features, held[places[second]]!.Features);
        var (words, characters) = (0.0, 0.0);
        for (int i = 0, j = 0; i < a.Length && j < b.Length; )
        {
            if (a[i].Key != b[j].Key)
            {
                _ = a[i].Key < b[j].Key ? i++ : j++;
                continue;
            }

            var rarity = TextComparison.Rarity(Count, postings[a[i].Key].Count);
            var product = TextComparison.Weight(a[i].Count) * TextComparison.Weight(b[j++].Count) * rarity * rarity;
            (words, characters) = a[i++].OfWords ? (words + product, characters) : (words, characters + product);
        }

        var (one, other) = (lengths[places[first]], lengths[places[second]]);
        return Math.Min(1, Part(words, comparison.Shares.Words, one.Words * other.Words) + Part(characters, comparison.Shares.Characters, one.Characters * other.Characters));
    }

    private static double Part(double product, double share, double length) => product == 0 ? 0 : share * product / length;

    private List<Neighbour<TKey>> Nearest(FeatureCount[] asked, int most, double atLeast, int self)
    {
        Measure();
        var own = LengthsOf(asked);
        var shares = comparison.Shares;
        var touched = new List<int>();
        foreach (var (key, count) in asked)
        {
            if (!postings.TryGetValue(key, out var list))
            {
                continue;
            }

            var words = (key & 1) == 1;
            var rarity = TextComparison.Rarity(Count, list.Count);
            var weight = (words ? shares.Words / own.Words : shares.Characters / own.Characters) * TextComparison.Weight(count) * rarity * rarity;
            foreach (var (place, times) in list)
            {
                if (sums[place] == 0)
                {
                    touched.Add(place);
                }

                sums[place] += weight * TextComparison.Weight(times) / (words ? lengths[place].Words : lengths[place].Characters);
            }
        }

        return Taken(touched, most, atLeast, self);
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

    // How rare a feature is changes with every text, and with it the length of all.
    private void Measure()
    {
        if (!stale)
        {
            return;
        }

        if (lengths.Length < held.Count)
        {
            (lengths, sums) = (new Lengths[held.Capacity], new double[held.Capacity]);
        }

        for (var place = 0; place < held.Count; place++)
        {
            lengths[place] = held[place] is { } row ? LengthsOf(row.Features) : default;
        }

        stale = false;
    }

    private Lengths LengthsOf(FeatureCount[] row)
    {
        var (words, characters) = (0.0, 0.0);
        foreach (var (key, count) in row)
        {
            var weight = TextComparison.Weight(count) * TextComparison.Rarity(Count, postings.TryGetValue(key, out var list) ? list.Count : 0);
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
