namespace Redthread.Domain.Journeys;

/// <summary>Something found in an event log that is followed as a measure: it is read again whenever the log changes.</summary>
public sealed class LogFinding
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid LogId { get; set; }

    /// <summary>repeat, loop, drop-off or wait.</summary>
    public string Kind { get; set; } = "";
    public string? Activity { get; set; }
    public string? Next { get; set; }

    /// <summary>Which cases and contacts, as the address of the page says it.</summary>
    public string Query { get; set; } = "";

    /// <summary>Key of the measure.</summary>
    public string Measure { get; set; } = "";
    public Guid SourceId { get; set; }

    /// <summary>Where its readings belong.</summary>
    public Guid StageId { get; set; }

    /// <summary>The version of the log that was read last.</summary>
    public int LogVersion { get; set; }

    /// <summary>Why it could not be read again; null when it could.</summary>
    public string? Problem { get; set; }
    public string SavedBy { get; set; } = "";
    public DateTime ReadAt { get; set; }
}

/// <summary>An event log laid beside a planned journey: which activities do which stage, and what was found when it was last compared.</summary>
public sealed class LogComparison
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid LogId { get; set; }
    public Guid JourneyId { get; set; }

    /// <summary>For each stage by its id its activities, and whether it may be left out or repeated, as JSON.</summary>
    public string Stages { get; set; } = "[]";

    /// <summary>Share of cases that follow the plan in all, and the deviations of the most customers, as JSON.</summary>
    public string Found { get; set; } = "{}";

    /// <summary>The versions of the log and of the journey that were compared last.</summary>
    public int LogVersion { get; set; }
    public int JourneyVersion { get; set; }
    public string ChangedBy { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public DateTime ComparedAt { get; set; }

    /// <summary>Counts up with every change of what does which stage.</summary>
    public int Version { get; set; } = 1;
}
