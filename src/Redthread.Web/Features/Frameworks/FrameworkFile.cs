using System.Text.Json;
using Redthread.Domain;
using Redthread.Web.Shell;
using YamlDotNet.Serialization;

namespace Redthread.Web.Features.Frameworks;

/// <summary>A framework as one text file: everything that teams agree on, lossless both ways. See docs/measures-and-frameworks.md.</summary>
public sealed record FrameworkFile
{
    /// <summary>The framework's name.</summary>
    public string Framework { get; init; } = "";

    /// <summary>After so many days without a signal a stage is unknown.</summary>
    public int FreshnessDays { get; init; } = 45;

    /// <summary>Below so many signals a score is not judged.</summary>
    public int MinimumN { get; init; } = 30;

    /// <summary>The four cut points of −2 … +2, ascending.</summary>
    public List<double> CutPoints { get; init; } = [];

    /// <summary>Key of the journey against whose score all decisions are weighed.</summary>
    public string? NorthStar { get; init; }

    /// <summary>Keys of the teams that must sign.</summary>
    public List<string> Teams { get; init; } = [];

    /// <summary>By <c>journey/stage</c>.</summary>
    public Dictionary<string, StageEntry> Stages { get; init; } = [];

    public sealed record StageEntry
    {
        // Nullable, so that a 0 is written and a missing line means the usual value.
        public double? Importance { get; init; }
        public double? Target { get; init; }
        public double? WeakBelow { get; init; }
        public double? FailingBelow { get; init; }

        /// <summary>Where an analysis proposed the importance; left out where people set it.</summary>
        public ProposalEntry? Proposal { get; init; }

        /// <summary>By key of the measure.</summary>
        public Dictionary<string, double> Weights { get; init; } = [];

        [YamlIgnore]
        internal double ImportanceOrUsual => Importance ?? 1;

        [YamlIgnore]
        internal double TargetOrUsual => Target ?? 70;

        [YamlIgnore]
        internal double WeakOrUsual => WeakBelow ?? 50;

        [YamlIgnore]
        internal double FailingOrUsual => FailingBelow ?? 40;
    }

    /// <summary>What a proposed importance rests on: those who sign sign this, too.</summary>
    public sealed record ProposalEntry
    {
        /// <summary>As it was proposed; who changes the importance afterwards is seen.</summary>
        public double Importance { get; init; }
        public string Analysis { get; init; } = "";
        public string Method { get; init; } = "";

        /// <summary>The day it was computed, as 2026-05-01.</summary>
        public string On { get; init; } = "";
        public int Customers { get; init; }

        /// <summary>Of all that differs between customers, 0–1.</summary>
        public double Share { get; init; }
        public double? Low { get; init; }
        public double? High { get; init; }

        /// <summary>How many customers more would make it sure enough; 0 where it is.</summary>
        public int CustomersShort { get; init; }

        internal static ProposalEntry? Parse(string? kept) => kept is null ? null : JsonSerializer.Deserialize<ProposalEntry>(kept, JsonSerializerOptions.Web);

        internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
    }

    /// <summary>Stages keep what their proposed importance rests on, where what is saved says nothing of it.</summary>
    internal FrameworkFile WithProposalsOf(FrameworkFile before) =>
        this with
        {
            Stages = Stages.ToDictionary(stage => stage.Key, stage => stage.Value with { Proposal = before.Stages.GetValueOrDefault(stage.Key)?.Proposal }),
        };

    public string ToYaml() => Yaml.Write(this);

    public static Result<FrameworkFile> Parse(string yaml)
    {
        var read = Yaml.Read<FrameworkFile>(yaml, "framework file");
        return read.Ok && read.Value.Check() is { } error ? error : read;
    }

    /// <summary>What holds for every framework, whether it comes from a file, a form or the API.</summary>
    public Error? Check()
    {
        if (string.IsNullOrWhiteSpace(Framework) || Framework.Length > 200)
            return Error.Invalid("name-missing", "A framework needs a name of 1 to 200 characters.");
        if (FreshnessDays is < 1 or > 3660)
            return Error.Invalid("freshness", "The freshness limit is 1 to 3660 days.");
        if (MinimumN is < 1 or > 1_000_000)
            return Error.Invalid("minimum-n", "The minimum n is 1 to 1,000,000 signals.");
        if (CutPoints.Count != 4 || CutPoints.Exists(cut => !(cut is >= 0 and <= 100)) || CutPoints.Zip(CutPoints.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            return Error.Invalid("cut-points", "There are four cut points from 0 to 100, each higher than the one before.");
        return Stages.Select(stage => CheckStage(stage.Key, stage.Value)).FirstOrDefault(error => error is not null);
    }

    public static Error? CheckStage(string place, StageEntry? stage)
    {
        if (stage is null)
            return Error.Invalid("stage-values", $"{place} has no values; write {{}} for the usual ones.");
        if (!(stage.ImportanceOrUsual is >= 0 and <= 1000))
            return Error.Invalid("stage-values", $"{place}: the importance is a number from 0 to 1000.");
        if (!(stage.FailingOrUsual >= 0 && stage.FailingOrUsual <= stage.WeakOrUsual && stage.WeakOrUsual <= stage.TargetOrUsual && stage.TargetOrUsual <= 100))
            return Error.Invalid("stage-values", $"{place}: failing below, weak below and target lie within 0 to 100, each at least the one before.");
        return stage.Weights.FirstOrDefault(weight => !(weight.Value is > 0 and <= 1000)) is { Key: not null } bad
            ? Error.Invalid("stage-values", $"{place}: the weight of {bad.Key} is a number above 0 and up to 1000; leave the measure out to give it none.")
            : null;
    }
}
