using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>A steward approves an insight, from when on it counts, or takes that back.</summary>
public sealed class ApproveInsight(ThreadStore store, InsightEvidence evidence)
{
    public sealed record Request
    {
        /// <summary>Why it is approved without evidence; needed only then.</summary>
        public string? Reason { get; init; }
        public int? Version { get; init; }
    }

    public Task<Result<Insight>> ApproveAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Insight>(
            actor,
            Permission.ApproveInsights,
            number,
            request.Version,
            (context, insight, stop) => ApproveAsync(context, actor, insight, request.Reason?.Trim(), stop),
            cancel
        );

    public Task<Result<Insight>> TakeBackAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Insight>(
            actor,
            Permission.ApproveInsights,
            number,
            request.Version,
            (_, insight, _) =>
            {
                if (insight.ApprovedAt is null)
                    return Task.FromResult<Result<(string, string)>>(Error.Conflict("not-approved", $"{ThreadStore.Name(insight)} is not approved. Nothing was changed."));
                (insight.ApprovedAt, insight.ApprovedBy) = (null, null);
                return Task.FromResult<Result<(string, string)>>(("approval-taken-back", $"Took back the approval of {ThreadStore.Name(insight)}"));
            },
            cancel
        );

    private async Task<Result<(string, string)>> ApproveAsync(RedthreadContext context, Actor actor, Insight insight, string? reason, CancellationToken cancel)
    {
        if (!Ledger.IsLive(insight))
            return Error.Conflict("not-live", $"{ThreadStore.Name(insight)} is archived or merged. Nothing was changed.");
        if (insight.ApprovedAt is not null)
            return Error.Conflict("approved-already", $"{ThreadStore.Name(insight)} is approved already, by {insight.ApprovedBy}. Nothing was changed.");
        var members = await evidence.MembersAsync(insight.Id, cancel);
        if (!await context.Links.AnyAsync(link => members.Contains(link.FromId) && link.Kind == LinkKind.OnStage, cancel))
            return Error.Invalid("stage-missing", "An insight is approved on at least one stage. Place it under “Connect it”, then approve. Nothing was changed.");
        var supported = await context.Evidence.AnyAsync(row => members.Contains(row.InsightId) && row.Stance == Stance.For, cancel);
        if (!supported && string.IsNullOrEmpty(reason))
            return Error.Invalid("evidence-missing", "Nothing speaks for it yet: add evidence, or say why it is approved without. Nothing was changed.");
        (insight.ApprovedAt, insight.ApprovedBy) = (store.Now, actor.Name);
        await evidence.TellDecidersAsync(context, actor, insight, "On a stage of this decision was approved", cancel);
        return ("approved", supported ? $"Approved {ThreadStore.Name(insight)}" : $"Approved {ThreadStore.Name(insight)} without evidence: {reason}");
    }
}
