using Redthread.Domain;
using Redthread.Web.Features.Agreement;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Where agreed and measured scores diverge in the running cycle, and rounds that wait for votes.</summary>
public sealed class AgreementAgendaSource(AgreementQueries agreement) : IAgendaSource
{
    public int Order => 3;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var list = await agreement.ReadListAsync(Actor.Nobody, null, 1, cancel);
        return
        [
            .. list
                .Divergences.Where(row => span.Scope.HasStage(row.Path))
                .Select(row => new AgendaItem("Agreed and measured diverge", row.Stage, $"/agreed-scores/{row.Agreed!.Round}?stage={row.Path}", row.Says)),
            .. list.Open.Select(round => new AgendaItem(
                "Rounds that wait for votes",
                round.Name,
                $"/agreed-scores/{round.Round.Number}",
                string.Join(", ", round.Teams.Select(team => $"{team.Team} {team.Voted} of {round.Stages}"))
            )),
        ];
    }
}
