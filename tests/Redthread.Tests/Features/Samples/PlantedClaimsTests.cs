using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Features.Claims;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Desk.Detectors;

namespace Redthread.Tests.Features.Samples;

/// <summary>The sample's claims are judged as they were planted.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedClaimsTests(SampleStores stores)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Two_are_broken_and_one_of_them_is_left_alone(Provider provider)
    {
        var lines = await stores[provider].Get<ClaimQueries>().ReadAsync(default);
        lines
            .Select(line => (line.Row.Text.Split(' ')[0], line.Now.Verdict.Verdict, line.Row.WithdrawnAt is not null))
            .ShouldBe([
                ("Every", Verdict.Broken, false),
                ("You", Verdict.Broken, false),
                ("Nobody", Verdict.Unmeasured, false),
                ("Signing", Verdict.Kept, false),
                ("Of", Verdict.Kept, false),
                ("A", Verdict.Unmeasured, true),
            ]);
        lines[0].History.Count(point => point.Verdict.Verdict == Verdict.Broken).ShouldBeGreaterThan(2);
        // Every verdict is of a period that had not ended when the claim was made: half a year and more of weeks, not the year before.
        foreach (var line in lines.Where(line => line.Row.WithdrawnAt is null && line.History.Count > 0))
            line.History.Count.ShouldBeLessThanOrEqualTo(9, line.Name);
        var found = await stores[provider]
            .Get<DeskSource>()
            .LookAsync(DeskFacts.All, world => new ClaimBroken().Find(world, new Limits(new ClaimBroken().Thresholds), null).ToList(), default);
        found.ShouldHaveSingleItem().Title.ShouldContain("Every bundle fits");
    }
}
