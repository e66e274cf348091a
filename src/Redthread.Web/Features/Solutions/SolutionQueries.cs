using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Solutions;

/// <param name="Teams">The owning team first.</param>
public sealed record SolutionCard(Solution Row, IReadOnlyList<string> Teams, IReadOnlyList<Opportunity> For);

public sealed record BoardColumn(Horizon Horizon, IReadOnlyList<SolutionCard> Cards, int Total);

public sealed record SolutionBoard(string? Team, string? Text, IReadOnlyList<SelectOption> Teams, IReadOnlyList<BoardColumn> Columns, int All);

public sealed record SolutionList(IReadOnlyList<SolutionCard> Cards, int Total, int Page);

/// <param name="Team">Null is nobody.</param>
public sealed record RoadmapRow(string? Team, IReadOnlyList<IReadOnlyList<SolutionCard>> Cells);

public sealed record Roadmap(
    IReadOnlyList<DateOnly> Cycles,
    DateOnly Current,
    IReadOnlyList<RoadmapRow> Rows,
    IReadOnlyList<SolutionCard> Unplanned,
    int UnplannedTotal,
    int Earlier,
    int Later
);

/// <summary>Reads the board, the roadmap and lists from the ledger: O(solutions and their links).</summary>
public sealed class SolutionQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, ObjectQueries objects, KeyResultValues results, TimeProvider time)
{
    public const int PageSize = 50;
    private const int ColumnLength = 100;
    private const int CyclesShown = 5;

    private sealed record TeamName(Guid Id, string Key, string Name);

    public async Task<Result<ObjectView>> ReadAsync(int number, CancellationToken cancel) =>
        await objects.ReadAsync(ThreadKind.Solution, number, await results.MovedAsync(cancel), cancel);

    public async Task<SolutionBoard> ReadBoardAsync(string? team, string? text, CancellationToken cancel)
    {
        var teams = await TeamsAsync(cancel);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var rows = Filter(ledger, teams, team, text).Where(row => Ledger.IsLive(row) && row.State != SolutionState.Dropped).ToLookup(row => row.Horizon);
                return new SolutionBoard(
                    team,
                    text,
                    [.. teams.Select(row => new SelectOption(row.Key, row.Name))],
                    [
                        .. Enum.GetValues<Horizon>()
                            .Select(horizon => new BoardColumn(
                                horizon,
                                [.. rows[horizon].OrderBy(row => row.Position).ThenBy(row => row.Number).Take(ColumnLength).Select(row => Card(ledger, teams, row))],
                                rows[horizon].Count()
                            )),
                    ],
                    ledger.All<Solution>().Count()
                );
            },
            cancel
        );
    }

    /// <param name="state">A state, or archived; null is all that are not archived.</param>
    /// <param name="page">Null is all of them.</param>
    public async Task<SolutionList> ReadListAsync(string? team, string? text, string? state, int? page, CancellationToken cancel)
    {
        var teams = await TeamsAsync(cancel);
        var archived = state?.Equals("archived", StringComparison.OrdinalIgnoreCase) == true;
        var all = state == AskedState.All;
        SolutionState? wanted = Enum.TryParse<SolutionState>(state, true, out var parsed) ? parsed : null;
        return await ledgers.ReadAsync(
            ledger =>
            {
                var rows = Filter(ledger, teams, team, text)
                    .Where(row => row.MergedIntoId is null && (all || (row.ArchivedAt is not null) == archived) && (wanted is null || row.State == wanted))
                    .OrderByDescending(row => row.Number)
                    .ToList();
                var shown = page is { } at ? rows.Skip((at - 1) * PageSize).Take(PageSize) : rows;
                return new SolutionList([.. shown.Select(row => Card(ledger, teams, row))], rows.Count, page ?? 1);
            },
            cancel
        );
    }

    /// <param name="from">The first cycle shown; null begins with the one before the current.</param>
    public async Task<Roadmap> ReadRoadmapAsync(DateOnly? from, CancellationToken cancel)
    {
        var current = Cycle.At(time.GetUtcNow().UtcDateTime);
        var first = from ?? Cycle.Shift(current, -1);
        List<DateOnly> cycles = [.. Enumerable.Range(0, CyclesShown).Select(by => Cycle.Shift(first, by))];
        var teams = await TeamsAsync(cancel);
        return await ledgers.ReadAsync(ledger => RoadmapOf(ledger, teams, cycles, current), cancel);
    }

    private static Roadmap RoadmapOf(Ledger ledger, List<TeamName> teams, List<DateOnly> cycles, DateOnly current)
    {
        var live = ledger.Live<Solution>().Where(row => row.State != SolutionState.Dropped).ToList();
        var planned = live.Where(row => row.Cycle is { } cycle && cycle >= cycles[0] && cycle <= cycles[^1]).OrderBy(row => row.Position).Select(row => Card(ledger, teams, row));
        var byTeam = planned.SelectMany(card => card.Teams.DefaultIfEmpty(""), (card, team) => (card, team)).ToLookup(pair => pair.team, pair => pair.card);
        var unplanned = live.FindAll(row => row.Cycle is null && row.State != SolutionState.Shipped);
        return new Roadmap(
            cycles,
            current,
            [
                .. byTeam
                    .OrderBy(group => group.Key.Length == 0)
                    .ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(group => new RoadmapRow(
                        group.Key.Length == 0 ? null : group.Key,
                        cycles.ConvertAll(cycle => (IReadOnlyList<SolutionCard>)[.. group.Where(card => card.Row.Cycle == cycle)])
                    )),
            ],
            [.. unplanned.OrderBy(row => row.Horizon).ThenBy(row => row.Position).Take(PageSize).Select(row => Card(ledger, teams, row))],
            unplanned.Count,
            live.Count(row => row.Cycle < cycles[0]),
            live.Count(row => row.Cycle > cycles[^1])
        );
    }

    private async Task<List<TeamName>> TeamsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Teams.AsNoTracking().OrderBy(row => row.Name).Select(row => new TeamName(row.Id, row.Key, row.Name)).ToListAsync(cancel);
    }

    private static IEnumerable<Solution> Filter(Ledger ledger, List<TeamName> teams, string? team, string? text)
    {
        var id = teams.Find(row => row.Key == team)?.Id;
        return ledger
            .All<Solution>()
            .Where(row =>
                (string.IsNullOrEmpty(team) || (id is { } known && ledger.TeamsOf(row).Contains(known)))
                && (
                    string.IsNullOrWhiteSpace(text)
                    || row.Title.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)
                    || row.Detail?.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase) == true
                )
            );
    }

    private static SolutionCard Card(Ledger ledger, List<TeamName> teams, Solution row) =>
        new(row, [.. ledger.TeamsOf(row).Select(id => teams.Find(team => team.Id == id)?.Name).OfType<string>()], [.. ledger.Up<Opportunity>(row.Id, LinkKind.SolvedBy)]);
}
