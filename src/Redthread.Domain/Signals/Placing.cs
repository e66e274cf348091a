namespace Redthread.Domain.Signals;

/// <summary>From which probability on the classifier places verbatims on stages, or on needs, by itself.</summary>
public sealed class PlacingSetting
{
    /// <summary>Under it more than one place in five would be wrong even where the classifier knows itself well.</summary>
    public const double LeastThreshold = 0.8;

    public const double MostThreshold = 0.99;

    public required PlacementKind Kind { get; init; }

    /// <summary>Null: it only suggests.</summary>
    public double? Threshold { get; set; }

    public DateTime ChangedAt { get; set; }
    public required string ChangedBy { get; set; }
    public int Version { get; set; }
}

/// <summary>A place for one verbatim.</summary>
public readonly record struct SignalPlacement(long SignalId, NewPlacement Placement);

/// <summary>A verbatim of which somebody said where it belongs or does not.</summary>
/// <param name="Placements">By hand, mapping or rule.</param>
/// <param name="Refused">Places that were taken back.</param>
/// <param name="NoStage">Somebody said that it speaks of no stage.</param>
public sealed record PlacedVerbatim(long SignalId, string Verbatim, IReadOnlyList<StoredPlacement> Placements, IReadOnlyList<Guid> Refused, bool NoStage);

/// <param name="Confirmed">At most so many verbatims that somebody placed, the newest first.</param>
/// <param name="EachTarget">At most so many verbatims for each stage and need that a mapping or rule placed there.</param>
public sealed record PlacedQuery(int Confirmed, int EachTarget, IReadOnlyList<(PlacementKind Kind, Guid Id)> Targets);

/// <param name="Confirmed">By hand, the oldest first.</param>
/// <param name="Given">By mapping or rule alone.</param>
public sealed record PlacedVerbatims(IReadOnlyList<PlacedVerbatim> Confirmed, IReadOnlyList<PlacedVerbatim> Given);
