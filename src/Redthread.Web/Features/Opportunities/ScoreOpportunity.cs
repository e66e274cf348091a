using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Opportunities;

/// <summary>Joint scoring: a round is opened, each person votes once without seeing the others, then all is revealed at once.</summary>
public sealed class ScoreOpportunity(ThreadStore store)
{
    public const int Lowest = -2;
    public const int Highest = 2;
    private const int LongestReason = 1000;
    private const int Attempts = 12;

    // The audit says that a vote was cast; by whom it says with all others at the reveal.
    private static readonly Actor Voter = new(null, "a voter", [], [], Role.Viewer);

    public sealed record VoteRequest
    {
        /// <summary>−2 not worth it … +2 must be done.</summary>
        public int? Value { get; init; }
        public string? Reason { get; init; }
    }

    public async Task<Result<ScoringRound>> OpenAsync(Actor actor, int number, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        if (await context.Opportunities.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } opportunity)
            return Error.NotFound("opportunity");
        if (!Ledger.IsLive(opportunity) || opportunity.ClosedAt is not null)
            return Error.Conflict("opportunity-closed", $"{ThreadStore.Name(opportunity)} is not open; there is nothing to score. Nothing was changed.");
        if (await context.ScoringRounds.AnyAsync(row => row.OpportunityId == opportunity.Id && row.RevealedAt == null, cancel))
            return RoundOpen;
        var round = new ScoringRound
        {
            OpportunityId = opportunity.Id,
            OpenedAt = store.Now,
            OpenedBy = actor.Name,
        };
        context.ScoringRounds.Add(round);
        store.Record(context, actor, opportunity, "round-opened", $"Opened a scoring round on {ThreadStore.Name(opportunity)}");
        await store.TellWatchersAsync(context, actor, opportunity, $"opened a scoring round on {ThreadStore.Name(opportunity)}: {opportunity.Title}", cancel);
        return await store.SaveAsync(context, cancel) is null ? round : RoundOpen;
    }

    /// <summary>Casts the vote of the person, or changes it while the round is open.</summary>
    public async Task<Result<Done>> VoteAsync(Actor actor, int number, Guid roundId, VoteRequest request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (actor.PersonId is not { } person)
            return Error.Invalid("vote-nobody", "A vote is a person's. Sign in as one.");
        if (request.Value is not (>= Lowest and <= Highest) || request.Value is not { } value)
            return Error.Invalid("vote-invalid", "A vote is −2, −1, 0, +1 or +2. Nothing was saved.");
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Trim().Length > LongestReason)
            return Error.Invalid("reason-missing", $"A vote needs its reason, 1 to {LongestReason} characters: it is what the others will learn from. Nothing was saved.");
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await store.OpenAsync(cancel);
            var found = await FindAsync(context, number, roundId, cancel);
            if (found.Error is { } error)
                return error;
            var (opportunity, round) = found.Value;
            await PutAsync(context, round, person, value, request.Reason.Trim(), cancel);
            // With the reveal at the same moment one of the two must fail: no vote comes in behind it.
            round.Version++;
            store.Record(context, Voter, opportunity, "voted", $"A vote was cast on {ThreadStore.Name(opportunity)}");
            if (await store.SaveAsync(context, cancel) is not { } failed)
                return Done.It;
            if (attempt == Attempts)
                return failed;
        }
    }

    public async Task<Result<ScoringRound>> RevealAsync(Actor actor, int number, Guid roundId, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await store.OpenAsync(cancel);
            var found = await FindAsync(context, number, roundId, cancel);
            if (found.Error is { } error)
                return error;
            var (opportunity, round) = found.Value;
            var votes = await context.ScoreVotes.CountAsync(vote => vote.RoundId == roundId, cancel);
            if (votes < AgreementIndex.MinimumVotes)
                return Error.Conflict("too-few-votes", $"{votes} voted so far; a round is revealed when at least {AgreementIndex.MinimumVotes} did. Nothing was changed.");
            round.RevealedAt = store.Now;
            round.Version++;
            store.Record(context, actor, opportunity, "round-revealed", $"Revealed {votes} votes on {ThreadStore.Name(opportunity)}");
            await store.TellWatchersAsync(context, actor, opportunity, $"revealed {votes} votes on {ThreadStore.Name(opportunity)}: {opportunity.Title}", cancel);
            if (await store.SaveAsync(context, cancel) is not { } failed)
                return round;
            if (attempt == Attempts)
                return failed;
        }
    }

    /// <summary>Ends a round without a reveal: by who opened it, or a steward. Its votes go unseen, for nobody was promised that they would be shown.</summary>
    public async Task<Result<Done>> CancelAsync(Actor actor, int number, Guid roundId, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        if (await context.Opportunities.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } opportunity)
            return Error.NotFound("opportunity");
        if (await context.ScoringRounds.SingleOrDefaultAsync(row => row.Id == roundId && row.OpportunityId == opportunity.Id, cancel) is not { } round)
            return Error.NotFound("scoring round");
        if (round.RevealedAt is not null)
            return Error.Conflict("round-revealed", "The votes are revealed and stay on record. Nothing was changed.");
        if (!MayCancel(actor.Name, actor.Role, round.OpenedBy))
            return Error.Forbidden($"Only {round.OpenedBy}, who opened the round, or a steward cancels it. Nothing was changed.");
        await DropAsync(context, round, cancel);
        store.Record(context, actor, opportunity, "round-cancelled", $"Cancelled a scoring round on {ThreadStore.Name(opportunity)}");
        await store.TellWatchersAsync(context, actor, opportunity, $"cancelled a scoring round on {ThreadStore.Name(opportunity)}: {opportunity.Title}", cancel);
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    public static bool MayCancel(string name, Role role, string openedBy) => role == Role.Steward || name == openedBy;

    /// <summary>Takes an open round away with its votes; a vote that comes at the same moment conflicts and finds none.</summary>
    internal static async Task DropAsync(RedthreadContext context, ScoringRound round, CancellationToken cancel)
    {
        context.ScoreVotes.RemoveRange(await context.ScoreVotes.Where(vote => vote.RoundId == round.Id).ToListAsync(cancel));
        context.ScoringRounds.Remove(round);
    }

    private static readonly Error RoundOpen = Error.Conflict("round-open", "A round is open already. Vote in it, or reveal it first. Nothing was changed.");

    private static async Task<Result<(Opportunity Opportunity, ScoringRound Round)>> FindAsync(RedthreadContext context, int number, Guid roundId, CancellationToken cancel)
    {
        if (await context.Opportunities.SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } opportunity)
            return Error.NotFound("opportunity");
        if (await context.ScoringRounds.SingleOrDefaultAsync(row => row.Id == roundId && row.OpportunityId == opportunity.Id, cancel) is not { } round)
            return Error.NotFound("scoring round");
        if (!Ledger.IsLive(opportunity))
            return Error.Conflict("opportunity-closed", $"{ThreadStore.Name(opportunity)} is merged or archived; there is nothing to score. Nothing was changed.");
        return round.RevealedAt is null
            ? (opportunity, round)
            : Error.Conflict("round-revealed", "The votes are revealed; who votes now would no longer vote blind. Open another round. Nothing was changed.");
    }

    private async Task PutAsync(RedthreadContext context, ScoringRound round, Guid person, int value, string reason, CancellationToken cancel)
    {
        var vote = await context.ScoreVotes.SingleOrDefaultAsync(row => row.RoundId == round.Id && row.PersonId == person, cancel);
        if (vote is null)
            context.ScoreVotes.Add(vote = new ScoreVote { RoundId = round.Id, PersonId = person });
        (vote.Value, vote.Reason, vote.At) = (value, reason, store.Now);
    }
}
