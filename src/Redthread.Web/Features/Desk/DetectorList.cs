using Redthread.Web.Features.Desk.Detectors;

namespace Redthread.Web.Features.Desk;

/// <summary>Every detector there is, in the order in which their page lists them.</summary>
public static class DetectorList
{
    public static IReadOnlyList<Detector> All { get; } =
    [
        new UnheardInsight(),
        new DecisionWithoutEvidence(),
        new StageWithoutOwner(),
        new StageWithoutWork(),
        new ObjectiveWithoutExperience(),
        new ResultWithoutData(),
        new DuplicateWork(),
        new NoSteward(),
        new LocalUpDownstreamDown(),
        new LoudAccount(),
        new MoneyElsewhere(),
        new RivalTerm(),
        new NeverHeard(),
        new BrokenRhythm(),
        new PressureBlocks(),
        new ReportUnanswered(),
        new SolutionWithoutOpportunity(),
        new ShortTermOnly(),
        new ShippedWithoutReview(),
        new TeamsWithoutSharedObjective(),
        new FrameworkNotSigned(),
        new AgreedMeasuredApart(),
        new ClaimBroken(),
    ];

    public static Detector? Find(string? id) => All.FirstOrDefault(one => one.Text.Id == id);
}
