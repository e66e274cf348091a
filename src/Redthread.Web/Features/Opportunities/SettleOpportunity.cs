using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Opportunities;

/// <summary>Closes, archives or merges an opportunity, and takes each of these back.</summary>
public sealed class SettleOpportunity(ThreadStore store)
{
    public sealed record Request
    {
        public int? Version { get; init; }
    }

    public sealed record MergeRequest
    {
        /// <summary>The survivor, as O-3.</summary>
        public string? Into { get; init; }
        public int? Version { get; init; }
    }

    public Task<Result<Opportunity>> CloseAsync(Actor actor, int number, Request request, bool closed, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            request.Version,
            row =>
            {
                row.ClosedAt = closed ? row.ClosedAt ?? store.Now : null;
                return closed ? ("closed", $"Closed {ThreadStore.Name(row)}: {row.Title}") : ("reopened", $"Reopened {ThreadStore.Name(row)}: {row.Title}");
            },
            cancel
        );

    public Task<Result<Opportunity>> ArchiveAsync(Actor actor, int number, Request request, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<Opportunity>(actor, number, request.Version, archived, cancel);

    public Task<Result<Opportunity>> MergeAsync(Actor actor, int number, MergeRequest request, CancellationToken cancel) =>
        store.ChangeAsync<Opportunity>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) =>
            {
                if (row.MergedIntoId is not null)
                    return Error.Conflict("merged-already", $"{ThreadStore.Name(row)} is merged already. Take that back first. Nothing was changed.");
                if (ThreadName.Parse(request.Into?.Trim()) is not (ThreadKind.Opportunity, var into) || await SurvivorAsync(context, into, stop) is not { } survivor)
                    return Error.Invalid("survivor-unknown", $"“{request.Into}” names no opportunity. Write it as O-3. Nothing was changed.");
                if (survivor.Id == row.Id || survivor.ArchivedAt is not null)
                    return Error.Conflict(
                        "survivor-unfit",
                        $"{ThreadStore.Name(row)} cannot be merged into itself, into what was merged into it, or into what is archived. Nothing was changed."
                    );
                row.MergedIntoId = survivor.Id;
                var moved = await MoveRoundAsync(context, row, survivor, stop);
                // Two that are merged into each other at the same moment would both be gone: the survivor's version tells.
                survivor.Version++;
                store.Record(context, actor, survivor, "joined", $"{ThreadStore.Name(row)} was merged into it: {row.Title}");
                return ("merged", $"Merged {ThreadStore.Name(row)} into {ThreadStore.Name(survivor)}{moved}");
            },
            cancel
        );

    public Task<Result<Opportunity>> UnmergeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            request.Version,
            row =>
            {
                row.MergedIntoId = null;
                return ("unmerged", $"{ThreadStore.Name(row)} stands alone again: {row.Title}");
            },
            cancel
        );

    private Task<Result<Opportunity>> ChangeAsync(Actor actor, int number, int? version, Func<Opportunity, (string Verb, string Summary)> change, CancellationToken cancel) =>
        store.ChangeAsync<Opportunity>(actor, Permission.EditThreads, number, version, (_, row, _) => Task.FromResult<Result<(string Verb, string Summary)>>(change(row)), cancel);

    /// <summary>An open round goes on at the survivor; where one is open there already it ends, since nobody can vote on what is merged away.</summary>
    private static async Task<string> MoveRoundAsync(RedthreadContext context, Opportunity row, Opportunity survivor, CancellationToken cancel)
    {
        if (await context.ScoringRounds.SingleOrDefaultAsync(round => round.OpportunityId == row.Id && round.RevealedAt == null, cancel) is not { } open)
            return "";
        if (survivor.ClosedAt is not null || await context.ScoringRounds.AnyAsync(round => round.OpportunityId == survivor.Id && round.RevealedAt == null, cancel))
        {
            await ScoreOpportunity.DropAsync(context, open, cancel);
            return "; its open scoring round ended";
        }

        open.OpportunityId = survivor.Id;
        open.Version++;
        return "; its open scoring round goes on there";
    }

    private static async Task<Opportunity?> SurvivorAsync(RedthreadContext context, int number, CancellationToken cancel)
    {
        var row = await context.Opportunities.SingleOrDefaultAsync(one => one.Number == number, cancel);
        for (var steps = 0; row?.MergedIntoId is { } into && steps < 100; steps++)
            row = await context.Opportunities.SingleOrDefaultAsync(one => one.Id == into, cancel);
        return row;
    }
}
