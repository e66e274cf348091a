using Redthread.Domain.Insights;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Ui;

namespace Redthread.Tests.Features.Insights;

public sealed class InsightFactsTests
{
    private static readonly DateTime Today = new(2026, 6, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Survey = Guid.CreateVersion7();
    private static readonly Guid Calls = Guid.CreateVersion7();
    private static readonly Dictionary<Guid, SourceKind> Unknown = [];

    [Fact]
    public void Confidence_is_what_the_formula_says()
    {
        // Two customers and one anonymous signal: n = 2.5; two sources of unknown kind; ages 0, 90, 180, 360 days: median 135; 4 for, 1 against.
        var facts = InsightFacts.Of([Row(1, Survey, 0), Row(1, Survey, 90), Row(2, Calls, 180), Row(null, Survey, 360), Row(3, Calls, 10, Stance.Against)], Unknown, Today);

        (facts.Customers, facts.Anonymous, facts.Kinds, facts.For, facts.Against).ShouldBe((2, 1, 2, 4, 1));
        facts.MedianAgeDays.ShouldBe(135);
        facts.Newest.ShouldBe(Today);
        facts.Confidence.Breadth.ShouldBe(0.2, 1e-9);
        facts.Confidence.Variety.ShouldBe(0.75, 1e-9);
        facts.Confidence.Freshness.ShouldBe(0.594604, 1e-6);
        facts.Confidence.Balance.ShouldBe(0.8, 1e-9);
        facts.Confidence.Percent.ShouldBe(100 * Math.Pow(0.2 * 0.75 * 0.5946035575 * 0.8, 0.25), 1e-6);
    }

    [Fact]
    public void Two_sources_of_one_kind_are_no_variety()
    {
        var other = Guid.CreateVersion7();
        var evidence = new List<Evidence> { Row(1, Survey, 0), Row(2, other, 0), Row(3, Calls, 0) };

        InsightFacts.Of(evidence, Unknown, Today).Kinds.ShouldBe(3);
        InsightFacts.Of(evidence, new Dictionary<Guid, SourceKind> { [Survey] = SourceKind.Survey, [other] = SourceKind.Survey }, Today).Kinds.ShouldBe(2);
        InsightFacts
            .Of(
                evidence,
                new Dictionary<Guid, SourceKind>
                {
                    [Survey] = SourceKind.Survey,
                    [other] = SourceKind.Survey,
                    [Calls] = SourceKind.Call,
                },
                Today
            )
            .Kinds.ShouldBe(2);
        InsightFacts.Of(evidence, evidence.ToDictionary(row => row.SourceId, _ => SourceKind.Survey), Today).Kinds.ShouldBe(1);
    }

    [Fact]
    public void Without_evidence_there_is_no_confidence()
    {
        var facts = InsightFacts.Of([], Unknown, Today);
        (facts.Confidence.Percent, facts.Newest, facts.MedianAgeDays).ShouldBe((0, null, null));
    }

    [Theory]
    [InlineData(179, InsightState.Approved)]
    [InlineData(180, InsightState.Ageing)]
    [InlineData(364, InsightState.Ageing)]
    [InlineData(365, InsightState.Stale)]
    public void An_insight_ages_by_its_newest_evidence(int days, InsightState state)
    {
        var insight = new Insight { CreatedAt = Today.AddDays(-1000), ApprovedAt = Today.AddDays(-900) };
        insight.StateAt(Today, Today.AddDays(-days)).ShouldBe(state);
    }

    [Fact]
    public void Without_evidence_its_own_beginning_counts()
    {
        new Insight { CreatedAt = Today.AddDays(-200), ApprovedAt = Today }
            .StateAt(Today, null)
            .ShouldBe(InsightState.Ageing);
        new Insight { CreatedAt = Today.AddDays(-900) }
            .StateAt(Today, null)
            .ShouldBe(InsightState.ToApprove);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("![x](https://evil.example/pixel.gif)")]
    public void What_people_write_cannot_do_anything(string text)
    {
        var html = Markdown.ToHtml(text);
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("href=\"javascript", Case.Insensitive);
        html.ShouldNotContain("href=\"//");
    }

    [Fact]
    public void A_text_keeps_its_form()
    {
        Markdown
            .ToHtml("# Why\n\n- **one**\n- [two](/insights/2)")
            .ShouldBe("<h3>Why</h3>\n<ul>\n<li><strong>one</strong></li>\n<li><a href=\"/insights/2\">two</a></li>\n</ul>\n");
    }

    private static Evidence Row(long? customer, Guid source, int days, Stance stance = Stance.For) =>
        new()
        {
            Customer = customer,
            SourceId = source,
            OccurredAt = Today.AddDays(-days),
            Stance = stance,
        };
}
