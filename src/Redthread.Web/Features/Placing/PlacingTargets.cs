using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Placing;

/// <summary>A stage or need that a verbatim may be placed on.</summary>
/// <param name="Words">What it says of itself: its name, and the names of its steps and touchpoints.</param>
public sealed record PlacingTarget(PlacementKind Kind, Guid Id, string Name, string Group, string Words)
{
    public string Value => $"{Kind}:{Id}";

    /// <summary>Live stages in the order of the journeys, then needs.</summary>
    public static IReadOnlyList<PlacingTarget> Of(Landscape landscape) =>
        [
            .. landscape.LiveStages.Select(entry => new PlacingTarget(
                PlacementKind.Stage,
                entry.Stage.Id,
                entry.Stage.Name,
                entry.Journey.Name,
                string.Join(
                    '\n',
                    [
                        entry.Stage.Name,
                        entry.Stage.Name,
                        .. entry.Stage.Steps.Where(row => row.ArchivedAt is null).Select(row => row.Name),
                        .. entry.Stage.Touchpoints.Where(row => row.ArchivedAt is null).Select(row => row.Name),
                    ]
                )
            )),
            .. landscape.Needs.Select(need => new PlacingTarget(PlacementKind.Need, need.Id, need.Name, "Needs", need.Name)),
        ];
}
