using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Talk;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Talk;

/// <summary>What somebody was told, newest first, and how much of it is unread.</summary>
public sealed class NotificationQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, ChangeFeed feed, TimeProvider time)
{
    public const int PageSize = 50;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<Guid, (long Stamp, int Unread)> kept = new();

    public sealed record Model(IReadOnlyList<Notification> Rows, int Total, int Unread, int Number);

    public async Task<Model> ReadAsync(Guid person, int page, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var theirs = context.Notifications.AsNoTracking().Where(row => row.PersonId == person);
        var rows = await theirs.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        // A name alone says little to who was told; titles are those of now.
        await ledgers.ReadAsync(
            ledger =>
            {
                foreach (var row in rows)
                    row.Text = NotificationText.WithTitles(row.Text, name => ledger.Find(name)?.Title);
                return true;
            },
            cancel
        );
        return new Model(rows, await theirs.CountAsync(cancel), await theirs.CountAsync(row => row.ReadAt == null, cancel), page);
    }

    /// <summary>Asked on every page, so remembered until something other than signals changes.</summary>
    public async Task<int> CountUnreadAsync(Guid person, CancellationToken cancel)
    {
        var stamp = feed.PlanStamp;
        if (kept.TryGetValue(person, out var held) && held.Stamp == stamp)
            return held.Unread;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var unread = await context.Notifications.CountAsync(row => row.PersonId == person && row.ReadAt == null, cancel);
        if (kept.Count >= MostKept)
            kept.Clear();
        kept[person] = (stamp, unread);
        return unread;
    }

    /// <summary>Marks one, or all, as read; somebody else's are not found.</summary>
    public async Task<Result<Done>> MarkReadAsync(Actor actor, Guid? id, CancellationToken cancel)
    {
        if (actor.PersonId is not { } person)
            return Error.Forbidden("Notifications belong to people; sign in to see yours.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var changed = await context
            .Notifications.Where(row => row.PersonId == person && row.ReadAt == null && (id == null || row.Id == id))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReadAt, now), cancel);
        if (changed == 0 && id is not null && !await context.Notifications.AnyAsync(row => row.Id == id && row.PersonId == person, cancel))
            return Error.NotFound("notification");
        feed.Announce();
        return Done.It;
    }
}
