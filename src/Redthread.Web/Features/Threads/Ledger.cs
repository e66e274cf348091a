using System.Collections.Concurrent;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Threads;

/// <summary>
/// All objects of threads with their links and evidence, in memory: overviews walk it instead of asking the store. Objects are
/// replaced, never changed, so what a reader took out stays as it was. Cost: some 300 bytes an object and 150 a link.
/// </summary>
/// <param name="after">The version of the ledger it replaces: versions never come again.</param>
public sealed class Ledger(long after = 0)
{
    private static readonly List<Link> NoLinks = [];
    private static readonly List<Evidence> NoEvidence = [];

    private readonly Dictionary<Guid, ThreadObject> objects = [];
    private readonly Dictionary<ThreadKind, Dictionary<Guid, ThreadObject>> byKind = [];
    private readonly Dictionary<Guid, List<KeyResult>> results = [];
    private readonly Dictionary<(ThreadKind, int), Guid> numbers = [];
    private readonly Dictionary<ThreadKind, int> highest = [];
    private readonly Dictionary<Guid, List<Link>> down = [];
    private readonly Dictionary<Guid, List<Link>> up = [];
    private readonly Dictionary<Guid, List<Evidence>> evidence = [];

    /// <summary>Of the sources whose kind is known; replaced whole when one changes.</summary>
    public IReadOnlyDictionary<Guid, SourceKind> SourceKinds { get; private set; } = new Dictionary<Guid, SourceKind>();
    private readonly Dictionary<Guid, HashSet<Guid>> merged = [];

    // Kept, so that the same list means the same evidence; asked for by many readers at once.
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<Evidence>> together = [];

    private const int MostChanges = 20_000;
    private readonly Queue<(long Version, Guid Id)> changes = [];
    private readonly Dictionary<ThreadKind, long> versions = [];
    private long forgotten = after;

    /// <summary>Differs after every change.</summary>
    public long Version { get; private set; } = after;

    /// <summary>Differs after every change of an object of the kind, of its links or evidence.</summary>
    public long VersionOf(ThreadKind kind) => versions.GetValueOrDefault(kind);

    /// <summary>
    /// The objects changed since that version, with the other ends of links they won or lost and what they were merged into; null when
    /// that is too long ago to know. O(changes remembered).
    /// </summary>
    public IReadOnlySet<Guid>? ChangedSince(long version) => version < forgotten ? null : changes.Where(change => change.Version > version).Select(change => change.Id).ToHashSet();

    /// <summary>
    /// The objects, and what hangs on them over so many links, merged ones followed: O(links of these). Stages and teams are hubs: what
    /// hangs on them is not altered by what else does.
    /// </summary>
    public HashSet<Guid> Around(IEnumerable<Guid> ids, int links)
    {
        var objects = ids.ToHashSet();
        var edge = objects.ToList();
        for (; links > 0; links--)
            edge = [.. edge.SelectMany(Neighbours).Where(objects.Add)];
        return objects;
    }

    private List<Guid> Neighbours(Guid id)
    {
        if (Find(id) is not { } row)
            return [];
        var ends = Members(id).SelectMany(one => LinksFrom(one).Select(link => link.ToId).Concat(LinksTo(one).Select(link => link.FromId)));
        var kin = row switch
        {
            KeyResult result => [result.ObjectiveId],
            Objective => ResultsOf(id).Select(result => result.Id),
            _ => row.MergedIntoId is { } into ? [into] : Enumerable.Empty<Guid>(),
        };
        return [.. ends.Concat(kin).SelectMany(end => Survivor(end) is { } survivor && survivor.Id != end ? [end, survivor.Id] : new[] { end }).Where(objects.ContainsKey)];
    }

    private void Note(Guid id)
    {
        changes.Enqueue((++Version, id));
        if (Find(id) is { } row)
            versions[row.Kind] = Version;
        if (changes.Count > MostChanges)
            forgotten = changes.Dequeue().Version;
    }

