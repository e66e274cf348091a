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
/// Candidates are put together once until an object changes: O(opportunities and their links); an asked λ then costs
/// O(opportunities log opportunities).
/// </summary>
public sealed class PortfolioSource(LedgerSource ledgers, BoardQueries boards, AnalysisQueries analyses, TimeProvider time)
{
    public const double DefaultLambda = 0.5;
    private readonly Memo<(IReadOnlyList<Candidate> Candidates, Board Board, double Lambda, LifetimeAnswer? Values), Portfolio> ranked = new(most: 4);
    private Kept? kept;
    private (Kept Kept, IReadOnlyList<LoudnessLine> Lines)? loudness;

    private sealed record Kept(long Version, DateOnly Day, IReadOnlyList<Candidate> All);

    public async Task<Portfolio> ReadAsync(double lambda, CancellationToken cancel)
    {
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var candidates = (await KeptAsync(cancel)).All;
        var values = await analyses.ReadValuesAsync(cancel);
        return ranked.Get((candidates, board, lambda, values), () => Portfolio.Of(candidates, board, lambda, values));
    }

    /// <summary>All open opportunities that somebody asked for, by requests.</summary>
    public async Task<IReadOnlyList<LoudnessLine>> ReadLoudnessAsync(CancellationToken cancel)
    {
        var current = await KeptAsync(cancel);
        if (loudness is { } held && held.Kept == current)
            return held.Lines;
        var heard = current.All.Where(candidate => candidate.IsOpen && candidate.Loudness.Requests > 0).ToList();
        var ranks = LoudnessRanking.Of(heard.ConvertAll(candidate => candidate.Loudness));
        IReadOnlyList<LoudnessLine> lines =
        [
            .. heard
                .Select((candidate, index) => new LoudnessLine(candidate, candidate.Loudness, ranks[index]))
                .OrderBy(line => line.Rank.ByRequests)
                .ThenBy(line => line.Candidate.Row.Number),
        ];
        loudness = (current, lines);
        return lines;
    }

    private Task<Kept> KeptAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var day = DateOnly.FromDateTime(now);
        return ledgers.ReadAsync(
            ledger =>
            {
                // A merged opportunity lives on in another.
                if (kept is not { } held || held.Version != ledger.Version || held.Day != day)
                    kept = held = new Kept(
                        ledger.Version,
                        day,
                        [.. ledger.All<Opportunity>().Where(row => row.MergedIntoId is null).Select(row => Candidate.Of(ledger, row, now))]
                    );
                return held;
            },
            cancel
        );
    }
}
