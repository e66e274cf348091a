using Redthread.Domain.Journeys;
using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <param name="Activities">Names of the activities that count as doing it.</param>
public sealed record PlanStep(Guid Stage, string Key, string Name, IReadOnlyList<string> Activities, bool Optional, bool Repeatable);

/// <summary>An actual journey laid beside a planned one.</summary>
public sealed record PlanView(Journey Journey, IReadOnlyList<PlanStep> Steps, Conformance? Conformance)
{
    /// <summary>Stages are steps; which activities do them was said, or else is told by equal names of the stage, its steps and its touchpoints.</summary>
    /// <param name="said">What somebody said; null where nobody did. A stage that was made since has no activities.</param>
    public static PlanView Of(LogView view, Journey journey, IReadOnlyList<ComparedStage>? said)
    {
        var log = view.Log;
        var known = said?.ToDictionary(one => one.Stage);
        var steps = journey
            .LiveStages.Select(stage => Step(log, stage, known is null ? new(stage.Id, Alike(log, stage), false, false) : known.GetValueOrDefault(stage.Id)))
            .ToList();
        var any = steps.Exists(step => step.Activities.Count > 0);
        return new(journey, steps, any ? Conformance.Of(view.Variants, new PlannedSequence([.. steps.Select(step => Planned(log, step))])) : null);
    }

    private static PlanStep Step(EventLog log, Stage stage, ComparedStage? said) =>
        new(stage.Id, stage.Key, stage.Name, [.. (said?.Activities ?? []).Where(name => log.Find(name) >= 0)], said?.Optional ?? false, said?.Repeatable ?? false);

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
