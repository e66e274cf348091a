using Redthread.Domain.Threads;

namespace Redthread.Domain.Insights;

public enum InsightType
{
    Friction,
    UnmetNeed,
    Strength,
}

/// <summary>Where an insight stands; ageing and stale are computed from its newest evidence, and both are approved.</summary>
public enum InsightState
{
    ToApprove,
    Approved,
    Ageing,
    Stale,
    Merged,
    Archived,
}

/// <summary>One statement about the experience (the title), resting on evidence; it counts once a steward approved it.</summary>
public sealed class Insight : ThreadObject
{
    /// <summary>Days after its newest evidence at which an insight is ageing, and at which it is stale.</summary>
    public const int AgeingAfterDays = 180;
    public const int StaleAfterDays = 365;

    public override ThreadKind Kind => ThreadKind.Insight;
    public InsightType Type { get; set; }
    public DateTime? ApprovedAt { get; set; }
    public string? ApprovedBy { get; set; }

    /// <summary>The insight it was split off from.</summary>
    public Guid? SplitFromId { get; set; }

    /// <summary>Contented customers are no loss: only these two are problems.</summary>
    public bool IsProblem => Type != InsightType.Strength;

    /// <summary>
    /// When it is stale: so long after its newest evidence, but approval is a fresh look, so that what was approved is not
    /// stale before it would be ageing from that day.
    /// </summary>
    /// <param name="newest">When the newest of the evidence for it happened; without any its own beginning counts.</param>
    public DateTime StaleAt(DateTime? newest)
    {
        var (byEvidence, byApproval) = ((newest ?? CreatedAt).AddDays(StaleAfterDays), ApprovedAt?.AddDays(AgeingAfterDays));
        return byApproval > byEvidence ? byApproval.Value : byEvidence;
    }

    /// <param name="newest">When the newest of the evidence for it happened; without any its own beginning counts.</param>
    public InsightState StateAt(DateTime now, DateTime? newest) =>
        ArchivedAt is not null ? InsightState.Archived
        : MergedIntoId is not null ? InsightState.Merged
        : ApprovedAt is null ? InsightState.ToApprove
        : now >= StaleAt(newest) ? InsightState.Stale
        : now >= (newest ?? CreatedAt).AddDays(AgeingAfterDays) ? InsightState.Ageing
        : InsightState.Approved;
}

public enum Stance
{
    For,
    Against,
}

/// <summary>
/// A signal that speaks for or against an insight. What confidence and the flow need is kept beside the signal's number, so
/// that neither reads signals; an erased customer's rows go with their signals.
/// </summary>
public sealed class Evidence
{
    public Guid InsightId { get; set; }
    public long SignalId { get; set; }
    public Stance Stance { get; set; }

    /// <summary>The signal store's number of the customer; null is an anonymous signal.</summary>
    public long? Customer { get; set; }
    public string? Account { get; set; }
    public Guid SourceId { get; set; }

    /// <summary>Keys of the customer's segments at the time, joined by commas.</summary>
    public string Segments { get; set; } = "";
    public DateTime OccurredAt { get; set; }
    public string AddedBy { get; set; } = "";
    public DateTime AddedAt { get; set; }
}

public enum PressureType
{
    Visibility,
    Incentive,
    Resource,
    Priority,
    System,
    Knowledge,
    Script,
    Policy,
}

/// <summary>An internal force that keeps a friction alive.</summary>
public sealed class Pressure : ThreadObject
{
    public override ThreadKind Kind => ThreadKind.Pressure;
    public PressureType Type { get; set; }
    public DateTime? ResolvedAt { get; set; }
}
