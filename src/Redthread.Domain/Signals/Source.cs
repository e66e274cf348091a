namespace Redthread.Domain.Signals;

/// <summary>Where signals come from; with a signal's external id it makes the signal unique.</summary>
public sealed class Source
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Sources of one kind say the same thing in the same way; null until somebody said which it is.</summary>
    public SourceKind? Kind { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>How a source hears customers. Evidence of several kinds bears more than much of one.</summary>
public enum SourceKind
{
    Survey,
    Conversation,
    Ticket,
    Review,
    Call,
    Event,
    FrontLine,
    Other,
}

/// <summary>A saved answer to which column means what, as its YAML file.</summary>
public sealed class SavedMapping
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Yaml { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public int Version { get; set; } = 1;
}

public enum ImportState
{
    /// <summary>Uploaded; somebody still looks at the preview.</summary>
    Waiting,
    Queued,
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>One import of one file: its progress is kept in the transaction of each batch, so that it can be left, cancelled and resumed.</summary>
public sealed class ImportRun
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid? SourceId { get; set; }
    public Source? Source { get; set; }
    public string FileName { get; set; } = "";

    /// <summary>SHA-256 of the file, in hex: rows without an id of their own are named by it.</summary>
    public string Fingerprint { get; set; } = "";
    public long FileBytes { get; set; }

    /// <summary>The file's header as one record, so that rejects can be given back as a file of the same form.</summary>
    public string? Header { get; set; }

    public string? Delimiter { get; set; }
    public string MappingYaml { get; set; } = "";
    public ImportState State { get; set; }
    public long RowsRead { get; set; }
    public long BytesRead { get; set; }
    public long Accepted { get; set; }
    public long Duplicate { get; set; }
    public long Rejected { get; set; }
    public long Readings { get; set; }
    public string? Message { get; set; }
    public string StartedBy { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public DateTime? CancelAskedAt { get; set; }
}

public sealed class StageTraffic
{
    public Guid StageId { get; set; }

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; set; }

    /// <summary>Guid.Empty is all segments together.</summary>
    public Guid SegmentId { get; set; }
    public long Customers { get; set; }
}

/// <summary>A dated remark on the timeline, shown on every trend.</summary>
public sealed class Note
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public DateOnly On { get; set; }
    public string Text { get; set; } = "";
    public Guid? JourneyId { get; set; }
    public string? ExternalId { get; set; }
    public string ActorName { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A row that did not become a signal, whole, with where and why; it can be corrected and imported again.</summary>
public sealed class ImportReject
{
    public Guid RunId { get; set; }
    public long Row { get; set; }
    public string? Column { get; set; }
    public string Code { get; set; } = "";
    public string Reason { get; set; } = "";
    public string Text { get; set; } = "";
}
