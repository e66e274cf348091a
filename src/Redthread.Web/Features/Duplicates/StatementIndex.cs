using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Duplicates;

/// <summary>
/// What insights, opportunities and solutions state, kept so that those that say nearly the same are found at once. It follows the
/// ledger: objects are replaced, never changed, so a look at each tells which texts are new: O(objects) comparisons of references
/// after a change, and only new texts are read again. Some 2 kB an object.
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
        kinds[ThreadKind.Insight].Follow(ledger.Live<Insight>());
        kinds[ThreadKind.Opportunity].Follow(ledger.Live<Opportunity>());
        kinds[ThreadKind.Solution].Follow(ledger.Live<Solution>());
        version = ledger.Version;
    }

    private sealed class Texts
    {
        // Rarity shifts a little with every text; when this share of texts is new, all pairs are looked for anew.
        private const double Anew = 0.05;

        private readonly Dictionary<Guid, ThreadObject> held = [];
        private readonly HashSet<Guid> changed = [];
        private Dictionary<(Guid, Guid), double>? pairs;
        private int changes;

        public TextIndex<Guid> Index { get; } = new(TextComparison.Statements);

        public void Follow(IEnumerable<ThreadObject> rows)
        {
            var gone = new HashSet<Guid>(held.Keys);
            foreach (var row in rows)
            {
                gone.Remove(row.Id);
                if (held.TryGetValue(row.Id, out var known) && (ReferenceEquals(known, row) || (known.Title == row.Title && known.Detail == row.Detail)))
                    continue;
                held[row.Id] = row;
                changed.Add(row.Id);
                Index.Put(row.Id, TextComparison.Statement(row.Title, row.Detail));
            }

            foreach (var id in gone)
            {
                held.Remove(id);
                changed.Add(id);
                Index.Remove(id);
            }
        }

        public IReadOnlyList<(Guid First, Guid Second, double Similarity)> Pairs()
        {
            changes += changed.Count;
            if (pairs is null || changes > Anew * held.Count)
                (pairs, changes) = (All(), 0);
            else
                Mend(pairs);
            changed.Clear();
            return [.. pairs.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))];
        }

        private Dictionary<(Guid, Guid), double> All()
        {
            var rows = held.Values.OrderBy(row => row.Id).ToList();
            return NearDuplicates
                .Pairs([.. rows.Select(row => TextComparison.Statement(row.Title, row.Detail))], TextComparison.Statements, NearDuplicates.Threshold)
                .ToDictionary(pair => (rows[pair.First].Id, rows[pair.Second].Id), pair => pair.Similarity);
        }

        private void Mend(Dictionary<(Guid First, Guid Second), double> known)
        {
            if (changed.Count == 0)
                return;
            foreach (var pair in known.Keys.Where(pair => changed.Contains(pair.First) || changed.Contains(pair.Second)).ToList())
                known.Remove(pair);
            foreach (var id in changed)
            {
                foreach (var near in Index.NearestTo(id, int.MaxValue, NearDuplicates.Threshold))
                    known[id.CompareTo(near.Key) < 0 ? (id, near.Key) : (near.Key, id)] = near.Similarity;
            }
        }
    }
}
