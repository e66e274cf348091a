using Redthread.Domain;
using Redthread.Web.Features.Agreement;

namespace Redthread.Web.Features.Rhythm;

/// <summary>
/// Where agreed and measured scores newly diverge, and rounds opened since the last meeting. What an earlier meeting of the ritual had on
/// its agenda already is one line that names a few and counts the rest, so that a long list does not hide what is new.
/// </summary>
public sealed class AgreementAgendaSource(AgreementQueries agreement) : IAgendaSource
{
    private const int MostNamed = 3;
    private const string Address = "/agreed-scores";

    public int Order => 3;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var list = await agreement.ReadListAsync(Actor.Nobody, null, 1, cancel);
        return
        [
            .. Section(
                "Agreed and measured diverge",
                span,
                list.Divergences.Where(row => row.Agreed!.At <= span.Until && span.Scope.HasStage(row.Path))
                    .Select(row => (row.Stage, $"{Address}/{row.Agreed!.Round}?stage={row.Path}", row.Says, row.Agreed!.At))
            ),
            .. Section(
                "Rounds that wait for votes",
                span,
                // An agenda drafted late tells nothing that happened after the meeting.
                list.Open.Where(round => round.Round.OpenedAt <= span.Until)
                    .Select(round =>
                        (
                            round.Name,
                            $"{Address}/{round.Round.Number}",
                            string.Join(", ", round.Teams.Select(team => $"{team.Team} {team.Voted} of {round.Stages}")),
                            round.Round.OpenedAt
                        )
                    )
            ),
        ];
    }

    private static IEnumerable<AgendaItem> Section(string section, AgendaSpan span, IEnumerable<(string Title, string Href, string Text, DateTime Since)> rows)
    {
        var still = new List<string>();
        foreach (var (title, href, text, since) in rows)
        {
            // A stage may come to diverge long after its score was agreed: it is news until a meeting has had it.
            if (!span.Told.Contains(href) && (span.Told.Count > 0 || since > span.Since))
                yield return new AgendaItem(section, title, href, text);
            else
                still.Add(title);
        }

        if (still.Count > 0)
            yield return new AgendaItem(
                section,
                "Still open",
                Address,
                string.Join(", ", still.Take(MostNamed)) + (still.Count > MostNamed ? $" and {still.Count - MostNamed} more" : "")
            );
    }
}
