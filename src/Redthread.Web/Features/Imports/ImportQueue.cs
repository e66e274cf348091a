using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

/// <summary>Wakes the worker when an import is due.</summary>
public sealed class ImportQueue : IDisposable
{
    private readonly SemaphoreSlim due = new(0, 1);

    public void Wake()
    {
        if (due.CurrentCount == 0)
            due.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => due.WaitAsync(atMost, cancel);

    public void Dispose() => due.Dispose();
}

/// <summary>Runs queued imports one after the other, and first those that a crash has cut.</summary>
public sealed class ImportWorker(IDbContextFactory<RedthreadContext> contexts, DataFolder folder, ImportQueue queue, ImportRunner runner, ILogger<ImportWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await NextAsync(stoppingToken) is { } id)
                    await RunAsync(id, stoppingToken);
                await queue.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (System.Data.Common.DbException failure)
            {
                log.LogWarning(failure, "The store could not be asked for imports; trying again.");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
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
        var run = await runner.RunAsync(id, path, null, cancel);
        if (run.State is ImportState.Done or ImportState.Cancelled or ImportState.Failed)
            File.Delete(path);
    }
}
