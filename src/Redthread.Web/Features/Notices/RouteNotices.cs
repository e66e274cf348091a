using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>
/// Decides of each new notification whether, when and by which way it goes out. The notification itself is the outbox: it was written with
/// the change it tells of, and stays unrouted until its deliveries are written in one transaction with that it is.
/// </summary>
public sealed class RouteNotices(IDbContextFactory<RedthreadContext> contexts, Store store, HostSettings settings, TimeProvider time)
{
    private const int AtOnce = 500;
    private const int DigestHour = 6;

    /// <returns>How many notifications were routed.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // On PostgreSQL another node may be at it: each takes what the other has not locked.
        var rows =
            store.Provider == Provider.Postgres
                ? await context.Notifications.FromSql($"SELECT * FROM notifications WHERE routed_at IS NULL ORDER BY at LIMIT {AtOnce} FOR UPDATE SKIP LOCKED").ToListAsync(cancel)
                : await context.Notifications.Where(row => row.RoutedAt == null).OrderBy(row => row.At).Take(AtOnce).ToListAsync(cancel);
        if (rows.Count == 0)
            return 0;
        var people = rows.Select(row => row.PersonId).Distinct().ToList();
        var choices = await context.NoticeChoices.AsNoTracking().Where(row => people.Contains(row.PersonId)).ToDictionaryAsync(row => row.PersonId, cancel);
        var hooks = (await context.Webhooks.AsNoTracking().Where(row => people.Contains(row.PersonId) && row.DisabledAt == null).ToListAsync(cancel)).ToLookup(row => row.PersonId);
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var row in rows)
        {
            row.RoutedAt = now;
            var choice = choices.GetValueOrDefault(row.PersonId) ?? new NoticeChoice { PersonId = row.PersonId };
            if (!choice.Tells(row.Type))
                continue;
            foreach (var hook in hooks[row.PersonId])
                context.Deliveries.Add(Of(row, hook.Pace, now, hook.Id));
            if (settings.Mail is not null && choice.Pace != NoticePace.Off)
                context.Deliveries.Add(Of(row, choice.Pace, now));
        }

        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return rows.Count;
    }

    private static Delivery Of(Notification row, NoticePace pace, DateTime now, Guid? hook = null) =>
        new()
        {
            NotificationId = row.Id,
            PersonId = row.PersonId,
            WebhookId = hook,
            Digest = pace != NoticePace.AtOnce,
            DueAt = DueAt(pace, now),
            FirstDueAt = DueAt(pace, now),
        };

    /// <summary>Now; at the next six in the morning, UTC; or at that of the next Monday.</summary>
    public static DateTime DueAt(NoticePace pace, DateTime now)
    {
        if (pace == NoticePace.AtOnce)
            return now;
        var next = now.Date.AddHours(DigestHour);
        next = next <= now ? next.AddDays(1) : next;
        return pace == NoticePace.Daily ? next : next.AddDays(((int)DayOfWeek.Monday - (int)next.DayOfWeek + 7) % 7);
    }
}