    public ThreadObject? Find(Guid id) => objects.GetValueOrDefault(id);

    public ThreadObject? Find(ThreadKind kind, int number) => numbers.TryGetValue((kind, number), out var id) ? objects[id] : null;

    /// <summary>The object a name such as I-12 stands for.</summary>
    public ThreadObject? Find(string? name) => ThreadName.Parse(name) is { } parsed ? Find(parsed.Kind, parsed.Number) : null;

    public int HighestNumber(ThreadKind kind) => highest.GetValueOrDefault(kind);

    public IEnumerable<T> All<T>()
        where T : ThreadObject =>
        typeof(T) == typeof(ThreadObject) ? objects.Values.Cast<T>()
        : byKind.TryGetValue(ThreadStore.KindOf<T>(), out var rows) ? rows.Values.Cast<T>()
        : [];

    /// <summary>Neither archived nor merged away.</summary>
    public IEnumerable<T> Live<T>()
        where T : ThreadObject => All<T>().Where(IsLive);

    /// <summary>The live key results of an objective.</summary>
    public IEnumerable<KeyResult> ResultsOf(Guid objective) => results.TryGetValue(objective, out var rows) ? rows.Where(IsLive) : [];

    public static bool IsLive(ThreadObject row) => row.ArchivedAt is null && row.MergedIntoId is null;

    /// <summary>The object itself, or what it was merged into, however often.</summary>
    public ThreadObject? Survivor(Guid id)
    {
        var row = Find(id);
        for (var steps = 0; row?.MergedIntoId is { } into && steps < 100; steps++)
            row = Find(into);
        return row;
    }

    /// <summary>The object and all that were merged into it.</summary>
    public IEnumerable<Guid> Members(Guid id)
    {
        if (!merged.ContainsKey(id))
            return [id];
        var members = new List<Guid> { id };
        for (var at = 0; at < members.Count; at++)
        {
            if (merged.TryGetValue(members[at], out var into))
                members.AddRange(into.Where(one => !members.Contains(one)));
        }

        return members;
    }

    /// <summary>The object's own links, as stored.</summary>
    public IReadOnlyList<Link> LinksFrom(Guid id) => down.GetValueOrDefault(id, NoLinks);

    public IReadOnlyList<Link> LinksTo(Guid id) => up.GetValueOrDefault(id, NoLinks);

    /// <summary>Where links of the kind lead, merged ones followed, archived ones left out: O(links of the object).</summary>
    public IEnumerable<T> Down<T>(Guid id, LinkKind kind)
        where T : ThreadObject => Ends<T>(Members(id).SelectMany(LinksFrom).Where(link => link.Kind == kind).Select(link => link.ToId));

    public IEnumerable<T> Up<T>(Guid id, LinkKind kind)
        where T : ThreadObject => Ends<T>(Members(id).SelectMany(LinksTo).Where(link => link.Kind == kind).Select(link => link.FromId));

    /// <summary>The stages, needs or teams an object is linked to.</summary>
    public IEnumerable<Guid> Places(Guid id, LinkKind kind) => Members(id).SelectMany(LinksFrom).Where(link => link.Kind == kind).Select(link => link.ToId).Distinct();

    public IEnumerable<Guid> StagesOf(Guid id) => Places(id, LinkKind.OnStage);

    public IEnumerable<Guid> TeamsOf(ThreadObject row) =>
        row.OwnerTeamId is { } owner ? Places(row.Id, LinkKind.ByTeam).Prepend(owner).Distinct() : Places(row.Id, LinkKind.ByTeam);

    /// <summary>What is linked to a stage, need or team: O(links of it).</summary>
    public IEnumerable<T> At<T>(Guid place, LinkKind kind)
        where T : ThreadObject => Ends<T>(LinksTo(place).Where(link => link.Kind == kind).Select(link => link.FromId));

