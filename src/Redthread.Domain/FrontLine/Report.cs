namespace Redthread.Domain.FrontLine;

/// <summary>A team's door for its front line: whoever has the link and the PIN can report, without an account.</summary>
public sealed class ReportDoor
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid TeamId { get; set; }
    public string SecretHash { get; set; } = "";
    public string PinHash { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTime? ClosedAt { get; set; }
}

/// <summary>What the front line reported; it is a signal too, and its thread is shown to whoever holds its link.</summary>
public sealed class Report
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid DoorId { get; set; }
    public Guid TeamId { get; set; }
    public string SecretHash { get; set; } = "";
    public string ExternalId { get; set; } = "";
    public Guid? StageId { get; set; }
    public string Text { get; set; } = "";
    public Insights.PressureType? Blocked { get; set; }
    public string? BlockedText { get; set; }

    /// <summary>Who reported, if they wanted to say.</summary>
    public string? By { get; set; }
    public DateTime At { get; set; }
}
