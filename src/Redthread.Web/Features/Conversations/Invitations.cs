using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>
/// A conversation as an invitation for calendars, to its interviewers. The customer's address is kept nowhere, so whoever
/// invites them forwards the appointment from their own calendar.
/// </summary>
public sealed class Invitations(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    /// <param name="site">Scheme and host this is served at.</param>
    public async Task<Result<string>> WriteAsync(int number, string site, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Conversations.AsNoTracking().Include(one => one.Interviewers).SingleOrDefaultAsync(one => one.Number == number, cancel) is not { } row)
            return Error.NotFound("conversation");
        var ids = row.Interviewers.Select(one => one.PersonId).ToList();
        var people = await context.People.AsNoTracking().Where(one => ids.Contains(one.Id)).OrderBy(one => one.Name).ToListAsync(cancel);
        if (people.Count == 0)
            return Error.Invalid("interviewer-missing", "An invitation needs somebody to invite. Say who interviews first.");
        var attendees = people.Select(one => new CalendarPerson(one.Name, one.Email)).ToList();
        var item = new CalendarEvent($"conversation-{row.Id:N}@redthread", row.StartsAt, row.StartsAt.AddMinutes(row.Minutes), $"Conversation: {row.Title}")
        {
            Description = row.With == ConversationWith.Customer ? "With a customer." : "With an internal stakeholder.",
            Location = row.Place,
            Url = $"{site}/conversations/{row.Number}",
            Sequence = row.Sequence,
            Organizer = attendees[0],
            Attendees = attendees,
            Cancelled = row.CancelledAt is not null,
        };
        return Calendar.Write([item], time.GetUtcNow().UtcDateTime, row.CancelledAt is null ? Calendar.Request : Calendar.Cancel);
    }
}
