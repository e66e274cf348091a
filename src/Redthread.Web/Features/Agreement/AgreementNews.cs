using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Agreement;
using Redthread.Domain.Talk;

namespace Redthread.Web.Features.Agreement;

/// <summary>What the members of a round's teams are told of it; never a vote.</summary>
internal static class AgreementNews
{
    public static async Task TellTeamsAsync(RedthreadContext context, Actor actor, AgreementRound round, DateTime at, string text, CancellationToken cancel)
    {
        var teams = round.Teams.ConvertAll(team => team.TeamId);
        var people = await context
            .TeamMembers.Where(member => teams.Contains(member.TeamId) && member.PersonId != actor.PersonId && member.Person!.DeactivatedAt == null)
            .Select(member => member.PersonId)
            .Distinct()
            .ToListAsync(cancel);
        foreach (var person in people)
            context.Notifications.Add(Notification.Of(person, NotificationType.Change, round.Id, text, AddressOf(round.Number), at));
    }

    public static string AddressOf(int number) => $"/agreed-scores/{number}";
}
