using Redthread.Domain.Signals;

namespace Redthread.Web.Features.Picture;

/// <summary>
/// The verbatims that say most of what the others say: highest mean cosine similarity of their words, weighted by
/// rarity (TF-IDF), no two alike. O(texts² × words) over the few newest texts it is given.
/// </summary>
public static class Typical
{
    private const double TooAlike = 0.6;

    public static IReadOnlyList<StoredSignal> Of(IReadOnlyList<StoredSignal> signals, int count)
    {
        if (signals.Count <= count)
            return [];
        var words = signals.Select(signal => Words(signal.Verbatim!)).ToList();
        var documents = words.SelectMany(bag => bag.Keys).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        var vectors = words.ConvertAll(bag => Normal(bag.ToDictionary(word => word.Key, word => word.Value * Math.Log((1.0 + signals.Count) / (1.0 + documents[word.Key])))));
        var order = Enumerable.Range(0, signals.Count).OrderByDescending(i => vectors.Sum(other => Cosine(vectors[i], other))).ToList();
        var chosen = new List<int>();
        foreach (var candidate in order)
        {
            if (chosen.Count < count && chosen.TrueForAll(other => Cosine(vectors[candidate], vectors[other]) < TooAlike))
                chosen.Add(candidate);
        }

        return chosen.ConvertAll(index => signals[index]);
    }

    private static Dictionary<string, double> Words(string text) =>
        text.ToLowerInvariant()
            .Split([' ', '\n', '\t', ',', '.', '!', '?', ';', ':', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 2)
            .GroupBy(word => word)
            .ToDictionary(group => group.Key, group => (double)group.Count());

    private static Dictionary<string, double> Normal(Dictionary<string, double> vector)
    {
        var length = Math.Sqrt(vector.Values.Sum(value => value * value));
        return length > 0 ? vector.ToDictionary(word => word.Key, word => word.Value / length) : vector;
    }

    private static double Cosine(Dictionary<string, double> left, Dictionary<string, double> right) => left.Sum(word => word.Value * right.GetValueOrDefault(word.Key));
}
