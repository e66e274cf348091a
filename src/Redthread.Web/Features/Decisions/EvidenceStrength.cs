using Redthread.Statistics;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>How far an insight's evidence bears it today.</summary>
public sealed record EvidenceStrength(InsightConfidence Confidence, int Signals, int Against, int Customers)
{
    public bool IsStrong => Confidence.Percent >= Domain.Decisions.Decision.StrongPercent;

    /// <summary>O(evidence of the insight).</summary>
    public static EvidenceStrength Of(Ledger ledger, Guid insight, DateTime now)
    {
        var facts = InsightFacts.Of(ledger.EvidenceOf(insight), ledger.SourceKinds, now.Date);
        return new EvidenceStrength(facts.Confidence, facts.For, facts.Against, facts.Customers);
    }
}
