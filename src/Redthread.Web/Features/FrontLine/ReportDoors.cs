using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.FrontLine;
using Redthread.Domain.People;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.FrontLine;

/// <summary>A team's link and PIN: made and closed by whoever keeps the people, checked for whoever knocks.</summary>
public sealed class ReportDoors(IDbContextFactory<RedthreadContext> contexts, IPasswordHasher<Person> hasher, IMemoryCache cache, TimeProvider time)
{
    public const int PinDigits = 6;
    private const int MostMisses = 10;
    private static readonly TimeSpan MissesForgotten = TimeSpan.FromMinutes(10);

    /// <param name="Secret">In the link, shown once.</param>
    /// <param name="Pin">Told to the team, shown once.</param>
    public sealed record Opened(string Secret, string Pin, string Team);

    public sealed record Row(Guid Id, string Team, DateTime CreatedAt, string CreatedBy, int Reports);

    public async Task<Result<Opened>> OpenAsync(Actor actor, Guid teamId, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Teams.SingleOrDefaultAsync(row => row.Id == teamId && row.ArchivedAt == null, cancel) is not { } team)
            return Error.NotFound("team");
        var (secret, pin) = (TokenAuthentication.NewSecret("fl_"), RandomNumberGenerator.GetString("0123456789", PinDigits));
        var door = new ReportDoor
        {
            TeamId = teamId,
            SecretHash = HashOf(secret),
            PinHash = hasher.HashPassword(new Person(), pin),
            CreatedAt = Now,
            CreatedBy = actor.Name,
        };
        context.ReportDoors.Add(door);
        context.Activities.Add(Activity.Of(actor, Now, "report-door.opened", door.Id, $"Opened a door for front-line reports of {team.Name}"));
        await context.SaveChangesAsync(cancel);
        return new Opened(secret, pin, team.Name);
    }

    public async Task<Result<Done>> CloseAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManagePeople) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.ReportDoors.SingleOrDefaultAsync(row => row.Id == id && row.ClosedAt == null, cancel) is not { } door)
            return Error.NotFound("door");
        door.ClosedAt = Now;
        context.Activities.Add(Activity.Of(actor, Now, "report-door.closed", id, "Closed a door for front-line reports"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    public async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var counts = await context
            .Reports.GroupBy(row => row.DoorId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        var doors = await context.ReportDoors.AsNoTracking().Where(row => row.ClosedAt == null).OrderBy(row => row.CreatedAt).ToListAsync(cancel);
        return [.. doors.Select(door => new Row(door.Id, teams.GetValueOrDefault(door.TeamId, "?"), door.CreatedAt, door.CreatedBy, counts.GetValueOrDefault(door.Id)))];
    }

    /// <summary>The open door behind a link; a closed and an unknown one answer alike.</summary>
    public async Task<Result<(ReportDoor Door, string Team)>> FindAsync(string secret, CancellationToken cancel)
    {
        var hash = HashOf(secret);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.ReportDoors.AsNoTracking().SingleOrDefaultAsync(row => row.SecretHash == hash && row.ClosedAt == null, cancel) is not { } door)
            return Error.NotFound("link");
        return (door, await context.Teams.Where(row => row.Id == door.TeamId).Select(row => row.Name).SingleAsync(cancel));
    }

    /// <summary>Whether the PIN opens the door. After ten misses nothing does for ten minutes, so that six digits hold.</summary>
    public Error? CheckPin(ReportDoor door, string? pin)
    {
        var key = $"report-door-misses:{door.Id}";
        var misses = cache.Get<int?>(key) ?? 0;
        if (misses >= MostMisses)
            return new Error(ErrorKind.Unavailable, "pin-locked", "The PIN was wrong too often. Nothing was sent; try again in ten minutes.");
        if (pin is { Length: > 0 and <= 20 } && hasher.VerifyHashedPassword(new Person(), door.PinHash, pin.Trim()) != PasswordVerificationResult.Failed)
            return null;
        cache.Set(key, misses + 1, MissesForgotten);
        return Error.Invalid("pin-wrong", "That is not the team’s PIN. Nothing was sent; what you wrote is kept below.");
    }

    public static string HashOf(string secret) => Convert.ToHexString(TokenAuthentication.Hash(secret));

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
