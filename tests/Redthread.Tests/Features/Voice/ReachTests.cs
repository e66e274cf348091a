using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;

namespace Redthread.Tests.Features.Voice;

/// <summary>
/// Computed by hand on paper. Six insights, looked at on day 200: A is decided after 30 days, E was merged into A and follows it, C
/// was approved on day 150 and is censored after 50, D is archived after 60, B is decided after 100, F waits for 180.
/// At risk 6: two decided, F(30) = 2/6. After C is censored 3 are left; D leaves, S = 4/6 · 2/3 = 4/9. At risk 2, one decided:
/// F(100) = 2/6 + 4/9 · 1/2 = 5/9. So reach within 90 days is 1/3 and the median 100 days.
/// </summary>
public sealed class ReachTests
{
    private static readonly DateTime Zero = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Now = Zero.AddDays(200);
    private readonly Ledger ledger = new();
    private int number;

    [Fact]
    public void Reach_is_the_cumulative_incidence_by_hand()
    {
        var (a, b, c, d, e, f) = (Insight(0), Insight(0), Insight(150), Insight(0, archived: 60), Insight(0), Insight(20));
        e.MergedIntoId = a.Id;
        ledger.Put(e);
        Decide(a, 30);
        Decide(b, 100);
        var spans = new[] { a, b, c, d, e, f }.Select(insight => Reach.Span(ledger, insight, Now)).ToList();

        spans
            .Select(span => (span.Days, span.End))
            .ShouldBe([(30, ReachEnd.Decided), (100, ReachEnd.Decided), (50, ReachEnd.Waiting), (60, ReachEnd.Archived), (30, ReachEnd.Decided), (180, ReachEnd.Waiting)]);
        var incidence = Reach.Incidence(spans);
        incidence.At(90).Estimate.ShouldBe(1 / 3d, 1e-12);
        incidence.At(100).Estimate.ShouldBe(5 / 9d, 1e-12);
        incidence.Median.ShouldBe(100);
        incidence.At(90).Interval.Contains(1 / 3d).ShouldBeTrue();
    }

    [Fact]
    public void Where_nothing_competes_reach_is_one_minus_kaplan_meier()
    {
        var insights = Enumerable.Range(0, 12).Select(at => Insight(at * 5)).ToList();
        for (var at = 0; at < insights.Count; at += 2)
            Decide(insights[at], (at * 5) + 20 + (at * 3));
        var spans = insights.ConvertAll(insight => Reach.Span(ledger, insight, Now));
        var survival = KaplanMeier.Of(spans.Select(span => new FollowUp(span.Days, (int)span.End)));
        Reach.Incidence(spans).At(90).Estimate.ShouldBe(1 - survival.At(90).Estimate, 1e-12);
    }

    [Fact]
    public void Listed_set_aside_or_planned_is_not_used()
    {
        var insight = Insight(0);
        Decide(insight, 10, LinkKind.SetAside);
        var planned = new Decision { Number = ++number };
        ledger.Put(planned);
        Link(insight.Id, LinkKind.UsedFor, planned.Id);
        Reach.Span(ledger, insight, Now).End.ShouldBe(ReachEnd.Waiting);
        Decide(insight, 40, LinkKind.UsedAgainst);
        Reach.Span(ledger, insight, Now).ShouldBe(new ReachSpan(insight, 40, ReachEnd.Decided));
    }

    [Fact]
    public void Evidence_that_ages_ends_the_wait()
    {
        var insight = Insight(0);
        ledger.SetEvidence(insight.Id, [Evidence(insight.Id, -300)]);
        var stale = Reach.StaleAt(ledger, insight);
        // A year after the evidence would be day 65; approval was a fresh look, so it holds for the time to ageing.
        stale.ShouldBe(Zero.AddDays(Domain.Insights.Insight.AgeingAfterDays));
        Reach.Span(ledger, insight, Now).ShouldBe(new ReachSpan(insight, 180, ReachEnd.Stale));
        ledger.SetEvidence(insight.Id, [Evidence(insight.Id, -300), Evidence(insight.Id, 100)]);
        Reach.Span(ledger, insight, Now).End.ShouldBe(ReachEnd.Waiting);
    }

    [Fact]
    public void A_decision_rests_on_fresh_evidence_or_it_does_not()
    {
        var insight = Insight(0);
        ledger.SetEvidence(insight.Id, [Evidence(insight.Id, 0), Evidence(insight.Id, 90)]);
        Reach.IsFresh(ledger, Decide(insight, 44), 45).ShouldBeTrue();
        Reach.IsFresh(ledger, Decide(insight, 46), 45).ShouldBeFalse();
    }

    private Insight Insight(int approved, int? archived = null)
    {
        var insight = new Insight
        {
            Number = ++number,
            CreatedAt = Zero.AddDays(approved),
            ApprovedAt = Zero.AddDays(approved),
            ArchivedAt = archived is { } day ? Zero.AddDays(day) : null,
        };
        ledger.Put(insight);
        return insight;
    }

    private Decision Decide(Insight insight, int day, LinkKind kind = LinkKind.UsedFor)
    {
        var decision = new Decision { Number = ++number, MadeAt = Zero.AddDays(day) };
        ledger.Put(decision);
        Link(insight.Id, kind, decision.Id);
        return decision;
    }

    private void Link(Guid from, LinkKind kind, Guid to) =>
        ledger.Put(
            new Link
            {
                FromId = from,
                Kind = kind,
                ToId = to,
            }
        );

    private static Evidence Evidence(Guid insight, int day) =>
        new()
        {
            InsightId = insight,
            SignalId = day + 1000,
            OccurredAt = Zero.AddDays(day),
        };
}
