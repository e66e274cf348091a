using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Desk.Detectors;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;

namespace Redthread.Web.Features.Requirements;

/// <summary>Coordination by cycle from what other pages keep: O(cycles) counts of findings, O(objectives + decisions + duplicates) of the ledger.</summary>
public sealed class CycleQueries(
    IDbContextFactory<RedthreadContext> contexts,
    LedgerSource ledgers,
    ReachQueries reach,
    OutcomeQueries outcomes,
    DuplicateQueries duplicates,
    TimeProvider time
)
{
    private const int MostOutcomes = 6;

    private sealed record Counts(int Objectives, int Shared, int Decisions, int Fresh, int? Duplicates);

    public async Task<CycleRecord> ReadAsync(CancellationToken cancel)
    {
        var running = Cycle.At(time.GetUtcNow().UtcDateTime);
        var cycles = Enumerable.Range(0, CycleRecord.LeastCycles + 1).Select(index => Cycle.Shift(running, index - CycleRecord.LeastCycles)).ToList();
        var report = await reach.ReadAsync(null, cancel);
        var lines = report.ByCycle.ToDictionary(line => line.Key);
        var views = (await outcomes.ReadAsync(false, cancel)).Where(view => view.Main is not null).Take(MostOutcomes).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var conflicts = await ConflictsAsync(context, cycles, cancel);
        var counts = await CountsAsync(context, cycles, report.FreshnessDays, cancel);
        return new CycleRecord(
            [
                .. cycles.Select(
                    (cycle, at) =>
                    {
                        var line = lines.GetValueOrDefault(Cycle.Address(cycle));
                        var own = counts[at];
                        return new CycleRow(
                            cycle,
                            cycle == running,
                            line?.Insights ?? 0,
                            ShareOf(line),
                            own.Objectives,
                            own.Shared,
                            conflicts[at],
                            own.Duplicates,
                            own.Decisions,
                            own.Fresh,
                            views.ConvertAll(view => Mean(view.Main!.Points, cycle))
                        );
                    }
                ),
            ],
            views.ConvertAll(view => new OutcomeName(view.Row.Key, view.Row.Name, view.Row.Unit))
        );
    }

    private static double? ShareOf(ReachLine? line) =>
        line?.Reach.State switch
        {
            Statistics.SurvivalState.Ok => line.Reach.Estimate,
            Statistics.SurvivalState.NoEvents => 0,
            _ => null,
        };

    private static double? Mean(IReadOnlyList<OutcomePoint> points, DateOnly cycle)
    {
        var own = points.Where(point => point.On >= cycle && point.On < Cycle.Shift(cycle, 1)).Select(point => point.Value).ToList();
        return own.Count == 0 ? null : own.Average();
    }

    private async Task<List<int?>> ConflictsAsync(RedthreadContext context, List<DateOnly> cycles, CancellationToken cancel)
    {
        var first = await context.DetectorLooks.Where(row => row.Detector != DuplicateWork.Id).MinAsync(row => (DateTime?)row.FirstAt, cancel);
        var counts = new List<int?>();
        foreach (var cycle in cycles)
        {
            var end = Cycle.PeriodOf(cycle).End;
            counts.Add(
                first < end
                    ? await context.Findings.CountAsync(row => row.Detector != DuplicateWork.Id && row.FirstAt < end && (row.GoneAt == null || row.GoneAt >= end), cancel)
                    : null
            );
        }

        return counts;
    }

    private async Task<List<Counts>> CountsAsync(RedthreadContext context, List<DateOnly> cycles, int freshnessDays, CancellationToken cancel)
    {
        var standing = (await duplicates.AllPairsAsync(cancel))
            .Where(pair => pair.BetweenTeams)
            .Select(pair => (At: Later(pair.First, pair.Second), Until: DateTime.MaxValue))
            .ToList();
        // What was merged since stood until then.
        var mergedAt = (
            await context
                .Activities.Where(row => row.ObjectId != null && (row.Kind == "insight.merged" || row.Kind == "opportunity.merged"))
                .GroupBy(row => row.ObjectId!.Value)
                .Select(group => new { group.Key, At = group.Max(row => row.At) })
                .ToListAsync(cancel)
        ).ToDictionary(row => row.Key, row => row.At);
        return await ledgers.ReadAsync(
            ledger =>
            {
                var merged = mergedAt
                    .Select(row => (Row: ledger.Find(row.Key), At: row.Value))
                    .Where(row => row.Row?.MergedIntoId is not null)
                    .Select(row => (At: Later(row.Row!, ledger.Find(row.Row!.MergedIntoId!.Value) ?? row.Row!), Until: row.At));
                var all = standing.Concat(merged).ToList();
                var first = ledger.All<ThreadObject>().Where(row => StatementIndex.Kinds.Contains(row.Kind)).Select(row => (DateTime?)row.CreatedAt).Min();
                return cycles.ConvertAll(cycle => Of(ledger, cycle, freshnessDays, all, first));
            },
            cancel
        );
    }

    private static Counts Of(Ledger ledger, DateOnly cycle, int freshnessDays, List<(DateTime At, DateTime Until)> pairs, DateTime? first)
    {
        var period = Cycle.PeriodOf(cycle);
        var objectives = ledger.Live<Objective>().Where(row => row.Cycle == cycle).ToList();
        var decisions = ledger.Live<Decision>().Where(row => row.MadeAt >= period.Start && row.MadeAt < period.End).ToList();
        return new Counts(
            objectives.Count,
            objectives.Count(row => ledger.TeamsOf(row).Skip(1).Any()),
            decisions.Count,
            decisions.Count(row => Reach.IsFresh(ledger, row, freshnessDays)),
            first < period.End ? pairs.Count(pair => pair.At < period.End && pair.Until >= period.End) : null
        );
    }

    private static DateTime Later(ThreadObject one, ThreadObject other) => one.CreatedAt > other.CreatedAt ? one.CreatedAt : other.CreatedAt;
}
