using Redthread.Domain;
using Redthread.Domain.Measures;
using Redthread.Web.Shell;
using YamlDotNet.Serialization;

namespace Redthread.Web.Features.Measures;

/// <summary>A measure as it was in one of its versions; superseded by the next at that time, or null.</summary>
public sealed record MeasureVersion
{
    public int Version { get; init; }
    public DateTime? Superseded { get; init; }
    public required MeasureEntry Is { get; init; }
}

/// <summary>What a measure is, as it stands in measures.yaml, in a form and in the API: always its current version.</summary>
public sealed record MeasureEntry
{
    /// <summary>The measure's key, the same over all its versions.</summary>
    public string Measure { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>The question as the customer reads it, or what is counted.</summary>
    public string Wording { get; init; } = "";
    public string Unit { get; init; } = "";

    /// <summary>Lowest and highest possible raw value.</summary>
    public List<double> Scale { get; init; } = [];
    public Direction Direction { get; init; }
    public MappingKind Mapping { get; init; }

    /// <summary>Linear: “min max”. Target: “bad good”. Boxes: “0-6:0 7-8:50 9-10:100”.</summary>
    public string MappingText { get; init; } = "";

    /// <summary>Whether pages may show the Net Promoter Score beside the points.</summary>
    public bool Nps { get; init; }
    public bool Archived { get; init; }

    public static MeasureEntry Of(Measure measure) =>
        new()
        {
            Measure = measure.Key,
            Name = measure.Name,
            Wording = measure.Wording,
            Unit = measure.Unit,
            Scale = [measure.ScaleMin, measure.ScaleMax],
            Direction = measure.Direction,
            Mapping = measure.Mapping,
            MappingText = measure.MappingText,
            Nps = measure.IsNps,
            Archived = measure.ArchivedAt is not null,
        };

    /// <summary>As it is stored: without stray spaces.</summary>
    public MeasureEntry Tidied() =>
        this with
        {
            Name = (Name ?? "").Trim(),
            Wording = (Wording ?? "").Trim(),
            Unit = (Unit ?? "").Trim(),
            MappingText = string.Join(' ', (MappingText ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        };

    /// <summary>Whether the two measure the same thing in the same way; the name may differ.</summary>
    public bool MeasuresLike(MeasureEntry other) =>
        (Wording, Unit, Direction, Mapping, MappingText, Nps) == (other.Wording, other.Unit, other.Direction, other.Mapping, other.MappingText, other.Nps)
        && Scale.SequenceEqual(other.Scale);

    public Error? Check()
    {
        if (Key.Check(Measure, "measure") is { } bad)
            return bad;
        if (Measure is "new" or "check" or "file" or "shipped")
            return Error.Invalid("bad-key", $"“{Measure}” is an address of a page; choose another key.");
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200)
            return Error.Invalid("name-missing", $"The measure {Measure} needs a name of 1 to 200 characters.");
        if (string.IsNullOrWhiteSpace(Wording) || Wording.Length > 1000)
            return Error.Invalid("wording-missing", $"The measure {Measure} needs the wording of its question, or what it counts, in 1 to 1000 characters.");
        if (Unit is { Length: > 60 })
            return Error.Invalid("unit-long", $"The unit of {Measure} has at most 60 characters.");
        if (Scale is not [var low, var high] || !double.IsFinite(low) || !double.IsFinite(high) || !(low < high))
            return Error.Invalid("scale", $"The scale of {Measure} is its lowest and its highest possible value, two numbers in this order.");
        var mapping = MeasureMappings.Read(Mapping, MappingText ?? "", Direction, low, high);
        if (mapping.Error is { } error)
            return error with { Message = $"{Measure}: {error.Message}" };
        return ShippedMeasures.CheckDirection(this) ?? CheckNps(mapping.Value);
    }

    private Error? CheckNps(Statistics.MeasureMapping mapping) =>
        Nps && !mapping.Equals(Statistics.BoxesMapping.NetPromoter)
            ? Error.Invalid("nps-mapping", $"The Net Promoter Score is defined for the boxes 0-6:0 7-8:50 9-10:100; {Measure} has others.")
            : null;
}

/// <summary>All measures as one text file, a list; what a file leaves out stays as it is.</summary>
public static class MeasureFile
{
    public static string ToYaml(IEnumerable<MeasureEntry> entries) => Yaml.Write(entries.ToList());

    public static Result<List<MeasureEntry>> Parse(string yaml)
    {
        var read = Yaml.Read<List<MeasureEntry>>(yaml, "measures file");
        if (!read.Ok)
            return read;
        var entries = read.Value.Select(entry => entry.Tidied()).ToList();
        if (entries.GroupBy(entry => entry.Measure).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return Error.Invalid("key-twice", $"The measure key “{twice.Key}” stands twice.");
        return entries.Select(entry => entry.Check()).FirstOrDefault(error => error is not null) is { } invalid ? invalid : entries;
    }
}
