using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Signals;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>
/// Reads again what is followed in a log: each case has one reading, new where the case is, another where the case went on, none where it has no value any more.
/// Doing it twice changes nothing.
/// </summary>
public sealed class FollowFindings(
    IDbContextFactory<RedthreadContext> contexts,
    LogQueries logs,
    ISignalStore signals,
    AppendSignals append,
    ScoringRulesSource rules,
    EraseEvidence evidence,
    CustomerPseudonym pseudonym,
    TimeProvider time
)
{
    private const int BatchSize = 5_000;

    /// <param name="Readings">One for each case that has a value.</param>
    /// <param name="New">Of these, not known before.</param>
    /// <param name="Changed">Of these, of cases that had another.</param>
    /// <param name="Gone">Readings of cases that have no value any more.</param>
    public sealed record Reread(string Measure, int Readings, int New, int Changed, int Gone);

    /// <summary>Those of a log that were last read of an earlier version of it; one that cannot be read says why, and the others are.</summary>
    public async Task<IReadOnlyList<Reread>> OfLogAsync(Actor actor, UploadedLog log, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var done = new List<Reread>();
        foreach (var finding in await context.LogFindings.Where(row => row.LogId == log.Id && row.LogVersion != log.Version).OrderBy(row => row.Measure).ToListAsync(cancel))
        {
            var view = await logs.ViewAsync(log, LogFilter.Of(new QueryCollection(QueryHelpers.ParseQuery(finding.Query))), cancel);
            var read = view.Error is { } error ? error : await ReadAsync(actor, context, finding, view.Value, cancel);
            if (read.Ok)
            {
                done.Add(read.Value);
                continue;
            }

            (finding.Problem, finding.LogVersion) = (read.Error!.Message, log.Version);
            await context.SaveChangesAsync(cancel);
        }

        return done;
    }

    /// <summary>Makes the readings of a finding be what the log says, and notes which version of the log that was.</summary>
    public async Task<Result<Reread>> ReadAsync(Actor actor, RedthreadContext context, LogFinding finding, LogView view, CancellationToken cancel)
    {
        var found = Finding.Of(view, finding.Kind, finding.Activity, finding.Next);
        if (found.Error is { } error)
            return error;
        if (await context.Measures.SingleOrDefaultAsync(row => row.Key == finding.Measure && row.SupersededAt == null, cancel) is not { } measure)
            return Error.NotFound("measure");
        var log = found.Value.Log;
        var wanted = new Dictionary<string, NewSignal>(StringComparer.Ordinal);
        foreach (var value in found.Value.Values)
        {
            var id = SaveFinding.IdOf(pseudonym, measure.Key, log.Cases[value.Case]);
            wanted[id] = Signal(id, log, measure, finding.StageId, value);
        }

        var known = view.Read.Log.Cases.Select(name => SaveFinding.IdOf(pseudonym, measure.Key, name)).ToHashSet(StringComparer.Ordinal);
        var (stale, replaced) = await StaleAsync(finding, measure, known, wanted, cancel);
        if (stale.Count > 0)
        {
            await evidence.OfSignalsAsync(actor, stale, "Lost evidence: the event log it was read from went on", cancel);
            await signals.RemoveAsync(stale, await rules.ReadAsync(cancel), cancel);
        }

        var fresh = 0;
        foreach (var chunk in wanted.Values.Chunk(BatchSize))
            fresh += (await append.HandleAsync(new SignalBatch(finding.SourceId, chunk, time.GetUtcNow().UtcDateTime), cancel)).New.Count(isNew => isNew);
        (finding.LogVersion, finding.ReadAt, finding.Problem) = (view.Row.Version, time.GetUtcNow().UtcDateTime, null);
        await context.SaveChangesAsync(cancel);
        return new Reread(measure.Key, wanted.Count, fresh - replaced, replaced, stale.Count - replaced);
    }

    /// <summary>Readings of cases of the log that say another thing than the log does now; those of cases it does not have stay.</summary>
    private async Task<(List<long> Signals, int Replaced)> StaleAsync(
        LogFinding finding,
        Domain.Measures.Measure measure,
        HashSet<string> known,
        Dictionary<string, NewSignal> wanted,
        CancellationToken cancel
    )
    {
        var (stale, replaced, after) = (new List<long>(), 0, 0L);
        while (true)
        {
            var page = await signals.ReadSignalsAsync(
                new SignalQuery
                {
                    SourceId = finding.SourceId,
                    AfterId = after,
                    Limit = BatchSize,
                },
                cancel
            );
            foreach (var signal in page.Where(signal => known.Contains(signal.ExternalId)))
            {
                if (!wanted.TryGetValue(signal.ExternalId, out var now))
                {
                    stale.Add(signal.Id);
                }
                else if (!Same(signal, now))
                {
                    stale.Add(signal.Id);
                    replaced++;
                }
            }

            if (page.Count < BatchSize)
                return (stale, replaced);
            after = page[^1].Id;
        }
    }

    // A store keeps times to the millisecond or finer.
    private static bool Same(StoredSignal stored, NewSignal now) =>
        stored.Readings is [var reading]
        && reading.Value.Equals(now.Readings[0].Value)
        && reading.StageId == now.Readings[0].StageId
        && Math.Abs((stored.OccurredAt - now.OccurredAt).TotalMilliseconds) < 1;

    private static NewSignal Signal(string id, EventLog log, Domain.Measures.Measure measure, Guid stage, CaseValue value)
    {
        var customer = log.Customer is { } customers && customers.Ids[value.Case] >= 0 ? customers.Names[customers.Ids[value.Case]] : null;
        return new NewSignal
        {
            ExternalId = id,
            OccurredAt = new DateTime(log.EndOf(log.CaseStarts[value.Case + 1] - 1), DateTimeKind.Utc),
            Customer = customer is null ? null : CustomerMark.TryRead(customer),
            Readings = [new NewReading(measure.Id, stage, null, Math.Clamp(value.Value, 0, SaveFinding.MostHours))],
        };
    }
}
