using Redthread.Domain.Desk;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class StageWithoutOwner : StageDetector
{
    public override DetectorText Text { get; } =
        new(
            "stage-without-owner",
            "Failing stage without owner",
            "A stage fails, and nobody is named who would have to care.",
            "A stage is failing (its whole interval lies under “failing below”), and neither the stage nor its journey names a team or a person.",
            "Always high.",
            "O(stages)."
        );

    public override bool First => true;

    protected override Found? Judge(DeskWorld world, Limits limits, StageFact stage) =>
        stage.Standing == StageStanding.Failing && !stage.HasOwner
            ? new Found(
                new Subject(stage.Id),
                Severity.High,
                $"{stage.Name} fails and nobody owns it",
                [StageLines.Of(stage)],
                new Step("Name an owner", $"/journeys/{stage.Path.Split('/')[0]}/edit")
            )
            : null;
}

public sealed class StageWithoutWork : StageDetector
{
    public override DetectorText Text { get; } =
        new(
            "stage-without-work",
            "Failing stage without opportunity or solution",
            "A stage fails, and nothing that anybody plans or does is about it.",
            "A stage is failing, no open opportunity is on it (by itself or by an insight framed in it), and no solution that is an idea, planned or started.",
            "Always high.",
            "O(links of the failing stages)."
        );

    public override bool First => true;

    protected override Found? Judge(DeskWorld world, Limits limits, StageFact stage)
    {
        if (stage.Standing != StageStanding.Failing || Work(world, stage.Id).Any())
            return null;
        var insights = world.Ledger.At<Domain.Insights.Insight>(stage.Id, LinkKind.OnStage).Where(row => row.ApprovedAt is not null).OrderBy(row => row.Number).ToList();
        return new Found(
            new Subject(stage.Id),
            Severity.High,
            $"{stage.Name} fails and nobody works on it",
            [StageLines.Of(stage), .. insights.Select(row => Line(row))],
            insights.Count > 0
                ? new Step("Frame an opportunity", $"/opportunities/new?from={ThreadName.Of(ThreadKind.Insight, insights[0].Number)}")
                : new Step("See what customers say", $"/signals?stage={stage.Path}&verbatim=true"),
            stage.OwnerTeamId,
            stage.OwnerPersonId
        );
    }

    private static IEnumerable<ThreadObject> Work(DeskWorld world, Guid stage)
    {
        var own = world.Ledger.At<Opportunity>(stage, LinkKind.OnStage);
        var framed = world
            .Ledger.At<Domain.Insights.Insight>(stage, LinkKind.OnStage)
            .Where(row => row.ApprovedAt is not null)
            .SelectMany(insight => world.Ledger.Down<Opportunity>(insight.Id, LinkKind.FramedIn));
        var opportunities = own.Concat(framed).Where(row => row.ClosedAt is null);
        var solutions = world.Ledger.At<Solution>(stage, LinkKind.OnStage).Where(row => row.State is SolutionState.Idea or SolutionState.Planned or SolutionState.Started);
        return opportunities.Concat<ThreadObject>(solutions);
    }
}

public sealed class LocalUpDownstreamDown : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "local-up-downstream-down",
            "Local metric improves, the experience downstream falls",
            "One stage gets better while a later one of the same journey gets worse: what one team saves, another's customers may pay for. It shows no cause.",
            "In one journey and quarter an earlier stage rose and a later one fell, both by more than the control of false discoveries lets pass.",
            "High when the later stage lost at least what the earlier one won; else medium.",
            "O(stages of a journey squared)."
        );

    public override DeskFacts Needs => DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Stages.Values.Any(stage => stage.Change is not null);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        foreach (var journey in world.Stages.Values.Where(stage => stage is { Flagged: true, Change: not null }).GroupBy(stage => stage.JourneyId))
        {
            foreach (var fell in journey.Where(stage => stage.Change < 0))
            {
                // The nearest before it is the likeliest to have to do with it.
                if (journey.Where(stage => stage.Change > 0 && stage.Position < fell.Position).MaxBy(stage => stage.Position) is not { } rose)
                    continue;
                yield return new Found(
                    new Subject(fell.Id, rose.Id),
                    -fell.Change >= rose.Change ? Severity.High : Severity.Medium,
                    $"{rose.Name} rose while {fell.Name} fell",
                    [
                        new EvidenceLine($"{rose.Name}: {rose.Change:+0.0;−0.0} since the quarter before", rose.Href, $"{rose.Id}"),
                        new EvidenceLine($"{fell.Name}: {fell.Change:+0.0;−0.0}", fell.Href, $"{fell.Id}"),
                    ],
                    new Step("See both teams on the journey", $"/alignment?journey={fell.Path.Split('/')[0]}"),
                    fell.OwnerTeamId,
                    fell.OwnerPersonId
                );
            }
        }
    }
}

