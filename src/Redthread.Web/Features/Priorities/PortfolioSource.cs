using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Priorities;

/// <summary>Where an opportunity stands by raw requests and by fair voice.</summary>
public sealed record LoudnessLine(Candidate Candidate, Loudness Loudness, LoudnessRank Rank);

/// <summary>
/// Candidates are put together once: O(opportunities and their links). A change costs O(links around it), and O(opportunities log
/// opportunities) when it moves a rank, as an asked λ does.
/// </summary>
public sealed class PortfolioSource(LedgerSource ledgers, BoardQueries boards, AnalysisQueries analyses, TimeProvider time)
{
    public const double DefaultLambda = 0.5;

    /// <summary>An opportunity rests on its insights and solutions, and on what was merged into these.</summary>
    private const int LinksAround = 2;

    private readonly Memo<(IReadOnlyList<Candidate> Candidates, Board Board, double Lambda, LifetimeAnswer? Values, bool Awaited), Portfolio> ranked = new(most: 4);
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Candidate> candidates = [];
    private (long Version, DateOnly Day)? followed;
    private IReadOnlyList<Candidate>? all;
    private IReadOnlyDictionary<Guid, (Loudness Loudness, LoudnessRank Rank)>? ranks;

    public async Task<Portfolio> ReadAsync(double lambda, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var current = await FollowAsync(() => all ??= [.. candidates.Values], cancel);
        var values = await analyses.ReadValuesAsync(cancel);
        var awaited = await analyses.AwaitsValuesAsync(values, cancel);
        return ranked.Get((current, board, lambda, values, awaited), () => Portfolio.Of(current, board, lambda, values, awaited));
    }

    /// <summary>All open opportunities that somebody asked for, by requests.</summary>
    public Task<List<LoudnessLine>> ReadLoudnessAsync(CancellationToken cancel) =>
        FollowAsync(
            () =>
                Ranks()
                    .Select(pair => new LoudnessLine(candidates[pair.Key], pair.Value.Loudness, pair.Value.Rank))
                    .OrderBy(line => line.Rank.ByRequests)
                    .ThenBy(line => line.Candidate.Row.Number)
                    .ToList(),
            cancel
        );

    /// <summary>Their ranks with what these follow from: the same object until one of them changes.</summary>
    public Task<IReadOnlyDictionary<Guid, (Loudness Loudness, LoudnessRank Rank)>> ReadRanksAsync(CancellationToken cancel) => FollowAsync(Ranks, cancel);

    private IReadOnlyDictionary<Guid, (Loudness Loudness, LoudnessRank Rank)> Ranks()
    {
        if (ranks is not null)
            return ranks;
        var heard = candidates.Values.Where(IsHeard).ToList();
        var places = LoudnessRanking.Of(heard.ConvertAll(candidate => candidate.Loudness));
        return ranks = heard.Zip(places).ToDictionary(pair => pair.First.Row.Id, pair => (pair.First.Loudness, pair.Second));
    }

    private static bool IsHeard(Candidate candidate) => candidate.IsOpen && candidate.Loudness.Requests > 0;

    private static Loudness? Asked(Candidate? candidate) => candidate is not null && IsHeard(candidate) ? candidate.Loudness : null;

    private Task<T> FollowAsync<T>(Func<T> read, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return ledgers.ReadAsync(
            ledger =>
            {
                lock (gate)
                {
                    Follow(ledger, now);
                    return read();
                }
            },
            cancel
        );
    }

    private void Follow(Ledger ledger, DateTime now)
    {
        var state = (ledger.Version, Day: DateOnly.FromDateTime(now));
        if (followed == state)
            return;
        var changed = followed is { } before && before.Day == state.Day && ledger.ChangedSince(before.Version) is { } known ? ledger.Around(known, LinksAround) : null;
        followed = state;
        foreach (var id in changed ?? (IEnumerable<Guid>)[.. candidates.Keys, .. ledger.All<Opportunity>().Select(row => row.Id)])
        {
            var old = candidates.GetValueOrDefault(id);
            // A merged opportunity lives on in another.
            if (ledger.Find(id) is Opportunity { MergedIntoId: null } row)
                candidates[id] = Candidate.Of(ledger, row, now);
            else if (!candidates.Remove(id))
                continue;
            all = null;
            // What else is written of an opportunity moves no rank.
            if (Asked(old) != Asked(candidates.GetValueOrDefault(id)))
                ranks = null;
        }
    }
}
