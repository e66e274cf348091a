using Redthread.Domain.Threads;

namespace Redthread.Domain.Goals;

public sealed class Objective : ThreadObject
{
    public override ThreadKind Kind => ThreadKind.Objective;

    /// <summary>The first day of the planning quarter.</summary>
    public DateOnly Cycle { get; set; }
}

/// <summary>Where a key result's value comes from.</summary>
public enum KeyResultSource
{
    StageScore,
    JourneyScore,
    Outcome,
    Manual,
}

public enum KeyResultHorizon
{
    ThisCycle,
    Beyond,
}

public sealed class KeyResult : ThreadObject
{
    public override ThreadKind Kind => ThreadKind.KeyResult;
    public Guid ObjectiveId { get; set; }
    public KeyResultSource Source { get; set; }

    /// <summary>The stage, journey or outcome behind the value; none for a manual number.</summary>
    public Guid? TargetId { get; set; }
    public Guid? SegmentId { get; set; }
    public string Unit { get; set; } = "";
    public double? Start { get; set; }
    public double Target { get; set; }

    /// <summary>The last value entered by hand.</summary>
    public double? Manual { get; set; }
    public KeyResultHorizon Horizon { get; set; }
    public bool PayDepends { get; set; }
}

public sealed class CheckIn
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid KeyResultId { get; set; }
    public DateTime At { get; set; }
    public string By { get; set; } = "";
    public double? Value { get; set; }

    /// <summary>How sure the author is that the target will be met, 0–1.</summary>
    public double? Confidence { get; set; }
    public string? Text { get; set; }
}

public enum OutcomeType
{
    Churn,
    Retention,
    Revenue,
    LifetimeValue,
    CostToServe,
    Other,
}

/// <summary>A business result over time.</summary>
public sealed class Outcome
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public OutcomeType Type { get; set; }
    public string Unit { get; set; } = "";
    public bool HigherIsBetter { get; set; } = true;
    public DateTime CreatedAt { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>The value of an outcome for the period that starts on the day.</summary>
public sealed class OutcomePoint
{
    public Guid OutcomeId { get; set; }
    public DateOnly On { get; set; }

    /// <summary>Guid.Empty is all segments together.</summary>
    public Guid SegmentId { get; set; }
    public double Value { get; set; }
}
