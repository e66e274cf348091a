using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>Adds signals to an insight's evidence, takes them out, and turns what speaks for it into what speaks against it.</summary>
public sealed class ChangeEvidence(ThreadStore store, InsightEvidence evidence)
{
    public sealed record Request
    {
        public IReadOnlyList<long>? Signals { get; init; }
        public Stance Stance { get; init; }
    }

    /// <summary>A signal that is evidence already takes the stance given.</summary>
    public async Task<Result<Insight>> AddAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (request.Signals is not { Count: > 0 } signals)
            return NoSignals;
        var rows = await evidence.OfAsync(actor, signals, request.Stance, cancel);
        return rows.Error is { } error
            ? error
            : await store.ChangeAsync<Insight>(
                actor,
                Permission.EditThreads,
                number,
                null,
                (context, insight, stop) => AddAsync(context, actor, insight, request.Stance, rows.Value, stop),
                cancel
            );
    }

    public Task<Result<Insight>> RemoveAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        EachAsync(actor, number, request, "evidence-removed", "Took out of the evidence of", (context, row) => context.Evidence.Remove(row), cancel);

    public Task<Result<Insight>> TurnAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        EachAsync(
            actor,
            number,
            request,
            "evidence-turned",
            request.Stance == Stance.For ? "Turned into evidence for" : "Turned into evidence against",
            (_, row) => row.Stance = request.Stance,
            cancel
        );

    private async Task<Result<(string, string)>> AddAsync(
        RedthreadContext context,
        Actor actor,
        Insight insight,
        Stance stance,
        IReadOnlyList<Evidence> rows,
        CancellationToken cancel
    )
    {
        if (insight.MergedIntoId is not null)
            return Error.Conflict("merged", $"{ThreadStore.Name(insight)} was merged into another; add the evidence there. Nothing was saved.");
        var members = await evidence.MembersAsync(insight.Id, cancel);
        var numbers = rows.Select(row => row.SignalId).ToList();
        var known = await context.Evidence.Where(row => members.Contains(row.InsightId) && numbers.Contains(row.SignalId)).ToListAsync(cancel);
        foreach (var row in known)
            row.Stance = stance;
        await RecordMembersAsync(context, actor, insight, known, "evidence-turned", cancel);
        var fresh = rows.Where(row => known.TrueForAll(one => one.SignalId != row.SignalId)).ToList();
        foreach (var row in fresh)
            context.Evidence.Add(InsightEvidenceRow.For(insight.Id, row));
        if (insight.ApprovedAt is not null && fresh.Count > 0)
            await evidence.TellDecidersAsync(context, actor, insight, "New evidence for", cancel);
        return ("evidence-added", $"Added {ThreadBeads.Count(fresh.Count, "signal")} {(stance == Stance.For ? "for" : "against")} {ThreadStore.Name(insight)}");
    }

    private Task<Result<Insight>> EachAsync(
        Actor actor,
        int number,
        Request request,
        string verb,
        string words,
        Action<RedthreadContext, Evidence> change,
        CancellationToken cancel
    ) =>
        store.ChangeAsync<Insight>(
            actor,
            Permission.EditThreads,
            number,
            null,
            async (context, insight, stop) =>
            {
                if (request.Signals is not { Count: > 0 } signals)
                    return NoSignals;
                var members = await evidence.MembersAsync(insight.Id, stop);
                var rows = await context.Evidence.Where(row => members.Contains(row.InsightId) && signals.Contains(row.SignalId)).ToListAsync(stop);
                if (rows.Count == 0)
                    return Error.Invalid("not-evidence", "None of these signals is evidence here. Nothing was changed.");
                await RecordMembersAsync(context, actor, insight, rows, verb, stop);
                foreach (var row in rows)
                    change(context, row);
                return (verb, $"{words} {ThreadStore.Name(insight)}: {ThreadBeads.Count(rows.Select(row => row.SignalId).Distinct().Count(), "signal")}");
            },
            cancel
        );

    // Rows of insights merged into this one are theirs, and the ledger reads each insight by an activity of its own.
    private async Task RecordMembersAsync(RedthreadContext context, Actor actor, Insight insight, List<Evidence> rows, string verb, CancellationToken cancel)
    {
        var others = rows.Select(row => row.InsightId).Where(id => id != insight.Id).Distinct().ToList();
        foreach (var other in await context.Insights.AsNoTracking().Where(row => others.Contains(row.Id)).ToListAsync(cancel))
            store.Record(context, actor, other, verb, $"Evidence changed where it lives on: {ThreadStore.Name(insight)}");
    }

    private static readonly Error NoSignals = Error.Invalid("signals-missing", "Choose at least one signal. Nothing was changed.");
}
