using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;

namespace Redthread.Web.Features.People;

/// <summary>Makes the first steward of a new installation; afterwards the door is shut.</summary>
public sealed class SetUp(IDbContextFactory<RedthreadContext> contexts, IPasswordHasher<Person> hasher, TimeProvider time)
{
    public sealed record Request([property: MaxLength(200)] string? Name, [property: MaxLength(200)] string? Email, [property: MaxLength(200)] string? Password);

    public async Task<bool> IsDueAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return !await context.People.AnyAsync(cancel);
    }

    public async Task<Result<Person>> HandleAsync(Request request, CancellationToken cancel)
    {
        if (PersonRules.Check(request.Name, request.Email, request.Password) is { } error)
            return error;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        if (await context.People.AnyAsync(cancel))
            return Error.Conflict("already-set-up", "This installation already has a steward. Sign in, or ask for an invitation.");
        var person = PersonRules.New(request.Name!, request.Email!, Role.Steward, time);
        person.PasswordHash = hasher.HashPassword(person, request.Password!);
        context.People.Add(person);
        var actor = new Actor(person.Id, person.Name, [], [], person.Role);
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "installation.set-up", person.Id, "Set up the installation and became its first steward"));
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return person;
    }
}

internal static class PersonRules
{
    public const int ShortestPassword = 12;

    public static Error? Check(string? name, string? email, string? password) =>
        string.IsNullOrWhiteSpace(name) ? Error.Invalid("name-missing", "Say your name; others see it beside what you do.")
        : !IsEmail(email) ? Error.Invalid("email-invalid", "That is not an e-mail address.")
        : CheckPassword(password);

    public static bool IsEmail(string? email) =>
        email is { Length: <= 200 } && email.Trim() is var trimmed && new EmailAddressAttribute().IsValid(trimmed) && !trimmed.Contains(' ');

    public static Error? CheckPassword(string? password) =>
        password is null || password.Length < ShortestPassword || password.Distinct().Count() < 5
            ? Error.Invalid("password-weak", $"A password has at least {ShortestPassword} characters, five of them different. A few words do well.")
            : null;

    public static Person New(string name, string email, Role role, TimeProvider time) =>
        new()
        {
            Name = name.Trim(),
            Email = email.Trim(),
            NormalizedEmail = Person.Normalize(email),
            Role = role,
            SecurityStamp = Guid.CreateVersion7().ToString("N"),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
}
