using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

/// <summary>Every detector against failures planted at random, over many seeds.</summary>
public sealed class DetectorTests
{
    // By likeness of texts, or by chance: what they are told by is uncertain.
    private static readonly string[] Uncertain = ["duplicate-work", "rival-term", "local-up-downstream-down"];

    [Fact]
    public void Detectors_find_what_is_planted_and_little_else()
    {
        var counts = DetectorScore.Of(100, seed => new MadeUpOrganisation(seed));
        foreach (var detector in DetectorList.All)
        {
            var score = counts[detector.Text.Id];
            var uncertain = Uncertain.Contains(detector.Text.Id);
            score.Planted.ShouldBeGreaterThan(20, detector.Text.Id);
            score.Recall.ShouldBeGreaterThanOrEqualTo(uncertain ? 0.8 : 1, $"{detector.Text.Id} misses {string.Join(" ", score.Missed.Take(3))}");
            score.Precision.ShouldBeGreaterThanOrEqualTo(uncertain ? 0.8 : 0.95, $"{detector.Text.Id} finds too much: {string.Join(" · ", score.Wrong.Take(3))}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_change_touches_is_judged_as_in_a_full_look(int seed)
    {
        var world = new MadeUpOrganisation(seed).World();
        foreach (var detector in DetectorList.All)
        {
            var limits = new Limits(detector.Thresholds);
            var all = detector.Find(world, limits, null).ToList();
            var everything = new Touched(
                world.Ledger.All<Redthread.Domain.Threads.ThreadObject>().Select(row => row.Id).ToHashSet(),
                world.Stages.Keys.ToHashSet(),
                Enum.GetValues<Redthread.Domain.Threads.ThreadKind>().ToHashSet(),
                true
            );
            detector
                .Find(world, limits, everything)
                .Select(found => (found.Subject, found.Fingerprint))
                .ShouldBe(all.Select(found => (found.Subject, found.Fingerprint)), ignoreOrder: true);
            var known = all.ToDictionary(found => found.Subject);
            detector.LookedAt(everything, known).ShouldBe(known.Keys, ignoreOrder: true, detector.Text.Id);
        }
    }

    [Fact]
    public void A_detector_judges_by_what_it_says_it_needs()
    {
        var world = new MadeUpOrganisation(5).World();
        foreach (var detector in DetectorList.All)
        {
            var limits = new Limits(detector.Thresholds);
            detector
                .Find(Only(world, detector.Needs), limits, null)
                .Select(found => (found.Subject, found.Fingerprint))
                .ShouldBe(detector.Find(world, limits, null).Select(found => (found.Subject, found.Fingerprint)), ignoreOrder: true, detector.Text.Id);
        }
    }

    private static DeskWorld Only(DeskWorld world, DeskFacts needs)
    {
        T If<T>(DeskFacts one, T facts, T none) => needs.HasFlag(one) ? facts : none;
        return new()
        {
            Ledger = world.Ledger,
            Now = world.Now,
            Cycle = world.Cycle,
            FactsOf = world.FactsOf,
            Teams = world.Teams,
            Stages = If(DeskFacts.Stages, world.Stages, new Dictionary<Guid, StageFact>()),
            Segments = If(DeskFacts.Stages, world.Segments, []),
            Signals = If(DeskFacts.Stages, world.Signals, 0),
            FreshnessDays = If(DeskFacts.Stages, world.FreshnessDays, 0),
            Results = If(DeskFacts.Results, world.Results, new Dictionary<Guid, ResultFact>()),
            Loud = If(DeskFacts.Loud, world.Loud, new Dictionary<Guid, LoudFact>()),
            Reports = If(DeskFacts.Reports, world.Reports, []),
            Rituals = If(DeskFacts.Rituals, world.Rituals, []),
            Drafts = If(DeskFacts.Drafts, world.Drafts, []),
            Stewards = If(DeskFacts.Stewards, world.Stewards, []),
            Pairs = If(DeskFacts.Pairs, world.Pairs, []),
            Terms = If(DeskFacts.Terms, world.Terms, []),
            Claims = If(DeskFacts.Claims, world.Claims, []),
        };
    }

    [Fact]
    public void Every_detector_says_what_it_does()
    {
        DetectorList.All.Select(one => one.Text.Id).Distinct().Count().ShouldBe(DetectorList.All.Count);
        DetectorList.All.Count(one => one.First).ShouldBe(8);
        foreach (var detector in DetectorList.All)
        {
            var (text, limits) = (detector.Text, new Limits(detector.Thresholds));
            new[] { text.Name, text.Means, text.Rule, text.Grading, text.Cost }.ShouldAllBe(part => part.Length > 3);
            limits.In(text.Rule + text.Grading).ShouldNotContain("{");
            detector.Thresholds.ShouldAllBe(one => one.Usual >= one.Least && one.Usual <= one.Most);
        }
    }

    [Fact]
    public void Evidence_that_only_ages_keeps_its_fingerprint()
    {
        var organisation = new MadeUpOrganisation(4);
        var (today, tomorrow) = (organisation.World(), organisation.World());
        foreach (var detector in DetectorList.All)
        {
            var limits = new Limits(detector.Thresholds);
            var later = detector.Find(Later(tomorrow), limits, null).ToDictionary(found => found.Subject, found => found.Fingerprint);
            foreach (var found in detector.Find(today, limits, null).Where(found => later.ContainsKey(found.Subject)))
                later[found.Subject].ShouldBe(found.Fingerprint, $"{detector.Text.Id}: {string.Join(" | ", found.Evidence.Select(line => line.Key ?? line.Text))}");
        }
    }

    private static DeskWorld Later(DeskWorld world) =>
        new()
        {
            Ledger = world.Ledger,
            Now = world.Now.AddDays(1),
            Cycle = world.Cycle,
            FactsOf = world.FactsOf,
            Stages = world.Stages,
            Segments = world.Segments,
            Results = world.Results,
            Loud = world.Loud,
            Reports = world.Reports,
            Rituals = world.Rituals,
            Drafts = world.Drafts,
            Stewards = world.Stewards,
            Pairs = world.Pairs,
            Terms = world.Terms,
            Claims = world.Claims,
            Teams = world.Teams,
            Signals = world.Signals,
            FreshnessDays = world.FreshnessDays,
        };
}
