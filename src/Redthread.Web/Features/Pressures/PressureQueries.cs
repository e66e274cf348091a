using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Pressures;

public sealed record PressureLine(Pressure Pressure, string? Owner, IReadOnlyList<string> Stages, int KeepsAlive, int Blocks)
{
    public string Name => ThreadStore.Name(Pressure);
}

public sealed record PressureList(
    IReadOnlyList<PressureLine> Rows,
    IReadOnlyDictionary<string, int> Counts,
    int Total,
    int First,
    IReadOnlyList<SelectOption> Stages,
    IReadOnlyList<SelectOption> Teams,
    IReadOnlyList<SelectOption> People,
    IReadOnlyList<SelectOption> Insights
);

/// <param name="Cells">Unresolved pressures by type and stage.</param>
public sealed record PressureMap(IReadOnlyList<PressureMapJourney> Journeys, IReadOnlyDictionary<(PressureType Type, Guid Stage), int> Cells, int Most, int Total);

public sealed record PressureMapJourney(string Name, IReadOnlyList<(Guid Id, string Name, string Path)> Stages);

public sealed record PressureView(ObjectView Object, Pressure Pressure, IReadOnlyList<Insight> KeepsAlive, IReadOnlyList<Opportunity> Blocks);

/// <summary>Lists and maps of pressures, from the ledger.</summary>
public sealed class PressureQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, LandscapeSource landscapes, ObjectQueries objects, KeyResultValues values)
{
    public const int PageSize = 30;
    private const int InsightsOffered = 100;

    public async Task<PressureList> ReadListAsync(PressureFilter filter, int size, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        var people = await context.People.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        var owners = teams.Concat(people).ToDictionary(row => row.Id, row => row.Name);
        var names = landscape.Journeys.SelectMany(journey => journey.Stages).ToDictionary(stage => stage.Id, stage => stage.Name);
        var stage = landscape.FindStage(filter.Stage)?.Stage.Id;
        return await ledgers.ReadAsync(
            ledger =>
            {
                var all = Find(ledger, filter, stage);
                var counts = PressureFilter.States.Append(AskedState.All).ToDictionary(tab => tab, tab => all.Count((filter with { State = tab }).Shows));
                var first = (filter.Number - 1) * size;
                var rows = all.Where(filter.Shows).OrderByDescending(row => row.Number).Skip(first).Take(size);
                return new PressureList(
                    [.. rows.Select(row => Line(ledger, row, owners, names))],
                    counts,
                    counts[filter.Tab],
                    first,
                    [.. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name))],
                    [.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
                    [.. people.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
                    Newest(ledger)
                );
            },
            cancel
        );
    }

    public async Task<PressureMap> ReadMapAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var journeys = landscape
            .LiveJourneys.Where(journey => journey.LiveStages.Any())
            .Select(journey => new PressureMapJourney(journey.Name, [.. journey.LiveStages.Select(stage => (stage.Id, stage.Name, $"{journey.Key}/{stage.Key}"))]))
            .ToList();
        var shown = journeys.SelectMany(journey => journey.Stages.Select(stage => stage.Id)).ToHashSet();
        var (cells, total) = await ledgers.ReadAsync(
            ledger =>
            {
                var open = ledger.Live<Pressure>().Where(row => row.ResolvedAt is null).ToList();
                var places = open.SelectMany(row => PressurePlaces.StagesOf(ledger, row).Where(shown.Contains).Select(stage => (row.Type, stage)));
                return (places.GroupBy(cell => cell).ToDictionary(group => group.Key, group => group.Count()), open.Count);
            },
            cancel
        );
        return new PressureMap(journeys, cells, cells.Count == 0 ? 0 : cells.Values.Max(), total);
    }

    public async Task<Result<PressureView>> ReadAsync(int number, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.Pressure, number, await values.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var id = view.Value.Row.Id;
        return await ledgers.ReadAsync(
            ledger => new PressureView(
                view.Value,
                (Pressure)view.Value.Row,
                [.. ledger.Down<Insight>(id, LinkKind.KeepsAlive)],
                [.. ledger.Down<Opportunity>(id, LinkKind.Blocks)]
            ),
            cancel
        );
    }

    private static List<Pressure> Find(Ledger ledger, PressureFilter filter, Guid? stage)
    {
        var type = PressureText.TypeOf(filter.Type);
        if ((!string.IsNullOrEmpty(filter.Type) && type is null) || (!string.IsNullOrEmpty(filter.Stage) && stage is null))
            return [];
        return
        [
            .. ledger
                .All<Pressure>()
                .Where(row => row.MergedIntoId is null && (type is null || row.Type == type) && (stage is not { } at || PressurePlaces.StagesOf(ledger, row).Contains(at))),
        ];
    }

    private static PressureLine Line(Ledger ledger, Pressure row, Dictionary<Guid, string> owners, Dictionary<Guid, string> stages) =>
        new(
            row,
            (row.OwnerPersonId ?? row.OwnerTeamId) is { } owner ? owners.GetValueOrDefault(owner) : null,
            [.. PressurePlaces.StagesOf(ledger, row).Where(stages.ContainsKey).Select(id => stages[id])],
            ledger.Down<Insight>(row.Id, LinkKind.KeepsAlive).Count(),
            ledger.Down<Opportunity>(row.Id, LinkKind.Blocks).Count()
        );

    private static List<SelectOption> Newest(Ledger ledger)
    {
        var options = new List<SelectOption>();
        for (var number = ledger.HighestNumber(ThreadKind.Insight); number > 0 && options.Count < InsightsOffered; number--)
        {
            if (ledger.Find(ThreadKind.Insight, number) is Insight { IsProblem: true } insight && Ledger.IsLive(insight))
                options.Add(new SelectOption(ThreadStore.Name(insight), insight.Title));
        }

        return options;
    }
}

/// <summary>Where a pressure works: on its own stages, and on those of the insights it keeps alive.</summary>
public static class PressurePlaces
{
    public static IEnumerable<Guid> StagesOf(Ledger ledger, Pressure row) =>
        ledger.StagesOf(row.Id).Concat(ledger.Down<Insight>(row.Id, LinkKind.KeepsAlive).SelectMany(insight => ledger.StagesOf(insight.Id))).Distinct();

    /// <summary>Unresolved pressures that work on the stage: O(links of the stage and of its insights).</summary>
    public static IEnumerable<Pressure> On(Ledger ledger, Guid stage, IEnumerable<Insight> insights) =>
        ledger
            .At<Pressure>(stage, LinkKind.OnStage)
            .Concat(insights.SelectMany(insight => ledger.Up<Pressure>(insight.Id, LinkKind.KeepsAlive)))
            .Where(row => row.ResolvedAt is null)
            .Distinct();
}
