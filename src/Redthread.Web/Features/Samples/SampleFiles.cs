using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample organisation's own texts, which are part of the program.</summary>
internal static class SampleFiles
{
    public static string Survey => Text("relationship-survey.yaml");

    /// <summary>The lifecycle first, since the others lie under it.</summary>
    public static IReadOnlyList<JourneyFile> Journeys =>
        [.. new[] { "sample-operator", "join", "get-connected", "use-and-pay", "get-help" }.Select(key => JourneyFile.Parse(Text($"journeys/{key}.yaml")).Value)];

    public static FrameworkFile Framework => FrameworkFile.Parse(Text("framework.yaml")).Value;

    public static SampleSentences Sentences => Yaml.Read<SampleSentences>(Text("verbatims.yaml"), "file of sentences").Value;

    public static SampleThreadFile Threads => Yaml.Read<SampleThreadFile>(Text("threads.yaml"), "file of threads").Value;

    public static SampleAgreementFile Agreement => Yaml.Read<SampleAgreementFile>(Text("agreement.yaml"), "file of agreed scores").Value;

    public static SampleRhythmFile Rhythm => Yaml.Read<SampleRhythmFile>(Text("rhythm.yaml"), "file of rituals").Value;
    public static SampleConversationFile Conversations => Yaml.Read<SampleConversationFile>(Text("conversations.yaml"), "file of conversations").Value;

    public static SampleClaimsFile Claims => Yaml.Read<SampleClaimsFile>(Text("claims.yaml"), "file of claims").Value;

    public static SampleLanguageFile Language => Yaml.Read<SampleLanguageFile>(Text("language.yaml"), "file of terms").Value;

    private static string Text(string path)
    {
        using var stream =
            typeof(SampleFiles).Assembly.GetManifestResourceStream($"telecom/{path}")
            ?? throw new InvalidOperationException($"The program was built without samples/telecom/{path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>Parts of verbatims, as their file has them.</summary>
public sealed record SampleSentences
{
    public List<string> Openings { get; init; } = [];
    public List<string> BadDetails { get; init; } = [];
    public List<string> BadClosings { get; init; } = [];
    public List<string> GoodDetails { get; init; } = [];
    public List<string> GoodClosings { get; init; } = [];
    public List<string> Devices { get; init; } = [];
    public Dictionary<string, ByTone> Stages { get; init; } = [];
    public List<string> Unplaced { get; init; } = [];

    public sealed record ByTone
    {
        public List<string> Bad { get; init; } = [];
        public List<string> Good { get; init; } = [];
    }
}
