using System.Reflection;
using System.Text.Json;
using Redthread.Domain.Journeys;
using Redthread.Web.Features.Journeys;

namespace Redthread.Tests.Features.Journeys;

public sealed class JourneyFileTests
{
    [Fact]
    public void Any_journey_is_the_same_after_its_file()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var journey = new JourneyGenerator(seed).Next("j");
            var yaml = journey.ToYaml();
            var read = JourneyFile.Parse(yaml);
            read.Error?.Message.ShouldBeNull($"seed {seed}\n{yaml}");
            Json(read.Value).ShouldBe(Json(journey), $"seed {seed}\n{yaml}");
            read.Value.ToYaml().ShouldBe(yaml, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("journey: a\nname: A\nstage: []\n", "Line 3")]
    [InlineData("journey: a\nname: A\nstages:\n  - key: s\n    name: S\n    intend: x\n", "Line 6")]
    [InlineData("journey: a\nname: A\nlevel: epic\n", "Line 3")]
    public void What_it_does_not_know_is_named_by_line(string yaml, string line) => JourneyFile.Parse(yaml).Error!.Message.ShouldContain(line);

    [Theory]
    [InlineData("journey: a\nname: A\nstages:\n")]
    [InlineData("journey: a\nname: A\nstages:\n  - key: s\n    name: S\n    steps:\n    touchpoints:\n")]
    public void An_empty_list_is_none(string yaml) => JourneyFile.Parse(yaml).Ok.ShouldBeTrue();

    [Theory]
    [InlineData("journey: new\nname: A\n", "bad-key")]
    [InlineData("journey: A b\nname: A\n", "bad-key")]
    [InlineData("journey: a\nname: ' '\n", "name-missing")]
    [InlineData("journey: a\nname: A\nstages:\n  -\n", "entry-empty")]
    [InlineData("journey: a\nname: A\nstages:\n  - {key: s, name: S}\n  - {key: s, name: T}\n", "key-twice")]
    [InlineData("journey: a\nname: A\nstages:\n  - {key: s, name: S, touchpoints: [{key: t, name: T, step: none}]}\n", "step-unknown")]
    [InlineData("journey: a\nname: A\nstages:\n  - {key: s, name: S, steps: [{key: t, name: T, lanes: {doing: [\"a\\nb\"]}}]}\n", "lane-item")]
    public void What_cannot_be_is_refused(string yaml, string code) => JourneyFile.Parse(yaml).Error!.Code.ShouldBe(code);

    [Fact]
    public void The_schema_says_what_the_file_holds()
    {
        using var schema = JsonDocument.Parse(JourneyApi.Schema);
        var root = schema.RootElement;
        Fields(root).ShouldBe(Properties(typeof(JourneyFile)), ignoreOrder: true);
        var parts = root.GetProperty("$defs");
        Fields(parts.GetProperty("owner")).ShouldBe(Properties(typeof(JourneyFile.OwnerEntry)), ignoreOrder: true);
        Fields(parts.GetProperty("stage")).ShouldBe(Properties(typeof(JourneyFile.StageEntry)), ignoreOrder: true);
        Fields(parts.GetProperty("step")).ShouldBe(Properties(typeof(JourneyFile.StepEntry)), ignoreOrder: true);
        Fields(parts.GetProperty("touchpoint")).ShouldBe(Properties(typeof(JourneyFile.TouchpointEntry)), ignoreOrder: true);
        Fields(parts.GetProperty("lanes")).ShouldBe(Names<Lane>(), ignoreOrder: true);
        root.GetProperty("properties")
            .GetProperty("level")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(value => value.GetString()!)
            .ShouldBe(Names<JourneyLevel>(), ignoreOrder: true);
    }

    private static List<string> Fields(JsonElement part)
    {
        part.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        return [.. part.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
    }

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static IEnumerable<string> Names<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    internal static string Json(JourneyFile file) => JsonSerializer.Serialize(file);
}
