using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Insights;

/// <summary>An insight as a list shows it.</summary>
public sealed record InsightLine(Insight Insight, InsightState State, InsightFacts Facts, IReadOnlyList<string> Stages, Reached Depth, int? MergedInto)
{
    public string Name => ThreadStore.Name(Insight);
}

/// <param name="Counts">Of each tab, under the rest of the filter.</param>
public sealed record InsightList(
    IReadOnlyList<InsightLine> Rows,
    IReadOnlyDictionary<InsightTab, int> Counts,
    int Total,
    int First,
    IReadOnlyList<SelectOption> Stages,
    IReadOnlyList<SelectOption> Journeys,
    IReadOnlyList<SelectOption> Teams,
    DateTime Today
);

/// <param name="Signal">Null for who may not read evidence, and for the moment in which a signal goes.</param>
/// <param name="Of">The merged insight the row belongs to; null for the insight's own.</param>
public sealed record EvidenceLine(Evidence Row, StoredSignal? Signal, string Source, string? Of)
{
    /// <summary>What was measured where nothing was said: “Effort 2”.</summary>
    public string? Readings { get; init; }
}

public sealed record InsightView(
    ObjectView Object,
    Insight Insight,
    InsightState State,
    InsightFacts Facts,
    IReadOnlyList<EvidenceLine> Evidence,
    int EvidencePage,
    Insight? SplitFrom,
    string? StagePath,
    IReadOnlyList<SelectOption> Others,
    DateTime Today
);

