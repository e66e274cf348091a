using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Signals;

/// <summary>
/// Takes live batches. Requests that arrive while a transaction is being written share the next one, so that many small
/// posts cost few flushes; each is answered only when its signals are durable.
/// </summary>
public sealed class LiveSignals(
    IDbContextFactory<RedthreadContext> contexts,
    AppendSignals append,
    LandscapeSource landscapes,
    CustomerPseudonym pseudonym,
    ChangeFeed feed,
    TimeProvider time
) : BackgroundService
{
    private const int MostAtOnce = 20_000;
    private const int MostWaiting = 4_096;
    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Guid> sources = new();

    /// <summary>What became of a batch. Accepted + duplicate + rejected = read, always.</summary>
    /// <param name="Rejects">Of each item that was not taken, its number in the batch from 1 and why.</param>
    public sealed record Receipt(int Read, int Accepted, int Duplicate, int Rejected, int Readings, IReadOnlyList<RejectedItem> Rejects);

    public sealed record RejectedItem(long Item, string? Column, string Code, string Reason);

    private sealed record Waiting(Guid SourceId, List<NewSignal> Signals, TaskCompletionSource<IReadOnlyList<bool>> Done);

    public async Task<Result<Receipt>> TakeAsync(Actor actor, string? source, ReadOnlyMemory<byte> body, string? contentType, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(source) || source.Length > 100)
            return Error.Invalid("source-missing", "Name the source in the address: POST /api/signals?source=my-survey. Nothing was taken.");
        var landscape = await landscapes.ReadAsync(cancel);
        var parsed = LiveBatch.Parse(body, contentType, new SignalContext(landscape.Vocabulary(), pseudonym, time));
        if (!parsed.Ok)
            return parsed.Faults.ToError();
        var taken = parsed.Value.Where(result => result.Signal is not null).Select(result => result.Signal!).ToList();
        var rejects = parsed
            .Value.Where(result => result.Reject is not null)
            .Select(result => new RejectedItem(result.Reject!.Row, result.Reject.Column, result.Reject.Code, result.Reject.Reason))
            .ToList();
        var isNew = taken.Count == 0 ? [] : await AppendAsync(await SourceAsync(source, cancel), taken, cancel);
        var accepted = isNew.Count(flag => flag);
        var readings = taken.Where((_, index) => isNew[index]).Sum(signal => signal.Readings.Count);
        return new Receipt(parsed.Value.Count, accepted, taken.Count - accepted, rejects.Count, readings, rejects);
    }

    private async Task<IReadOnlyList<bool>> AppendAsync(Guid sourceId, List<NewSignal> taken, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<IReadOnlyList<bool>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Writer.WriteAsync(new Waiting(sourceId, taken, done), cancel);
        return await done.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>();
        // Drained on shutdown: what was taken in is written before the process ends.
        while (await waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            var count = 0;
            while (count < MostAtOnce && waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
                count += next.Signals.Count;
            }

            foreach (var group in batch.GroupBy(entry => entry.SourceId))
                await WriteAsync(group.Key, [.. group]);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        return ExecuteTask ?? Task.CompletedTask;
    }

    private async Task WriteAsync(Guid sourceId, List<Waiting> group)
    {
        try
        {
            var all = group.SelectMany(entry => entry.Signals).ToList();
            var outcome = await append.HandleAsync(new SignalBatch(sourceId, all, time.GetUtcNow().UtcDateTime), CancellationToken.None);
            var at = 0;
            foreach (var entry in group)
            {
                var isNew = new bool[entry.Signals.Count];
                for (var index = 0; index < isNew.Length; index++)
                    isNew[index] = outcome.New[at + index];
                entry.Done.SetResult(isNew);
                at += entry.Signals.Count;
            }
        }
        catch (Exception failure)
        {
            // The senders are told; the loop goes on for the next.
            foreach (var entry in group)
                entry.Done.TrySetException(failure);
        }
    }

    private async Task<Guid> SourceAsync(string name, CancellationToken cancel)
    {
        var key = Key.From(name);
        if (sources.TryGetValue(key, out var known))
            return known;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var source = await context.Sources.SingleOrDefaultAsync(row => row.Key == key, cancel);
        if (source is null)
        {
            context.Sources.Add(
                source = new Source
                {
                    Key = key,
                    Name = name.Trim(),
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                }
            );
            try
            {
                await context.SaveChangesAsync(cancel);
                feed.Announce();
            }
            catch (DbUpdateException)
            {
                // Another request made it just now.
                await using var again = await contexts.CreateDbContextAsync(cancel);
                source = await again.Sources.SingleAsync(row => row.Key == key, cancel);
            }
        }

        return sources[key] = source.Id;
    }
}
