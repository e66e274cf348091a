using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Goals;

/// <param name="BoundTo">The stage, journey or outcome behind its value, in words.</param>
/// <param name="Bound">The same as forms and programs write it: stage:join/order.</param>
public sealed record KeyResultLine(KeyResult Row, KeyResultValue Value, string BoundTo, string Bound, string? Segment);

/// <param name="Grade">The mean grade of the key results that have one.</param>
public sealed record ObjectiveLine(Objective Row, IReadOnlyList<Team> Teams, IReadOnlyList<KeyResultLine> KeyResults, double? Grade);

public sealed record GoalChoices(IReadOnlyList<SelectOption> Teams, IReadOnlyList<SelectOption> Bounds, IReadOnlyList<SelectOption> Segments);

public sealed record GoalList(DateOnly Cycle, IReadOnlyList<DateOnly> Cycles, IReadOnlyList<ObjectiveLine> Objectives, IReadOnlyList<ThreadObject> Archived, GoalChoices Choices);

public sealed record ObjectiveView(ObjectView Object, ObjectiveLine Line, GoalChoices Choices);

public sealed record KeyResultView(ObjectView Object, KeyResultLine Line, Objective Objective, IReadOnlyList<CheckIn> CheckIns, GoalChoices Choices);

/// <summary>Reads objectives and key results from the ledger, with the values kept by <see cref="KeyResultValues"/>.</summary>
public sealed class GoalQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    ObjectQueries objects,
    KeyResultValues values,
    TimeProvider time
)
{
    private static readonly KeyResultValue Unread = new(null, null, null, null, false, "archived");

    public DateOnly ThisCycle => Cycle.At(time.GetUtcNow().UtcDateTime);

    public async Task<GoalList> ListAsync(DateOnly? cycle, CancellationToken cancel)
    {
        var chosen = cycle ?? ThisCycle;
        var (lines, cycles) = await LinesAsync(row => row.Cycle == chosen, cancel);
        return new GoalList(
            chosen,
            Offered(cycles, chosen),
            lines,
            await ledgers.ReadAsync(ledger => Archived<Objective>(ledger).Concat(Archived<KeyResult>(ledger)).ToList(), cancel),
            await ChoicesAsync(cancel)
        );
    }

    /// <summary>The cycles to choose from: those with objectives, the chosen one, and the running one with its neighbours.</summary>
    public IReadOnlyList<DateOnly> Offered(IEnumerable<DateOnly> cycles, DateOnly chosen) =>
        [.. cycles.Concat([Cycle.Shift(ThisCycle, -1), ThisCycle, Cycle.Shift(ThisCycle, 1), chosen]).Distinct().Order()];

    // Newest first: what was archived by mistake is looked for soon.
    private static IEnumerable<ThreadObject> Archived<T>(Ledger ledger)
        where T : ThreadObject => ledger.All<T>().Where(row => row.ArchivedAt is not null && row.MergedIntoId is null).OrderByDescending(row => row.ArchivedAt);

    /// <summary>Live objectives with their key results; O(objectives + key results).</summary>
    public async Task<(List<ObjectiveLine> Lines, List<DateOnly> Cycles)> LinesAsync(Func<Objective, bool> matches, CancellationToken cancel)
    {
        var read = await values.ReadAsync(cancel);
        var naming = await NamingAsync(cancel);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var live = ledger.Live<Objective>().ToList();
                var wanted = live.Where(matches).OrderBy(row => row.Number).ToList();
                return (wanted.ConvertAll(row => Line(ledger, row, ledger.ResultsOf(row.Id), read, naming)), live.Select(row => row.Cycle).Distinct().ToList());
            },
            cancel
        );
    }

    public async Task<Result<ObjectiveView>> ReadObjectiveAsync(int number, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.Objective, number, await values.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var read = await values.ReadAsync(cancel);
        var naming = await NamingAsync(cancel);
        var row = (Objective)view.Value.Row;
        var line = await ledgers.ReadAsync(ledger => Line(ledger, row, ledger.ResultsOf(row.Id), read, naming), cancel);
        return new ObjectiveView(view.Value, line, await ChoicesAsync(cancel));
    }

    public async Task<Result<KeyResultView>> ReadKeyResultAsync(int number, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.KeyResult, number, await values.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var row = (KeyResult)view.Value.Row;
        var line = Line(row, await values.ReadAsync(cancel), await NamingAsync(cancel));
        var objective = await ledgers.ReadAsync(ledger => (Objective)ledger.Find(row.ObjectiveId)!, cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var checkIns = await context.CheckIns.AsNoTracking().Where(one => one.KeyResultId == row.Id).OrderByDescending(one => one.At).Take(100).ToListAsync(cancel);
        return new KeyResultView(view.Value, line, objective, checkIns, await ChoicesAsync(cancel));
    }

    public async Task<GoalChoices> ChoicesAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var outcomes = await context.Outcomes.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        return new GoalChoices(
            [.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [
                new SelectOption("", "a number entered by hand"),
                .. landscape.LiveJourneys.Where(row => row.LiveStages.Any()).Select(row => new SelectOption($"journey:{row.Key}", row.Name, "Score of a journey")),
                .. landscape.LiveStages.Select(pair => new SelectOption($"stage:{pair.Journey.Key}/{pair.Stage.Key}", pair.Stage.Name, $"Score of a stage: {pair.Journey.Name}")),
                .. outcomes.Select(row => new SelectOption($"outcome:{row.Key}", row.Name, "Outcome")),
            ],
            [new SelectOption("", "everyone"), .. landscape.Segments.Select(row => new SelectOption(row.Key, row.Name))]
        );
    }

    private sealed record Naming(Dictionary<Guid, Team> Teams, Dictionary<Guid, (string Words, string Bound)> Targets, Dictionary<Guid, string> Segments);

    private async Task<Naming> NamingAsync(CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var targets = new Dictionary<Guid, (string, string)>();
        foreach (var journey in landscape.Journeys)
        {
            targets[journey.Id] = ($"score of {journey.Name}", $"journey:{journey.Key}");
            foreach (var stage in journey.Stages)
                targets[stage.Id] = ($"score of {stage.Name}, {journey.Name}", $"stage:{journey.Key}/{stage.Key}");
        }

        foreach (var outcome in await context.Outcomes.AsNoTracking().ToListAsync(cancel))
            targets[outcome.Id] = (outcome.Name, $"outcome:{outcome.Key}");
        return new Naming(await context.Teams.AsNoTracking().ToDictionaryAsync(row => row.Id, cancel), targets, landscape.Segments.ToDictionary(row => row.Id, row => row.Name));
    }

    private static ObjectiveLine Line(Ledger ledger, Objective row, IEnumerable<KeyResult> results, IReadOnlyDictionary<Guid, KeyResultValue> read, Naming naming)
    {
        var lines = results.OrderBy(one => one.Number).Select(one => Line(one, read, naming)).ToList();
        var grades = lines.Select(line => line.Value.Grade).OfType<double>().ToList();
        return new ObjectiveLine(row, [.. ledger.TeamsOf(row).Where(naming.Teams.ContainsKey).Select(id => naming.Teams[id])], lines, grades.Count == 0 ? null : grades.Average());
    }

    private static KeyResultLine Line(KeyResult row, IReadOnlyDictionary<Guid, KeyResultValue> read, Naming naming)
    {
        var (words, bound) = row.TargetId is { } id && naming.Targets.TryGetValue(id, out var target) ? target : ("entered by hand", "");
        return new KeyResultLine(row, read.GetValueOrDefault(row.Id, Unread), words, bound, row.SegmentId is { } segment ? naming.Segments.GetValueOrDefault(segment) : null);
    }
}
