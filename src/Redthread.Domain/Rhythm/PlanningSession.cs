namespace Redthread.Domain.Rhythm;

public enum PlanningState
{
    /// <summary>Everybody who may edit plans.</summary>
    Open,

    /// <summary>Only stewards move what is planned.</summary>
    Locked,

    /// <summary>What was planned is frozen.</summary>
    Closed,
}

/// <summary>The planning of one cycle: opened, locked for the time in which it is settled, and closed with a record of what was planned.</summary>
public sealed class PlanningSession
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The first day of the planning quarter; a cycle has one session.</summary>
    public DateOnly Cycle { get; set; }

    /// <summary>Markdown.</summary>
    public string? Purpose { get; set; }

    /// <summary>The quarterly ritual whose meeting it belongs to, and the meeting's computed instant.</summary>
    public Guid? RitualId { get; set; }
    public DateTime? OccursAt { get; set; }
    public DateTime OpenedAt { get; set; }
    public string OpenedBy { get; set; } = "";
    public DateTime? LockedAt { get; set; }
    public string? LockedBy { get; set; }
    public DateTime? ClosedAt { get; set; }
    public string? ClosedBy { get; set; }
    public int Version { get; set; } = 1;
    public List<PlannedItem> Items { get; } = [];

    public PlanningState State =>
        ClosedAt is not null ? PlanningState.Closed
        : LockedAt is not null ? PlanningState.Locked
        : PlanningState.Open;
}

public enum PlannedKind
{
    Solution,
    Objective,
    AgreedScore,
}

/// <summary>Something that was planned when the session was closed, as it was then.</summary>
public sealed class PlannedItem
{
    public Guid SessionId { get; set; }
    public PlannedKind Kind { get; set; }

    /// <summary>The solution, objective or stage.</summary>
    public Guid SubjectId { get; set; }
    public int Position { get; set; }
    public string Title { get; set; } = "";
    public string? Team { get; set; }

    /// <summary>Person-weeks.</summary>
    public double? Effort { get; set; }
    public double? Cost { get; set; }

    /// <summary>−2 … +2, of an agreed score.</summary>
    public int? Value { get; set; }
}
