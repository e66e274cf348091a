using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Desk;
using Redthread.Domain.Goals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Desk;

public enum DeskTab
{
    Open,
    Snoozed,
    Dismissed,
    Gone,
}

/// <summary>What of the Desk is shown; all of it stands in the address.</summary>
public sealed record DeskFilter(string? State = null, string? Detector = null, string? Severity = null, string? Team = null, int? Page = null)
{
    public DeskTab Tab => Enum.TryParse<DeskTab>(State, true, out var tab) && Enum.IsDefined(tab) ? tab : DeskTab.Open;
    public Severity? OfSeverity => Enum.TryParse<Severity>(Severity, true, out var severity) && Enum.IsDefined(severity) ? severity : null;
    public Guid? OfTeam => Guid.TryParse(Team, out var team) ? team : null;
    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);
    public bool Narrowed => Desk.DetectorList.Find(Detector) is not null || OfSeverity is not null || OfTeam is not null;

    public string Href()
    {
        var parts = new[]
        {
            Tab == DeskTab.Open ? null : $"state={Tab.ToString().ToLowerInvariant()}",
            Desk.DetectorList.Find(Detector) is null ? null : $"detector={Detector}",
            OfSeverity is { } severity ? $"severity={severity.ToString().ToLowerInvariant()}" : null,
            OfTeam is { } team ? $"team={team}" : null,
            Number > 1 ? $"page={Number}" : null,
        }.OfType<string>();
        return parts.Any() ? $"/desk?{string.Join('&', parts)}" : "/desk";
    }
}

/// <summary>A finding with the names it needs.</summary>
public sealed record DeskRow(Finding Finding, Detector Detector, string? Team, string? Person)
{
    public string? Owner => OwnerText.Of(Person, Team);

    public IEnumerable<LinkItem> Evidence =>
        Finding
            .Evidence.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(parts => new LinkItem(parts[0], parts.Length > 1 ? parts[1] : "", false));
}

public sealed record DeskModel(
    IReadOnlyList<DeskRow> Rows,
    int Total,
    IReadOnlyDictionary<DeskTab, int> Counts,
    IReadOnlyDictionary<string, int> ByDetector,
    IReadOnlyList<(Guid Id, string Name)> Teams,
    int First,
    int Offered
);

/// <summary>How many findings of a detector a cycle opened and ended with; null where the detector had not looked by its end.</summary>
public sealed record CycleCount(DateOnly Cycle, int? Opened, int? OpenAtEnd);

public sealed record DetectorRow(Detector Detector, bool On, DetectorSetting? Setting, Limits Limits, bool HasData, int Open, IReadOnlyList<CycleCount> Trend);

/// <summary>Reads the Desk: O(page) for the list, O(findings of the last cycles) for the trends.</summary>
public sealed class DeskQueries(IDbContextFactory<RedthreadContext> contexts, DeskSource source, TimeProvider time)
{
    public const int PageSize = 25;
    public const int Cycles = 6;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<DeskModel> ReadAsync(DeskFilter filter, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = Now;
        var (all, teams) = (
            context.Findings.AsNoTracking(),
            await context.Teams.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel)
        );
        var counts = new Dictionary<DeskTab, int>();
        foreach (var tab in Enum.GetValues<DeskTab>())
            counts[tab] = await Narrowed(Of(all, tab, now), filter).CountAsync(cancel);
        var rows = Narrowed(Of(all, filter.Tab, now), filter);
        var ordered =
            filter.Tab == DeskTab.Gone
                ? rows.OrderByDescending(row => row.GoneAt)
                : rows.OrderBy(row =>
                        row.Severity == Severity.High ? 0
                        : row.Severity == Severity.Medium ? 1
                        : 2
                    )
                    .ThenByDescending(row => row.ReopenedAt ?? row.FirstAt);
        var first = (filter.Number - 1) * PageSize;
        var page = await ordered.ThenBy(row => row.Number).Skip(first).Take(PageSize).ToListAsync(cancel);
        var names = teams.ToDictionary(row => row.Id, row => row.Name);
        var people = page.Select(row => row.OwnerPersonId).OfType<Guid>().Distinct().ToList();
        var persons = await context.People.Where(row => people.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var byDetector = await Of(all, filter.Tab, now)
            .GroupBy(row => row.Detector)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        var settings = await context.DetectorSettings.AsNoTracking().ToDictionaryAsync(row => row.Detector, cancel);
        return new DeskModel(
            [.. page.Where(row => DetectorList.Find(row.Detector) is not null).Select(row => RowOf(row, names, persons))],
            counts[filter.Tab],
            counts,
            byDetector,
            teams.ConvertAll(row => (row.Id, row.Name)),
            first,
            DetectorList.All.Count(one => !DeskSweep.IsOn(one, settings))
        );
    }