/// <summary>Lists and pages of insights, from the ledger; only the few signals shown are read from the store.</summary>
public sealed class InsightQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    LandscapeSource landscapes,
    InsightIndex index,
    ObjectQueries objects,
    KeyResultValues values,
    ISignalStore signals
)
{
    public const int PageSize = 30;
    public const int EvidenceSize = 20;
    private const int OthersOffered = 100;

    /// <summary>O(insights): they are kept judged and in order.</summary>
    public async Task<InsightList> ReadListAsync(InsightFilter filter, int size, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel);
        var places = PlacesOf(filter, landscape);
        var moved = await values.MovedAsync(cancel);
        var names = landscape.Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, stage.Name))).ToDictionary(row => row.Id, row => row.Name);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var all = Find(ledger, filter, places, teams);
                var counts = Enum.GetValues<InsightTab>().ToDictionary(tab => tab, tab => CountOf(filter with { State = InsightFilter.KeyOf(tab) }, all.ByState));
                var shown = all.Rows.Where(row => filter.Shows(row.State));
                var sorted = filter.Newest ? shown.OrderByDescending(row => row.Insight.Number) : shown;
                var first = (filter.Number - 1) * size;
                return new InsightList(
                    [.. sorted.Skip(first).Take(size).Select(row => Line(ledger, row, names, moved))],
                    counts,
                    counts[filter.Tab],
                    first,
                    [.. landscape.LiveStages.Select(row => new SelectOption($"{row.Journey.Key}/{row.Stage.Key}", row.Stage.Name, row.Journey.Name))],
                    [.. landscape.LiveJourneys.Select(row => new SelectOption(row.Key, row.Name))],
                    [.. teams.Select(row => new SelectOption(row.Key, row.Name))],
                    index.Today
                );
            },
            cancel
        );
    }

    public async Task<Result<InsightView>> ReadAsync(Actor actor, int number, int page, CancellationToken cancel)
    {
        var view = await objects.ReadAsync(ThreadKind.Insight, number, await values.MovedAsync(cancel), cancel);
        if (view.Error is { } error)
            return error;
        var insight = (Insight)view.Value.Row;
        var (facts, state, rows, stage, split, names, others) = await ledgers.ReadAsync(
            ledger =>
                (
                    index.Of(ledger, insight.Id),
                    index.StateOf(ledger, insight),
                    ledger.EvidenceOf(insight.Id).OrderBy(row => row.Stance).ThenByDescending(row => row.OccurredAt).ThenBy(row => row.SignalId).ToList(),
                    ledger.StagesOf(insight.Id).FirstOrDefault(),
                    insight.SplitFromId is { } from ? ledger.Find(from) as Insight : null,
                    ledger.Members(insight.Id).Where(id => id != insight.Id).ToDictionary(id => id, id => ThreadStore.Name(ledger.Find(id)!)),
                    Newest(ledger).Where(row => row.Id != insight.Id).Take(OthersOffered).Select(row => new SelectOption(ThreadStore.Name(row), row.Title)).ToList()
                ),
            cancel
        );
        var last = Math.Max(1, (rows.Count + EvidenceSize - 1) / EvidenceSize);
        var at = Math.Clamp(page, 1, last);
        var landscape = await landscapes.ReadAsync(cancel);
        var lines = await LinesAsync(actor, rows.Skip((at - 1) * EvidenceSize).Take(EvidenceSize).ToList(), landscape, names, cancel);
        var path = landscape.LiveStages.Where(row => row.Stage.Id == stage).Select(row => $"{row.Journey.Key}/{row.Stage.Key}").FirstOrDefault();
        return new InsightView(view.Value, insight, state, facts, lines, at, split, path, others, index.Today);
    }

    private static int CountOf(InsightFilter tab, IReadOnlyDictionary<InsightState, int> byState) => byState.Where(pair => tab.Shows(pair.Key)).Sum(pair => pair.Value);

    // By number, so that asking for the newest does not walk them all.
    private static IEnumerable<Insight> Newest(Ledger ledger)
    {
        for (var number = ledger.HighestNumber(ThreadKind.Insight); number > 0; number--)
        {
            if (ledger.Find(ThreadKind.Insight, number) is Insight insight && Ledger.IsLive(insight))
                yield return insight;
        }
    }

    private async Task<IReadOnlyList<EvidenceLine>> LinesAsync(Actor actor, List<Evidence> rows, Landscape landscape, Dictionary<Guid, string> names, CancellationToken cancel)
    {
        var numbers = rows.ConvertAll(row => row.SignalId);
        var found =
            actor.Can(Permission.ViewEvidence) && numbers.Count > 0 ? await signals.ReadSignalsAsync(new SignalQuery { SignalIds = numbers, Limit = numbers.Count }, cancel) : [];
        var bySignal = found.ToDictionary(signal => signal.Id);
        return
        [
            .. rows.Select(row => new EvidenceLine(
                row,
                bySignal.GetValueOrDefault(row.SignalId),
                landscape.Sources.FirstOrDefault(source => source.Id == row.SourceId)?.Name ?? "",
                names.GetValueOrDefault(row.InsightId)
            )
            {
                Readings = bySignal.TryGetValue(row.SignalId, out var signal) ? ReadingsOf(signal, landscape) : null,
            }),
        ];
    }

    private static string? ReadingsOf(StoredSignal signal, Landscape landscape)
    {
        var readings = signal.Readings.Select(reading =>
            FormattableString.Invariant($"{landscape.Measures.FirstOrDefault(row => row.Id == reading.MeasureId)?.Name ?? "a measure no longer there"} {reading.Value:0.##}")
        );
        return signal.Readings.Count == 0 ? null : string.Join(", ", readings.Take(3)) + (signal.Readings.Count > 3 ? $" and {signal.Readings.Count - 3} more" : "");
    }

    /// <summary>The stages the filter names; null when it names none, empty when there is no such stage or journey.</summary>
    private static List<Guid>? PlacesOf(InsightFilter filter, Landscape landscape) =>
        !string.IsNullOrEmpty(filter.Stage)
            ? landscape.FindStage(filter.Stage) is { } found
                ? [found.Stage.Id]
                : []
            : !string.IsNullOrEmpty(filter.Journey)
                ? [.. landscape.Journeys.Where(row => row.Key == filter.Journey).SelectMany(row => row.Stages).Select(row => row.Id)]
                : null;

    /// <summary>What the filter finds in whatever state, the most confident first.</summary>
    private RankedInsights Find(Ledger ledger, InsightFilter filter, List<Guid>? places, List<Team> teams)
    {
        if (filter.OfType is null && !string.IsNullOrEmpty(filter.Type))
            return RankedInsights.Of([]);
        var all = index.Ranked(ledger);
        if (!filter.Narrowed)
            return all;
        IEnumerable<JudgedInsight> rows = all.Rows;
        if (places is not null)
        {
            var there = places.SelectMany(place => Linked(ledger, place, LinkKind.OnStage)).ToHashSet();
            rows = rows.Where(row => there.Contains(row.Insight.Id));
        }

        if (filter.OfType is { } type)
            rows = rows.Where(row => row.Insight.Type == type);
        if (!string.IsNullOrEmpty(filter.Team))
        {
            var team = teams.Find(row => row.Key == filter.Team)?.Id ?? Guid.Empty;
            var helped = Linked(ledger, team, LinkKind.ByTeam).ToHashSet();
            rows = rows.Where(row => row.Insight.OwnerTeamId == team || helped.Contains(row.Insight.Id));
        }

        if (!string.IsNullOrWhiteSpace(filter.Q))
        {
            var words = filter.Q.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            rows = rows.Where(row => Array.TrueForAll(words, word => Says(row.Insight, word)));
        }

        return RankedInsights.Of([.. rows]);
    }

    private static bool Says(Insight row, string word) =>
        row.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || ThreadStore.Name(row).Equals(word, StringComparison.OrdinalIgnoreCase);

    // An insight merged into another stands where that one stands.
    private static IEnumerable<Guid> Linked(Ledger ledger, Guid place, LinkKind kind) =>
        ledger.LinksTo(place).Where(link => link.Kind == kind).SelectMany(link => new[] { link.FromId, ledger.Survivor(link.FromId)?.Id ?? link.FromId });

    private static InsightLine Line(Ledger ledger, JudgedInsight row, Dictionary<Guid, string> stages, IReadOnlySet<Guid> moved) =>
        new(
            row.Insight,
            row.State,
            row.Facts,
            [.. ledger.StagesOf(row.Insight.Id).Where(stages.ContainsKey).Select(id => stages[id])],
            ThreadWalk.Depth(ledger, row.Insight, moved),
            row.Insight.MergedIntoId is null ? null : ledger.Survivor(row.Insight.Id)?.Number
        );
}
