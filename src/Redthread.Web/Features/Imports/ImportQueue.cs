using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

/// <summary>Wakes the worker when an import is due.</summary>
public sealed class ImportQueue : IDisposable
{
    private readonly SemaphoreSlim due = new(0, 1);

    /// <summary>Why the import that runs cannot go on for now; null while it can. Not in the store, which is what fails.</summary>
    public string? Stalled { get; set; }

    public void Wake()
    {
        if (due.CurrentCount == 0)
            due.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => due.WaitAsync(atMost, cancel);

    public void Dispose() => due.Dispose();
}

/// <summary>Runs queued imports one after the other, and first those that a crash has cut.</summary>
public sealed class ImportWorker(
    IDbContextFactory<RedthreadContext> contexts,
    DataFolder folder,
    ImportQueue queue,
    ImportRunner runner,
    ChangeFeed feed,
    ILogger<ImportWorker> log
) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await NextAsync(stoppingToken) is { } id)
                    await RunAsync(id, stoppingToken);
                (queue.Stalled, pause) = (null, ShortestPause);
                await queue.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(failure, "An import could not go on; trying again in {Pause}.", pause);
                queue.Stalled = Failures.IsFull(failure) ? "The disk is full" : "The store cannot be written";
                feed.Announce();
                await Task.Delay(pause, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // A run of the command line has no upload here, and is not ours to go on with.
    private async Task<Guid?> NextAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var due = await context
            .ImportRuns.AsNoTracking()
            .Where(run => run.State == ImportState.Queued || run.State == ImportState.Running)
            .OrderBy(run => run.CreatedAt)
            .Select(run => run.Id)
            .ToListAsync(cancel);
        return due.Where(id => File.Exists(folder.UploadOf(id))).Select(id => (Guid?)id).FirstOrDefault();
    }

    private async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var path = folder.UploadOf(id);
        var run = await runner.RunAsync(id, path, cancel, progress: _ => queue.Stalled = null, goesOn: true);
        if (run.State is ImportState.Done or ImportState.Cancelled or ImportState.Failed)
            File.Delete(path);
    }
}
