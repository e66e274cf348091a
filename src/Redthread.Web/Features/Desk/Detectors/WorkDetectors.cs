using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Goals;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class DuplicateWork : WholeDetector
{
    public const string Id = "duplicate-work";

    public override DetectorText Text { get; } =
        new(
            Id,
            "Duplicate work between teams",
            "Two teams found or do the same thing without knowing of each other.",
            "Two live insights, opportunities or solutions of the same kind, without a team in common, whose statements are nearly the same: a similarity of at least {similarity} by the measured method in docs/statistics/text-similarity.md.",
            "High for two solutions that are planned or started; medium for solutions and opportunities; low for insights.",
            "O(pairs found); finding them costs O(words of the changed statement × statements that share its rarer ones), all pairs anew when a very frequent word becomes a step rarer or more frequent."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("similarity", "Least similarity", 0.72, Statistics.NearDuplicates.Threshold, 1)];

    public override bool First => true;

    public override DeskFacts Needs => DeskFacts.Pairs;

    public override bool HasData(DeskWorld world) =>
        new IEnumerable<ThreadObject>[] { world.Ledger.Live<Domain.Insights.Insight>(), world.Ledger.Live<Opportunity>(), world.Ledger.Live<Solution>() }.Any(rows =>
            rows.Select(row => row.OwnerTeamId).OfType<Guid>().Distinct().Skip(1).Any()
        );

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        foreach (var pair in world.Pairs.Where(pair => pair.Similarity >= limits["similarity"]))
        {
            if (world.Ledger.Find(pair.One) is not { } one || world.Ledger.Find(pair.Other) is not { } other || !Threads.Ledger.IsLive(one) || !Threads.Ledger.IsLive(other))
                continue;
            var (teams, others) = (world.Ledger.TeamsOf(one).ToList(), world.Ledger.TeamsOf(other).ToList());
            if (teams.Count == 0 || others.Count == 0 || teams.Intersect(others).Any())
                continue;
            var (earlier, later) = one.CreatedAt <= other.CreatedAt ? (one, other) : (other, one);
            yield return new Found(
                Ordered(one.Id, other.Id),
                Grade(one, other),
                $"{world.Team(world.Ledger.TeamsOf(earlier).First())} and {world.Team(world.Ledger.TeamsOf(later).First())} both have “{earlier.Title}”",
                [Line(earlier), Line(later, $"similarity {pair.Similarity:0.00}") with { Key = ThreadName.Of(later.Kind, later.Number) }],
                new Step("Compare and merge", ThreadName.Address(later.Kind, later.Number)),
                later.OwnerTeamId,
                later.OwnerPersonId
            );
        }
    }

    public static Subject Ordered(Guid one, Guid other) => one.CompareTo(other) < 0 ? new Subject(one, other) : new Subject(other, one);

    private static Severity Grade(ThreadObject one, ThreadObject other) =>
        (one, other) is (Solution a, Solution b)
            ? a.State is SolutionState.Planned or SolutionState.Started && b.State is SolutionState.Planned or SolutionState.Started
                ? Severity.High
                : Severity.Medium
            : one.Kind == ThreadKind.Insight
                ? Severity.Low
                : Severity.Medium;
}

