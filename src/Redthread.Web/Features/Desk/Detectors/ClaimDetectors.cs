using Redthread.Domain.Desk;
using Redthread.Statistics;
using Redthread.Web.Features.Claims;

namespace Redthread.Web.Features.Desk.Detectors;

public sealed class ClaimBroken : WholeDetector
{
    public override DetectorText Text { get; } =
        new(
            "claim-broken",
            "Claim broken without a decision",
            "Customers are promised in public what they do not get, and nobody decides to mend the experience or to stop saying it.",
            "A claim that is not withdrawn is broken in the newest period (the whole interval misses what is promised; an outcome's newest value misses it), and on none of its stages a decision is planned or was made within {days} days. Only periods that end after the claim was made public count, the one in which it was made among them. A claim that is tested by an outcome has no stage.",
            "Always high.",
            "O(claims + decisions on their stages)."
        );

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("days", "Days for which a decision counts", 180, 1, 1000)];

    public override DeskFacts Needs => DeskFacts.Claims;

    public override bool HasData(DeskWorld world) => world.Claims.Any(claim => claim.Verdict != Verdict.Unmeasured);

    protected override IEnumerable<Found> Judge(DeskWorld world, Limits limits) =>
        world
            .Claims.Where(claim => claim.Verdict == Verdict.Broken && !IsDecided(world, claim, limits["days"]))
            .Select(claim => new Found(
                new Subject(claim.Id),
                Severity.High,
                $"{claim.Name} “{claim.Text}” is broken, and nobody decides",
                [new EvidenceLine($"{claim.Name}: {claim.Says}", claim.Href, $"{claim.Name} {claim.Text}")],
                new Step(claim.Stages.Count > 0 ? "Plan a decision on its stage, or withdraw it" : "Name a test at a stage, or withdraw it", claim.Href),
                claim.TeamId
            ));

    private static bool IsDecided(DeskWorld world, ClaimFact claim, double days) =>
        ClaimQueries.DecisionsOn(world.Ledger, claim.Stages).Any(row => row.MadeAt is not { } at || world.DaysSince(at) <= days);
}
