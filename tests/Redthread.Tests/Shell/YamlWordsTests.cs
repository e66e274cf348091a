using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.Segments;
using Redthread.Web.Shell;

namespace Redthread.Tests.Shell;

/// <summary>What is wrong with a file is said to who wrote it: by field and line, and never by a type or a token of ours.</summary>
public sealed class YamlWordsTests
{
    private static readonly string[] Broken =
    [
        "foo: 1\n",
        "- foo: 1\n",
        "key: a\nfoo: 1\n",
        "journey: [a, b]\n",
        "name: {a: b}\n",
        "stages: 3\n",
        "stages:\n  - foo: 1\n",
        "stages:\n  - key: a\n    name: A\n    steps: yes\n",
        "segments:\n  - foo: 1\n",
        "segments:\n  - key: a\n    share: much\n",
        "level: nowhere\n",
        "name: a\nname: b\n",
        "name: \"a\n",
        "a: b: c\n",
        "version: many\n",
        "- key: a\n  scale: nowhere\n",
    ];

    public static TheoryData<string> Entrances => ["journey", "measures", "framework", "segments"];

    [Theory, MemberData(nameof(Entrances))]
    public void No_message_names_what_is_ours_and_each_names_its_line(string entrance)
    {
        var refused = 0;
        foreach (var text in Broken)
        {
            var error = entrance switch
            {
                "journey" => Yaml.Read<JourneyFile>(text, "journey file").Error,
                "measures" => Yaml.Read<List<MeasureEntry>>(text, "measures file").Error,
                "framework" => Yaml.Read<FrameworkFile>(text, "framework file").Error,
                _ => Yaml.Read<SegmentsFile>(text, "segments file").Error,
            };
            if (error is null)
                continue;
            refused++;
            error.Message.ShouldStartWith("Line ");
            foreach (
                var ours in (string[])["Redthread.", "System.", "Property '", "not found on type", "Exception", "SequenceStart", "MappingStart", "Scalar", "Int32", "deserializ"]
            )
                error.Message.ShouldNotContain(ours, Case.Insensitive, text);
        }

        refused.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void An_unknown_field_is_told_with_those_there_are_and_its_line()
    {
        var error = Yaml.Read<JourneyFile>("journey: a\nname: A\nstges: []\n", "journey file").Error!;
        error.Message.ShouldStartWith("Line 3 of the journey file: unknown field “stges”. Did you mean \"stages\"? Known: ");
        error.Message.ShouldContain("name, ");
        Yaml.Read<JourneyFile>("journey: a\nname: A\nstages: 3\n", "journey file").Error!.Message.ShouldStartWith("Line 3 of the journey file: ");
    }

    [Fact]
    public void Rejects_of_terms_in_JSON_name_the_field_alone()
    {
        foreach (var text in (string[])["""[{"word": 3}]""", """[{"word": "a", "definition": {"b": 1}}]"""])
        {
            var read = TermFile.Read(text);
            var said = read.Error?.Message ?? string.Join(' ', read.Value.Select(row => row.Damage));
            said.ShouldNotContain("Redthread");
            said.ShouldNotContain("System.");
        }
    }
}
