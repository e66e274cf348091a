using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>A team agrees to the version of a term it read, or objects with a reason; its newest word counts.</summary>
public sealed class AgreeTerm(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        public Guid? Team { get; init; }
        public bool? Agrees { get; init; }

        /// <summary>Needed to object.</summary>
        public string? Reason { get; init; }

        /// <summary>The version that was read.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Term>> HandleAsync(Actor actor, string key, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (request.Agrees is not { } agrees || (!agrees && string.IsNullOrWhiteSpace(request.Reason)))
            return Error.Invalid("stance-missing", "Say whether the team agrees; an objection needs its reason. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Terms.SingleOrDefaultAsync(row => row.Key == key && row.ArchivedAt == null, cancel) is not { } term)
            return Error.NotFound("term");
        if (request.Version != term.Version)
            return Error.Stale;
        if (await context.Teams.SingleOrDefaultAsync(row => row.Id == request.Team && row.ArchivedAt == null, cancel) is not { } team)
            return Error.NotFound("team");
        if (!actor.TeamIds.Contains(team.Id) && actor.Role != Role.Steward)
            return Error.Forbidden($"Only {team.Name} and a steward speak for {team.Name}. Nothing was saved.");
        if (await context.TermStances.SingleOrDefaultAsync(row => row.TermId == term.Id && row.TeamId == team.Id, cancel) is not { } stance)
            context.TermStances.Add(stance = new TermStance { TermId = term.Id, TeamId = team.Id });
        (stance.Version, stance.Agrees, stance.Reason) = (term.Version, agrees, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim());
        (stance.At, stance.By) = (time.GetUtcNow().UtcDateTime, actor.Name);
        context.Activities.Add(
            Activity.Of(
                actor,
                stance.At,
                agrees ? "term.agreed" : "term.objected",
                term.Id,
                $"{team.Name} {(agrees ? "agrees to" : "objects to")} “{term.Word}”, version {term.Version}{(stance.Reason is null ? "" : $": {stance.Reason}")}"
            )
        );
        return await feed.SaveAsync(context, cancel) is { } failed ? failed : term;
    }
}
