using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Threads;

/// <summary>
/// Keeps the ledger up to date. Every change of an object writes an activity in its transaction; what was written since the
/// last look is read again, so a change costs O(links of the object), whoever made it: this process, another node, a command.
/// </summary>
public sealed class LedgerSource(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time) : IDisposable
{
    /// <summary>The activity of a change too large to name each object of it.</summary>
    public const string Loaded = "ledger.loaded";

    /// <summary>The activity of a change to a source, whose kind all insights that rest on it go by.</summary>
    public const string SourceChanged = "source.changed";

    // Clocks differ and transactions take their time: what is younger than this is looked at again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private const int MostOthers = 10_000;

    private readonly SemaphoreSlim oneRefresh = new(1, 1);
    private readonly ReaderWriterLockSlim gate = new();
    private Ledger? ledger;
    private long stamp = -1;
    private long lookedAt;
    private DateTime newest;
    private HashSet<Guid> seen = [];
    private long others;

    // What activities about no object of threads were about, the newest last; of what is older than the forgotten nobody knows.
    private readonly Queue<(long Version, Guid Id)> othersChanged = [];
    private long othersForgotten;

    /// <summary>Differs after an activity, of whatever process, that is about no object of threads; as of the last reading.</summary>
    public long OthersVersion => Interlocked.Read(ref others);

    /// <summary>What activities were about since then that are about no object of threads: null when that is too long ago to know. O(changes remembered).</summary>
    public IReadOnlySet<Guid>? OthersSince(long version)
    {
        lock (othersChanged)
            return version < othersForgotten ? null : othersChanged.Where(change => change.Version > version).Select(change => change.Id).ToHashSet();
    }

