namespace Redthread.Domain.Desk;

public enum Severity
{
    Low,
    Medium,
    High,
}

/// <summary>
/// A coordination failure that a detector found, from when it was first seen until it was gone. Found again later it is a
/// new one, so that cycles can be compared.
/// </summary>
public sealed class Finding
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }

    /// <summary>The detector's stable id.</summary>
    public string Detector { get; set; } = "";

    /// <summary>What it is about; with a second object for a pair.</summary>
    public Guid SubjectId { get; set; }
    public Guid OtherId { get; set; }
    public Severity Severity { get; set; }

    /// <summary>One plain sentence.</summary>
    public string Title { get; set; } = "";

    /// <summary>What it rests on, a line each: text, tab, address.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>Of the evidence, without what only the clock changes.</summary>
    public string Fingerprint { get; set; } = "";
    public string StepLabel { get; set; } = "";
    public string StepHref { get; set; } = "";
    public Guid? OwnerTeamId { get; set; }
    public Guid? OwnerPersonId { get; set; }
    public DateTime FirstAt { get; set; }
    public DateTime? GoneAt { get; set; }

    /// <summary>Dismissed or snoozed at that evidence: other evidence brings it back.</summary>
    public string? SettledFingerprint { get; set; }
    public DateTime? DismissedAt { get; set; }
    public string? DismissedBy { get; set; }
    public string? Reason { get; set; }
    public DateTime? SnoozedUntil { get; set; }
    public string? SnoozedBy { get; set; }

    /// <summary>Since when it is back after it was dismissed or snoozed.</summary>
    public DateTime? ReopenedAt { get; set; }
    public DateTime? AskedAt { get; set; }
    public string? AskedBy { get; set; }
    public int Version { get; set; } = 1;

    public bool IsOpenAt(DateTime now) => GoneAt is null && DismissedAt is null && !(SnoozedUntil > now);
}

/// <summary>How a detector is set in this organisation; without a row it is as shipped.</summary>
public sealed class DetectorSetting
{
    public string Detector { get; set; } = "";
    public bool On { get; set; }

    /// <summary>Thresholds that differ from the usual: key=value, joined by spaces.</summary>
    public string Thresholds { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public int Version { get; set; } = 1;
}

/// <summary>When a detector looked for the first time: before that nothing is known, which is not the same as nothing found.</summary>
public sealed class DetectorLook
{
    public string Detector { get; set; } = "";
    public DateTime FirstAt { get; set; }
}