public sealed class SolutionWithoutOpportunity : ObjectDetector<Solution>
{
    public override DetectorText Text { get; } =
        new(
            "solution-without-opportunity",
            "Solution without an opportunity",
            "Something is being built, and nobody wrote down which problem of customers it is for.",
            "A solution that is planned or started, or was shipped in the last {days} days, and solves no opportunity.",
            "High when it is started; medium when planned; low when shipped.",
            "O(solutions × their links)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days to look back", 180, 1, 3650)];

    protected override Found? Judge(DeskWorld world, Limits limits, Solution row)
    {
        var counts =
            row.State is SolutionState.Planned or SolutionState.Started || (row.State == SolutionState.Shipped && row.ShippedAt is { } at && world.DaysSince(at) <= limits["days"]);
        if (!counts || world.Ledger.Up<Opportunity>(row.Id, LinkKind.SolvedBy).Any())
            return null;
        return new Found(
            new Subject(row.Id),
            row.State switch
            {
                SolutionState.Started => Severity.High,
                SolutionState.Planned => Severity.Medium,
                _ => Severity.Low,
            },
            $"“{row.Title}” is for no opportunity",
            [Line(row, row.State.ToString().ToLowerInvariant())],
            new Step("Say what it is for", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }
}

public sealed class ShippedWithoutReview : ObjectDetector<Solution>
{
    public override DetectorText Text { get; } =
        new(
            "shipped-without-review",
            "Shipped without a review",
            "It went out, and nobody looked whether customers noticed.",
            "A solution shipped between {days} and 365 days ago, and no decision that chose it was reviewed since.",
            "High when a key result says that it should move something; else medium.",
            "O(solutions × their links)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days after shipping", 60, 1, 365)];

    protected override bool IsDue(DeskWorld world, Solution row) => row is { State: SolutionState.Shipped, ShippedAt: not null };

    protected override Found? Judge(DeskWorld world, Limits limits, Solution row)
    {
        var shipped = row.ShippedAt!.Value;
        var decisions = world.Ledger.Up<Decision>(row.Id, LinkKind.Chooses).Where(decision => decision.MadeAt is not null).OrderBy(decision => decision.Number).ToList();
        if (world.DaysSince(shipped) < limits["days"] || world.DaysSince(shipped) > 365 || decisions.Exists(decision => decision.ReviewedAt >= shipped))
            return null;
        return new Found(
            new Subject(row.Id),
            world.Ledger.Down<KeyResult>(row.Id, LinkKind.Moves).Any() ? Severity.High : Severity.Medium,
            $"“{row.Title}” shipped {Days(world.DaysSince(shipped))} ago and was not reviewed",
            [Line(row, $"shipped on {shipped:d MMM yyyy}"), .. decisions.Select(decision => Line(decision, "not reviewed since"))],
            decisions.Count > 0
                ? new Step("Review the decision", ThreadName.Address(ThreadKind.Decision, decisions[0].Number))
                : new Step("Name the decision behind it", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }
}

public sealed class TeamsWithoutSharedObjective : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "no-shared-objective",
            "Teams on one journey without a shared objective",
            "Several teams change the same journey in the same quarter, and no objective holds them together.",
            "At least {teams} teams own or work on solutions that are started, or planned for the running cycle, on stages of one journey, and no live objective of the cycle is shared by two of them.",
            "High from {teams} + 1 teams; else medium.",
            "O(solutions + objectives of the cycle × their teams); nothing after a change of anything else."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("teams", "Teams on the journey", 2, 2, 20)];

    public override DeskFacts Needs => DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Stages.Count > 0 && world.Ledger.Live<Solution>().Any(row => IsNow(world, row));

    protected override bool IsTouched(Touched touched) => touched.Ground || touched.Kinds.Contains(ThreadKind.Solution) || touched.Kinds.Contains(ThreadKind.Objective);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits)
    {
        var shared = world.Ledger.Live<Objective>().Where(row => row.Cycle == world.Cycle).Select(row => world.Ledger.TeamsOf(row).ToHashSet()).ToList();
        var work = new Dictionary<Guid, List<Solution>>();
        foreach (var row in world.Ledger.Live<Solution>().Where(row => IsNow(world, row)))
        {
            foreach (var journey in world.Ledger.StagesOf(row.Id).Select(id => world.Stages.GetValueOrDefault(id)?.JourneyId).OfType<Guid>().Distinct())
                (work.TryGetValue(journey, out var rows) ? rows : work[journey] = []).Add(row);
        }

        foreach (var (journey, solutions) in work)
        {
            var teams = solutions.SelectMany(world.Ledger.TeamsOf).Distinct().ToList();
            if (teams.Count < limits["teams"] || shared.Exists(objective => teams.Count(objective.Contains) >= 2))
                continue;
            var first = world.Stages.Values.First(stage => stage.JourneyId == journey);
            yield return new Found(
                new Subject(journey),
                teams.Count > limits["teams"] ? Severity.High : Severity.Medium,
                $"{teams.Count} teams change {first.Journey} and share no objective",
                [new EvidenceLine(string.Join(", ", teams.Select(team => world.Team(team)).Order(StringComparer.Ordinal))), .. solutions.Take(10).Select(row => Line(row))],
                new Step("Share an objective", "/goals"),
                first.OwnerTeamId,
                first.OwnerPersonId
            );
        }
    }

    private static bool IsNow(DeskWorld world, Solution row) => row.State == SolutionState.Started || (row.State == SolutionState.Planned && row.Cycle == world.Cycle);
}
