using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Solutions;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>Roadmap items from CSV or JSON, by external id. A column the file lacks, and an empty kind, state or horizon, stays as it is.</summary>
public sealed class ImportSolutions(ImportObjects import, LedgerSource ledgers, ThreadStore store, PlanLock planning)
{
    public const string Columns = "externalId, title, type, state, horizon, cycle, team, effort, cost, opportunity, url";

    private sealed record Known(Dictionary<string, Guid> Teams, Dictionary<Horizon, double> Last);

    public async Task<Result<RowReport>> HandleAsync(Actor actor, string text, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (await planning.RefusalAsync(actor, cancel) is { } locked)
            return locked;
        var table = ImportTable.Read(text, "externalid", "title");
        if (table.Error is { } unread)
            return unread;
        var named = await ImportedRow.FindAsync(ledgers, table.Value, ["opportunity"], cancel);
        return await import.HandleAsync<Solution>(
            actor,
            table.Value,
            async (context, stop) =>
            {
                var known = await KnownAsync(context, stop);
                return row => Item(row, known, named);
            },
            cancel
        );
    }

    private ImportObjects.Item<Solution> Item(ImportedRow row, Known known, Dictionary<string, ThreadObject> named)
    {
        var (id, title) = (row.Required("externalId", 200), row.Required("title", 300));
        var (type, state, horizon) = (row.Enum<SolutionType>("type"), row.Enum<SolutionState>("state"), row.Enum<Horizon>("horizon"));
        var (effort, cost, url) = (row.Number("effort", true), row.Number("cost", false), row["url"]);
        var cycle = CycleOf(row["cycle"]);
        if (row["cycle"] is { } typed && cycle is null)
            row.Reject("cycle", $"“{typed}” is no planning quarter; write it as 2026-Q4.");
        var team = row["team"] is { } name && known.Teams.TryGetValue(name, out var found) ? found : (Guid?)null;
        if (row["team"] is { } unknown && team is null)
            row.Reject("team", $"There is no team “{unknown}”.{Nearest.Hint(unknown, known.Teams.Keys)}");
        if (url is not null && !ChangeSolution.IsAddress(url))
            row.Reject("url", "An address begins with http:// or https://.");
        var opportunities = row.Named(named, "opportunity", ThreadKind.Opportunity);
        return new ImportObjects.Item<Solution>(
            id,
            (solution, isNew) =>
            {
                (solution.Title, solution.Type) = (title, type ?? solution.Type);
                ChangeSolution.SetState(solution, state ?? solution.State, store.Now);
                if (isNew || (horizon is { } other && other != solution.Horizon))
                {
                    solution.Horizon = horizon ?? solution.Horizon;
                    solution.Position = known.Last[solution.Horizon] = known.Last.GetValueOrDefault(solution.Horizon) + 1;
                }

                solution.Cycle = row.Has("cycle") ? cycle : solution.Cycle;
                solution.OwnerTeamId = row.Has("team") ? team : solution.OwnerTeamId;
                solution.Effort = row.Has("effort") ? effort : solution.Effort;
                solution.Cost = row.Has("cost") ? cost : solution.Cost;
                solution.TrackerUrl = row.Has("url") ? url : solution.TrackerUrl;
                solution.Detail = row.Has("detail") ? row["detail"] : solution.Detail;
                solution.TestPlan = row.Has("testPlan") ? row["testPlan"] : solution.TestPlan;
            },
            self => opportunities.Select(opportunity => (opportunity, LinkKind.SolvedBy, self))
        );
    }

    // 2026-Q4 as addresses, Q4 2026 as pages write it.
    private static DateOnly? CycleOf(string? text) => Cycle.Parse(text) ?? (text?.Split(' ') is [var quarter, var year] ? Cycle.Parse($"{year}-{quarter}") : null);

    private static async Task<Known> KnownAsync(RedthreadContext context, CancellationToken cancel)
    {
        var teams = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var team in await context.Teams.AsNoTracking().ToListAsync(cancel))
        {
            teams[team.Key] = team.Id;
            teams.TryAdd(team.Name, team.Id);
        }

        var last = await context
            .Solutions.GroupBy(row => row.Horizon)
            .Select(group => new { group.Key, Last = group.Max(row => row.Position) })
            .ToDictionaryAsync(row => row.Key, row => row.Last, cancel);
        return new Known(teams, last);
    }
}
