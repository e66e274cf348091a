using Redthread.Domain.Insights;
using Redthread.Domain.Threads;

namespace Redthread.Domain.Decisions;

/// <summary>An insight as a decision weighed it, kept when the decision is made: what the insight becomes later does not change it.</summary>
public sealed class WeighedEvidence
{
    public Guid DecisionId { get; set; }
    public Guid InsightId { get; set; }
    public int Number { get; set; }
    public string Title { get; set; } = "";
    public InsightType Type { get; set; }
    public LinkKind Mark { get; set; }
    public string? Reason { get; set; }

    /// <summary>Confidence in percent.</summary>
    public double Percent { get; set; }

    /// <summary>Signals for and against.</summary>
    public int For { get; set; }
    public int Against { get; set; }

    /// <summary>Distinct known customers who spoke for it.</summary>
    public int Customers { get; set; }
}
