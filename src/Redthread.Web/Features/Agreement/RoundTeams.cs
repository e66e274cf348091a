using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Agreement;

namespace Redthread.Web.Features.Agreement;

/// <summary>
/// For which teams somebody speaks in a round: until the reveal those they were a member of when it was opened, or else anybody who may change
/// teams could join one to read its vote; after it those they are a member of.
/// </summary>
internal static class RoundTeams
{
    public static async Task<HashSet<Guid>> OfAsync(RedthreadContext context, Actor actor, AgreementRound round, CancellationToken cancel) =>
        Of(await JoinedAsync(context, actor, cancel), actor, round);

    /// <summary>When the actor joined their teams, to be asked for several rounds.</summary>
    public static Task<Dictionary<Guid, DateTime?>> JoinedAsync(RedthreadContext context, Actor actor, CancellationToken cancel) =>
        context.TeamMembers.Where(row => row.PersonId == actor.PersonId).ToDictionaryAsync(row => row.TeamId, row => row.JoinedAt, cancel);

    /// <summary>When the actor joined one of the round's teams, where that was too late to speak for it.</summary>
    public static DateTime? TooLate(Dictionary<Guid, DateTime?> joined, AgreementRound round) =>
        round.State == AgreementState.Revealed ? null : round.Teams.Select(row => joined.GetValueOrDefault(row.TeamId)).Where(at => at > round.OpenedAt).Min();

    public static HashSet<Guid> Of(Dictionary<Guid, DateTime?> joined, Actor actor, AgreementRound round) =>
        [
            .. round
                .Teams.Select(row => row.TeamId)
                .Where(team =>
                    actor.TeamIds.Contains(team) && joined.TryGetValue(team, out var at) && (round.State == AgreementState.Revealed || at is null || at <= round.OpenedAt)
                ),
        ];
}
