using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;

namespace Redthread.Web.Features.People;

public sealed class PeopleQueries(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    public sealed record PeopleList(IReadOnlyList<Person> People, IReadOnlyList<Invitation> Invitations, IReadOnlyList<Team> Teams);

    public async Task<PeopleList> ReadPeopleAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return new PeopleList(
            await context.People.AsNoTracking().Include(person => person.Teams).ThenInclude(member => member.Team).OrderBy(person => person.Name).ToListAsync(cancel),
            await context
                .Invitations.AsNoTracking()
                .Where(row => row.AcceptedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now)
                .OrderBy(row => row.CreatedAt)
                .ToListAsync(cancel),
            await context.Teams.AsNoTracking().Where(team => team.ArchivedAt == null).OrderBy(team => team.Name).ToListAsync(cancel)
        );
    }

    public sealed record TeamList(IReadOnlyList<Team> Teams, IReadOnlyList<Person> People);

    public async Task<TeamList> ReadTeamsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return new TeamList(
            await context.Teams.AsNoTracking().Include(team => team.Members).ThenInclude(member => member.Person).OrderBy(team => team.Name).ToListAsync(cancel),
            await context.People.AsNoTracking().Where(person => person.DeactivatedAt == null).OrderBy(person => person.Name).ToListAsync(cancel)
        );
    }

    /// <summary>One's own tokens; a steward sees everybody's.</summary>
    public async Task<IReadOnlyList<ApiToken>> ReadTokensAsync(Actor actor, CancellationToken cancel)
    {
        var all = actor.Can(Permission.ManagePeople);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context
            .ApiTokens.AsNoTracking()
            .Include(token => token.Person)
            .Where(token => all || token.PersonId == actor.PersonId)
            .OrderByDescending(token => token.CreatedAt)
            .ToListAsync(cancel);
    }
}
