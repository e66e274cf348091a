using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Decisions;

/// <param name="Tab">planned, made, reviewed, archived, or all.</param>
/// <param name="Place">A journey's key, or journey/stage.</param>
/// <param name="Team">The key of a team.</param>
public sealed record DecisionFilter(string? Tab = null, string? Place = null, string? Team = null, string? Type = null, string? Text = null, int Page = 1);

/// <summary>A decision in lists.</summary>
/// <param name="State">planned, made or reviewed.</param>
/// <param name="Overdue">Planned and past its due date, or made and past its review date.</param>
public sealed record DecisionLine(
    string Name,
    int Number,
    string Title,
    DecisionType Type,
    string State,
    string? Question,
    string? Decider,
    IReadOnlyList<string> Stages,
    IReadOnlyList<string> Teams,
    DateOnly? DueOn,
    DateOnly? ReviewOn,
    DateTime? MadeAt,
    string? Choice,
    bool Overdue,
    int UsedFor,
    int UsedAgainst,
    int SetAside,
    bool Archived,
    int Version
);

public sealed record DecisionList(IReadOnlyList<DecisionLine> Rows, int Total, int Page, IReadOnlyDictionary<string, int> Counts, int Overdue)
{
    public const int PageSize = 50;
}

/// <summary>Reads decisions from the ledger: lists are O(decisions), whatever hangs on them.</summary>
public sealed class DecisionQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    ObjectQueries objects,
    KeyResultValues values,
    ReviewMovement movements,
    DossierCitations citations,
    TimeProvider time
)
{
    public static readonly string[] Tabs = ["planned", "made", "reviewed", "archived"];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<DecisionList> ListAsync(DecisionFilter filter, int pageSize, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await context.People.AsNoTracking().Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var teams = await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, row => (row.Key, row.Name), cancel);
        var stages = landscape
            .Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, Path: $"{journey.Key}/{stage.Key}")))
            .ToDictionary(row => row.Id, row => row.Path);
        var today = DateOnly.FromDateTime(Now);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var matching = ledger.All<Decision>().Where(row => row.MergedIntoId is null && Matches(ledger, row, filter, stages, teams)).ToList();
                var counts = Tabs.ToDictionary(tab => tab, tab => matching.Count(row => IsIn(row, tab)));
                var rows = Order(matching.Where(row => IsIn(row, filter.Tab ?? "all")), filter.Tab).ToList();
                var page = Math.Clamp(filter.Page, 1, Math.Max(1, (rows.Count + pageSize - 1) / pageSize));
                var lines = rows.Skip((page - 1) * pageSize).Take(pageSize).Select(row => Line(ledger, row, today, people, teams, stages)).ToList();
                return new DecisionList(lines, rows.Count, page, counts, matching.Count(row => IsOverdue(row, today)));
            },
            cancel
        );
    }

    public async Task<Result<DecisionView>> ReadAsync(int number, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.Decision, number, await values.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var decision = (Decision)view.Value.Row;
        var landscape = await landscapes.ReadAsync(cancel);
        var kept = await KeptAsync(decision, cancel);
        var (insights, solutions) = await ledgers.ReadAsync(
            ledger =>
                (
                    kept.Count > 0 ? DecisionGate.Kept(ledger, kept, Now) : DecisionGate.Insights(ledger, decision, Now),
                    ledger.Down<ThreadObject>(decision.Id, LinkKind.Chooses).ToList()
                ),
            cancel
        );
        var stages = landscape.LiveStages.Select(pair => new SelectOption($"{pair.Journey.Key}/{pair.Stage.Key}", pair.Stage.Name, pair.Journey.Name)).ToList();
        var expected = landscape.Journeys.SelectMany(journey => journey.Stages.Select(stage => (journey, stage))).FirstOrDefault(pair => pair.stage.Id == decision.ExpectedStageId);
        return new DecisionView(
            view.Value,
            decision,
            view.Value.People.FirstOrDefault(person => person.Value == decision.DeciderId?.ToString())?.Label,
            expected.stage is null ? null : new SelectOption($"{expected.journey.Key}/{expected.stage.Key}", expected.stage.Name, expected.journey.Name),
            insights,
            decision.MadeAt is null ? DecisionGate.Missing(decision, insights, null) : [],
            solutions,
            await movements.ReadAsync(decision, cancel),
            stages,
            NorthStar(landscape),
            IsOverdue(decision, DateOnly.FromDateTime(Now)),
            await citations.ReadAsync(DossierSections.Of(decision), cancel)
        )
        {
            Today = DateOnly.FromDateTime(Now),
        };
    }

    // Decisions loaded from elsewhere were never made here, so nothing was kept of the day.
    private async Task<List<WeighedEvidence>> KeptAsync(Decision decision, CancellationToken cancel)
    {
        if (decision.MadeAt is null)
            return [];
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.WeighedEvidence.AsNoTracking().Where(row => row.DecisionId == decision.Id).ToListAsync(cancel);
    }

    /// <summary>What the forms of a new decision choose from.</summary>
    public async Task<(IReadOnlyList<SelectOption> People, IReadOnlyList<SelectOption> Teams, IReadOnlyList<SelectOption> Stages)> ChoicesAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await context
            .People.AsNoTracking()
            .Where(row => row.DeactivatedAt == null)
            .OrderBy(row => row.Name)
            .Select(row => new { row.Id, row.Name })
            .ToListAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        return (
            [.. people.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name, null))],
            [.. landscape.LiveStages.Select(pair => new SelectOption($"{pair.Journey.Key}/{pair.Stage.Key}", pair.Stage.Name, pair.Journey.Name))]
        );
    }

    public async Task<(IReadOnlyList<SelectOption> Places, IReadOnlyList<SelectOption> Teams)> FiltersAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var places = landscape.LiveJourneys.SelectMany(journey =>
            journey
                .LiveStages.Select(stage => new SelectOption($"{journey.Key}/{stage.Key}", stage.Name, journey.Name))
                .Prepend(new SelectOption(journey.Key, $"All of {journey.Name}", journey.Name))
        );
        return ([.. places], [.. teams.Select(team => new SelectOption(team.Key, team.Name))]);
    }

    public static string NorthStar(Landscape landscape) =>
        landscape.Framework?.NorthStarJourneyId is { } id && landscape.Journeys.FirstOrDefault(row => row.Id == id) is { } journey ? journey.Name : "the north star";

    public static bool IsOverdue(Decision row, DateOnly today) =>
        Ledger.IsLive(row) && (row.State == DecisionState.Planned ? row.DueOn < today : row.State == DecisionState.Made && row.ReviewOn < today);

    private static bool IsIn(Decision row, string tab) =>
        tab switch
        {
            "archived" => row.ArchivedAt is not null,
            "planned" => row.ArchivedAt is null && row.State == DecisionState.Planned,
            "made" => row.ArchivedAt is null && row.State == DecisionState.Made,
            "reviewed" => row.ArchivedAt is null && row.State == DecisionState.Reviewed,
            _ => true,
        };

    private static IEnumerable<Decision> Order(IEnumerable<Decision> rows, string? tab) =>
        tab switch
        {
            "planned" => rows.OrderBy(row => row.DueOn ?? DateOnly.MaxValue).ThenByDescending(row => row.Number),
            "made" => rows.OrderBy(row => row.ReviewOn ?? DateOnly.MaxValue).ThenByDescending(row => row.MadeAt),
            "reviewed" => rows.OrderByDescending(row => row.ReviewedAt),
            _ => rows.OrderByDescending(row => row.Number),
        };

    private static bool Matches(Ledger ledger, Decision row, DecisionFilter filter, Dictionary<Guid, string> stages, Dictionary<Guid, (string Key, string Name)> teams)
    {
        if (!string.IsNullOrEmpty(filter.Type) && !row.Type.ToString().Equals(filter.Type, StringComparison.OrdinalIgnoreCase))
            return false;
        if (!string.IsNullOrWhiteSpace(filter.Text) && !Texts(row).Any(text => text?.Contains(filter.Text.Trim(), StringComparison.OrdinalIgnoreCase) == true))
            return false;
        if (!string.IsNullOrEmpty(filter.Place))
        {
            var paths = ledger.StagesOf(row.Id).Select(id => stages.GetValueOrDefault(id));
            if (!paths.Any(path => path == filter.Place || path?.StartsWith(filter.Place + "/", StringComparison.Ordinal) == true))
                return false;
        }

        return string.IsNullOrEmpty(filter.Team) || ledger.TeamsOf(row).Any(id => teams.TryGetValue(id, out var team) && team.Key == filter.Team);
    }

    private static IEnumerable<string?> Texts(Decision row) => [ThreadStore.Name(row), row.Title, row.Question, row.Choice, row.Detail];

    private static DecisionLine Line(
        Ledger ledger,
        Decision row,
        DateOnly today,
        Dictionary<Guid, string> people,
        Dictionary<Guid, (string Key, string Name)> teams,
        Dictionary<Guid, string> stages
    ) =>
        new(
            ThreadStore.Name(row),
            row.Number,
            row.Title,
            row.Type,
            row.State.ToString().ToLowerInvariant(),
            row.Question,
            row.DeciderId is { } decider ? people.GetValueOrDefault(decider) : null,
            [.. ledger.StagesOf(row.Id).Select(id => stages.GetValueOrDefault(id)).OfType<string>()],
            [.. ledger.TeamsOf(row).Where(teams.ContainsKey).Select(id => teams[id].Name)],
            row.DueOn,
            row.ReviewOn,
            row.MadeAt,
            row.Choice,
            IsOverdue(row, today),
            ledger.Up<Insight>(row.Id, LinkKind.UsedFor).Count(),
            ledger.Up<Insight>(row.Id, LinkKind.UsedAgainst).Count(),
            ledger.Up<Insight>(row.Id, LinkKind.SetAside).Count(),
            row.ArchivedAt is not null,
            row.Version
        );
}

/// <summary>A decision with all its page shows.</summary>
public sealed record DecisionView(
    ObjectView Object,
    Decision Decision,
    string? Decider,
    SelectOption? ExpectedStage,
    IReadOnlyList<WeighedInsight> Insights,
    IReadOnlyList<MissingPiece> Missing,
    IReadOnlyList<ThreadObject> Solutions,
    MeasuredMovement? Movement,
    IReadOnlyList<SelectOption> Stages,
    string NorthStar,
    bool Overdue,
    IReadOnlySet<string> Citable
)
{
    public DateOnly Today { get; init; }
}
