using Redthread.Domain.Signals;
using Redthread.Tests.Features.Measures;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.Templates;

namespace Redthread.Tests.Features.Templates;

public class TemplateTests(PostgresServer postgres)
{
    public static TheoryData<string> Names => new(Template.All.Select(template => template.Name));

    [Fact]
    public void Four_come_with_the_program() => Template.All.Select(template => template.Name).ShouldBe(["airport", "bank", "saas", "telecom"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Templates_are_whole_and_in_shape(string name)
    {
        var template = Template.Find(name).Value;
        template.Journeys[0].Parent.ShouldBeNull();
        template.Description.ShouldNotBeEmpty();
        template.Journeys.Skip(1).Count().ShouldBeInRange(2, 5);
        template.Journeys.Skip(1).ShouldAllBe(journey => journey.Stages.Count >= 4 && journey.Stages.Count <= 6);
        var stages = template.Journeys.SelectMany(journey => journey.Stages).ToList();
        stages.ShouldAllBe(stage =>
            stage.Intent != null
            && stage.Steps.Count > 0
            && stage.Touchpoints.Count > 0
            && stage.Touchpoints.TrueForAll(touchpoint => touchpoint.Channel != null && touchpoint.Step != null)
        );
        template.Framework.Stages.Keys.ShouldBe(template.Journeys.SelectMany(journey => journey.Stages.Select(stage => $"{journey.Journey}/{stage.Key}")), ignoreOrder: true);
        template.Framework.Stages.ShouldAllBe(stage => stage.Value.Weights.Count > 0);
        template.Framework.Stages.SelectMany(stage => stage.Value.Weights.Keys).Distinct().ShouldBe(template.Measures.Select(measure => measure.Measure), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Templates_come_in_and_are_agreed_cleanly(string name)
    {
        foreach (var provider in Enum.GetValues<Provider>())
        {
            await using var bench = await Bench.NewAsync(postgres, provider);
            var template = Template.Find(name).Value;
            var used = (await bench.Get<UseTemplate>().HandleAsync(Actor.Operator, new UseTemplate.Request(name, Agree: true), Bench.Cancel)).Value;
            used.ShouldBeEquivalentTo(new UseTemplate.Used(name, template.Journeys.Count, template.Measures.Count, new List<string>(), 1, true));
            (await bench.Get<FrameworkQueries>().ReadFileAsync(1, Bench.Cancel))
                .Value.ToYaml()
                .ShouldBe(Sorted(template.Framework).ToYaml(), StringCompareShould.IgnoreLineEndings);
            (await bench.Get<ScoringRulesSource>().ReadAsync(Bench.Cancel)).Weights.Count.ShouldBe(template.Framework.Stages.Sum(stage => stage.Value.Weights.Count));
            (await bench.Get<RefreshScores>().IsNeededAsync(Bench.Cancel)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Using_one_twice_and_another_on_top_harms_nothing()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        var use = bench.Get<UseTemplate>();
        await bench.SaveAsync(Bench.Csat with { Wording = "Our own words" });
        (await use.HandleAsync(Actor.Operator, new("telecom", true), Bench.Cancel)).Value.Kept.ShouldBe(["csat-5"]);
        var again = (await use.HandleAsync(Actor.Operator, new("telecom"), Bench.Cancel)).Value;
        (again.Journeys, again.Measures).ShouldBe((0, 0));
        (await use.HandleAsync(Actor.Operator, new("airport"), Bench.Cancel)).Value.Measures.ShouldBe(4);
        (await bench.Get<MeasureQueries>().ReadAsync("csat-5", Bench.Cancel)).Value.Measure.Wording.ShouldBe("Our own words");
        var both = (await bench.Get<FrameworkQueries>().ReadFileAsync(null, Bench.Cancel)).Value;
        both.Stages.Count.ShouldBe(Template.Find("telecom").Value.StageCount + Template.Find("airport").Value.StageCount);
        both.NorthStar.ShouldBe("customer-lifecycle");
        (await use.HandleAsync(Actor.Operator, new("no"), Bench.Cancel)).Error!.Code.ShouldBe("template-unknown");
        (await bench.Get<JourneyQueries>().ReadAtlasAsync(Bench.Cancel)).Count.ShouldBe(9);
    }

    [Fact]
    public void The_airport_holds_what_the_sample_survey_speaks_of()
    {
        var airport = Template.Find("airport").Value;
        airport.Framework.FreshnessDays.ShouldBe(400);
        var places = airport
            .Journeys.SelectMany(journey => journey.Stages.SelectMany(stage => stage.Touchpoints.Select(touchpoint => $"{journey.Journey}/{stage.Key}/{touchpoint.Key}")))
            .ToHashSet();
        var sample = Path.Combine(Root(), "samples", "airport-survey");
        var texts = Directory.Exists(sample)
            ? Directory.GetFiles(sample, "mapping*.yaml").Select(File.ReadAllText).ToList()
            : ["measure: csat\nplace: airport/wait/wifi,\nmeasure: ease\nplace: airport/security/passing\nmeasure: problem-met\nplace: airport/whole/problem\n"];
        foreach (var text in texts)
        {
            Values(text, "place").ShouldBeSubsetOf(places);
            Values(text, "measure").ShouldBeSubsetOf(airport.Measures.Select(measure => measure.Measure));
        }
    }

    private static List<string> Values(string text, string field) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, $@"\b{field}: ([a-z0-9/-]+)").Select(match => match.Groups[1].Value).Distinct()];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Redthread.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    // As a store gives it back: stages as the atlas has them, measures by key.
    private static FrameworkFile Sorted(FrameworkFile file) =>
        file with
        {
            Stages = file.Stages.ToDictionary(
                stage => stage.Key,
                stage => stage.Value with { Weights = stage.Value.Weights.OrderBy(weight => weight.Key, StringComparer.Ordinal).ToDictionary() }
            ),
        };
}
