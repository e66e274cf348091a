using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Voice;

/// <param name="Segment">Its key, as evidence keeps it.</param>
/// <param name="Stages">The stages of the journey looked at; null is all.</param>
public sealed record VoiceFilter(DateTime From, DateTime Before, string? Segment, IReadOnlySet<Guid>? Stages);

/// <summary>Puts together the units of a flow from the ledger's evidence and the store's summary of problems: O(evidence + problems).</summary>
public static class VoiceUnits
{
    public static List<VoiceUnit> Of(Ledger ledger, VoiceFilter filter, IReadOnlyList<StageProblem> problems, IReadOnlySet<Guid> moved)
    {
        var units = new List<VoiceUnit>();
        var heard = new HashSet<(long Customer, Guid Stage)>();
        foreach (var insight in ledger.Live<Insight>().Where(insight => insight.IsProblem))
            AddInsight(ledger, insight, filter, moved, units, heard);
        foreach (var problem in problems)
        {
            if (problem.StageId is { } stage && filter.Stages?.Contains(stage) == false || problem.StageId is null && filter.Stages is not null)
                continue;
            var depth = problem.StageId is null ? VoiceColumn.Said : VoiceColumn.Placed;
            // An anonymous signal is a voice of its own; a known customer counts once for a stage, and not again beside an insight on it.
            if (problem.Customer is null)
                units.AddRange(Enumerable.Repeat(new VoiceUnit(null, null, problem.StageId, depth), problem.Signals));
            else if (problem.StageId is not { } at || !heard.Contains((problem.Customer.Value, at)))
                units.Add(new VoiceUnit(problem.Customer, null, problem.StageId, depth));
        }

        return units;
    }

    private static void AddInsight(Ledger ledger, Insight insight, VoiceFilter filter, IReadOnlySet<Guid> moved, List<VoiceUnit> units, HashSet<(long, Guid)> heard)
    {
        var stages = ledger.StagesOf(insight.Id).ToList();
        if (filter.Stages is { } wanted && !stages.Exists(wanted.Contains))
            return;
        VoiceColumn? depth = null;
        var customers = new HashSet<long>();
        foreach (var row in ledger.EvidenceOf(insight.Id))
        {
            if (row.Stance != Stance.For || row.OccurredAt < filter.From || row.OccurredAt >= filter.Before || !InSegment(row, filter.Segment))
                continue;
            depth ??= stages.Count == 0 && insight.ApprovedAt is null ? VoiceColumn.Said : VoiceFlow.Column(ThreadWalk.Depth(ledger, insight, moved));
            if (row.Customer is { } customer && !customers.Add(customer))
                continue;
            units.Add(new VoiceUnit(row.Customer, insight, null, depth.Value));
        }

        foreach (var customer in customers)
        {
            foreach (var stage in stages)
                heard.Add((customer, stage));
        }
    }

    private static bool InSegment(Evidence row, string? segment) => segment is null || row.Segments.Split(',').Contains(segment, StringComparer.Ordinal);
}
