using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Measures;
using Redthread.Domain.Signals;
using Redthread.Tests.Features.Measures;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;

namespace Redthread.Tests.Features.Frameworks;

public class ScoringRulesTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Superseded_versions_keep_their_mapping_and_share_the_weight(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        var source = bench.Get<ScoringRulesSource>();
        (await source.ReadAsync(Bench.Cancel)).ShouldBeEquivalentTo(ScoringRules.None);
        await bench.AddBasicsAsync();
        await bench.SaveAsync(Bench.Simple());
        (await source.ReadAsync(Bench.Cancel)).Weights.ShouldBeEmpty();
        await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel);
        var agreed = await source.ReadAsync(Bench.Cancel);
        (await source.ReadAsync(Bench.Cancel)).ShouldBeSameAs(agreed);
        var second = (await bench.SaveAsync(Bench.Csat with { Scale = [0, 10], MappingText = "0 10" })).Value;

        var rules = await source.ReadAsync(Bench.Cancel);
        await using var context = bench.Context();
        var first = await context.Measures.SingleAsync(measure => measure.Version == 1, Bench.Cancel);
        var call = await context.Stages.SingleAsync(stage => stage.Key == "call", Bench.Cancel);
        rules.FrameworkId.ShouldBe(await context.Frameworks.Select(framework => framework.Id).SingleAsync(Bench.Cancel));
        (rules.Scores[first.Id](3), rules.Scores[second.Id](3), rules.Scores[first.Id](9)).ShouldBe((50, 30, null));
        rules.Weights.ShouldBe(new Dictionary<(Guid, Guid), double> { [(call.Id, first.Id)] = 1, [(call.Id, second.Id)] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void A_version_with_a_weight_of_its_own_keeps_it()
    {
        var stage = Guid.CreateVersion7();
        var versions = Enumerable
            .Range(1, 3)
            .Select(version => new Measure
            {
                Key = "m",
                Version = version,
                ScaleMax = 5,
                MappingText = "0 5",
            })
            .ToList();
        FrameworkWeight Weight(int version, double weight) =>
            new()
            {
                StageId = stage,
                MeasureId = versions[version - 1].Id,
                Weight = weight,
            };
        var rules = ScoringRulesSource.Make(null, versions, [Weight(3, 7), Weight(1, 2)]);
        versions.Select(version => rules.Weights[(stage, version.Id)]).ShouldBe([2, 7, 7]);
    }

    [Fact]
    public void A_mapping_nobody_can_read_scores_nothing() =>
        ScoringRulesSource
            .Make(
                null,
                [
                    new Measure
                    {
                        Key = "m",
                        ScaleMax = 5,
                        MappingText = "?",
                    },
                ],
                []
            )
            .Scores.ShouldBeEmpty();
}
