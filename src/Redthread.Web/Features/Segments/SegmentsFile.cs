using System.Text.Json.Serialization;
using Redthread.Domain;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Segments;

/// <summary>
/// Channels, segments, personas and needs as one text file, in their order. A part left out is not touched;
/// what is left out of a part that stands there is archived, never deleted.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SegmentsFile
{
    public List<NamedEntry>? Channels { get; init; }
    public List<SegmentEntry>? Segments { get; init; }
    public List<PersonaEntry>? Personas { get; init; }
    public List<NamedEntry>? Needs { get; init; }

    public interface IEntry
    {
        string Key { get; }
        string Name { get; }
        bool Archived { get; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record NamedEntry : IEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Archived { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record SegmentEntry : IEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";

        /// <summary>Segments of one partition exclude each other and together cover the customer base.</summary>
        public string Partition { get; init; } = "segment";

        /// <summary>Share of the customer base, 0 to 1.</summary>
        public double? Share { get; init; }
        public bool Archived { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record PersonaEntry : IEntry
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";

        /// <summary>Key of the segment it is a face of.</summary>
        public string Segment { get; init; } = "";
        public string? Story { get; init; }
        public bool Archived { get; init; }
    }

    public string ToYaml() => Yaml.Write(this);

    public static Result<SegmentsFile> Parse(string yaml)
    {
        var read = Yaml.Read<SegmentsFile>(yaml, "segments file");
        return read.Ok && read.Value.Check() is { } error ? error : read;
    }

    public Error? Check() =>
        CheckEntries(Channels, "channel", 200)
        ?? CheckEntries(Segments, "segment", 200)
        ?? CheckEntries(Personas, "persona", 200)
        ?? CheckEntries(Needs, "need", 500)
        ?? (Segments ?? []).Select(CheckSegment).FirstOrDefault(error => error is not null);

    private static Error? CheckEntries(IEnumerable<IEntry>? entries, string what, int longest)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries ?? [])
        {
            if (entry is null)
                return Error.Invalid("entry-empty", $"One {what} is an empty entry. Nothing was changed.");
            if (Domain.Key.Check(entry.Key, what) is { } bad)
                return bad;
            if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > longest)
                return Error.Invalid("name-missing", $"The {what} {entry.Key} needs a name of 1 to {longest} characters. Nothing was changed.");
            if (!seen.Add(entry.Key))
                return Error.Invalid("key-twice", $"The key “{entry.Key}” of a {what} stands twice. Nothing was changed.");
        }

        return null;
    }

    private static Error? CheckSegment(SegmentEntry entry) =>
        string.IsNullOrWhiteSpace(entry.Partition) || entry.Partition.Length > 60
            ? Error.Invalid("partition-missing", $"The segment {entry.Key} needs a partition of 1 to 60 characters, such as “plan” or “age”.")
        : entry.Share is { } share && !(share is >= 0 and <= 1)
            ? Error.Invalid("share-range", $"The share of the segment {entry.Key} is not between 0 and 100 % of the customer base.")
        : null;
}
