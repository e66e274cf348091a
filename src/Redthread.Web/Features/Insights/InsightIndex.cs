using System.Collections.Concurrent;
using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Insights;

/// <summary>What follows from an insight's evidence, the same wherever it is shown or weighed.</summary>
/// <param name="Customers">Distinct customers who spoke for it.</param>
/// <param name="Anonymous">Signals for it without a customer.</param>
/// <param name="Kinds">Distinct kinds of source of the evidence for; a source of unknown kind is one of its own.</param>
/// <param name="MedianAgeDays">Of the evidence for; null without any.</param>
/// <param name="Newest">Of the evidence for; null without any.</param>
public sealed record InsightFacts(InsightConfidence Confidence, int Customers, int Anonymous, int Kinds, int For, int Against, double? MedianAgeDays, DateTime? Newest)
{
    public static InsightFacts Of(IReadOnlyList<Evidence> evidence, IReadOnlyDictionary<Guid, SourceKind> kindOf, DateTime now)
    {
        var supporting = evidence.Where(row => row.Stance == Stance.For).ToList();
        var customers = supporting.Where(row => row.Customer is not null).Select(row => row.Customer).Distinct().Count();
        var anonymous = supporting.Count(row => row.Customer is null);
        var kinds = supporting.Select(row => kindOf.TryGetValue(row.SourceId, out var kind) ? (Kind: kind, Source: Guid.Empty) : (default, row.SourceId)).Distinct().Count();
        var age = Median([.. supporting.Select(row => Math.Max(0, (now - row.OccurredAt).TotalDays)).Order()]);
        return new InsightFacts(
            InsightConfidence.Of(customers, anonymous, kinds, age ?? 0, supporting.Count, evidence.Count - supporting.Count),
            customers,
            anonymous,
            kinds,
            supporting.Count,
            evidence.Count - supporting.Count,
            age,
            supporting.Count == 0 ? null : supporting.Max(row => row.OccurredAt)
        );
    }

    private static double? Median(List<double> sorted) =>
        sorted.Count == 0 ? null
        : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
        : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}

/// <summary>An insight with what is true of it today.</summary>
public sealed record JudgedInsight(Insight Insight, InsightState State, InsightFacts Facts);

/// <summary>Judged insights, the most confident first, and how many are in each state.</summary>
public sealed record RankedInsights(IReadOnlyList<JudgedInsight> Rows, IReadOnlyDictionary<InsightState, int> ByState)
{
    public static RankedInsights Of(IReadOnlyList<JudgedInsight> rows) => new(rows, rows.CountBy(row => row.State).ToDictionary());
}

/// <summary>
/// Confidence and newest evidence of all insights, computed once a day and again when the evidence changes: the ledger
/// replaces the list of an insight whose evidence changed, and the kinds when a source changed, so the same lists mean the same facts.
/// </summary>
public sealed class InsightIndex(TimeProvider time)
{
    private readonly Lock judging = new();
    private Ranking? ranking;

    private sealed record Ranking(long Version, DateTime Day, RankedInsights All);

    private readonly ConcurrentDictionary<Guid, (IReadOnlyList<Evidence> Rows, object Kinds, DateTime Day, InsightFacts Facts)> kept = new();

    /// <summary>The beginning of today: an age is in whole days, so that a page says the same all day.</summary>
    public DateTime Today => time.GetUtcNow().UtcDateTime.Date;

    public InsightFacts Of(Ledger ledger, Guid insight)
    {
        var (rows, kinds, today) = (ledger.EvidenceOf(insight), ledger.SourceKinds, Today);
        if (kept.TryGetValue(insight, out var held) && ReferenceEquals(held.Rows, rows) && ReferenceEquals(held.Kinds, kinds) && held.Day == today)
            return held.Facts;
        var facts = InsightFacts.Of(rows, kinds, today);
        kept[insight] = (rows, kinds, today, facts);
        return facts;
    }

    public InsightState StateOf(Ledger ledger, Insight insight) => insight.StateAt(Today, Of(ledger, insight.Id).Newest);

    /// <summary>All insights, the most confident first: O(insights log insights) once for each version of the ledger and day.</summary>
    public RankedInsights Ranked(Ledger ledger)
    {
        var today = Today;
        bool IsCurrent(Ranking? held) => held is not null && held.Version == ledger.Version && held.Day == today;
        if (ranking is { } held && IsCurrent(held))
            return held.All;
        // Those who ask meanwhile wait for the answer instead of working it out beside each other.
        lock (judging)
        {
            if (!IsCurrent(ranking))
                ranking = new Ranking(
                    ledger.Version,
                    today,
                    RankedInsights.Of([
                        .. ledger
                            .All<Insight>()
                            .Select(row => (Row: row, Facts: Of(ledger, row.Id)))
                            .Select(row => new JudgedInsight(row.Row, row.Row.StateAt(today, row.Facts.Newest), row.Facts))
                            .OrderByDescending(row => row.Facts.Confidence.Percent)
                            .ThenByDescending(row => row.Insight.Number),
                    ])
                );
            return ranking!.All;
        }
    }
}