public sealed class NeverHeard : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "never-heard",
            "Stale or never-heard stage or segment",
            "Nobody knows how it is for these customers, so nobody can say that it is fine.",
            "A stage of the agreed framework, or a segment of at least {share} % of the customer base, with no signal ever, or none within the framework's freshness limit.",
            "High when nothing was ever heard; else medium.",
            "O(stages + segments)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("share", "Least share of a segment, %", 5, 0, 100)];

    public override DeskFacts Needs => DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Signals > 0 && (world.Stages.Values.Any(stage => stage.InFramework) || world.Segments.Count > 0);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        if (world.Signals == 0)
            yield break;
        foreach (var stage in world.Stages.Values.Where(stage => stage.InFramework && IsSilent(world, stage.NewestAt)))
            yield return new Found(
                new Subject(stage.Id),
                stage.NewestAt is null ? Severity.High : Severity.Medium,
                stage.NewestAt is { } newest ? $"Nothing was heard of {stage.Name} for {Days(world.DaysSince(newest))}" : $"{stage.Name} was never heard",
                [new EvidenceLine(stage.NewestAt is { } at ? $"{stage.Name}: newest signal of {at:d MMM yyyy}" : $"{stage.Name}: no signal", stage.Href)],
                new Step("Plan a conversation", $"/conversations/new?stage={stage.Path}"),
                stage.OwnerTeamId,
                stage.OwnerPersonId
            );
        foreach (var segment in world.Segments.Where(row => (row.Share ?? 0) * 100 >= limits["share"] && IsSilent(world, row.NewestAt)))
            yield return new Found(
                new Subject(segment.Id),
                segment.NewestAt is null ? Severity.High : Severity.Medium,
                segment.NewestAt is { } newest ? $"{segment.Name} have not been heard for {Days(world.DaysSince(newest))}" : $"{segment.Name} were never heard",
                [new EvidenceLine($"{segment.Name}: {segment.Share:0 %} of the customer base", "/segments")],
                new Step("Plan a conversation", "/conversations/new")
            );
    }

    private static bool IsSilent(DeskWorld world, DateTime? newest) => newest is null || world.DaysSince(newest.Value) > world.FreshnessDays;
}

public sealed class AgreedMeasuredApart : StageDetector
{
    public override DetectorText Text { get; } =
        new(
            "agreed-measured-apart",
            "Agreed and measured scores apart",
            "The teams believe one thing of a stage, its customers say another. Which of the two is blind is worth an hour.",
            "The agreed score of the running cycle, or else of the one before, lies outside the interval that is measured now, mapped to −2 … +2 by the framework's cut points.",
            "High when it lies two or more steps outside; else medium.",
            "O(stages)."
        );

    public override bool HasData(DeskWorld world) => world.Stages.Values.Any(stage => stage.Divergence is not null);

    protected override Found? Judge(DeskWorld world, Limits limits, StageFact stage)
    {
        if (stage.Divergence is not { Diverges: true } found)
            return null;
        return new Found(
            new Subject(stage.Id),
            Math.Abs(found.Steps) >= 2 ? Severity.High : Severity.Medium,
            $"{stage.Name}: the teams agreed on {Numbers.Signed(found.Agreed)}, customers say {Numbers.SignedRange(found.Low!.Value, found.High!.Value)}",
            [StageLines.Of(stage), new EvidenceLine($"Agreed: {Numbers.Signed(found.Agreed)}", "/agreed-scores")],
            new Step("Put it on the agenda", "/agreed-scores"),
            stage.OwnerTeamId,
            stage.OwnerPersonId
        );
    }
}

public sealed class MoneyElsewhere : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "money-elsewhere",
            "Money is not where it is broken",
            "Most of what customers suffer is at one stage, most of what is spent is at others.",
            "A stage has at least {debt} % of the experience debt, and less than half that share of the cost of solutions that are planned, started, or shipped in the running cycle. A solution's cost is shared equally among its stages; at least {costs} of them must have a cost.",
            "High when it gets a tenth of its share or less; else medium.",
            "O(solutions + stages); nothing after a change of anything else."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("debt", "Share of the debt, %", 15, 1, 100), new("costs", "Solutions with a cost", 3, 1, 100)];

    public override DeskFacts Needs => DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Stages.Values.Any(stage => stage.Debt > 0) && Spent(world).Any();

    protected override bool IsTouched(Touched touched) => touched.Ground || touched.Kinds.Contains(ThreadKind.Solution);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        var debts = world.Stages.Values.Where(stage => stage.Debt > 0).ToList();
        var spent = Spent(world).ToList();
        var (debt, money) = (debts.Sum(stage => stage.Debt!.Value), spent.Sum(row => row.Cost!.Value));
        if (debt <= 0 || money <= 0 || spent.Count < limits["costs"])
            yield break;
        var byStage = new Dictionary<Guid, double>();
        foreach (var row in spent)
        {
            var stages = world.Ledger.StagesOf(row.Id).ToList();
            foreach (var stage in stages)
                byStage[stage] = byStage.GetValueOrDefault(stage) + (row.Cost!.Value / stages.Count);
        }

        foreach (var stage in debts)
        {
            var (suffers, gets) = (stage.Debt!.Value / debt, byStage.GetValueOrDefault(stage.Id) / money);
            if (suffers * 100 < limits["debt"] || gets >= suffers / 2)
                continue;
            yield return new Found(
                new Subject(stage.Id),
                gets <= suffers / 10 ? Severity.High : Severity.Medium,
                $"{stage.Name} has {suffers:0 %} of the experience debt and gets {gets:0 %} of the money",
                [StageLines.Of(stage), new EvidenceLine($"{suffers:0 %} of the debt, {gets:0 %} of {money:N0}", "/solutions", $"{suffers:0.0} {gets:0.0}")],
                new Step("See the roadmap", "/solutions/roadmap"),
                stage.OwnerTeamId,
                stage.OwnerPersonId
            );
        }
    }

    private static IEnumerable<Solution> Spent(DeskWorld world)
    {
        var cycle = world.Cycle.ToDateTime(default, DateTimeKind.Utc);
        return world
            .Ledger.Live<Solution>()
            .Where(row => row.Cost > 0 && (row.State is SolutionState.Planned or SolutionState.Started || (row.State == SolutionState.Shipped && row.ShippedAt >= cycle)))
            .Where(row => world.Ledger.StagesOf(row.Id).Any());
    }
}

internal static class StageLines
{
    public static EvidenceLine Of(StageFact stage) =>
        new($"{stage.Journey}, {stage.Name}: {(stage.Score is { } score ? $"{score:0}" : "no score")}", stage.Href, $"{stage.Id} {stage.Standing}");
}
