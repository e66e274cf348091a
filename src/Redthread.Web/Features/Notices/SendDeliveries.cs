using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>Claims what is due, sends it, and says so. What was claimed and not sent is claimed again once its time is up.</summary>
public sealed class SendDeliveries(IDbContextFactory<RedthreadContext> contexts, Store store, Mailer mailer, MailWriter writer, WebhookSender webhooks, TimeProvider time)
{
    public const int MostAttempts = 8;
    private const int AtOnce = 200;

    /// <summary>Longer than sending a claim can take: then nobody sends what another is still sending.</summary>
    public static readonly TimeSpan ClaimedFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(20),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
    ];

    /// <returns>How many messages were sent; a digest is one.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var claimed = await ClaimAsync(cancel);
        var sent = 0;
        // A digest is everything of a person that was due at one instant by one way; anything else goes out alone.
        foreach (var group in claimed.GroupBy(row => (row.PersonId, row.FirstDueAt, row.Digest, row.Digest ? row.WebhookId ?? Guid.Empty : row.Id)))
            sent += await SendAsync([.. group], cancel) ? 1 : 0;
        return sent;
    }

    /// <summary>One statement, so that of two nodes one gets a row: PostgreSQL skips what the other has locked, SQLite lets one write at a time.</summary>
    public async Task<List<Delivery>> ClaimAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var until = now + ClaimedFor;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // Whole digests: the first rows say whose, and all that is due of these is taken.
        var due = context.Deliveries.Where(row => row.State == DeliveryState.Waiting && row.DueAt <= now && (row.ClaimedUntil == null || row.ClaimedUntil < now));
        var first = await due.OrderBy(row => row.DueAt).Select(row => new { row.PersonId, row.FirstDueAt }).Take(AtOnce).ToListAsync(cancel);
        if (first.Count == 0)
            return [];
        var people = first.Select(row => row.PersonId).Distinct().ToList();
        List<Delivery> rows;
        if (store.Provider == Provider.Postgres)
        {
            // A person is taken by one node at a time, so that no digest is torn in two.
            var mine = new List<Guid>();
            foreach (var person in people)
            {
                if (await context.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtext({person.ToString()})) AS \"Value\"").SingleAsync(cancel))
                    mine.Add(person);
            }

            rows = await context
                .Deliveries.FromSql(
                    $"SELECT * FROM deliveries WHERE state = 'Waiting' AND due_at <= {now} AND (claimed_until IS NULL OR claimed_until < {now}) AND person_id = ANY({mine}) FOR UPDATE SKIP LOCKED"
                )
                .ToListAsync(cancel);
        }
        else
        {
            rows = await due.Where(row => people.Contains(row.PersonId)).ToListAsync(cancel);
        }

        foreach (var row in rows)
            (row.ClaimedUntil, row.Attempts) = (until, row.Attempts + 1);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return rows;
    }

    private async Task<bool> SendAsync(IReadOnlyList<Delivery> claimed, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ids = claimed.Select(row => row.Id).ToList();
        var rows = await context.Deliveries.Where(row => ids.Contains(row.Id)).ToListAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var told = rows.Select(row => row.NotificationId).ToList();
        var notifications = await context.Notifications.AsNoTracking().Where(row => told.Contains(row.Id)).OrderBy(row => row.At).ToListAsync(cancel);
        var (wanted, sent) = rows[0].WebhookId is null ? await MailAsync(context, rows[0], notifications, cancel) : await PostAsync(context, rows[0], notifications, cancel);
        foreach (var row in rows)
        {
            if (wanted)
                Settle(row, sent, now);
            else
                (row.State, row.ClaimedUntil) = (DeliveryState.Dropped, null);
        }

        // Sent is sent, even while the process is being stopped.
        await context.SaveChangesAsync(CancellationToken.None);
        return wanted && sent is null;
    }

    /// <returns>Whether there was anything to write home about, and why it did not go out. What was read, signed off or left meanwhile is not.</returns>
    private async Task<(bool Wanted, SendFailure? Failure)> MailAsync(RedthreadContext context, Delivery first, List<Notification> notifications, CancellationToken cancel)
    {
        var person = await context.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == first.PersonId, cancel);
        var choice = await context.NoticeChoices.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == first.PersonId, cancel) ?? new NoticeChoice();
        var unread = notifications.FindAll(row => choice.Pace != NoticePace.Off && choice.Tells(row.Type) && row.ReadAt is null);
        return person is not { DeactivatedAt: null } || unread.Count == 0
            ? (false, null)
            : (true, await mailer.SendAsync(writer.Write(person, unread, first.Digest, MessageId(first)), cancel));
    }

    /// <summary>A program is told of what its owner wants to hear of, as it happens; a digest, as by e-mail, of what nobody has read by then.</summary>
    private async Task<(bool Wanted, SendFailure? Failure)> PostAsync(RedthreadContext context, Delivery first, List<Notification> notifications, CancellationToken cancel)
    {
        var hook = await context.Webhooks.SingleOrDefaultAsync(one => one.Id == first.WebhookId, cancel);
        var choice = await context.NoticeChoices.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == first.PersonId, cancel) ?? new NoticeChoice();
        var told = notifications.FindAll(row => choice.Tells(row.Type) && (!first.Digest || row.ReadAt is null));
        if (hook is not { DisabledAt: null } || told.Count == 0)
            return (false, null);
        var failure = await webhooks.SendAsync(hook, first, told, cancel);
        hook.Failures = failure is null ? 0 : hook.Failures + 1;
        if (failure is { ForGood: true } || hook.Failures >= Webhook.MostFailures)
            (hook.DisabledAt, hook.DisabledWhy) = (time.GetUtcNow().UtcDateTime, failure!.Message);
        return (true, failure);
    }

    private static void Settle(Delivery row, SendFailure? failure, DateTime now)
    {
        (row.ClaimedUntil, row.LastError) = (null, failure?.Message);
        if (failure is null)
            (row.State, row.SentAt) = (DeliveryState.Sent, now);
        else if (failure.ForGood || row.Attempts >= MostAttempts)
            row.State = DeliveryState.Failed;
        else
            row.DueAt = now + Waits[Math.Min(row.Attempts, Waits.Length) - 1];
    }

    /// <summary>The same however often it is tried, so that who is sent a message twice sees it once.</summary>
    public static string MessageId(Delivery row) =>
        row.Digest ? string.Create(CultureInfo.InvariantCulture, $"digest-{row.WebhookId ?? row.PersonId:N}-{row.FirstDueAt:yyyyMMddHHmm}") : $"notice-{row.Id:N}";
}