    /// <summary>Evidence of the insight and of those merged into it, each signal once.</summary>
    public IReadOnlyList<Evidence> EvidenceOf(Guid insight) =>
        merged.ContainsKey(insight)
            ? together.GetOrAdd(insight, id => [.. Members(id).SelectMany(member => evidence.GetValueOrDefault(member, NoEvidence)).DistinctBy(row => row.SignalId)])
            : evidence.GetValueOrDefault(insight, NoEvidence);

    // The evidence of an insight is that of what it was merged into too.
    private void Forget(Guid id)
    {
        var at = (Guid?)id;
        for (var steps = 0; at is { } one && steps < 100; steps++)
        {
            together.TryRemove(one, out _);
            at = Find(one)?.MergedIntoId;
        }
    }

    // An object is merged into its like only, so the kind is told before the rest is asked.
    private IEnumerable<T> Ends<T>(IEnumerable<Guid> ids)
        where T : ThreadObject => ids.Where(id => Find(id) is T).Select(Survivor).OfType<T>().Where(IsLive).Distinct();

    public void Put(ThreadObject row)
    {
        Remove(row.Id);
        objects[row.Id] = row;
        (byKind.TryGetValue(row.Kind, out var alike) ? alike : byKind[row.Kind] = [])[row.Id] = row;
        if (row is KeyResult result)
            (results.TryGetValue(result.ObjectiveId, out var siblings) ? siblings : results[result.ObjectiveId] = []).Add(result);
        numbers[(row.Kind, row.Number)] = row.Id;
        highest[row.Kind] = Math.Max(HighestNumber(row.Kind), row.Number);
        if (row.MergedIntoId is { } into)
        {
            (merged.TryGetValue(into, out var members) ? members : merged[into] = []).Add(row.Id);
            Note(into);
        }

        Forget(row.Id);
        Note(row.Id);
    }

    public void Remove(Guid id)
    {
        if (Find(id) is not { } row)
            return;
        Forget(id);
        Note(id);
        objects.Remove(id);
        byKind[row.Kind].Remove(id);
        if (row is KeyResult result)
            results[result.ObjectiveId].Remove(result);
        numbers.Remove((row.Kind, row.Number));
        if (row.MergedIntoId is not { } into)
            return;
        if (merged.TryGetValue(into, out var members) && members.Remove(id) && members.Count == 0)
            merged.Remove(into);
        Note(into);
    }

    /// <summary>Puts these in the place of all links the object had, in both directions.</summary>
    public void Relink(Guid id, IReadOnlyCollection<Link> links)
    {
        List<Link> before = [.. LinksFrom(id), .. LinksTo(id)];
        foreach (var link in before)
        {
            down[link.FromId].Remove(link);
            up[link.ToId].Remove(link);
        }

        foreach (var link in links)
            Put(link);
        Note(id);
        // What is linked as before has not changed for its other end.
        var differing = before.Select(Key).ToHashSet();
        differing.SymmetricExceptWith(links.Select(Key));
        foreach (var (from, _, to) in differing)
            Note(from == id ? to : from);
    }

    private static (Guid From, LinkKind Kind, Guid To) Key(Link link) => (link.FromId, link.Kind, link.ToId);

    public void Put(Link link)
    {
        (down.TryGetValue(link.FromId, out var from) ? from : down[link.FromId] = []).Add(link);
        (up.TryGetValue(link.ToId, out var to) ? to : up[link.ToId] = []).Add(link);
    }

    public void SetSourceKinds(Dictionary<Guid, SourceKind> kinds)
    {
        SourceKinds = kinds;
        // All insights go by it, so none of what is known of changes before tells what changed.
        forgotten = ++Version;
    }

    public void SetEvidence(Guid insight, List<Evidence> rows)
    {
        if (rows.Count == 0)
            evidence.Remove(insight);
        else
            evidence[insight] = rows;
        Forget(insight);
    }
}
