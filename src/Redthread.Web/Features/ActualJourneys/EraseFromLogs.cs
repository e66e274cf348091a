using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Insights;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Takes an erased customer's cases out of all kept event logs, and with them the readings of measures saved from these cases. Running it again changes nothing.</summary>
public sealed class EraseFromLogs(
    IDbContextFactory<RedthreadContext> contexts,
    LogCache cache,
    LogFiles files,
    ISignalStore signals,
    ScoringRulesSource rules,
    CustomerPseudonym pseudonym,
    EraseEvidence evidence,
    EraseQuotes quotes,
    FollowLog follow,
    ChangeFeed feed,
    TimeProvider time
)
{
    private static readonly TimeSpan UploadAtMost = TimeSpan.FromHours(1);

    /// <param name="Cases">Taken out of logs.</param>
    /// <param name="Signals">Readings that named their case but no customer.</param>
    public sealed record Erased(int Cases, int Signals);

    /// <param name="customer">The key as the sources write it.</param>
    public async Task<Result<Erased>> HandleAsync(Actor actor, string customer, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var logs = await context.EventLogs.OrderBy(log => log.Number).ToListAsync(cancel);
        files.RemoveOrphans(logs, time.GetUtcNow().UtcDateTime - UploadAtMost);
        var (cases, readings) = (0, 0);
        foreach (var log in logs)
        {
            var removed = await cache.TakeOutAsync(log, customer, async names => readings += await RemoveReadingsAsync(actor, context, names, cancel), cancel);
            if (removed.Error is { } error)
                return error with { Message = $"The event log {log.Name} could not be searched, and the customer is not erased: delete the log and try again. {error.Message}" };
            if (!removed.Value.Changed)
                continue;
            cases += removed.Value.Removed.Count;
            await DescribeAsync(log, cancel);
            context.Activities.Add(
                Activity.Of(
                    actor,
                    time.GetUtcNow().UtcDateTime,
                    "event-log.erased-from",
                    log.Id,
                    $"Took the cases of an erased customer out of the event log {log.Name}: {removed.Value.Removed.Count:N0}"
                )
            );
            if (await feed.SaveAsync(context, cancel) is { } stale)
                return stale;
            await follow.HandleAsync(actor, log.Id, cancel);
        }

        return new Erased(cases, readings);
    }

    private async Task DescribeAsync(UploadedLog log, CancellationToken cancel)
    {
        log.Version++;
        if (log.Problem is not null)
            return;
        var read = await cache.ReadAsync(log, cancel);
        if (read.Ok)
        {
            LogReport.Describe(log, read.Value);
            return;
        }

        (log.Cases, log.Events, log.Customers, log.FirstAt, log.LastAt) = (0, 0, log.Customers is null ? null : 0, null, null);
        log.Problem = read.Error!.Message;
    }

    // Readings of known customers go with the customer; those of logs without customers are found by their case.
    private async Task<int> RemoveReadingsAsync(Actor actor, RedthreadContext context, IReadOnlyCollection<string> cases, CancellationToken cancel)
    {
        var measures = await context.Measures.Where(measure => measure.Key.StartsWith("log-")).Select(measure => measure.Key).Distinct().ToListAsync(cancel);
        var sources = measures.Count == 0 ? [] : await context.Sources.Select(source => source.Id).ToListAsync(cancel);
        var found = new List<long>();
        foreach (var id in measures.SelectMany(measure => cases.Select(name => SaveFinding.IdOf(pseudonym, measure, name))))
        foreach (var source in sources)
            found.AddRange(
                (
                    await signals.ReadSignalsAsync(
                        new SignalQuery
                        {
                            SourceId = source,
                            ExternalId = id,
                            Limit = 1,
                        },
                        cancel
                    )
                ).Select(signal => signal.Id)
            );
        if (found.Count == 0)
            return 0;
        await evidence.OfSignalsAsync(actor, found, "Lost evidence: a customer was erased", cancel);
        await quotes.HandleAsync(actor, found, cancel);
        return await signals.RemoveAsync(found, await rules.ReadAsync(cancel), cancel);
    }
}
