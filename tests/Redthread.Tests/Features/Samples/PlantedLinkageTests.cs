using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Samples;

namespace Redthread.Tests.Features.Samples;

/// <summary>The stage whose low score goes with leaving is found, and no other; customers are worth what they were made to be.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedLinkageTests(SampleStores stores)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Only_the_first_bill_goes_with_leaving(Provider provider)
    {
        var answer = await stores[provider]
            .ScopedAsync<LinkageAnalysis, LinkageAnswer>(analysis => analysis.ComputeAsync(AnalysisRequest.Default, LinkageOutcome.Leaving, default));

        answer.In(LinkageState.Shown).Select(stage => stage.Path).ShouldBe(["get-connected/first-bill"]);
        var link = answer.In(LinkageState.Shown).Single();
        var (effect, interval) = LinkageText.Less(LinkageOutcome.Leaving, link.Result);
        interval.Contains(SampleCustomerFacts.Ratio).ShouldBeTrue($"{effect} {interval}");
        link.Earlier!.Effect.ShouldBeLessThan(1);
        LinkageText.Answer(answer).ShouldStartWith("Customers whose score at First bill was ten points lower left at 1.");
        answer.Stages.Single(stage => stage.Path == "get-connected/first-evening").Result.State.ShouldBe(LinkageState.NotEnoughData);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Nothing_was_planted_in_spending(Provider provider)
    {
        var answer = await stores[provider]
            .ScopedAsync<LinkageAnalysis, LinkageAnswer>(analysis => analysis.ComputeAsync(AnalysisRequest.Default, LinkageOutcome.Spending, default));

        answer.In(LinkageState.Shown).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Customers_are_worth_what_they_were_made_to_be(Provider provider)
    {
        var answer = await stores[provider].ScopedAsync<LifetimeAnalysis, LifetimeAnswer>(analysis => analysis.ComputeAsync(LifetimeRequest.Default, default));

        var families = answer.Segments.Single(line => line.Name == "Families");
        // Made with 0.8 % leaving a month, and more where the first bill was bad.
        families.Retention.Value.ShouldBeInRange(0.988, 0.995);
        families.Margin.ShouldBeInRange(14, 16);
        answer.Contract!.Customers.ShouldBeGreaterThan(6000);
        // By head and together are one figure.
        var together = answer.Contract.Customers * answer.Contract.Value.Value;
        together.ShouldBe(answer.Total, answer.Total * 1e-9);
        together.ShouldBe(answer.Segments.Sum(line => line.Customers * line.Value.Value), together * 1e-9);
        var bought = answer.Purchases!;
        bought.Readable.ShouldBeTrue();
        bought.Spending.P.Interval.Contains(6).ShouldBeTrue($"{bought.Spending.P}");
        bought.Interval.Contains(bought.Mean).ShouldBeTrue();
        bought.Holdout.Sum(line => line.Expected).ShouldBe(bought.Holdout.Sum(line => line.Bought), bought.Holdout.Sum(line => line.Bought) * 0.15);
        answer.Stages.Where(stage => stage.Risk.State == RegressionState.Ok).ShouldAllBe(stage => stage.Risk.Interval.Contains(stage.Risk.Value));
    }
}
