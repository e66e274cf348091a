using Redthread.Domain.Decisions;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Language;

/// <summary>What somebody wrote once: an object's own words, or a comment on one.</summary>
/// <param name="Object">Whose words they are, or on which they remark.</param>
/// <param name="Team">The object's owner, else the team of its owner or writer; of a comment, its writer's. Of several the first by name.</param>
public sealed record DriftText(Guid Object, string Name, string Title, string Href, DateTime At, Guid? Team, IReadOnlyList<string> Parts);

/// <summary>Who belongs to which team.</summary>
internal sealed class Membership(IReadOnlyList<Team> teams, IReadOnlyList<TeamMember> members, IReadOnlyList<(Guid Id, string Name)> people)
{
    private readonly Dictionary<Guid, Guid> ofPerson = members
        .Join(teams, member => member.TeamId, team => team.Id, (member, team) => (member.PersonId, team))
        .GroupBy(pair => pair.PersonId)
        .ToDictionary(pairs => pairs.Key, pairs => pairs.MinBy(pair => pair.team.Name, StringComparer.Ordinal).team.Id);

    // Objects name their writer; a name that two people have says nothing.
    private readonly Dictionary<string, Guid> named = people
        .GroupBy(person => person.Name, StringComparer.Ordinal)
        .Where(same => same.Count() == 1)
        .ToDictionary(same => same.Key, same => same.First().Id, StringComparer.Ordinal);

    public Guid? Of(Guid? person) => person is { } id && ofPerson.TryGetValue(id, out var team) ? team : null;

    public Guid? Of(string name) => named.TryGetValue(name, out var id) ? Of(id) : null;
}

internal static class DriftTexts
{
    /// <summary>All live objects. A dossier is left out: its drafts repeat the titles of other objects.</summary>
    public static List<DriftText> Of(Ledger ledger, Membership membership) => [.. ledger.Live<ThreadObject>().Select(row => Of(row, membership))];

    public static DriftText Of(ThreadObject row, Membership membership) =>
        new(
            row.Id,
            ThreadStore.Name(row),
            row.Title,
            ThreadName.Address(row.Kind, row.Number),
            row.CreatedAt,
            row.OwnerTeamId ?? membership.Of(row.OwnerPersonId) ?? membership.Of(row.CreatedBy),
            [.. Parts(row).OfType<string>().Where(part => part.Length > 0)]
        );

    public static DriftText Of(Comment comment, DriftText about, Membership membership) =>
        about with
        {
            Href = $"{about.Href}#comment-{comment.Id}",
            At = comment.At,
            Team = membership.Of(comment.PersonId),
            Parts = [comment.Text],
        };

    private static IEnumerable<string?> Parts(ThreadObject row) =>
        row switch
        {
            Decision decision =>
            [
                row.Title,
                row.Detail,
                decision.Question,
                decision.Choice,
                decision.Expected,
                decision.Actual,
                .. decision.Options.SelectMany(option => new[] { option.Title, option.Effect }),
            ],
            Solution solution => [row.Title, row.Detail, solution.TestPlan],
            _ => [row.Title, row.Detail],
        };
}
