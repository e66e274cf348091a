using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Redthread.Domain.Journeys;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What does a stage of a plan, as it is kept.</summary>
/// <param name="Activities">By name, so that they are found again when the log grows.</param>
public sealed record ComparedStage(Guid Stage, IReadOnlyList<string> Activities, bool Optional, bool Repeatable)
{
    public static IReadOnlyList<ComparedStage> Parse(LogComparison? kept) =>
        kept is null ? [] : JsonSerializer.Deserialize<List<ComparedStage>>(kept.Stages, JsonSerializerOptions.Web) ?? [];

    /// <summary>As a form or an address says it: in-{stage} the activities, optional and repeatable the stages.</summary>
    public static IReadOnlyList<ComparedStage> Of(Journey journey, Func<string, StringValues> field)
    {
        var (optional, repeatable) = (field("optional").ToHashSet(), field("repeatable").ToHashSet());
        return
        [
            .. journey.LiveStages.Select(stage => new ComparedStage(
                stage.Id,
                [.. field($"in-{stage.Key}").Where(name => !string.IsNullOrEmpty(name)).Select(name => name!).Distinct()],
                optional.Contains(stage.Key),
                repeatable.Contains(stage.Key)
            )),
        ];
    }

    public static string Write(IReadOnlyList<ComparedStage> stages) => JsonSerializer.Serialize(stages, JsonSerializerOptions.Web);

    /// <summary>For people, beside what somebody else saved.</summary>
    public string Words => string.Join("\n", Activities.Order(StringComparer.Ordinal).Concat(Optional ? ["may be left out"] : []).Concat(Repeatable ? ["may be repeated"] : []));
}

/// <param name="Stage">Null for an activity that no stage has.</param>
/// <param name="Customers">Cases where customers are not known.</param>
public sealed record FoundDeviation(DeviationKind Kind, Guid? Stage, string? Activity, int Customers, int Cases);

/// <summary>What came of laying a log beside a plan, as it is kept for the page of the journey.</summary>
/// <param name="Fitting">Share of cases that follow the plan in all, with its interval.</param>
/// <param name="Holes">Cases that were not compared, as an event of theirs was left out.</param>
public sealed record ComparisonFound(
    double Fitting,
    double Low,
    double High,
    double Fitness,
    int Cases,
    int Holes,
    bool KnowsCustomers,
    DateTime? LastAt,
    int Kinds,
    IReadOnlyList<FoundDeviation> Deviations
)
{
    private const int Kept = 5;

    public static ComparisonFound Of(LogView view, PlanView plan)
    {
        var found = plan.Conformance;
        var fitting = found?.Fitting;
        return new(
            fitting?.Value ?? 0,
            fitting?.Interval.Low ?? 0,
            fitting?.Interval.High ?? 0,
            found?.Fitness ?? 0,
            found is null ? 0 : view.Log.CaseCount,
            view.CasesWithHoles,
            view.Log.Customer is not null,
            view.Row.LastAt,
            found?.Deviations.Count ?? 0,
            [
                .. (found?.Deviations ?? [])
                    .Take(Kept)
                    .Select(one => new FoundDeviation(
                        one.Kind,
                        one.Step < 0 ? null : plan.Steps[one.Step].Stage,
                        one.Activity < 0 ? null : view.Name(one.Activity),
                        one.Customers,
                        one.Cases
                    )),
            ]
        );
    }

    public static ComparisonFound Parse(LogComparison kept) => JsonSerializer.Deserialize<ComparisonFound>(kept.Found, JsonSerializerOptions.Web)!;

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
