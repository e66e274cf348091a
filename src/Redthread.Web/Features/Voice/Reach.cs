using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Voice;

/// <summary>What ended the wait of an approved insight.</summary>
public enum ReachEnd
{
    Waiting = FollowUp.Censored,
    Decided = 1,
    Archived = 2,
    Stale = 3,
}

/// <param name="Days">From its approval to the end, or to now.</param>
public sealed record ReachSpan(Insight Insight, double Days, ReachEnd End);

/// <summary>
/// The share of insights that reached a decision: each approved insight waits from its approval until a made decision used it; to be
/// archived or to go stale competes; the young are censored; a merged one follows its survivor.
/// </summary>
public static class Reach
{
    public const int Window = 90;

    public static ReachSpan Span(Ledger ledger, Insight insight, DateTime now)
    {
        var from = insight.ApprovedAt!.Value;
        var survivor = ledger.Survivor(insight.Id) as Insight ?? insight;
        var decided = ThreadWalk.DecisionsOf(ledger, survivor.Id).Select(decision => decision.MadeAt).FirstOrDefault();
        var end = (At: now, End: ReachEnd.Waiting);
        foreach (var (at, how) in new[] { (decided, ReachEnd.Decided), (survivor.ArchivedAt, ReachEnd.Archived), ((DateTime?)StaleAt(ledger, survivor), ReachEnd.Stale) })
        {
            if (at <= now && (at < end.At || end.End == ReachEnd.Waiting))
                end = (at.Value, how);
        }

        return new ReachSpan(insight, Math.Max(0, (end.At - from).TotalDays), end.End);
    }

    public static DateTime StaleAt(Ledger ledger, Insight insight)
    {
        var newest = ledger.EvidenceOf(insight.Id).Where(row => row.Stance == Stance.For).Select(row => row.OccurredAt).DefaultIfEmpty(insight.CreatedAt).Max();
        return insight.StaleAt(newest);
    }

    public static CumulativeIncidence Incidence(IEnumerable<ReachSpan> spans) =>
        CumulativeIncidence.Of(spans.Select(span => new FollowUp(span.Days, (int)span.End)), (int)ReachEnd.Decided);

    /// <summary>Whether a made decision rests on evidence no older than the freshness limit on the day it was made.</summary>
    public static bool IsFresh(Ledger ledger, Decision decision, int freshnessDays)
    {
        var limit = decision.MadeAt!.Value.AddDays(-freshnessDays);
        return ledger
            .Up<Insight>(decision.Id, LinkKind.UsedFor)
            .Concat(ledger.Up<Insight>(decision.Id, LinkKind.UsedAgainst))
            .SelectMany(insight => ledger.EvidenceOf(insight.Id))
            .Any(row => row.OccurredAt >= limit && row.OccurredAt <= decision.MadeAt);
    }
}
