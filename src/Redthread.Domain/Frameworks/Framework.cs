using Redthread.Domain.Journeys;
using Redthread.Domain.Measures;
using Redthread.Domain.People;

namespace Redthread.Domain.Frameworks;

public enum FrameworkState
{
    Draft,
    Agreed,
    Retired,
}

/// <summary>The versioned agreement which measures count, with which weights, in which stage. Editable as a draft only.</summary>
public sealed class Framework
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }
    public string Name { get; set; } = "";
    public int FreshnessDays { get; set; } = 45;
    public int MinimumN { get; set; } = 30;

    /// <summary>The four cut points on 0–100, ascending: below the first is −2, from the last on +2.</summary>
    public double Cut1 { get; set; } = 30;
    public double Cut2 { get; set; } = 45;
    public double Cut3 { get; set; } = 60;
    public double Cut4 { get; set; } = 75;

    /// <summary>The one score against which all decisions are weighed: a journey, usually a lifecycle.</summary>
    public Guid? NorthStarJourneyId { get; set; }
    public Journey? NorthStarJourney { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? AgreedAt { get; set; }
    public DateTime? RetiredAt { get; set; }
    public int Revision { get; set; } = 1;
    public List<FrameworkStage> Stages { get; } = [];
    public List<FrameworkWeight> Weights { get; } = [];
    public List<FrameworkTeam> Teams { get; } = [];

    public FrameworkState State =>
        RetiredAt is not null ? FrameworkState.Retired
        : AgreedAt is not null ? FrameworkState.Agreed
        : FrameworkState.Draft;

    public IReadOnlyList<double> Cuts => [Cut1, Cut2, Cut3, Cut4];
}

public sealed class FrameworkStage
{
    public Guid FrameworkId { get; set; }
    public Guid StageId { get; set; }
    public Stage? Stage { get; set; }
    public double Importance { get; set; } = 1;
    public double Target { get; set; } = 70;
    public double WeakBelow { get; set; } = 50;
    public double FailingBelow { get; set; } = 40;

    /// <summary>Where an analysis proposed the importance: what it rests on, as JSON; null where people set it.</summary>
    public string? Proposal { get; set; }
}

public sealed class FrameworkWeight
{
    public Guid FrameworkId { get; set; }
    public Guid StageId { get; set; }
    public Guid MeasureId { get; set; }
    public Measure? Measure { get; set; }
    public double Weight { get; set; } = 1;
}

/// <summary>A team that must sign before the framework counts, and its signature.</summary>
public sealed class FrameworkTeam
{
    public Guid FrameworkId { get; set; }
    public Guid TeamId { get; set; }
    public Team? Team { get; set; }
    public DateTime? SignedAt { get; set; }
    public string? SignedBy { get; set; }
}
