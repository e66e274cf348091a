using System.Text.Json.Serialization;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Web.Shell;
using YamlDotNet.Serialization;

namespace Redthread.Web.Features.Journeys;

/// <summary>A journey as one text file: everything a journey holds, lossless both ways. See docs/journey-files.md and its JSON Schema.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JourneyFile
{
    /// <summary>The journey's key.</summary>
    public string Journey { get; init; } = "";
    public string Name { get; init; } = "";

    // Always written: left out it means a journey, which is not the enum's first value.
    [YamlMember(DefaultValuesHandling = DefaultValuesHandling.Preserve)]
    public JourneyLevel Level { get; init; } = JourneyLevel.Journey;

    /// <summary>Key of the journey above.</summary>
    public string? Parent { get; init; }
    public string? Goal { get; init; }
    public string? Description { get; init; }
    public OwnerEntry? Owner { get; init; }
    public bool Archived { get; init; }

    /// <summary>Kept out of the Picture, of scores and of every choice until it is published.</summary>
    public bool Draft { get; init; }
    public List<StageEntry> Stages
    {
        get;
        init => field = value ?? [];
    } = [];

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record OwnerEntry
    {
        public string? Team { get; init; }

        /// <summary>E-mail address.</summary>
        public string? Person { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record StageEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Intent { get; init; }
        public string? Team { get; init; }
        public bool Archived { get; init; }
        public List<StepEntry> Steps
        {
            get;
            init => field = value ?? [];
        } = [];
        public List<TouchpointEntry> Touchpoints
        {
            get;
            init => field = value ?? [];
        } = [];
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record StepEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Archived { get; init; }
        public Dictionary<Lane, List<string>> Lanes
        {
            get;
            init => field = value ?? [];
        } = [];
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record TouchpointEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";

        /// <summary>Key of a step of the same stage.</summary>
        public string? Step { get; init; }

        /// <summary>Key of a channel.</summary>
        public string? Channel { get; init; }
        public bool Archived { get; init; }
    }

    /// <summary>Pages stand at these addresses among the journeys.</summary>
    public static readonly IReadOnlyList<string> ReservedKeys = ["new", "files"];

    public string ToYaml() => Yaml.Write(this);

    public static Result<JourneyFile> Parse(string yaml)
    {
        var read = Yaml.Read<JourneyFile>(yaml, "journey file");
        return read.Ok && read.Value.Check() is { } error ? error : read;
    }

    /// <summary>What holds for every journey, whether it comes from a file, a form or the API.</summary>
    public Error? Check()
    {
        if (Key.Check(Journey, "journey") is { } bad)
            return bad;
        if (ReservedKeys.Contains(Journey))
            return Error.Invalid("bad-key", $"“{Journey}” is the address of a page here; give the journey another key.");
        if (CheckName(Name, $"journey {Journey}") is { } unnamed)
            return unnamed;
        if (Stages.Count > 200)
            return Error.Invalid("too-many-stages", "A journey has at most 200 stages.");
        foreach (var stage in Stages)
        {
            if (stage is null || stage.Steps.Contains(null!) || stage.Touchpoints.Contains(null!))
                return Error.Invalid("entry-empty", $"The journey {Journey} has an empty entry among its stages, steps or touchpoints.");
            var error =
                Key.Check(stage.Key, "stage")
                ?? CheckName(stage.Name, $"stage {stage.Key}")
                ?? CheckKeys(stage.Steps.Select(step => (step.Key, step.Name)), $"step of {stage.Key}")
                ?? CheckKeys(stage.Touchpoints.Select(touchpoint => (touchpoint.Key, touchpoint.Name)), $"touchpoint of {stage.Key}")
                ?? CheckLanes(stage);
            if (error is not null)
                return error;
            if (stage.Touchpoints.Find(touchpoint => touchpoint.Step is { } step && !stage.Steps.Exists(row => row.Key == step)) is { } astray)
                return Error.Invalid("step-unknown", $"The touchpoint {astray.Key} names the step “{astray.Step}”, which the stage {stage.Key} does not have.");
        }

        return Stages.GroupBy(stage => stage.Key).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? Error.Invalid("key-twice", $"The stage key “{twice.Key}” stands twice.")
            : null;
    }

    private static Error? CheckKeys(IEnumerable<(string Key, string Name)> entries, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, name) in entries)
        {
            if ((Domain.Key.Check(key, what) ?? CheckName(name, $"{what} {key}")) is { } error)
                return error;
            if (!seen.Add(key))
                return Error.Invalid("key-twice", $"The key “{key}” of a {what} stands twice.");
        }

        return null;
    }

    // A form edits a lane as text with an item a line.
    private static Error? CheckLanes(StageEntry stage) =>
        stage.Steps.Find(step =>
            step.Lanes.Values.Any(lane => lane is null || lane.Exists(item => string.IsNullOrWhiteSpace(item) || item.Length > 1000 || item.AsSpan().ContainsAny('\r', '\n')))
        )
            is { } step
            ? Error.Invalid("lane-item", $"A lane of the step {step.Key} of {stage.Key} holds something that is not one line of 1 to 1,000 characters.")
            : null;

    private static Error? CheckName(string? name, string what) =>
        string.IsNullOrWhiteSpace(name) || name.Length > 200 ? Error.Invalid("name-missing", $"The {what} needs a name of 1 to 200 characters.") : null;
}
