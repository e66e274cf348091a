using Redthread.Domain.Insights;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>How far an insight's evidence bears it today.</summary>
public sealed record EvidenceStrength(InsightConfidence Confidence, int Signals, int Against, int Customers)
{
    public bool IsStrong => Confidence.Percent >= Domain.Decisions.Decision.StrongPercent;

    /// <summary>O(evidence of the insight).</summary>
    public static EvidenceStrength Of(Ledger ledger, Guid insight, DateTime now)
    {
        var rows = ledger.EvidenceOf(insight);
        var supporting = rows.Where(row => row.Stance == Stance.For).ToList();
        var customers = supporting.Where(row => row.Customer is not null).Select(row => row.Customer).Distinct().Count();
        var ages = supporting.Select(row => (now - row.OccurredAt).TotalDays).Order().ToList();
        var median = ages.Count == 0 ? 0 : (ages[(ages.Count - 1) / 2] + ages[ages.Count / 2]) / 2;
        var confidence = InsightConfidence.Of(
            customers,
            supporting.Count(row => row.Customer is null),
            supporting.Select(row => row.SourceId).Distinct().Count(),
            median,
            supporting.Count,
            rows.Count - supporting.Count
        );
        return new EvidenceStrength(confidence, supporting.Count, rows.Count - supporting.Count, customers);
    }
}
