using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;

namespace Redthread.Web.Features.People;

public sealed class ChangeTeam(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    public sealed record NameRequest(string? Name);

    public sealed record MemberRequest(Guid PersonId);

    public async Task<Result<Team>> CreateAsync(Actor actor, NameRequest request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
            return Error.Invalid("name-missing", "A team's name has 1 to 100 characters.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var taken = await context.Teams.Select(team => team.Key).ToListAsync(cancel);
        var team = new Team { Name = request.Name.Trim(), Key = Key.Free(request.Name, taken) };
        context.Teams.Add(team);
        Note(context, actor, "team.created", team.Id, $"Made the team {team.Name}");
        await context.SaveChangesAsync(cancel);
        return team;
    }

    public Task<Result<Done>> RenameAsync(Actor actor, Guid id, NameRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            (context, team) =>
            {
                if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
                    return Error.Invalid("name-missing", "A team's name has 1 to 100 characters.");
                Note(context, actor, "team.renamed", id, $"Renamed the team {team.Name} to {request.Name.Trim()}");
                team.Name = request.Name.Trim();
                return null;
            },
            cancel
        );

    public Task<Result<Done>> SetArchivedAsync(Actor actor, Guid id, bool archived, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            (context, team) =>
            {
                team.ArchivedAt = archived ? team.ArchivedAt ?? time.GetUtcNow().UtcDateTime : null;
                Note(context, actor, archived ? "team.archived" : "team.restored", id, $"{(archived ? "Archived" : "Restored")} the team {team.Name}");
                return null;
            },
            cancel
        );

    public Task<Result<Done>> AddMemberAsync(Actor actor, Guid id, MemberRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            (context, team) =>
            {
                if (context.People.Find(request.PersonId) is not { } person)
                    return Error.NotFound("person");
                if (team.Members.Exists(member => member.PersonId == person.Id))
                    return null;
                context.TeamMembers.Add(
                    new TeamMember
                    {
                        TeamId = id,
                        PersonId = person.Id,
                        JoinedAt = time.GetUtcNow().UtcDateTime,
                    }
                );
                Note(context, actor, "team.member-added", id, $"Added {person.Name} to {team.Name}");
                return null;
            },
            cancel
        );

    public Task<Result<Done>> RemoveMemberAsync(Actor actor, Guid id, Guid personId, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            (context, team) =>
            {
                if (team.Members.Find(member => member.PersonId == personId) is not { } member)
                    return Error.NotFound("member");
                context.TeamMembers.Remove(member);
                Note(context, actor, "team.member-removed", id, $"Removed {member.Person!.Name} from {team.Name}");
                return null;
            },
            cancel
        );

    private async Task<Result<Done>> ChangeAsync(Actor actor, Guid id, Func<RedthreadContext, Team, Error?> change, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var team = await context.Teams.Include(row => row.Members).ThenInclude(member => member.Person).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (team is null)
            return Error.NotFound("team");
        if (change(context, team) is { } error)
            return error;
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    private void Note(RedthreadContext context, Actor actor, string kind, Guid id, string summary) =>
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, kind, id, summary));
}
