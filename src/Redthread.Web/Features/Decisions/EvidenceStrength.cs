using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>How far an insight's evidence bears it.</summary>
/// <param name="Percent">Confidence.</param>
public sealed record EvidenceStrength(double Percent, int Signals, int Against, int Customers)
{
    public bool IsStrong => Percent >= Domain.Decisions.Decision.StrongPercent;

    /// <summary>By the evidence of that day: what was said later does not count. O(evidence of the insight).</summary>
    public static EvidenceStrength Of(Ledger ledger, Guid insight, DateTime at)
    {
        var known = ledger.EvidenceOf(insight).Where(row => row.OccurredAt <= at).ToList();
        var facts = InsightFacts.Of(known, ledger.SourceKinds, at.Date);
        return new EvidenceStrength(facts.Confidence.Percent, facts.For, facts.Against, facts.Customers);
    }
}
