using Redthread.Domain.Journeys;
using Redthread.Web.Features.Journeys;

namespace Redthread.Tests.Features.Journeys;

/// <summary>Journeys of every shape from a seed, with the texts that break careless writers of YAML.</summary>
internal sealed class JourneyGenerator(int seed)
{
    private static readonly string[] Texts =
    [
        "plain",
        "“quoted”",
        "\"double\" and 'single'",
        "yes",
        "no",
        "null",
        "~",
        "true",
        "12",
        "1e3",
        "0x1F",
        "2026-05-03",
        "12:30",
        "a: b",
        "- dash",
        "# not a comment",
        "a #b",
        "{brace",
        "[bracket",
        "%percent",
        "@at",
        "`tick`",
        "!tag",
        "&anchor",
        "*star",
        "| pipe",
        "> fold",
        "?",
        ":",
        "-",
        "=",
        "<<",
        "日本語の旅",
        "emoji 🧵",
        "Ünïcödé",
        "back\\slash",
        "tab\tinside",
        "trailing colon:",
        "%",
        "a\u00A0b",
        "é e\u0301",
        ".inf",
        "0o17",
        "1_000",
        "---",
        "...",
    ];

    private static readonly string[] Long =
    [
        "two\nlines",
        "a paragraph\n\nand another",
        "  indented\n    more",
        "ends with colon:\n- and a dash",
        "a\n# b",
        "one\n\n\n\nfour blank",
        "long " + new string('x', 300) + " words " + new string('y', 200),
        "tab\n\tindented",
        "\"q\"\n'r'",
    ];

    private readonly Random random = new(seed);

    public JourneyFile Next(string key) =>
        new()
        {
            Journey = key,
            Name = Text(),
            Level = Enum.GetValues<JourneyLevel>()[random.Next(3)],
            Goal = Perhaps(Multi),
            Description = Perhaps(Multi),
            Archived = Chance(),
            Stages = [.. Enumerable.Range(0, random.Next(5)).Select(Stage)],
        };

    private JourneyFile.StageEntry Stage(int index)
    {
        var steps = Enumerable.Range(0, random.Next(4)).Select(Step).ToList();
        return new JourneyFile.StageEntry
        {
            Key = $"s-{index}",
            Name = Text(),
            Intent = Perhaps(Multi),
            Archived = Chance(),
            Steps = steps,
            Touchpoints = [.. Enumerable.Range(0, random.Next(4)).Select(number => Touchpoint(number, steps))],
        };
    }

    private JourneyFile.StepEntry Step(int index) =>
        new()
        {
            Key = $"t-{index}",
            Name = Text(),
            Archived = Chance(),
            Lanes = Enum.GetValues<Lane>().Where(_ => Chance()).ToDictionary(lane => lane, _ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text()).ToList()),
        };

    private JourneyFile.TouchpointEntry Touchpoint(int index, List<JourneyFile.StepEntry> steps) =>
        new()
        {
            Key = $"p-{index}",
            Name = Text(),
            Step = steps.Count > 0 && Chance() ? steps[random.Next(steps.Count)].Key : null,
            Channel = Chance() ? $"channel-{random.Next(3)}" : null,
            Archived = Chance(),
        };

    private bool Chance() => random.Next(2) == 0;

    private string? Perhaps(Func<string> text) => Chance() ? text() : null;

    private string Text() => Texts[random.Next(Texts.Length)];

    private string Multi() => (Chance() ? Long[random.Next(Long.Length)] : Text()).Trim();
}
