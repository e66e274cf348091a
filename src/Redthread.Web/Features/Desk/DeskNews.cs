using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Desk;
using Redthread.Domain.Talk;

namespace Redthread.Web.Features.Desk;

/// <summary>Tells owners of findings that are new or back, in the transaction that keeps these: the owner, else the members of the owning team.</summary>
internal static class DeskNews
{
    /// <summary>Of more at once, as at the first look of all, somebody is told in one sentence.</summary>
    private const int MostTold = 3;

    public static async Task TellAsync(RedthreadContext context, IReadOnlyList<Finding> rows, DateTime now, CancellationToken cancel)
    {
        var teams = rows.Where(row => row.OwnerPersonId is null).Select(row => row.OwnerTeamId).OfType<Guid>().Distinct().ToList();
        var members = teams.Count == 0 ? [] : await context.TeamMembers.AsNoTracking().Where(row => teams.Contains(row.TeamId)).ToListAsync(cancel);
        var own = rows.SelectMany(row =>
                row.OwnerPersonId is { } person ? [(person, row)] : members.Where(member => member.TeamId == row.OwnerTeamId).Select(member => (member.PersonId, row))
            )
            .GroupBy(pair => pair.Item1, pair => pair.row);
        foreach (var person in own)
        {
            var found = person.OrderByDescending(row => row.Severity).ToList();
            if (found.Count > MostTold)
                context.Notifications.Add(
                    Notification.Of(
                        person.Key,
                        NotificationType.Finding,
                        found[0].SubjectId,
                        $"The Desk found {found.Count} things that are yours; first of them: {found[0].Title}",
                        "/desk",
                        now
                    )
                );
            else
                context.Notifications.AddRange(
                    found.Select(row => Notification.Of(person.Key, NotificationType.Finding, row.SubjectId, $"The Desk found: {row.Title}", $"/desk/{row.Number}", now))
                );
        }
    }
}
