using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Shell;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.People;

public sealed class InvitePerson(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Open = TimeSpan.FromDays(14);

    /// <param name="TeamId">As text, because a form without a team sends it empty.</param>
    public sealed record Request(string? Email, Role Role, string? TeamId);

    /// <summary>The secret of the link; it exists only in this answer.</summary>
    public async Task<Result<string>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        if (!PersonRules.IsEmail(request.Email))
            return Error.Invalid("email-invalid", "That is not an e-mail address. Nobody was invited.");
        var email = Person.Normalize(request.Email!);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.People.AnyAsync(person => person.NormalizedEmail == email, cancel))
            return Error.Conflict("already-here", "Somebody with this e-mail address is already here.");
        var team =
            string.IsNullOrEmpty(request.TeamId) ? (Guid?)null
            : Guid.TryParse(request.TeamId, out var id) ? id
            : Guid.Empty;
        if (team is not null && !await context.Teams.AnyAsync(row => row.Id == team && row.ArchivedAt == null, cancel))
            return Error.NotFound("team");
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var earlier in await context.Invitations.Where(row => row.Email == email && row.AcceptedAt == null && row.WithdrawnAt == null).ToListAsync(cancel))
            earlier.WithdrawnAt = now;
        var secret = TokenAuthentication.NewSecret("");
        var invitation = new Invitation
        {
            Email = email,
            Role = request.Role,
            TeamId = team,
            SecretHash = TokenAuthentication.Hash(secret),
            InvitedBy = actor.Name,
            CreatedAt = now,
            ExpiresAt = now + Open,
        };
        context.Invitations.Add(invitation);
        context.Activities.Add(Activity.Of(actor, now, "person.invited", invitation.Id, $"Invited {email} as {Pages.RoleLabel(request.Role)}"));
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    public async Task<Result<Done>> WithdrawAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Invitations.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { AcceptedAt: null } invitation)
            return Error.NotFound("open invitation");
        invitation.WithdrawnAt ??= time.GetUtcNow().UtcDateTime;
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "person.invitation-withdrawn", id, $"Withdrew the invitation of {invitation.Email}"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }
}

public sealed class AcceptInvitation(IDbContextFactory<RedthreadContext> contexts, IPasswordHasher<Person> hasher, TimeProvider time)
{
    public sealed record Request(string? Secret, string? Name, string? Password);

    public async Task<Result<Invitation>> FindAsync(string? secret, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await FindAsync(context, secret, cancel);
    }

    public async Task<Result<Person>> HandleAsync(Request request, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var found = await FindAsync(context, request.Secret, cancel);
        if (found.Error is { } missing)
            return missing;
        var invitation = found.Value;
        if (PersonRules.Check(request.Name, invitation.Email, request.Password) is { } error)
            return error;
        var now = time.GetUtcNow().UtcDateTime;
        var person = PersonRules.New(request.Name!, invitation.Email, invitation.Role, time);
        person.PasswordHash = hasher.HashPassword(person, request.Password!);
        context.People.Add(person);
        if (invitation.TeamId is { } team)
            context.TeamMembers.Add(
                new TeamMember
                {
                    TeamId = team,
                    PersonId = person.Id,
                    JoinedAt = now,
                }
            );
        invitation.AcceptedAt = now;
        var actor = new Actor(person.Id, person.Name, [], [], person.Role);
        context.Activities.Add(Activity.Of(actor, now, "person.joined", person.Id, $"Joined as {Pages.RoleLabel(person.Role)}"));
        await context.SaveChangesAsync(cancel);
        return person;
    }

    private async Task<Result<Invitation>> FindAsync(RedthreadContext context, string? secret, CancellationToken cancel)
    {
        var hash = TokenAuthentication.Hash(secret ?? "");
        var invitation = await context.Invitations.SingleOrDefaultAsync(row => row.SecretHash == hash, cancel);
        return invitation is not null && invitation.IsOpen(time.GetUtcNow().UtcDateTime)
            ? invitation
            : Error.Invalid("invitation-closed", "This invitation was used, withdrawn or has expired. Ask the person who sent it for a new one.");
    }
}
