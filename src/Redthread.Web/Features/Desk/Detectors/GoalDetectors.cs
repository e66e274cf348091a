using Redthread.Domain.Desk;
using Redthread.Domain.Goals;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class ObjectiveWithoutExperience : ObjectDetector<Objective>
{
    public override DetectorText Text { get; } =
        new(
            "objective-without-experience",
            "Objective without an experience key result",
            "The objective can be reached while the experience gets worse, and nobody would see it there.",
            "A live objective of the running or a later cycle, of which no live key result is bound to the score of a stage or journey.",
            "Medium; low while it has no key result at all.",
            "O(objectives × their key results)."
        );

    public override bool First => true;

    protected override bool IsDue(DeskWorld world, Objective row) => row.Cycle >= world.Cycle;

    protected override Found? Judge(DeskWorld world, Limits limits, Objective row)
    {
        var results = world.Ledger.ResultsOf(row.Id).ToList();
        if (results.Exists(result => result.Source is KeyResultSource.StageScore or KeyResultSource.JourneyScore))
            return null;
        return new Found(
            new Subject(row.Id),
            results.Count == 0 ? Severity.Low : Severity.Medium,
            results.Count == 0 ? $"“{row.Title}” has no key result" : $"“{row.Title}” measures no experience",
            [Line(row), .. results.Select(result => Line(result))],
            new Step("Add a key result", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }
}

public sealed class ResultWithoutData : ObjectDetector<KeyResult>
{
    public override DetectorText Text { get; } =
        new(
            "result-without-data",
            "Key result without live data",
            "A goal whose number nobody knows steers nothing.",
            "A live key result of an objective of the running cycle, made at least {grace} days ago, without a current value; or with one entered by hand or imported that is older than {days} days.",
            "High when pay depends on it; else medium.",
            "O(key results)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("grace", "Days to begin", 14, 0, 90), new("days", "Days a value is good for", 45, 7, 365)];

    public override bool First => true;

    public override DeskFacts Needs => DeskFacts.Results;

    protected override bool IsDue(DeskWorld world, KeyResult row) =>
        world.Ledger.Find(row.ObjectiveId) is Objective objective && Threads.Ledger.IsLive(objective) && objective.Cycle == world.Cycle;

    protected override Found? Judge(DeskWorld world, Limits limits, KeyResult row)
    {
        if (world.DaysSince(row.CreatedAt) < limits["grace"] || world.Results.GetValueOrDefault(row.Id) is not { } value)
            return null;
        var old = value.At is { } at && world.DaysSince(at) > limits["days"];
        if (value.Current is not null && !old)
            return null;
        return new Found(
            new Subject(row.Id),
            row.PayDepends ? Severity.High : Severity.Medium,
            old ? $"The value of “{row.Title}” is {Days(world.DaysSince(value.At!.Value))} old" : $"“{row.Title}” has no live data",
            [Line(row, value.Basis)],
            new Step(row.Source == KeyResultSource.Manual ? "Check in" : "See what it is bound to", ThreadName.Address(row.Kind, row.Number)),
            row.OwnerTeamId,
            row.OwnerPersonId
        );
    }
}

public sealed class ShortTermOnly : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "short-term-only",
            "Only short-term results are rewarded",
            "Pay hangs on this cycle's numbers alone, so the experience of next year is nobody's business.",
            "A team has key results in the running cycle on which pay depends, and all of them are for this cycle only.",
            "High from three such key results; else medium.",
            "O(objectives of the cycle × their key results)."
        );

    public override bool HasData(DeskWorld world) => Paid(world).Any();

    protected override bool IsTouched(Touched touched) => touched.Ground || touched.Kinds.Contains(ThreadKind.Objective) || touched.Kinds.Contains(ThreadKind.KeyResult);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits) =>
        Paid(world)
            .GroupBy(pair => pair.Team)
            .Where(team => team.All(pair => pair.Row.Horizon == KeyResultHorizon.ThisCycle))
            .Select(team => new Found(
                new Subject(team.Key),
                team.Count() >= 3 ? Severity.High : Severity.Medium,
                $"{world.Team(team.Key)} is paid for this cycle's results only",
                [.. team.Select(pair => Line(pair.Row))],
                new Step("See the goals", "/goals"),
                team.Key
            ));

    private static IEnumerable<(Guid Team, KeyResult Row)> Paid(DeskWorld world) =>
        world
            .Ledger.Live<Objective>()
            .Where(row => row.Cycle == world.Cycle)
            .SelectMany(objective => world.Ledger.ResultsOf(objective.Id).Where(row => row.PayDepends).Select(row => (Team: row.OwnerTeamId ?? objective.OwnerTeamId, Row: row)))
            .Where(pair => pair.Team is not null)
            .Select(pair => (pair.Team!.Value, pair.Row));
}
