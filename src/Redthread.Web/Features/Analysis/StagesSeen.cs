using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

/// <summary>Why a stage is not among those that are looked at together.</summary>
public enum StageOmission
{
    None,

    /// <summary>Nobody who counts was heard there.</summary>
    NobodyHeard,

    /// <summary>Too few were heard there and in all the others too.</summary>
    TooFewTogether,

    /// <summary>So many stages cannot be looked at together; others are heard more.</summary>
    TooMany,

    /// <summary>Its score holds the measure that is to be explained.</summary>
    HoldsMeasure,
}

/// <param name="Path">journey/stage.</param>
/// <param name="Heard">Customers who count and were heard there.</param>
public sealed record StageSeen(string Path, string Name, int Heard, StageOmission LeftOut);

/// <summary>Names that tell stages apart wherever they stand without their journey.</summary>
internal static class StageNames
{
    /// <summary>By stage: its name, with its journey where another live stage is called the same.</summary>
    public static IReadOnlyDictionary<Guid, string> Of(Landscape landscape)
    {
        var times = landscape.LiveStages.CountBy(row => row.Stage.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return landscape.LiveStages.ToDictionary(row => row.Stage.Id, row => times[row.Stage.Name] > 1 ? $"{row.Stage.Name} ({row.Journey.Name})" : row.Stage.Name);
    }
}

/// <summary>Which stages an analysis of all of them together could look at, and which it could not.</summary>
/// <param name="Customers">Heard in all stages that are in it; 0 where none is.</param>
/// <param name="Heard">Heard in any stage.</param>
/// <param name="Rule">When so many customers are enough.</param>
public sealed record StagesSeen(IReadOnlyList<StageSeen> Stages, int Customers, int Heard, string Rule)
{
    public static StagesSeen None { get; } = new([], 0, 0, "");

    public IReadOnlyList<StageSeen> In => [.. Stages.Where(stage => stage.LeftOut == StageOmission.None)];

    public IReadOnlyList<StageSeen> Out => [.. Stages.Where(stage => stage.LeftOut != StageOmission.None)];

    internal static StagesSeen Of(
        Landscape landscape,
        IReadOnlyDictionary<Guid, Dictionary<long, double>> heard,
        CompleteRows complete,
        int most,
        string rule,
        IReadOnlySet<Guid>? own = null
    )
    {
        var inIt = complete.Stages.ToHashSet();
        var names = StageNames.Of(landscape);
        var order = heard
            .Where(stage => stage.Value.Count > 0)
            .OrderByDescending(stage => stage.Value.Count)
            .ThenBy(stage => stage.Key)
            .Select(stage => stage.Key)
            .Take(most)
            .ToHashSet();
        return new(
            [
                .. landscape
                    .LiveStages.Select(row => new StageSeen(
                        $"{row.Journey.Key}/{row.Stage.Key}",
                        names[row.Stage.Id],
                        heard.GetValueOrDefault(row.Stage.Id)?.Count ?? 0,
                        inIt.Contains(row.Stage.Id) ? StageOmission.None
                            : own?.Contains(row.Stage.Id) == true ? StageOmission.HoldsMeasure
                            : heard.GetValueOrDefault(row.Stage.Id) is not { Count: > 0 } ? StageOmission.NobodyHeard
                            : !order.Contains(row.Stage.Id) ? StageOmission.TooMany
                            : StageOmission.TooFewTogether
                    ))
                    .OrderBy(stage => stage.LeftOut)
                    .ThenByDescending(stage => stage.Heard)
                    .ThenBy(stage => stage.Path, StringComparer.Ordinal),
            ],
            complete.Customers.Count,
            heard.Values.SelectMany(stage => stage.Keys).Distinct().Count(),
            rule
        );
    }

    /// <summary>What stands right under the answer: nobody should take a few stages for all.</summary>
    public string Sentence(string? measure = null)
    {
        if (Stages.Count == 0)
            return "";
        var said =
            In.Count == 0
                ? $"None of {Numbers.Counted(Stages.Count, "stage")} is in it; {Numbers.Counted(Heard, "customer")} were heard in any."
                : $"Only {Numbers.Count(In.Count)} of {Numbers.Counted(Stages.Count, "stage")} {(In.Count == 1 ? "is" : "are")} in it: {string.Join(", ", In.Select(stage => stage.Name))}, among the {Numbers.Counted(Customers, "customer")} heard in {(In.Count == 1 ? "it" : "all of them")}, of {Numbers.Count(Heard)} heard in any.";
        if (Out.Count == 0)
            return $"All {Numbers.Counted(Stages.Count, "stage")} are in it, among the {Numbers.Counted(Customers, "customer")} heard in all of them, of {Numbers.Count(Heard)} heard in any.";
        var why = Out.GroupBy(stage => stage.LeftOut).Select(group => $"{string.Join(", ", group.Select(stage => stage.Name))} ({Why(group.Key, measure)})");
        return $"{said} Left out: {string.Join("; ", why)}.";
    }

    public static string Why(StageOmission reason, string? measure = null) =>
        reason switch
        {
            StageOmission.NobodyHeard => "nobody who counts was heard there",
            StageOmission.TooFewTogether => "too few were heard there and in the others too",
            StageOmission.TooMany => "no more stages can be looked at together, and others are heard more",
            StageOmission.HoldsMeasure => $"its score holds {(measure is null ? "the measure" : $"“{measure}”")} itself",
            _ => "",
        };
}

/// <summary>The same for programs.</summary>
/// <param name="LeftOut">Why it is not in it: nobody-heard, too-few-together, too-many or holds-measure; null for one that is.</param>
public sealed record StageSeenResource(string Stage, string Name, int Heard, string? LeftOut);

/// <param name="Customers">Heard in all stages that are in it.</param>
/// <param name="Heard">Heard in any stage.</param>
/// <param name="Rule">When so many customers are enough for so many stages.</param>
public sealed record StagesSeenResource(string Sentence, int In, int Of, int Customers, int Heard, string Rule, IReadOnlyList<StageSeenResource> Stages)
{
    public static StagesSeenResource From(StagesSeen seen, string? measure = null) =>
        new(
            seen.Sentence(measure),
            seen.In.Count,
            seen.Stages.Count,
            seen.Customers,
            seen.Heard,
            seen.Rule,
            [
                .. seen.Stages.Select(stage => new StageSeenResource(
                    stage.Path,
                    stage.Name,
                    stage.Heard,
                    stage.LeftOut == StageOmission.None ? null : AnalysisText.Key(stage.LeftOut)
                )),
            ]
        );
}
