using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>
/// Looks which rituals are behind: keeps their number for the rail, and tells each owner once of each missed meeting. What was told
/// is known by the notification's id, which is made from meeting and owner: a restart, or another process, cannot tell it again.
/// </summary>
public sealed class RitualWatch(IDbContextFactory<RedthreadContext> contexts, MeetingClock clock, ChangeFeed feed, TimeProvider time)
{
    /// <summary>Of meetings missed longer ago nobody is told: the ritual's page says it.</summary>
    private static readonly TimeSpan TellWithin = TimeSpan.FromDays(31);

    private volatile int behind;

    /// <summary>Rituals overdue or broken at the last look.</summary>
    public int Behind => behind;

    public async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var late = (await RunningRitual.ReadAllAsync(context, now, cancel)).FindAll(row => row.Standing.Missed.Count > 0);
        behind = late.Count;
        var zone = await clock.ReadAsync(cancel);
        var due = late.Where(row => row.Ritual.OwnerPersonId is not null)
            .SelectMany(row => row.Standing.Missed.Where(at => at >= now - TellWithin).Select(at => Of(row.Ritual, at, zone, now)))
            .ToList();
        var ids = due.ConvertAll(row => row.Id);
        var told = await context.Notifications.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancel);
        var fresh = due.Where(row => !told.Contains(row.Id)).ToList();
        if (fresh.Count == 0)
            return;
        context.Notifications.AddRange(fresh);
        // Somebody else told of one at the same moment: the next look tells the rest.
        await feed.SaveAsync(context, cancel);
    }

    private static Notification Of(Ritual ritual, DateTime at, MeetingZone zone, DateTime now) =>
        new()
        {
            Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"overdue {ritual.Id:N} {RhythmText.Key(at)} {ritual.OwnerPersonId:N}")).AsSpan(0, 16)),
            PersonId = ritual.OwnerPersonId!.Value,
            Type = NotificationType.Overdue,
            ObjectId = ritual.Id,
            Text = $"{(ritual.Name.Length > 200 ? ritual.Name[..200] : ritual.Name)} of {zone.Local(at):d MMM yyyy} was neither held nor skipped with a reason",
            Address = RhythmText.Address(ritual.Number, at),
            At = now,
        };
}
