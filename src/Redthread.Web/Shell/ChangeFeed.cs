using System.Collections.Concurrent;
using System.Threading.Channels;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;

namespace Redthread.Web.Shell;

/// <summary>Tells open pages that something changed; they read themselves again. Counts changes, so that caches know too.</summary>
public sealed class ChangeFeed
{
    // The request in whose course something changes; a page ignores the echo of its own, which would overtake its redirect.
    private static readonly AsyncLocal<string?> Origin = new();

    private readonly ConcurrentDictionary<Guid, Channel<string>> listeners = new();
    private long stamp;
    private long planStamp;
    private int pending;

    /// <summary>Differs whenever anything may have changed since it was last read.</summary>
    public long Stamp => Interlocked.Read(ref stamp);

    /// <summary>Differs whenever anything but signals may have changed: what is planned, agreed and named.</summary>
    public long PlanStamp => Interlocked.Read(ref planStamp);

    public static Task RememberOriginAsync(HttpContext context, RequestDelegate next)
    {
        Origin.Value = context.Request.Headers["X-Turbo-Request-Id"].FirstOrDefault() is { Length: <= 64 } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null;
        return next(context);
    }

    /// <summary>Saves what a use case changed, and tells open pages. A conflict with another writer is an error, and nothing of it was saved.</summary>
    public async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        if (await context.TrySaveAsync(cancel) is { } stale)
            return stale;
        Announce();
        return null;
    }

    public void Announce()
    {
        Interlocked.Increment(ref planStamp);
        Tell();
    }

    private void Tell()
    {
        Interlocked.Increment(ref stamp);
        foreach (var listener in listeners.Values)
            listener.Writer.TryWrite(Origin.Value ?? "");
    }

    /// <summary>For streams of signals, which change no plan: at most four announcements a second, the last one never lost.</summary>
    public void AnnounceSoon()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0)
            _ = AnnounceLaterAsync();
    }

    private async Task AnnounceLaterAsync()
    {
        Origin.Value = null;
        await Task.Delay(TimeSpan.FromMilliseconds(250));
        Interlocked.Exchange(ref pending, 0);
        Tell();
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
            catch (Exception failure) when (failure is System.Data.Common.DbException)
            {
                log.LogWarning(failure, "The store could not be asked for changes; trying again.");
            }
        }
    }
}
