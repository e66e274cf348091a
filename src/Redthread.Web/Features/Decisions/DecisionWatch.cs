using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Decisions;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Decisions;

/// <summary>
/// Tells of decisions that fall due, and of reviews: the decider, else the owner, else the members of the owning team, once for each day that
/// is named. What was told is known by the notification's id, made of decision, day and person. A look reads the decisions that are due.
/// </summary>
public sealed class DecisionWatch(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public const int DaysAhead = 3;

    /// <summary>Of what was due longer ago nobody is told: the ledger of decisions says it.</summary>
    private const int DaysBack = 31;

    private sealed record Due(Guid Id, string Name, string Title, string Address, DateOnly On, bool Review, Guid? PersonId, Guid? TeamId);

    public async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var (from, before) = (today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context
            .Decisions.AsNoTracking()
            .Where(row => row.ArchivedAt == null && row.MergedIntoId == null)
            .Where(row =>
                (row.MadeAt == null && row.DueOn >= from && row.DueOn <= before) || (row.MadeAt != null && row.ReviewedAt == null && row.ReviewOn >= from && row.ReviewOn <= before)
            )
            .ToListAsync(cancel);
        var due = rows.ConvertAll(Of);
        if (due.Count == 0)
            return;
        var teams = due.Where(row => row.PersonId is null).Select(row => row.TeamId).OfType<Guid>().Distinct().ToList();
        var members = (await context.TeamMembers.AsNoTracking().Where(row => teams.Contains(row.TeamId)).ToListAsync(cancel)).ToLookup(row => row.TeamId, row => row.PersonId);
        var notices = due.SelectMany(row =>
                (
                    row.PersonId is { } person ? [person]
                    : row.TeamId is { } team ? members[team]
                    : []
                ).Select(person => Of(row, person, today, now))
            )
            .ToList();
        var ids = notices.ConvertAll(row => row.Id);
        var told = await context.Notifications.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancel);
        var fresh = notices.FindAll(row => !told.Contains(row.Id));
        if (fresh.Count == 0)
            return;
        context.Notifications.AddRange(fresh);
        // Somebody else told of one at the same moment: the next look tells the rest.
        await feed.SaveAsync(context, cancel);
    }

    private static Due Of(Decision row) =>
        new(
            row.Id,
            ThreadStore.Name(row),
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            (row.MadeAt is null ? row.DueOn : row.ReviewOn)!.Value,
            row.MadeAt is not null,
            row.DeciderId ?? row.OwnerPersonId,
            row.OwnerTeamId
        );

    private static Notification Of(Due row, Guid person, DateOnly today, DateTime now)
    {
        var told = Notification.Of(
            person,
            NotificationType.Due,
            row.Id,
            $"{row.Name} {(row.On < today ? "was" : "is")} to be {(row.Review ? "reviewed" : "decided")} by {row.On:d MMM yyyy}: {row.Title}",
            row.Review ? $"{row.Address}#review" : row.Address,
            now
        );
        told.Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"due {row.Id:N} {row.Review} {row.On:yyyyMMdd} {person:N}")).AsSpan(0, 16));
        return told;
    }
}
