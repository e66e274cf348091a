namespace Redthread.Domain.Signals;

/// <summary>
/// One signal on its way into the store: text repaired and masked, customer pseudonymised, every place and measure
/// resolved. What reaches this type has passed all ingestion steps.
/// </summary>
public sealed record NewSignal
{
    /// <summary>The source's own id of the signal; with the source it makes the signal idempotent. 1 to 200 characters.</summary>
    public required string ExternalId { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTime OccurredAt { get; init; }

    /// <summary>The customer's pseudonym (16 bytes of a keyed hash), or null when nobody is known.</summary>
    public byte[]? Customer { get; init; }

    public string? Account { get; init; }

    /// <summary>The segments the customer belongs to, one of each partition at most.</summary>
    public IReadOnlyList<Guid> SegmentIds { get; init; } = [];

    public Guid? ChannelId { get; init; }

    /// <summary>Survey weight, over 0; 1 when the source has none.</summary>
    public double Weight { get; init; } = 1;

    public string? Verbatim { get; init; }

    /// <summary>ISO 639-1 code of the verbatim's language, or null when it could not be told.</summary>
    public string? Language { get; init; }

    public IReadOnlyList<NewReading> Readings { get; init; } = [];

    /// <summary>Where the verbatim speaks of: stages and needs, by mapping or rule. Empty means it waits to be placed.</summary>
    public IReadOnlyList<NewPlacement> Placements { get; init; } = [];
}

/// <summary>One value of one measure at one place, on the measure's raw scale.</summary>
public readonly record struct NewReading(Guid MeasureId, Guid StageId, Guid? TouchpointId, double Value);

/// <summary>A verbatim's place.</summary>
/// <param name="Confidence">How probable the classifier held it; null from anybody else.</param>
public readonly record struct NewPlacement(PlacementKind Kind, Guid TargetId, PlacementOrigin Origin, double? Confidence = null);

public enum PlacementKind
{
    Stage,
    Need,
}

public enum PlacementOrigin
{
    Mapping,
    Rule,
    Classifier,
    Hand,
}
