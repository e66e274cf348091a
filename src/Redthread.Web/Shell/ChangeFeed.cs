using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;

namespace Redthread.Web.Shell;

/// <summary>What may have changed, for what is kept to know whether it rests on it.</summary>
[Flags]
public enum Changed
{
    /// <summary>What was heard, and the scores with it.</summary>
    Signals = 1,

    /// <summary>Objects of threads with their links and evidence, and what is said about them.</summary>
    Threads = 2,

    /// <summary>Journeys, measures, people, terms, rituals: whatever is neither.</summary>
    Ground = 4,

    /// <summary>What was worked out of the rest: pages show it, and nothing rests on it.</summary>
    Shown = 8,
}

/// <summary>Tells open pages that something changed; they read themselves again. Counts changes, so that caches know too.</summary>
public sealed class ChangeFeed
{
    // The request in whose course something changes; a page ignores the echo of its own, which would overtake its redirect.
    private static readonly AsyncLocal<string?> Origin = new();

    private readonly ConcurrentDictionary<Guid, Channel<string>> listeners = new();
    private readonly long[] counts = new long[4];
    private int pending;

    /// <summary>Differs whenever anything may have changed since it was last read.</summary>
    public long Stamp => StampOf(Changed.Signals | Changed.Threads | Changed.Ground | Changed.Shown);

    /// <summary>Differs whenever anything but signals may have changed: what is planned, agreed and named.</summary>
    public long PlanStamp => StampOf(Changed.Threads | Changed.Ground);

    /// <summary>Differs whenever any of these may have changed since it was last read.</summary>
    public long StampOf(Changed what)
    {
        var sum = 0L;
        for (var kind = 0; kind < counts.Length; kind++)
            sum += ((int)what >> kind & 1) * Interlocked.Read(ref counts[kind]);
        return sum;
    }

    public static Task RememberOriginAsync(HttpContext context, RequestDelegate next)
    {
        Origin.Value = context.Request.Headers["X-Turbo-Request-Id"].FirstOrDefault() is { Length: <= 64 } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null;
        return next(context);
    }

    /// <summary>Saves what a use case changed, and tells open pages. A conflict with another writer is an error, and nothing of it was saved.</summary>
    public async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        var what = OnlyThreads(context) ? Changed.Threads : Changed.Threads | Changed.Ground;
        if (await context.TrySaveAsync(cancel) is { } stale)
            return stale;
        Tell(what);
        return null;
    }

    /// <summary>For changes of which it is not known what they touch.</summary>
    public void Announce() => Tell(Changed.Signals | Changed.Threads | Changed.Ground);

    // What is not named here is taken for ground: then more is read again than must be, never less.
    private static bool OnlyThreads(RedthreadContext context) =>
        context
            .ChangeTracker.Entries()
            .Where(entry => entry.State != EntityState.Unchanged)
            .All(entry => entry.Entity is ThreadObject or DecisionOption or Link or Evidence or Comment or Watch or Notification or Activity or Finding);

    private void Tell(Changed what)
    {
        for (var kind = 0; kind < counts.Length; kind++)
        {
            if (((int)what >> kind & 1) == 1)
                Interlocked.Increment(ref counts[kind]);
        }

        foreach (var listener in listeners.Values)
            listener.Writer.TryWrite(Origin.Value ?? "");
    }

    /// <summary>For streams of what changes no plan: at most four announcements a second, the last one never lost.</summary>
    public void AnnounceSoon(Changed what = Changed.Signals)
    {
        if (Interlocked.Or(ref pending, (int)what) == 0)
            _ = AnnounceLaterAsync();
    }

    private async Task AnnounceLaterAsync()
    {
        Origin.Value = null;
        await Task.Delay(TimeSpan.FromMilliseconds(250));
        Tell((Changed)Interlocked.Exchange(ref pending, 0));
    }

    public async IAsyncEnumerable<string> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        // A page that reads slowly misses repetitions, never the last one.
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest });
        listeners[id] = channel;
        try
        {
            await foreach (var origin in channel.Reader.ReadAllAsync(cancel))
                yield return origin;
        }
        finally
        {
            listeners.TryRemove(id, out _);
        }
    }
}

/// <summary>Notices what other processes did to the store: an import at the command line, another web node.</summary>
public sealed class ChangeWatcher(ISignalStore signals, ChangeFeed feed, TimeProvider time, ILogger<ChangeWatcher> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = -1L;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var version = await signals.ReadVersionAsync(stoppingToken);
                if (known >= 0 && version != known)
                    feed.Announce();
                known = version;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(failure, "The store could not be asked for changes; trying again.");
            }
        }
    }
}
