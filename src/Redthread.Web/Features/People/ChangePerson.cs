using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.People;

public sealed class ChangePerson(IDbContextFactory<RedthreadContext> contexts, IPasswordHasher<Person> hasher, TimeProvider time)
{
    public sealed record RoleRequest(Role Role);

    public sealed record AccountRequest(string? Name);

    public sealed record PasswordRequest(string? CurrentPassword, string? NewPassword);

    public Task<Result<Done>> SetRoleAsync(Actor actor, Guid id, RoleRequest request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            "person.role-changed",
            person =>
            {
                var before = person.Role;
                person.Role = request.Role;
                return $"Changed {person.Name} from {Pages.RoleLabel(before)} to {Pages.RoleLabel(request.Role)}";
            },
            cancel
        );

    public Task<Result<Done>> DeactivateAsync(Actor actor, Guid id, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            "person.deactivated",
            person =>
            {
                person.DeactivatedAt ??= time.GetUtcNow().UtcDateTime;
                return $"Deactivated {person.Name}";
            },
            cancel
        );

    public Task<Result<Done>> ReactivateAsync(Actor actor, Guid id, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            id,
            "person.reactivated",
            person =>
            {
                person.DeactivatedAt = null;
                return $"Reactivated {person.Name}";
            },
            cancel
        );

    public async Task<Result<Done>> RenameSelfAsync(Actor actor, AccountRequest request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200)
            return Error.Invalid("name-missing", "A name has 1 to 200 characters.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var person = await context.People.SingleAsync(row => row.Id == actor.PersonId, cancel);
        person.Name = request.Name.Trim();
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "person.renamed", person.Id, $"Is now called {person.Name}"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    public async Task<Result<Done>> SetPasswordAsync(Actor actor, PasswordRequest request, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var person = await context.People.SingleAsync(row => row.Id == actor.PersonId, cancel);
        if (person.PasswordHash is null || hasher.VerifyHashedPassword(person, person.PasswordHash, request.CurrentPassword ?? "") == PasswordVerificationResult.Failed)
            return Error.Invalid("password-wrong", "The current password is not right. Nothing was changed.");
        if (PersonRules.CheckPassword(request.NewPassword) is { } weak)
            return weak;
        person.PasswordHash = hasher.HashPassword(person, request.NewPassword!);
        // Ends every other session of theirs.
        person.SecurityStamp = Guid.CreateVersion7().ToString("N");
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "person.password-changed", person.Id, "Changed their password"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    private async Task<Result<Done>> ChangeAsync(Actor actor, Guid id, string kind, Func<Person, string> change, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.People.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } person)
            return Error.NotFound("person");
        var summary = change(person);
        // Always someone: the picture needs a steward.
        if (
            !await context.People.AnyAsync(row => row.Id != id && row.Role == Role.Steward && row.DeactivatedAt == null, cancel)
            && (person.Role != Role.Steward || person.DeactivatedAt is not null)
        )
            return Error.Conflict("last-steward", "There must always be a steward. Make somebody else one first.");
        person.SecurityStamp = Guid.CreateVersion7().ToString("N");
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, kind, id, summary));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }
}
