using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Language;

namespace Redthread.Tests.Features.Samples;

/// <summary>The sample's language comes apart where it was planted to, and nowhere else.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedLanguageTests(SampleStores stores)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_rival_sense_an_objection_a_drift_and_an_undefined_phrase_are_found(Provider provider)
    {
        var sample = stores[provider];
        var findings = await sample.Get<LanguageDrift>().ReadAsync(default);
        findings
            .Where(finding => finding.Kind == DriftKind.Rival)
            .Select(finding => (finding.Word, finding.Problem))
            .ShouldBe([("Churn", "has 2 live definitions"), ("Self-service", "is objected to by Sample service")], ignoreOrder: true);

        var avoided = findings.Single(finding => finding.Kind == DriftKind.Avoided && finding.Team == "Sample product");
        (avoided.Word, avoided.Instead, avoided.Team).ShouldBe(("user", "Customer", "Sample product"));
        avoided.Count.ShouldBe(6);
        avoided.Months.Take(6).Sum().ShouldBe(0);
        avoided.Trend!.Value.State.ShouldBe(TrendState.Ok);
        avoided.Trend.Value.S.ShouldBeGreaterThan(0);

        // Notes of conversations hold frequent phrases as well.
        findings.Single(finding => finding.Kind == DriftKind.Undefined && finding.Word == "bill shock").Count.ShouldBeGreaterThanOrEqualTo(6);
        // Neither the note that all is made up, which stands on every journey, nor a subject with its verb in reasons that teams repeat.
        string[] noTerms = ["sample organisation", "people call", "people recommend", "hours help"];
        findings.Where(finding => finding.Kind == DriftKind.Undefined).Select(finding => finding.Word).ShouldNotContain(word => noTerms.Contains(word));
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_glossary_holds_what_is_agreed_on(Provider provider)
    {
        var context = stores[provider].Context();
        await using (context)
            context.Terms.Count().ShouldBe(12);
        var glossary = await new GlossaryQueries(stores[provider].Get<Microsoft.EntityFrameworkCore.IDbContextFactory<RedthreadContext>>()).ReadAsync(default);
        (glossary.Published, glossary.Lines.Count).ShouldBe((true, 11));
        glossary.Lines.ShouldNotContain(line => line.Term.Key == "self-service");
        glossary.Lines.Single(line => line.Term.Key == "first-contact-resolution").Measure.ShouldNotBeNull();
    }
}
