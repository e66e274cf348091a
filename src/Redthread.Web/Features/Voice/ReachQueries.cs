using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Voice;

/// <summary>Reach of one group of insights.</summary>
/// <param name="Insights">Approved ones, with those that were archived or merged since.</param>
/// <param name="Reach">The share that was used in a decision within 90 days, or why it cannot be said.</param>
/// <param name="Median">Days by which half have reached a decision; null when half do not.</param>
public sealed record ReachLine(string Key, string Name, int Insights, int Decided, ShareAtTime Reach, double? Median, double? MedianAmongDecided);

/// <param name="Whole">All approved insights of the filter.</param>
/// <param name="ByCycle">By the cycle of approval, oldest first.</param>
/// <param name="Fresh">Of the made decisions, the share resting on evidence within the freshness limit.</param>
public sealed record ReachReport(
    ReachLine Whole,
    IReadOnlyList<ReachLine> ByCycle,
    IReadOnlyList<ReachLine> ByTeam,
    IReadOnlyList<ReachLine> ByJourney,
    int Decisions,
    int DecisionsOnFresh,
    Proportion Fresh,
    int FreshnessDays
);

/// <summary>Reach, from the ledger alone: O(approved insights · their links), once a minute until something changes.</summary>
public sealed class ReachQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, LandscapeSource landscapes, TimeProvider time)
{
    // Eight whole cycles and the running one.
    private const int CyclesShown = 9;
    private readonly Memo<(long Version, Landscape Landscape, long Minute, Guid? Journey), ReachReport> kept = new(most: 16);

    /// <param name="journey">Only insights and decisions on its stages and on those below it; null is all.</param>
    public async Task<ReachReport> ReadAsync(Guid? journey, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var now = time.GetUtcNow();
        return await ledgers.ReadAsync(
            ledger => kept.Get((ledger.Version, landscape, now.ToUnixTimeSeconds() / 60, journey), () => Of(ledger, landscape, journey, teams, now.UtcDateTime)),
            cancel
        );
    }

    private static ReachReport Of(Ledger ledger, Landscape landscape, Guid? journey, Dictionary<Guid, string> teams, DateTime now)
    {
        var stages = journey is { } chosen ? landscape.StagesUnder(chosen) : null;
        var journeys = landscape.Journeys.SelectMany(row => row.Stages.Select(stage => (stage.Id, row))).ToDictionary(pair => pair.Id, pair => pair.row);
        var freshness = landscape.Framework?.FreshnessDays ?? 45;
        bool IsOn(ThreadObject row) => stages is null || ledger.StagesOf(row.Id).Any(stages.Contains);
        var spans = ledger.All<Insight>().Where(insight => insight.ApprovedAt <= now && IsOn(insight)).Select(insight => Reach.Span(ledger, insight, now)).ToList();
        var decisions = ledger.Live<Decision>().Where(decision => decision.MadeAt <= now && IsOn(decision)).ToList();
        var fresh = decisions.Count(decision => Reach.IsFresh(ledger, decision, freshness));
        return new ReachReport(
            Line("all", "All insights", spans),
            ByCycle(spans, now),
            Groups(spans, span => ledger.TeamsOf(span.Insight).Where(teams.ContainsKey).Select(id => (id.ToString(), teams[id]))),
            Groups(spans, span => ledger.StagesOf(span.Insight.Id).Where(journeys.ContainsKey).Select(id => (journeys[id].Key, journeys[id].Name)).Distinct()),
            decisions.Count,
            fresh,
            Proportion.Of(fresh, decisions.Count),
            freshness
        );
    }

    private static List<ReachLine> ByCycle(List<ReachSpan> spans, DateTime now)
    {
        var current = Period.Of(PeriodKind.Quarter, now);
        var byCycle = spans.ToLookup(span => Period.Of(PeriodKind.Quarter, span.Insight.ApprovedAt!.Value));
        return
        [
            .. Enumerable
                .Range(0, CyclesShown)
                .Select(back => current.Shift(back - CyclesShown + 1))
                .Where(byCycle.Contains)
                .Select(cycle => Line(cycle.ToString(), Picture.Labels.Period(cycle), [.. byCycle[cycle]])),
        ];
    }

    private static List<ReachLine> Groups(List<ReachSpan> spans, Func<ReachSpan, IEnumerable<(string Key, string Name)>> groupsOf) =>
        [
            .. spans
                .SelectMany(span => groupsOf(span).Select(group => (group, span)))
                .GroupBy(row => row.group, row => row.span)
                .Select(group => Line(group.Key.Key, group.Key.Name, [.. group]))
                .OrderByDescending(line => line.Insights)
                .ThenBy(line => line.Name, StringComparer.Ordinal),
        ];

    private static ReachLine Line(string key, string name, List<ReachSpan> spans)
    {
        var incidence = Reach.Incidence(spans);
        return new ReachLine(key, name, spans.Count, incidence.Events, incidence.At(Reach.Window), incidence.Median, incidence.MedianAmongEvents);
    }
}
