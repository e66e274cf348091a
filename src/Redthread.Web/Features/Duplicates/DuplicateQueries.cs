using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Duplicates;

/// <summary>An object that says nearly the same as another.</summary>
/// <param name="Similarity">0–1.</param>
public sealed record Alike(ThreadObject Row, double Similarity)
{
    public string Name => ThreadStore.Name(Row);
    public string Address => ThreadName.Address(Row.Kind, Row.Number);
}

/// <summary>Two live objects of one kind that say nearly the same, and the teams of each.</summary>
public sealed record DuplicatePair(ThreadKind Kind, ThreadObject First, ThreadObject Second, IReadOnlyList<Guid> FirstTeams, IReadOnlyList<Guid> SecondTeams, double Similarity)
{
    /// <summary>Both have teams, and none in common: each may not know of the other.</summary>
    public bool BetweenTeams => FirstTeams.Count > 0 && SecondTeams.Count > 0 && !FirstTeams.Intersect(SecondTeams).Any();
}

/// <summary>Who else says nearly the same: read when something is made, on an object's page, and for all at once.</summary>
public sealed class DuplicateQueries(LedgerSource ledgers, StatementIndex statements)
{
    private const int Shown = 5;

    /// <summary>Live objects of the kind that a statement being written looks like, from <see cref="NearDuplicates.Hint"/> on unless told otherwise.</summary>
    public Task<List<Alike>> LooksLikeAsync(ThreadKind kind, string? title, string? detail, CancellationToken cancel, double from = NearDuplicates.Hint) =>
        string.IsNullOrWhiteSpace(title)
            ? Task.FromResult(new List<Alike>())
            : ledgers.ReadAsync(ledger => Found(ledger, statements.Near(ledger, kind, title, detail, Shown, from)), cancel);

    /// <summary>Near-duplicates of an object, the most similar first.</summary>
    public Task<List<Alike>> PairsOfAsync(Guid objectId, CancellationToken cancel) =>
        ledgers.ReadAsync(ledger => ledger.Find(objectId) is { } row ? Found(ledger, statements.Near(ledger, row, Shown, NearDuplicates.Threshold)) : [], cancel);

    /// <summary>All near-duplicates, the most similar first.</summary>
    public Task<List<DuplicatePair>> AllPairsAsync(CancellationToken cancel) =>
        ledgers.ReadAsync(
            ledger =>
                StatementIndex
                    .Kinds.SelectMany(kind => statements.Pairs(ledger, kind).Select(pair => Pair(ledger, kind, pair.First, pair.Second, pair.Similarity)))
                    .OrderByDescending(pair => pair.Similarity)
                    .ThenBy(pair => pair.Kind)
                    .ThenBy(pair => pair.First.Number)
                    .ThenBy(pair => pair.Second.Number)
                    .ToList(),
            cancel
        );

    private static List<Alike> Found(Ledger ledger, IEnumerable<Neighbour<Guid>> near) => [.. near.Select(one => new Alike(ledger.Find(one.Key)!, one.Similarity))];

    private static DuplicatePair Pair(Ledger ledger, ThreadKind kind, Guid first, Guid second, double similarity)
    {
        var (one, other) = (ledger.Find(first)!, ledger.Find(second)!);
        if (one.Number > other.Number)
            (one, other) = (other, one);
        return new DuplicatePair(kind, one, other, [.. ledger.TeamsOf(one)], [.. ledger.TeamsOf(other)], similarity);
    }
}
