using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.Rhythm;

/// <summary>A person's calendar addresses: the secret is shown once, kept as a hash, and revoked at once.</summary>
public sealed class MakeFeed(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    public sealed record Request
    {
        /// <summary>All rituals, not only one's own.</summary>
        public bool All { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Answers the secret, which is kept nowhere.</summary>
    public async Task<Result<string>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.PersonId is not { } person)
            return Error.Forbidden("A calendar belongs to a person; sign in to have one.");
        var secret = TokenAuthentication.NewSecret("cal_");
        var feed = new CalendarFeed
        {
            PersonId = person,
            All = request.All,
            SecretHash = HashOf(secret),
            CreatedAt = Now,
        };
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.CalendarFeeds.Add(feed);
        context.Activities.Add(Activity.Of(actor, Now, "calendar.made", feed.Id, "Made a calendar address"));
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    public async Task<Result<Done>> RevokeAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.CalendarFeeds.SingleOrDefaultAsync(row => row.Id == id && row.PersonId == actor.PersonId && row.RevokedAt == null, cancel) is not { } feed)
            return Error.NotFound("calendar");
        feed.RevokedAt = Now;
        context.Activities.Add(Activity.Of(actor, Now, "calendar.revoked", id, "Revoked a calendar address"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    public async Task<IReadOnlyList<CalendarFeed>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.CalendarFeeds.AsNoTracking().Where(row => row.PersonId == actor.PersonId && row.RevokedAt == null).OrderBy(row => row.CreatedAt).ToListAsync(cancel);
    }

    /// <summary>Whose calendar it is; an unknown, a revoked one and that of a person who left answer alike.</summary>
    public async Task<Result<CalendarFeed>> FindAsync(string secret, CancellationToken cancel)
    {
        var hash = HashOf(secret);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var feed = await context.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(row => row.SecretHash == hash && row.RevokedAt == null, cancel);
        return feed is not null && await context.People.AnyAsync(person => person.Id == feed.PersonId && person.DeactivatedAt == null, cancel) ? feed : Error.NotFound("calendar");
    }

    private static string HashOf(string secret) => Convert.ToHexString(TokenAuthentication.Hash(secret));
}
