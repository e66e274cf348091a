namespace Redthread.Domain.Journeys;

/// <summary>An event log that somebody uploaded to see actual journeys in. Its events stay in the file; the row says what the file is.</summary>
public sealed class UploadedLog
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }
    public string Name { get; set; } = "";
    public string FileName { get; set; } = "";
    public long FileBytes { get; set; }

    /// <summary>Which column is what, as JSON.</summary>
    public string Mapping { get; set; } = "{}";

    /// <summary>csv, xes, ocel; empty until the file could be read.</summary>
    public string Format { get; set; } = "";
    public int Cases { get; set; }
    public int Events { get; set; }
    public int Activities { get; set; }

    /// <summary>Null where the log does not say who the customers are.</summary>
    public int? Customers { get; set; }
    public DateTime? FirstAt { get; set; }
    public DateTime? LastAt { get; set; }

    /// <summary>Files added later, in order, as JSON.</summary>
    public string Additions { get; set; } = "[]";

    /// <summary>By which clock its days are told: a zone, a distance from UTC, mixed or none; null for a log that was kept before this was.</summary>
    public string? Clock { get; set; }

    /// <summary>What was reported while the file was read, a line each.</summary>
    public string Notes { get; set; } = "";

    /// <summary>Why it cannot be read as it is mapped; null when it can.</summary>
    public string? Problem { get; set; }
    public string UploadedBy { get; set; } = "";
    public DateTime UploadedAt { get; set; }
    public DateTime? ArchivedAt { get; set; }

    /// <summary>Counts up with every change of name, mapping or life.</summary>
    public int Version { get; set; } = 1;
}
