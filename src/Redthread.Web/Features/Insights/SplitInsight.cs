using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>Moves part of an insight's evidence to a new insight of the same type and places, which still has to be approved.</summary>
public sealed class SplitInsight(ThreadStore store, LedgerSource ledgers, InsightEvidence evidence)
{
    public sealed record Request
    {
        public IReadOnlyList<long>? Signals { get; init; }

        /// <summary>The statement of the new insight.</summary>
        public string? Title { get; init; }
    }

    public async Task<Result<Insight>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (await ledgers.ReadAsync(ledger => ledger.Find(ThreadKind.Insight, number), cancel) is not Insight source)
            return Error.NotFound("insight");
        if (!Ledger.IsLive(source))
            return Error.Conflict("not-live", $"{ThreadStore.Name(source)} is archived or merged. Nothing was changed.");
        if (request.Signals is not { Count: > 0 } signals)
            return Error.Invalid("signals-missing", "Choose the evidence that the new insight takes along. Nothing was changed.");
        var members = await evidence.MembersAsync(source.Id, cancel);
        return await store.CreateAsync<Insight>(
            actor,
            Permission.EditThreads,
            async (context, insight, stop) =>
            {
                var rows = await context.Evidence.Where(row => members.Contains(row.InsightId) && signals.Contains(row.SignalId)).ToListAsync(stop);
                if (rows.Count == 0)
                    return Error.Invalid("not-evidence", "None of these signals is evidence here. Nothing was changed.");
                (insight.Title, insight.Type, insight.SplitFromId) = (request.Title ?? "", source.Type, source.Id);
                (insight.OwnerTeamId, insight.OwnerPersonId) = (source.OwnerTeamId, source.OwnerPersonId);
                context.Evidence.RemoveRange(rows);
                context.Evidence.AddRange(rows.DistinctBy(row => row.SignalId).Select(row => InsightEvidenceRow.For(insight.Id, row)));
                var places = await context
                    .Links.AsNoTracking()
                    .Where(link => link.FromId == source.Id && (link.Kind == LinkKind.OnStage || link.Kind == LinkKind.OfNeed))
                    .ToListAsync(stop);
                foreach (var place in places)
                    context.Links.Add(store.NewLink(actor, insight.Id, place.Kind, place.ToId));
                var losers = rows.Select(row => row.InsightId).Append(source.Id).Distinct().ToList();
                foreach (var loser in await context.Insights.AsNoTracking().Where(row => losers.Contains(row.Id)).ToListAsync(stop))
                    store.Record(context, actor, loser, "split", $"Split off {ThreadBeads.Count(signals.Count, "signal")}: {request.Title}");
                return null;
            },
            cancel
        );
    }
}
