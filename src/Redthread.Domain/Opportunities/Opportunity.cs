using Redthread.Domain.Threads;

namespace Redthread.Domain.Opportunities;

/// <summary>Something worth acting on, in problem language, across teams.</summary>
public sealed class Opportunity : ThreadObject
{
    public override ThreadKind Kind => ThreadKind.Opportunity;
    public DateTime? ClosedAt { get; set; }

    /// <summary>Person-weeks; null until somebody estimated it.</summary>
    public double? Effort { get; set; }

    /// <summary>Lifetime value at risk, when it is known from elsewhere.</summary>
    public double? ValueAtRisk { get; set; }

    /// <summary>Which value counts where there are two.</summary>
    public ValueFrom ValueFrom { get; set; }

    /// <summary>Customers in a quarter, for RICE, when it is not computed from stage traffic.</summary>
    public double? RiceReach { get; set; }

    /// <summary>0.25 minimal, 0.5 low, 1 medium, 2 high, 3 massive.</summary>
    public double? RiceImpact { get; set; }

    /// <summary>0–1; without it the confidence of the insights counts.</summary>
    public double? RiceConfidence { get; set; }
}

/// <summary>Where the value at risk of an opportunity is taken from, when somebody stated one and one can be computed too.</summary>
public enum ValueFrom
{
    Stated,
    Computed,
}

/// <summary>A round in which people score an opportunity without seeing each other's votes.</summary>
public sealed class ScoringRound
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid OpportunityId { get; set; }
    public DateTime OpenedAt { get; set; }
    public string OpenedBy { get; set; } = "";
    public DateTime? RevealedAt { get; set; }
    public int Version { get; set; } = 1;
}

public sealed class ScoreVote
{
    public Guid RoundId { get; set; }
    public Guid PersonId { get; set; }

    /// <summary>−2 not worth it … +2 must be done.</summary>
    public int Value { get; set; }
    public string? Reason { get; set; }
    public DateTime At { get; set; }
}

public enum SolutionType
{
    Product,
    Process,
    Policy,
    Training,
}

/// <summary>Testable minimum / score should move / general availability.</summary>
public enum Horizon
{
    Now,
    Soon,
    Later,
}

public enum SolutionState
{
    Idea,
    Planned,
    Started,
    Shipped,
    Dropped,
}

public sealed class Solution : ThreadObject
{
    public override ThreadKind Kind => ThreadKind.Solution;
    public SolutionType Type { get; set; }
    public SolutionState State { get; set; }
    public Horizon Horizon { get; set; } = Horizon.Later;

    /// <summary>The first day of the planning quarter it is meant for.</summary>
    public DateOnly? Cycle { get; set; }

    /// <summary>Person-weeks.</summary>
    public double? Effort { get; set; }

    /// <summary>In the organisation's currency.</summary>
    public double? Cost { get; set; }
    public string? TestPlan { get; set; }
    public string? TrackerUrl { get; set; }
    public DateTime? ShippedAt { get; set; }

    /// <summary>Order within its column of the board.</summary>
    public double Position { get; set; }
}
