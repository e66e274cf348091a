namespace Redthread.Domain.Rhythm;

public enum HandoverState
{
    Open,
    Completed,
    Cancelled,
}

/// <summary>A steward's work goes from one named person to another: a checklist that both sign.</summary>
public sealed class Handover
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }
    public Guid FromPersonId { get; set; }
    public Guid ToPersonId { get; set; }
    public string? Note { get; set; }
    public DateTime StartedAt { get; set; }
    public string StartedBy { get; set; } = "";
    public DateTime? FromSignedAt { get; set; }
    public DateTime? ToSignedAt { get; set; }
    public DateTime? CompletedAt { get; set; }
    public DateTime? CancelledAt { get; set; }
    public int Version { get; set; } = 1;
    public List<HandoverItem> Items { get; } = [];

    public HandoverState State =>
        CompletedAt is not null ? HandoverState.Completed
        : CancelledAt is not null ? HandoverState.Cancelled
        : HandoverState.Open;
}

public sealed class HandoverItem
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid HandoverId { get; set; }
    public int Position { get; set; }
    public string Text { get; set; } = "";
    public string? Address { get; set; }
    public DateTime? DoneAt { get; set; }
    public string? DoneBy { get; set; }

    /// <summary>Why it is handed over as it is, by whom and when.</summary>
    public string? LeftReason { get; set; }
    public string? LeftBy { get; set; }
    public DateTime? LeftAt { get; set; }

    public bool Settled => DoneAt is not null || LeftReason is not null;
}
