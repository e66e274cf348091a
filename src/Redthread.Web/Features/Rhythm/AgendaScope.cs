using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Decisions;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Whose affairs a ritual is about: what its teams own or work on, and whatever is on the stages of these.</summary>
/// <param name="Names">Of the teams; null is the whole organisation.</param>
/// <param name="People">Those who take part, and the members of the teams.</param>
/// <param name="Stages">Owned by the teams, or worked on by their solutions.</param>
/// <param name="Paths">The same stages as addresses name them.</param>
public sealed record AgendaScope(string? Names, IReadOnlySet<Guid> Teams, IReadOnlySet<Guid> People, IReadOnlySet<Guid> Stages, IReadOnlySet<string> Paths)
{
    public static readonly AgendaScope Everything = new(null, new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<string>());

    public bool HasStage(Guid id) => Names is null || Stages.Contains(id);

    public bool HasStage(string path) => Names is null || Paths.Contains(path);

    public bool HasTeam(Guid id) => Names is null || Teams.Contains(id);

    public bool Has(Ledger ledger, ThreadObject row) => Names is null || IsTheirs(ledger, row) || ledger.StagesOf(row.Id).Any(Stages.Contains);

    private bool IsTheirs(Ledger ledger, ThreadObject row) =>
        (row.OwnerPersonId is { } owner && People.Contains(owner))
        || (row is Decision { DeciderId: { } decider } && People.Contains(decider))
        || ledger.TeamsOf(row).Any(Teams.Contains);

    /// <summary>
    /// That of a ritual: of the teams that take part, or those of the people where no team does. A quarterly review is about everything, as
    /// is a ritual of all teams, of nobody, or of those who own nothing yet. O(solutions).
    /// </summary>
    public static async Task<AgendaScope> OfAsync(RedthreadContext context, Ritual ritual, Landscape landscape, LedgerSource ledgers, CancellationToken cancel)
    {
        if (ritual.Type == RitualType.QuarterlyReview)
            return Everything;
        var audience = await context.RitualAudiences.AsNoTracking().Where(row => row.RitualId == ritual.Id).ToListAsync(cancel);
        var all = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var members = await context.TeamMembers.AsNoTracking().ToListAsync(cancel);
        var people = audience.Where(row => !row.IsTeam).Select(row => row.MemberId).ToHashSet();
        var named = audience.Where(row => row.IsTeam).Select(row => row.MemberId).ToHashSet();
        if (named.Count == 0)
            named = [.. members.Where(row => people.Contains(row.PersonId)).Select(row => row.TeamId)];
        var teams = all.FindAll(row => named.Contains(row.Id));
        if (teams.Count == 0 || teams.Count == all.Count)
            return Everything;
        people.UnionWith(members.Where(row => named.Contains(row.TeamId)).Select(row => row.PersonId));
        var scope = new AgendaScope(string.Join(", ", teams.Select(row => row.Name)), named, people, new HashSet<Guid>(), new HashSet<string>());
        var (worked, theirs) = await ledgers.ReadAsync(ledger => (StagesOf(ledger, scope), ledger.Live<ThreadObject>().Any(row => scope.IsTheirs(ledger, row))), cancel);
        var stages = landscape
            .LiveStages.Where(row => worked.Contains(row.Stage.Id) || (row.Stage.OwnerTeamId ?? row.Journey.OwnerTeamId) is { } owner && named.Contains(owner))
            .ToList();
        return stages.Count == 0 && !theirs
            ? Everything
            : scope with
            {
                Stages = stages.Select(row => row.Stage.Id).ToHashSet(),
                Paths = stages.Select(row => $"{row.Journey.Key}/{row.Stage.Key}").ToHashSet(),
            };
    }

    private static HashSet<Guid> StagesOf(Ledger ledger, AgendaScope scope) =>
        ledger
            .Live<Solution>()
            .Where(row => row.State is SolutionState.Planned or SolutionState.Started && scope.IsTheirs(ledger, row))
            .SelectMany(row => ledger.StagesOf(row.Id).Concat(ledger.Up<Opportunity>(row.Id, LinkKind.SolvedBy).SelectMany(opportunity => ledger.StagesOf(opportunity.Id))))
            .ToHashSet();
}
