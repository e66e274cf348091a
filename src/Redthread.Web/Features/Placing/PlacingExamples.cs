using Redthread.Domain.Signals;
using Redthread.Statistics;

namespace Redthread.Web.Features.Placing;

/// <summary>What the classifier learns from verbatims that were placed.</summary>
internal static class PlacingExamples
{
    /// <summary>A mapping or rule places what a column or a word says, not what somebody read.</summary>
    private const double GivenWeight = 0.5;

    /// <summary>
    /// Who places a text on a stage has read it: it has no other stage and no other need. Who has so far only chosen a need, or only
    /// taken something back, said nothing of the stages.
    /// </summary>
    public static PlacingExample Confirmed(PlacedVerbatim row, IReadOnlyList<PlacingTarget> targets)
    {
        var closed = row.NoStage || row.Placements.Any(placement => placement is { Kind: PlacementKind.Stage, Origin: PlacementOrigin.Hand });
        var needs = closed || row.Placements.Any(placement => placement is { Kind: PlacementKind.Need, Origin: PlacementOrigin.Hand });
        return Of(row, targets, target => (target.Kind == PlacementKind.Stage ? closed : needs) || row.Refused.Contains(target.Id));
    }

    public static PlacingExample Given(PlacedVerbatim row, IReadOnlyList<PlacingTarget> targets)
    {
        var kinds = row.Placements.Select(placement => placement.Kind).ToHashSet();
        return Of(row, targets, target => kinds.Contains(target.Kind)) with { Weight = GivenWeight };
    }

    private static PlacingExample Of(PlacedVerbatim row, IReadOnlyList<PlacingTarget> targets, Func<PlacingTarget, bool> isKnown)
    {
        var (labels, unknown) = (new List<int>(), new List<int>());
        for (var label = 0; label < targets.Count; label++)
        {
            if (row.Placements.Any(placement => placement.Kind == targets[label].Kind && placement.TargetId == targets[label].Id))
                labels.Add(label);
            else if (!isKnown(targets[label]))
                unknown.Add(label);
        }

        return new(row.Verbatim, labels) { Unknown = unknown };
    }
}
