using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.People;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Agreement;

/// <summary>Ends the voting: all votes are revealed at once, or the round is cancelled and none ever is.</summary>
public sealed class SettleRound(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 12;
    private const int LongestReason = 1_000;

    public sealed record Request
    {
        /// <summary>Why a round is cancelled.</summary>
        public string? Reason { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<Result<AgreementRound>> RevealAsync(Actor actor, int number, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            async (context, round) =>
            {
                var teams = await context.AgreementVotes.Where(vote => vote.RoundId == round.Id).Select(vote => vote.TeamId).Distinct().CountAsync(cancel);
                if (teams < 2)
                    return Error.Conflict(
                        "too-few-votes",
                        $"{Numbers.Counted(teams, "team")} voted so far; a round is revealed when at least two did. Remind the others, or cancel it. Nothing was changed."
                    );
                (round.RevealedAt, round.RevealedBy) = (Now, actor.Name);
                var done = $"revealed the votes of {Numbers.Counted(teams, "team")} in {AgreementRound.NameOf(round.Number)}";
                context.Activities.Add(Activity.Of(actor, Now, "agreement.revealed", round.Id, char.ToUpperInvariant(done[0]) + done[1..]));
                await AgreementNews.TellTeamsAsync(context, actor, round, Now, $"{actor.Name} {done}", cancel);
                return round;
            },
            cancel
        );

    public Task<Result<AgreementRound>> CancelAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            async (context, round) =>
            {
                if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Trim().Length > LongestReason)
                    return Error.Invalid("reason-missing", $"Say in 1 to {LongestReason:N0} characters why the round is cancelled; the teams are told. Nothing was changed.");
                (round.CancelledAt, round.CancelledBy, round.CancelReason) = (Now, actor.Name, request.Reason.Trim());
                context.Activities.Add(Activity.Of(actor, Now, "agreement.cancelled", round.Id, $"Cancelled {AgreementRound.NameOf(round.Number)}: {round.CancelReason}"));
                await AgreementNews.TellTeamsAsync(context, actor, round, Now, $"{actor.Name} cancelled {AgreementRound.NameOf(round.Number)}: {round.CancelReason}", cancel);
                return round;
            },
            cancel
        );

    private async Task<Result<AgreementRound>> ChangeAsync(
        Actor actor,
        int number,
        Func<RedthreadContext, AgreementRound, Task<Result<AgreementRound>>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            if (await context.AgreementRounds.Include(row => row.Teams).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } round)
                return Error.NotFound("round");
            if (round.State != AgreementState.Open)
                return Error.Conflict(
                    "round-closed",
                    $"{AgreementRound.NameOf(number)} is {round.State.ToString().ToLowerInvariant()} already, and is never opened again; open a new round instead. Nothing was changed."
                );
            var changed = await change(context, round);
            if (changed.Error is not null)
                return changed;
            round.Version++;
            if (await feed.SaveAsync(context, cancel) is not { } failed)
                return changed;
            if (attempt == Attempts)
                return failed;
        }
    }
}
