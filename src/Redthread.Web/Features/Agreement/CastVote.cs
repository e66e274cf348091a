using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Agreement;

/// <summary>
/// A team's vote on one stage. A team has one vote, which any member may write and change until the reveal; who wrote it last
/// is kept. Nobody outside the team learns anything of it before the reveal but that the team has voted.
/// </summary>
public sealed class CastVote(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, LedgerSource ledgers, ChangeFeed feed, TimeProvider time)
{
    public const int LongestReason = 2_000;
    public const int LongestEvidence = 1_000;
    private const int Attempts = 12;

    public sealed record Request
    {
        /// <summary>Key of the team; may be left out by who is a member of one named team only.</summary>
        public string? Team { get; init; }

        /// <summary>The stage, as journey/stage.</summary>
        public string? Stage { get; init; }

        /// <summary>−2 broken, −1 weak, 0 neutral, +1 good, +2 excellent.</summary>
        public int? Value { get; init; }
        public string? Reason { get; init; }

        /// <summary>Names such as I-3, signals as signals/17, and addresses, separated by blanks or commas.</summary>
        public string? Evidence { get; init; }

        /// <summary>The version of the team's vote that was read; 0 where there was none. Left out, the vote replaces what is there.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<AgreementVote>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.VoteOnScores) is { } denied)
            return denied;
        if (Check(request) is { } error)
            return error;
        var evidence = await VoteEvidence.ReadAsync(request.Evidence, ledgers, cancel);
        if (evidence.Error is { } unknown)
            return unknown;
        var stage = (await landscapes.ReadAsync(cancel)).FindStage(request.Stage)?.Stage.Id;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var round = await context.AgreementRounds.Include(row => row.Stages).Include(row => row.Teams).SingleOrDefaultAsync(row => row.Number == number, cancel);
            if (round is null || stage is not { } on || !round.Stages.Exists(row => row.StageId == on))
                return Error.NotFound("stage of the round");
            if (round.State != AgreementState.Open)
                return Closed(round);
            var team = await TeamAsync(context, actor, round, request.Team, cancel);
            if (team.Error is { } foreign)
                return foreign;
            var vote = await PutAsync(context, actor, round, on, team.Value, request, evidence.Value, cancel);
            if (vote.Error is { } stale)
                return stale;
            // With the reveal at the same moment one of the two must fail: no vote comes in behind it.
            round.Version++;
            if (await feed.SaveAsync(context, cancel) is not { } failed)
                return vote;
            if (attempt == Attempts)
                return failed;
        }
    }

    private static Error? Check(Request request) =>
        request.Value is not (>= AgreementStage.Lowest and <= AgreementStage.Highest)
            ? Error.Invalid("vote-invalid", "A vote is −2, −1, 0, +1 or +2. Nothing was saved; what you wrote is kept below.")
        : string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Trim().Length > LongestReason
            ? Error.Invalid("reason-missing", $"A vote needs its reason, 1 to {LongestReason:N0} characters: it is what the others will learn from. Nothing was saved.")
        : request.Evidence?.Length > LongestEvidence ? Error.Invalid("evidence-too-long", $"The evidence has at most {LongestEvidence:N0} characters. Nothing was saved.")
        : null;

    private static Error Closed(AgreementRound round) =>
        round.State == AgreementState.Revealed
            ? Error.Conflict("round-revealed", "The votes are revealed; who votes now would no longer vote blind. Ask the steward for a new round. Nothing was saved.")
            : Error.Conflict("round-cancelled", "The round was cancelled. Nothing was saved.");

    private static async Task<Result<Team>> TeamAsync(RedthreadContext context, Actor actor, AgreementRound round, string? key, CancellationToken cancel)
    {
        var asked = round.Teams.ConvertAll(row => row.TeamId);
        var own = await RoundTeams.OfAsync(context, actor, round, cancel);
        var team =
            await context.Teams.Where(row => asked.Contains(row.Id)).OrderBy(row => row.Name).ToListAsync(cancel) is var teams && !string.IsNullOrEmpty(key)
                ? teams.Find(row => row.Key == key)
                : teams.Find(row => own.Count == 1 && own.Contains(row.Id));
        if (team is null)
            return string.IsNullOrEmpty(key)
                ? Error.Forbidden("Only members of the named teams vote, for one team at a time. Say which of yours. Nothing was saved.")
                : Error.NotFound("team of the round");
        return own.Contains(team.Id)
            ? team
            : Error.Forbidden(
                actor.TeamIds.Contains(team.Id)
                    ? $"You joined {team.Name} after the round was opened; you vote for it from the next one on. Nothing was saved."
                    : $"Only a member of {team.Name} can vote for it. Nothing was saved."
            );
    }

    private async Task<Result<AgreementVote>> PutAsync(
        RedthreadContext context,
        Actor actor,
        AgreementRound round,
        Guid stage,
        Team team,
        Request request,
        string? evidence,
        CancellationToken cancel
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var vote = await context.AgreementVotes.SingleOrDefaultAsync(row => row.RoundId == round.Id && row.StageId == stage && row.TeamId == team.Id, cancel);
        if (request.Version is { } known && known != (vote?.Version ?? 0))
            return Error.Stale;
        if (vote is null)
            context.AgreementVotes.Add(
                vote = new AgreementVote
                {
                    RoundId = round.Id,
                    StageId = stage,
                    TeamId = team.Id,
                    Version = 0,
                }
            );
        vote.Version++;
        (vote.Value, vote.Reason, vote.Evidence) = (request.Value!.Value, request.Reason!.Trim(), evidence);
        (vote.At, vote.PersonId, vote.By) = (now, actor.PersonId, actor.Name);
        // The audit says that the team voted, and not how.
        context.Activities.Add(Activity.Of(actor, now, "agreement.voted", round.Id, $"Voted for {team.Name} in {AgreementRound.NameOf(round.Number)}"));
        return vote;
    }
}
