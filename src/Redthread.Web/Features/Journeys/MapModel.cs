using Redthread.Domain.Journeys;

namespace Redthread.Web.Features.Journeys;

/// <summary>A journey laid out: columns are steps, rows are the lanes that anything stands in.</summary>
public sealed record MapModel(IReadOnlyList<MapModel.StageColumns> Stages, IReadOnlyList<Lane> Lanes, bool HasSteps, bool HasTouchpoints)
{
    /// <param name="Throughout">Touchpoints of the stage that belong to no one step.</param>
    public sealed record StageColumns(Stage Stage, IReadOnlyList<StepColumn> Steps, IReadOnlyList<Touchpoint> Throughout)
    {
        public int Span => Math.Max(1, Steps.Count);
    }

    public sealed record StepColumn(Step Step, IReadOnlyList<Touchpoint> Touchpoints)
    {
        public IReadOnlyList<LaneItem> Of(Lane lane) => [.. Step.Lanes.Where(item => item.Lane == lane).OrderBy(item => item.Position)];
    }

    public int Columns => Stages.Sum(stage => stage.Span);

    /// <summary>The stage's head and the step's name come before the lanes.</summary>
    public int Rows => (HasSteps ? 2 : 1) + Lanes.Count + (HasTouchpoints ? 1 : 0);

    public IEnumerable<(string Label, int Row)> Labels
    {
        get
        {
            if (HasSteps)
                yield return ("Step", 2);
            for (var index = 0; index < Lanes.Count; index++)
                yield return (Lanes[index].ToString(), index + 3);
            if (HasTouchpoints)
                yield return ("Touchpoints", Lanes.Count + 3);
        }
    }

    public static MapModel Of(Journey journey)
    {
        var stages = journey.LiveStages.Select(Columns).ToList();
        var steps = stages.SelectMany(stage => stage.Steps).ToList();
        var lanes = Enum.GetValues<Lane>().Where(lane => steps.Exists(step => step.Step.Lanes.Exists(item => item.Lane == lane))).ToList();
        return new MapModel(stages, lanes, steps.Count > 0, steps.Exists(step => step.Touchpoints.Count > 0));

        static StageColumns Columns(Stage stage)
        {
            var steps = stage.Steps.Where(step => step.ArchivedAt is null).OrderBy(step => step.Position).ToList();
            var live = stage.Touchpoints.Where(touchpoint => touchpoint.ArchivedAt is null).OrderBy(touchpoint => touchpoint.Position).ToList();
            return new StageColumns(
                stage,
                [.. steps.Select(step => new StepColumn(step, [.. live.Where(touchpoint => touchpoint.StepId == step.Id)]))],
                [.. live.Where(touchpoint => !steps.Exists(step => step.Id == touchpoint.StepId))]
            );
        }
    }
}