    public async Task<DeskRow?> FindAsync(int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Findings.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } row || DetectorList.Find(row.Detector) is null)
            return null;
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(one => one.Id, one => one.Name, cancel);
        var people = await context.People.AsNoTracking().Where(one => one.Id == row.OwnerPersonId).ToDictionaryAsync(one => one.Id, one => one.Name, cancel);
        return RowOf(row, teams, people);
    }

    public async Task<int> CountOpenAsync(Severity? severity, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Of(context.Findings, DeskTab.Open, Now).CountAsync(row => severity == null || row.Severity == severity, cancel);
    }

    public async Task<IReadOnlyList<DetectorRow>> ReadDetectorsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var settings = await context.DetectorSettings.AsNoTracking().ToDictionaryAsync(row => row.Detector, cancel);
        var (now, cycle) = (Now, Cycle.At(Now));
        var from = Cycle.Shift(cycle, 1 - Cycles).ToDateTime(default, DateTimeKind.Utc);
        var lives = (
            await context
                .Findings.Where(row => row.GoneAt == null || row.GoneAt >= from)
                .Select(row => new
                {
                    row.Detector,
                    row.FirstAt,
                    row.GoneAt,
                    Settled = row.DismissedAt != null || row.SnoozedUntil > now,
                })
                .ToListAsync(cancel)
        ).ToLookup(row => row.Detector);
        var looks = await context.DetectorLooks.AsNoTracking().ToDictionaryAsync(row => row.Detector, row => row.FirstAt, cancel);
        var data = await source.LookAsync(DeskFacts.All, world => DetectorList.All.ToDictionary(one => one.Text.Id, one => one.HasData(world)), cancel);
        return
        [
            .. DetectorList.All.Select(one => new DetectorRow(
                one,
                DeskSweep.IsOn(one, settings),
                settings.GetValueOrDefault(one.Text.Id),
                DeskSweep.LimitsOf(one, settings),
                data[one.Text.Id],
                lives[one.Text.Id].Count(row => row.GoneAt is null && !row.Settled),
                [
                    .. Enumerable
                        .Range(0, Cycles)
                        .Select(index =>
                            Count(
                                Cycle.Shift(cycle, index + 1 - Cycles),
                                lives[one.Text.Id].Select(row => (row.FirstAt, row.GoneAt)),
                                looks.GetValueOrDefault(one.Text.Id, DateTime.MaxValue)
                            )
                        ),
                ]
            )),
        ];
    }

    private static CycleCount Count(DateOnly cycle, IEnumerable<(DateTime First, DateTime? Gone)> lives, DateTime looksSince)
    {
        var (start, end) = (cycle.ToDateTime(default, DateTimeKind.Utc), Cycle.Shift(cycle, 1).ToDateTime(default, DateTimeKind.Utc));
        if (looksSince >= end)
            return new CycleCount(cycle, null, null);
        var rows = lives.ToList();
        return new CycleCount(cycle, rows.Count(row => row.First >= start && row.First < end), rows.Count(row => row.First < end && !(row.Gone < end)));
    }

    private static IQueryable<Finding> Of(IQueryable<Finding> rows, DeskTab tab, DateTime now) =>
        tab switch
        {
            DeskTab.Gone => rows.Where(row => row.GoneAt != null),
            DeskTab.Dismissed => rows.Where(row => row.GoneAt == null && row.DismissedAt != null),
            DeskTab.Snoozed => rows.Where(row => row.GoneAt == null && row.DismissedAt == null && row.SnoozedUntil > now),
            _ => rows.Where(row => row.GoneAt == null && row.DismissedAt == null && (row.SnoozedUntil == null || row.SnoozedUntil <= now)),
        };

    private static IQueryable<Finding> Narrowed(IQueryable<Finding> rows, DeskFilter filter)
    {
        if (DetectorList.Find(filter.Detector) is { } detector)
            rows = rows.Where(row => row.Detector == detector.Text.Id);
        if (filter.OfSeverity is { } severity)
            rows = rows.Where(row => row.Severity == severity);
        if (filter.OfTeam is { } team)
            rows = rows.Where(row => row.OwnerTeamId == team);
        return rows;
    }

    private static DeskRow RowOf(Finding row, Dictionary<Guid, string> teams, Dictionary<Guid, string> people) =>
        new(
            row,
            DetectorList.Find(row.Detector)!,
            row.OwnerTeamId is { } team ? teams.GetValueOrDefault(team) : null,
            row.OwnerPersonId is { } person ? people.GetValueOrDefault(person) : null
        );
}