    /// <summary>Reads what is true now. What the function returns must be whole: it may not keep the ledger.</summary>
    public async Task<T> ReadAsync<T>(Func<Ledger, T> read, CancellationToken cancel)
    {
        if (ledger is null || stamp != feed.PlanStamp || time.GetElapsedTime(lookedAt) > LookEvery)
            await RefreshAsync(cancel);
        gate.EnterReadLock();
        try
        {
            return read(ledger!);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public void Dispose()
    {
        gate.Dispose();
        oneRefresh.Dispose();
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        await oneRefresh.WaitAsync(cancel);
        try
        {
            var now = feed.PlanStamp;
            await using var context = await contexts.CreateDbContextAsync(cancel);
            if (ledger is null)
                await LoadAsync(context, cancel);
            else
                await CatchUpAsync(context, cancel);
            (stamp, lookedAt) = (now, time.GetTimestamp());
        }
        finally
        {
            oneRefresh.Release();
        }
    }

    private async Task CatchUpAsync(RedthreadContext context, CancellationToken cancel)
    {
        var since = newest - Overlap;
        var recent = await context.Activities.AsNoTracking().Where(row => row.At >= since).Select(row => new Change(row.Id, row.At, row.Kind, row.ObjectId)).ToListAsync(cancel);
        var changes = recent.Where(row => !seen.Contains(row.Id)).ToList();
        if (changes.Count == 0)
            return;
        if (changes.Exists(row => row.Kind == Loaded) || changes.Count > 5000)
        {
            await LoadAsync(context, cancel);
            return;
        }

        var ids = changes.Where(row => KindOf(row.Kind) is not null && row.ObjectId is not null).ToLookup(row => KindOf(row.Kind)!.Value, row => row.ObjectId!.Value);
        foreach (var kind in ids)
        {
            foreach (var chunk in kind.Distinct().Chunk(500))
                await ReloadAsync(context, kind.Key, chunk, cancel);
        }

        RememberOthers(changes.FindAll(row => KindOf(row.Kind) is null));
        if (changes.Exists(row => row.Kind == SourceChanged))
        {
            var kinds = await SourceKindsAsync(context, cancel);
            gate.EnterWriteLock();
            ledger!.SetSourceKinds(kinds);
            gate.ExitWriteLock();
        }

        Remember(recent);
    }

    private static Task<Dictionary<Guid, SourceKind>> SourceKindsAsync(RedthreadContext context, CancellationToken cancel) =>
        context.Sources.Where(row => row.Kind != null).ToDictionaryAsync(row => row.Id, row => row.Kind!.Value, cancel);

    private async Task ReloadAsync(RedthreadContext context, ThreadKind kind, Guid[] ids, CancellationToken cancel)
    {
        var rows = await Rows(context, kind).Where(row => ids.Contains(row.Id)).ToListAsync(cancel);
        var links = await context.Links.AsNoTracking().Where(link => ids.Contains(link.FromId) || ids.Contains(link.ToId)).ToListAsync(cancel);
        var evidence = kind == ThreadKind.Insight ? await context.Evidence.AsNoTracking().Where(row => ids.Contains(row.InsightId)).ToListAsync(cancel) : [];
        gate.EnterWriteLock();
        try
        {
            foreach (var id in ids)
            {
                if (rows.Find(row => row.Id == id) is { } row)
                    ledger!.Put(row);
                else
                    ledger!.Remove(id);
                ledger.Relink(id, links.FindAll(link => link.FromId == id || link.ToId == id));
                if (kind == ThreadKind.Insight)
                    ledger.SetEvidence(id, evidence.FindAll(row => row.InsightId == id));
            }
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private async Task LoadAsync(RedthreadContext context, CancellationToken cancel)
    {
        // Asked first: what is written while the rest is read is then looked at again.
        var last = await context.Activities.MaxAsync(row => (DateTime?)row.At, cancel) ?? DateTime.UnixEpoch;
        var recent = await context
            .Activities.AsNoTracking()
            .Where(row => row.At >= last - Overlap)
            .Select(row => new Change(row.Id, row.At, row.Kind, row.ObjectId))
            .ToListAsync(cancel);
        var fresh = new Ledger(ledger?.Version ?? 0);
        fresh.SetSourceKinds(await SourceKindsAsync(context, cancel));
        foreach (var kind in Enum.GetValues<ThreadKind>())
        {
            foreach (var row in await Rows(context, kind).ToListAsync(cancel))
                fresh.Put(row);
        }

        await foreach (var link in context.Links.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
            fresh.Put(link);
        foreach (var rows in (await context.Evidence.AsNoTracking().ToListAsync(cancel)).GroupBy(row => row.InsightId))
            fresh.SetEvidence(rows.Key, [.. rows]);
        gate.EnterWriteLock();
        ledger = fresh;
        gate.ExitWriteLock();
        lock (othersChanged)
        {
            othersChanged.Clear();
            othersForgotten = Interlocked.Increment(ref others);
        }

        newest = last;
        seen = [];
        Remember(recent);
    }

    private void RememberOthers(List<Change> changes)
    {
        if (changes.Count == 0)
            return;
        lock (othersChanged)
        {
            var version = Interlocked.Increment(ref others);
            foreach (var id in changes.Select(change => change.ObjectId).OfType<Guid>())
                othersChanged.Enqueue((version, id));
            while (othersChanged.Count > MostOthers)
                othersForgotten = othersChanged.Dequeue().Version;
        }
    }

    private void Remember(List<Change> recent)
    {
        foreach (var change in recent.Where(change => change.At > newest))
            newest = change.At;
        seen = [.. recent.Where(change => change.At >= newest - Overlap).Select(change => change.Id)];
    }

    private static IQueryable<ThreadObject> Rows(RedthreadContext context, ThreadKind kind) =>
        kind switch
        {
            ThreadKind.Insight => context.Insights.AsNoTracking(),
            ThreadKind.Pressure => context.Pressures.AsNoTracking(),
            ThreadKind.Opportunity => context.Opportunities.AsNoTracking(),
            ThreadKind.Decision => context.Decisions.AsNoTracking().Include(row => row.Options),
            ThreadKind.Solution => context.Solutions.AsNoTracking(),
            ThreadKind.Objective => context.Objectives.AsNoTracking(),
            _ => context.KeyResults.AsNoTracking(),
        };

    /// <summary>The noun an activity's kind begins with.</summary>
    public static string Noun(ThreadKind kind) => kind == ThreadKind.KeyResult ? "key-result" : kind.ToString().ToLowerInvariant();

    private static ThreadKind? KindOf(string activity)
    {
        foreach (var kind in Enum.GetValues<ThreadKind>())
        {
            var noun = Noun(kind);
            if (activity.Length > noun.Length && activity[noun.Length] == '.' && activity.StartsWith(noun, StringComparison.Ordinal))
                return kind;
        }

        return null;
    }

    private sealed record Change(Guid Id, DateTime At, string Kind, Guid? ObjectId);
}
