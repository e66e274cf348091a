namespace Redthread.Statistics;

/// <summary>Requests by one voice: an account, or a customer without account.</summary>
/// <param name="Name">What tells the voice from others.</param>
/// <param name="Requests">How often it asked, 0 or more.</param>
public readonly record struct Voice(string Name, long Requests);

/// <summary>How much of the demand for one item comes from few.</summary>
/// <param name="Requests">All requests.</param>
/// <param name="FairVoice">Number of voices that asked at least once, each counted once.</param>
/// <param name="Loudest">The voice with most requests, the first by name among equals; null without requests.</param>
/// <param name="LoudestShare">Its share of the requests, 0..1; NaN without requests.</param>
/// <param name="EffectiveVoices">Number of equally loud voices that would be as concentrated, 1..<paramref name="FairVoice"/>; 0 without requests.</param>
public readonly record struct Loudness(long Requests, int FairVoice, string? Loudest, double LoudestShare, double EffectiveVoices)
{
    /// <summary>What pages print for the fair voice.</summary>
    public const string Formula = "fair voice = accounts, and customers without account, that asked; each counts once";

    /// <summary>What pages print for the warning.</summary>
    public const string EffectiveFormula = "effective voices = (Σn)² ÷ Σn², n = requests of each voice";

    /// <summary>
    /// From the requests of each voice. The effective number is Laakso and Taagepera's (Comparative Political Studies 12,
    /// 1979), the inverse of Simpson's concentration. Requests that name neither account nor customer are no voice: leave them out.
    /// </summary>
    /// <param name="voices">A name that occurs twice is added up; voices without requests do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of requests is negative.</exception>
    public static Loudness Of(IEnumerable<Voice> voices)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, requests) in voices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(requests, nameof(voices));
            if (requests > 0)
            {
                counts[name] = counts.GetValueOrDefault(name) + requests;
            }
        }

        if (counts.Count == 0)
        {
            return new(0, 0, null, double.NaN, 0);
        }

        var total = counts.Values.Sum();
        var (loudest, most) = counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).First();
        var squares = counts.Values.Sum(count => (double)count * count);
        return new(total, counts.Count, loudest, (double)most / total, Math.Clamp((double)total * total / squares, 1, counts.Count));
    }
}

/// <summary>Where an item stands among others.</summary>
/// <param name="ByRequests">Competition rank by raw requests, 1 for most.</param>
/// <param name="ByFairVoice">Competition rank by fair voice, 1 for most.</param>
public readonly record struct LoudnessRank(int ByRequests, int ByFairVoice)
{
    /// <summary>Places gained when each voice counts once; negative for an item that loudness carried up.</summary>
    public int Moved => ByRequests - ByFairVoice;
}

/// <summary>
/// Two rankings of the same items. A rank depends only on how many items have more; so a new voice for an item, or one more
/// request of a voice it has, never lowers that item's rank in either.
/// </summary>
public static class LoudnessRanking
{
    /// <summary>What pages print.</summary>
    public const string Formula = "rank by requests beside rank by fair voice; moved = rank by requests − rank by fair voice";

    /// <summary>One rank for each item, in the order given.</summary>
    public static IReadOnlyList<LoudnessRank> Of(IReadOnlyList<Loudness> items)
    {
        var byRequests = CompetitionRanks.Of([.. items.Select(item => (double?)item.Requests)]);
        var byVoice = CompetitionRanks.Of([.. items.Select(item => (double?)item.FairVoice)]);
        return [.. byRequests.Zip(byVoice, (requests, voice) => new LoudnessRank(requests!.Value, voice!.Value))];
    }

    /// <summary>Indices of the items whose two ranks differ, those that move farthest first.</summary>
    public static IReadOnlyList<int> Movers(IReadOnlyList<LoudnessRank> ranks) =>
        [.. Enumerable.Range(0, ranks.Count).Where(i => ranks[i].Moved != 0).OrderByDescending(i => Math.Abs(ranks[i].Moved))];
}
