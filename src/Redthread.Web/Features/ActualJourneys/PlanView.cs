using Redthread.Domain.Journeys;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <param name="Activities">Names of the activities that count as doing it.</param>
public sealed record PlanStep(string Key, string Name, IReadOnlyList<string> Activities, bool Optional, bool Repeatable);

/// <summary>An actual journey laid beside a planned one.</summary>
public sealed record PlanView(Journey Journey, IReadOnlyList<PlanStep> Steps, Conformance? Conformance)
{
    /// <summary>Stages are steps; which activities do them is said by the address, else by equal names of the stage, its steps and its touchpoints.</summary>
    public static PlanView Of(EventLog log, Variants variants, Journey journey, IQueryCollection query)
    {
        var asked = query.ContainsKey("mapped");
        var (optional, repeatable) = (query["optional"].ToHashSet(), query["repeatable"].ToHashSet());
        var steps = journey
            .LiveStages.Select(stage => new PlanStep(
                stage.Key,
                stage.Name,
                asked ? [.. query[$"in-{stage.Key}"].Where(name => name is not null && log.Find(name) >= 0).Select(name => name!)] : Alike(log, stage),
                optional.Contains(stage.Key),
                asked ? repeatable.Contains(stage.Key) : false
            ))
            .ToList();
        var known = steps.Exists(step => step.Activities.Count > 0);
        return new(journey, steps, known ? Conformance.Of(variants, new PlannedSequence([.. steps.Select(step => Planned(log, step))])) : null);
    }

    private static PlannedStep Planned(EventLog log, PlanStep step) => new(step.Name, step.Activities.Select(log.Find).ToHashSet(), step.Optional, step.Repeatable);

    private static IReadOnlyList<string> Alike(EventLog log, Stage stage)
    {
        var names = stage
            .Steps.Where(step => step.ArchivedAt is null)
            .Select(step => step.Name)
            .Concat(stage.Touchpoints.Where(touchpoint => touchpoint.ArchivedAt is null).Select(touchpoint => touchpoint.Name))
            .Append(stage.Name)
            .Append(stage.Key)
            .Select(Domain.Key.From)
            .ToHashSet();
        return [.. log.Activities.Where(activity => names.Contains(Domain.Key.From(activity)))];
    }

    public static string Words(DeviationKind kind) =>
        kind switch
        {
            DeviationKind.Skipped => "not done",
            DeviationKind.Unplanned => "not planned",
            DeviationKind.Repeated => "done again",
            _ => "out of order",
        };
}
