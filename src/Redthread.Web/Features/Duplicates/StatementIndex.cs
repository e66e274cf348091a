using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Duplicates;

/// <summary>
/// What insights, opportunities and solutions state, kept so that those that say nearly the same are found at once. It follows the
/// ledger: a change costs what the changed texts cost, see <see cref="TextIndex{TKey}"/>. Some 2 kB an object.
/// </summary>
public sealed class StatementIndex
{
    public static readonly IReadOnlyList<ThreadKind> Kinds = [ThreadKind.Insight, ThreadKind.Opportunity, ThreadKind.Solution];

    private readonly Lock gate = new();
    private readonly Dictionary<ThreadKind, Texts> kinds = Kinds.ToDictionary(kind => kind, _ => new Texts());
    private long version = -1;

    /// <summary>Statements of the kind at least so similar, the most similar first.</summary>
    public IReadOnlyList<Neighbour<Guid>> Near(Ledger ledger, ThreadKind kind, string title, string? detail, int most, double from)
    {
        lock (gate)
        {
            Follow(ledger);
            return kinds[kind].Index.Nearest(TextComparison.Statement(title, detail), most, from);
        }
    }

    /// <summary>The same for an object, itself left out; none for one that is archived or merged away.</summary>
    public IReadOnlyList<Neighbour<Guid>> Near(Ledger ledger, ThreadObject row, int most, double from)
    {
        lock (gate)
        {
            Follow(ledger);
            return kinds.TryGetValue(row.Kind, out var texts) ? texts.Index.NearestTo(row.Id, most, from) : [];
        }
    }

    /// <summary>All pairs of a kind from the threshold on, each with the lower id first. Kept until a statement of the kind changes.</summary>
    public IReadOnlyList<(Guid First, Guid Second, double Similarity)> Pairs(Ledger ledger, ThreadKind kind)
    {
        lock (gate)
        {
            Follow(ledger);
            return kinds[kind].Pairs();
        }
    }

    private void Follow(Ledger ledger)
    {
        if (version == ledger.Version)
            return;
        var changed = ledger.ChangedSince(version);
        foreach (var (kind, texts) in kinds)
            texts.Follow(ledger, kind, changed);
        version = ledger.Version;
    }

    private sealed class Texts
    {
        // Of few texts it costs less to look what each is like now than to look for all pairs anew.
        private const double Anew = 0.05;
        private const int Few = 100;

        private readonly Dictionary<Guid, (string Title, string? Detail)> held = [];
        private Dictionary<(Guid First, Guid Second), double>? pairs;
        private List<(Guid First, Guid Second, double Similarity)> list = [];

        public TextIndex<Guid> Index { get; } = new(TextComparison.Statements);

        public void Follow(Ledger ledger, ThreadKind kind, IReadOnlySet<Guid>? changed)
        {
            foreach (var id in changed ?? ledger.All<ThreadObject>().Where(row => row.Kind == kind).Select(row => row.Id).Union(held.Keys).ToHashSet())
            {
                if (ledger.Find(id) is not { } row || row.Kind != kind || !Ledger.IsLive(row))
                {
                    if (held.Remove(id))
                        Index.Remove(id);
                }
                else if (!held.TryGetValue(id, out var known) || known != (row.Title, row.Detail))
                {
                    held[id] = (row.Title, row.Detail);
                    Index.Put(id, TextComparison.Statement(row.Title, row.Detail));
                }
            }
        }

        public IReadOnlyList<(Guid First, Guid Second, double Similarity)> Pairs()
        {
            var shifted = Index.TakeShifted();
            if (pairs is not null && shifted is { Count: 0 })
                return list;
            if (pairs is null || shifted is null || shifted.Count > Math.Max(Few, Anew * held.Count))
                pairs = All();
            else
                Mend(pairs, shifted);
            return list = [.. pairs.Select(pair => (pair.Key.First, pair.Key.Second, pair.Value))];
        }

        private Dictionary<(Guid, Guid), double> All()
        {
            var rows = held.OrderBy(pair => pair.Key).ToList();
            return NearDuplicates
                .Pairs([.. rows.Select(row => TextComparison.Statement(row.Value.Title, row.Value.Detail))], TextComparison.Statements, NearDuplicates.Threshold)
                .ToDictionary(pair => (rows[pair.First].Key, rows[pair.Second].Key), pair => pair.Similarity);
        }

        private void Mend(Dictionary<(Guid First, Guid Second), double> known, IReadOnlySet<Guid> shifted)
        {
            foreach (var pair in known.Keys.Where(pair => shifted.Contains(pair.First) || shifted.Contains(pair.Second)).ToList())
                known.Remove(pair);
            foreach (var id in shifted)
            {
                foreach (var near in Index.NearestTo(id, int.MaxValue, NearDuplicates.Threshold))
                    known[id.CompareTo(near.Key) < 0 ? (id, near.Key) : (near.Key, id)] = near.Similarity;
            }
        }
    }
}
