using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Says what a planned decision does with an insight: used for, used against, set aside with a reason, or not looked at yet.</summary>
public sealed class WeighInsight(ThreadStore store, LedgerSource ledgers)
{
    public sealed record Request
    {
        /// <summary>UsedFor, UsedAgainst or SetAside; none takes the mark back.</summary>
        public LinkKind? Mark { get; init; }

        /// <summary>Why it is set aside.</summary>
        public string? Reason { get; init; }
    }

    public async Task<Result<Decision>> HandleAsync(Actor actor, int number, string insight, Request request, CancellationToken cancel)
    {
        if (request.Mark is { } kind && !DecisionGate.IsMark(kind))
            return Error.Invalid("mark-unknown", "An insight is used for, used against or set aside. Nothing was changed.");
        if (request.Mark == LinkKind.SetAside && string.IsNullOrWhiteSpace(request.Reason))
            return Error.Invalid("reason-missing", "Say why it is set aside: whoever reads the decision later will ask. Nothing was changed.");
        if (request.Reason?.Length > 1000)
            return Error.Invalid("reason-too-long", "A reason has at most 1,000 characters. Nothing was changed.");
        var found = await ledgers.ReadAsync(
            ledger => ledger.Find(insight) is Insight row && ledger.Survivor(row.Id) is Insight survivor ? (Row: survivor, Members: ledger.Members(survivor.Id).ToList()) : default,
            cancel
        );
        if (found.Row is not { } weighed)
            return Error.NotFound("insight");
        if (weighed.ApprovedAt is null && request.Mark is not null)
            return Error.Invalid("insight-not-approved", $"{ThreadStore.Name(weighed)} is not approved yet, so it does not count. Nothing was changed.");
        return await store.ChangeAsync<Decision>(
            actor,
            Permission.EditThreads,
            number,
            null,
            async (context, row, stop) =>
            {
                if (row.MadeAt is not null)
                    return SaveDecision.Frozen(row);
                var before = await context.Links.Where(link => link.ToId == row.Id && found.Members.Contains(link.FromId)).ToListAsync(stop);
                context.Links.RemoveRange(before.Where(link => DecisionGate.IsMark(link.Kind) && (link.Kind != request.Mark || link.FromId != weighed.Id)));
                if (request.Mark is { } mark)
                {
                    if (before.Find(link => link.Kind == mark && link.FromId == weighed.Id) is { } same)
                        same.Reason = Blank(request.Reason);
                    else
                        context.Links.Add(store.NewLink(actor, weighed.Id, mark, row.Id, Blank(request.Reason)));
                }

                return ("weighed", $"{ThreadStore.Name(weighed)} {Words(request.Mark)} {ThreadStore.Name(row)}");
            },
            cancel
        );
    }

    private static string Words(LinkKind? mark) => mark is { } kind ? Link.Words(kind).Forward : "is not weighed any more in";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
