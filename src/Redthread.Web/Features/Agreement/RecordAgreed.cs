using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Agreement;

/// <summary>
/// Records what was agreed on a stage after the reveal. Dissent is kept beside it: by the steward when recording, and by a
/// member of the team itself at any time, who alone can take it back.
/// </summary>
public sealed class RecordAgreed(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, ChangeFeed feed, TimeProvider time)
{
    public const int LongestText = 2_000;

    public sealed record Request
    {
        /// <summary>The stage, as journey/stage.</summary>
        public string? Stage { get; init; }

        /// <summary>−2 … +2.</summary>
        public int? Value { get; init; }

        /// <summary>What the discussion came to.</summary>
        public string? Why { get; init; }

        /// <summary>Teams that do not share it, with their reason. Dissent that stands already stays; only its team takes it back.</summary>
        public IReadOnlyList<DissentEntry>? Dissent { get; init; }

        /// <summary>The version of the stage's record that was read.</summary>
        public int? Version { get; init; }
    }

    /// <param name="Team">Key of the team.</param>
    public sealed record DissentEntry(string? Team, string? Reason);

    public sealed record DissentRequest
    {
        public string? Stage { get; init; }
        public string? Team { get; init; }

        /// <summary>Empty takes the dissent back.</summary>
        public string? Reason { get; init; }
    }

    public async Task<Result<AgreementStage>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        if (request.Value is not (>= AgreementStage.Lowest and <= AgreementStage.Highest) || request.Value is not { } value)
            return Error.Invalid("score-invalid", "An agreed score is −2, −1, 0, +1 or +2. Nothing was recorded.");
        if (request.Why?.Length > LongestText)
            return Error.Invalid("why-too-long", $"What the discussion came to has at most {LongestText:N0} characters. Nothing was recorded.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await FindAsync(context, number, request.Stage, cancel);
        if (found.Error is { } error)
            return error;
        var (round, row, name) = found.Value;
        if (request.Version is { } known && known != row.Version)
            return Error.Stale;
        if (!await context.AgreementVotes.AnyAsync(vote => vote.RoundId == round.Id && vote.StageId == row.StageId, cancel))
            return Error.Conflict("no-vote", "Nobody voted on this stage, so there is nothing to agree on. Open a new round for it. Nothing was recorded.");
        if (request.Dissent is { } dissent && await SetDissentAsync(context, actor, round, row.StageId, dissent, cancel) is { } wrong)
            return wrong;
        (row.Agreed, row.AgreedAt, row.AgreedBy) = (value, Now, actor.Name);
        row.Why = string.IsNullOrWhiteSpace(request.Why) ? null : request.Why.Trim();
        row.Version++;
        context.Activities.Add(
            Activity.Of(actor, Now, "agreement.recorded", round.Id, $"Recorded {Numbers.Signed(value)} for {name} in {Cycle(round)}, {AgreementRound.NameOf(number)}")
        );
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : row;
    }

    public async Task<Result<Done>> DissentAsync(Actor actor, int number, DissentRequest request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.VoteOnScores) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await FindAsync(context, number, request.Stage, cancel);
        if (found.Error is { } error)
            return error;
        var (round, row, name) = found.Value;
        var team = await context.Teams.SingleOrDefaultAsync(one => one.Key == request.Team, cancel);
        if (team is null || !round.Teams.Exists(one => one.TeamId == team.Id))
            return Error.NotFound("team of the round");
        if (!actor.TeamIds.Contains(team.Id))
            return Error.Forbidden($"Only a member of {team.Name} can dissent for it, or take its dissent back. Nothing was changed.");
        if (row.Agreed is null)
            return Error.Conflict("not-agreed", "Nothing is agreed on this stage yet, so there is nothing to dissent from. Nothing was changed.");
        if (request.Reason?.Trim().Length > LongestText)
            return Error.Invalid("reason-too-long", $"The reason has at most {LongestText:N0} characters. Nothing was changed.");
        var held = await context.AgreementDissents.SingleOrDefaultAsync(one => one.RoundId == round.Id && one.StageId == row.StageId && one.TeamId == team.Id, cancel);
        Put(context, actor, round, row.StageId, team.Id, held, request.Reason);
        var verb = string.IsNullOrWhiteSpace(request.Reason) ? "took its dissent back" : "dissents";
        context.Activities.Add(Activity.Of(actor, Now, "agreement.dissented", round.Id, $"{team.Name} {verb} on {name}, {AgreementRound.NameOf(number)}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : Done.It;
    }

    private async Task<Result<(AgreementRound Round, AgreementStage Stage, string Name)>> FindAsync(RedthreadContext context, int number, string? path, CancellationToken cancel)
    {
        var stage = (await landscapes.ReadAsync(cancel)).FindStage(path)?.Stage;
        var round = await context.AgreementRounds.Include(row => row.Stages).Include(row => row.Teams).SingleOrDefaultAsync(row => row.Number == number, cancel);
        if (round is null || stage is null || round.Stages.Find(row => row.StageId == stage.Id) is not { } found)
            return Error.NotFound("stage of the round");
        return round.State == AgreementState.Revealed
            ? (round, found, stage.Name)
            : Error.Conflict("round-not-revealed", "The votes are not revealed; a score is agreed after everybody has seen them. Nothing was recorded.");
    }

    private async Task<Error?> SetDissentAsync(
        RedthreadContext context,
        Actor actor,
        AgreementRound round,
        Guid stage,
        IReadOnlyList<DissentEntry> entries,
        CancellationToken cancel
    )
    {
        var asked = round.Teams.ConvertAll(row => row.TeamId);
        var teams = await context.Teams.Where(row => asked.Contains(row.Id)).ToDictionaryAsync(row => row.Key, row => row.Id, cancel);
        var stored = await context.AgreementDissents.Where(row => row.RoundId == round.Id && row.StageId == stage).ToListAsync(cancel);
        if (entries.FirstOrDefault(entry => !teams.ContainsKey(entry.Team ?? "")) is { } unknown)
            return Error.NotFound($"team “{unknown.Team}” in the round");
        if (entries.FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.Reason) || entry.Reason.Trim().Length > LongestText) is not null)
            return Error.Invalid("dissent-reason-missing", $"Dissent is kept with its reason, 1 to {LongestText:N0} characters. Nothing was recorded.");
        foreach (var entry in entries)
            Put(context, actor, round, stage, teams[entry.Team!], stored.Find(row => row.TeamId == teams[entry.Team!]), entry.Reason);
        return null;
    }

    private void Put(RedthreadContext context, Actor actor, AgreementRound round, Guid stage, Guid team, AgreementDissent? held, string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            if (held is not null)
                context.AgreementDissents.Remove(held);
            return;
        }

        if (held?.Reason == reason.Trim())
            return;
        if (held is null)
            context.AgreementDissents.Add(
                held = new AgreementDissent
                {
                    RoundId = round.Id,
                    StageId = stage,
                    TeamId = team,
                }
            );
        (held.Reason, held.At, held.By) = (reason.Trim(), Now, actor.Name);
    }

    private static string Cycle(AgreementRound round) => Domain.Goals.Cycle.Label(round.Cycle);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
