using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Linkage;

public sealed class LinkageTests
{
    [Fact]
    public void Enough_events_are_those_of_Hsieh_and_Lavori()
    {
        // Their example, multiple myeloma: log hazard ratio 1, deviation 0.3126, R² 0.1837, power 80 %, one-sided 5 %: 64 events, 78 with R².
        // The same at two-sided 5 % takes (1.960 + 0.842)² in place of (1.645 + 0.842)².
        var turn = Math.Pow((1.644854 + 0.841621) / (1.959964 + 0.841621), 2);
        Math.Ceiling((LinkagePower.HazardEvents(1, 0.3126, 0) - 0.5) * turn).ShouldBe(64);
        Math.Ceiling((LinkagePower.HazardEvents(1, 0.3126, 0.1837) - 0.5) * turn).ShouldBe(78);
        LinkagePower.HazardEvents(0.5, 0, 0).ShouldBe(double.PositiveInfinity);
        LinkagePower.HazardEvents(0.5, 1, 1).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Enough_customers_for_odds_are_those_of_Hsieh_Bloch_and_Larsen()
    {
        // Their formula 1 at a share of 0.5 and an odds ratio of 1.5 for one deviation: 7.849 ÷ (0.25 × ln(1.5)²) = 191.
        LinkagePower.OddsCustomers(Math.Log(1.5), 1, 0.5, 0).ShouldBe(191);
        LinkagePower.OddsCustomers(Math.Log(1.5), 1, 0.5, 0.2).ShouldBe(239);
        LinkagePower.OddsCustomers(0.05, 10, 0.5, 0).ShouldBe(LinkagePower.OddsCustomers(0.5, 1, 0.5, 0));
    }

    [Theory, InlineData(LinkageOutcome.Leaving), InlineData(LinkageOutcome.LeftInWindow), InlineData(LinkageOutcome.Spending)]
    public void Power_is_what_it_says(LinkageOutcome outcome)
    {
        // As many customers as are said to be enough: the planted effect is seen in about 80 of 100 samples.
        var ratio = outcome == LinkageOutcome.Spending ? 0.05 : 1.25;
        var many = Planted(new Random(1), outcome, 20_000, ratio);
        var worth = outcome == LinkageOutcome.Spending ? Truth(outcome, ratio) / many.Outcome.Average() : ratio;
        var pilot = StageLinkage.Of(outcome, [many], worth)[0];
        var enough = (int)pilot.EnoughCustomers;
        var seen = Enumerable.Range(0, 400).Count(seed => StageLinkage.Of(outcome, [Planted(new Random(seed), outcome, enough, ratio)], ratio)[0].P <= 0.05);
        seen.ShouldBeInRange(290, 350, $"{enough} customers");
    }

    [Theory, InlineData(LinkageOutcome.Leaving), InlineData(LinkageOutcome.LeftInWindow), InlineData(LinkageOutcome.Spending)]
    public void Planted_effects_are_covered_and_false_discoveries_held(LinkageOutcome outcome)
    {
        const int samples = 400;
        const int stages = 8;
        var planted = outcome == LinkageOutcome.Spending ? 0.1 : 1.3;
        var (covered, shown, falselyShown, rate) = (0, 0, 0, 0.0);
        var gate = new Lock();
        Parallel.For(
            0,
            samples,
            sample =>
            {
                var random = new Random(sample);
                var rows = Enumerable.Range(0, stages).Select(stage => Planted(random, outcome, 500, stage < 2 ? planted : None(outcome)) with { Name = $"{stage}" }).ToList();
                var results = StageLinkage.Of(outcome, rows);
                lock (gate)
                {
                    covered += results.Where((result, stage) => result.Interval.Contains(Truth(outcome, stage < 2 ? planted : None(outcome)))).Count();
                    var found = results.Where(result => result.State == LinkageState.Shown).ToList();
                    shown += found.Count(result => int.Parse(result.Name) < 2);
                    falselyShown += found.Count(result => int.Parse(result.Name) >= 2);
                    rate += found.Count == 0 ? 0 : found.Count(result => int.Parse(result.Name) >= 2) / (double)found.Count;
                }
            }
        );
        (covered / (double)(samples * stages)).ShouldBeInRange(0.935, 0.965);
        // Six of eight have none: Benjamini–Hochberg holds the rate at 0.05 × 6 ÷ 8 = 0.0375; two standard errors of 400 samples above it.
        (rate / samples).ShouldBeLessThan(0.05);
        shown.ShouldBeGreaterThan((int)(samples * 2 * 0.7), $"{falselyShown} falsely");
    }

    [Fact]
    public void Segments_that_differ_in_both_do_not_make_a_link()
    {
        // Segment 1 scores lower and leaves more often; within a segment nothing goes with the score.
        var random = new Random(7);
        var results = Enumerable
            .Range(0, 200)
            .Select(_ =>
            {
                var segments = Enumerable.Range(0, 400).Select(_ => random.Next(2)).ToArray();
                var scores = Array.ConvertAll(segments, segment => 60 - (20 * segment) + (15 * Normal(random)));
                var times = Array.ConvertAll(segments, segment => -Math.Log(random.NextDouble()) / (segment == 1 ? 0.006 : 0.002));
                return StageLinkage.Of(
                    LinkageOutcome.Leaving,
                    [new("a", scores, Array.ConvertAll(times, time => Math.Min(time, 180)), Array.ConvertAll(times, time => time <= 180), segments, [])]
                )[0];
            })
            .ToList();
        results.Count(result => result.State == LinkageState.Shown).ShouldBeLessThan(20);
    }

    [Fact]
    public void Too_little_says_how_much_would_be_enough_and_no_effect()
    {
        var few = StageLinkage.Of(LinkageOutcome.Leaving, [Planted(new Random(2), LinkageOutcome.Leaving, 14, 1.5)])[0];
        (few.State, few.Effect, few.Interval.Exists).ShouldBe((LinkageState.NotEnoughData, double.NaN, false));
        few.EnoughEvents.ShouldBeInRange(30, 600);
        few.EnoughCustomers.ShouldBeGreaterThan(few.EnoughEvents);
        var even = Planted(new Random(2), LinkageOutcome.Leaving, 400, 1.5) with { Scores = [.. Enumerable.Repeat(50.0, 400)] };
        var flat = StageLinkage.Of(LinkageOutcome.Leaving, [even])[0];
        (flat.State, flat.EnoughEvents).ShouldBe((LinkageState.NotEnoughData, double.PositiveInfinity));
        var nobody = StageLinkage.Of(LinkageOutcome.Leaving, [new("nobody", [], [], [], [], [])])[0];
        (nobody.State, nobody.N).ShouldBe((LinkageState.NotEnoughData, 0));
        StageLinkage.Of(LinkageOutcome.Spending, [new("nobody", [], [], [], [], [])])[0].State.ShouldBe(LinkageState.NotEnoughData);
        StageLinkage
            .Of(LinkageOutcome.LeftInWindow, [Planted(new Random(2), LinkageOutcome.Leaving, 400, 1.5) with { Events = new bool[400] }])[0]
            .State.ShouldBe(LinkageState.NotEnoughData);
    }

    [Fact]
    public void Much_data_without_effect_says_that_none_is_worth_knowing()
    {
        var much = StageLinkage.Of(LinkageOutcome.Leaving, [Planted(new Random(4), LinkageOutcome.Leaving, 6000, 1)])[0];
        much.State.ShouldBe(LinkageState.NoneWorth);
        var some = StageLinkage.Of(LinkageOutcome.Leaving, [Planted(new Random(4), LinkageOutcome.Leaving, 60, 1)])[0];
        some.State.ShouldBe(LinkageState.Undecided);
    }

    [Fact]
    public void Order_of_customers_does_not_matter_and_bad_lengths_are_refused()
    {
        var rows = Planted(new Random(9), LinkageOutcome.Leaving, 300, 1.4);
        var turned = rows with
        {
            Scores = [.. rows.Scores.Reverse()],
            Outcome = [.. rows.Outcome.Reverse()],
            Events = [.. rows.Events.Reverse()],
            Segments = [.. rows.Segments.Reverse()],
            Controls = [rows.Controls[0] with { Values = [.. rows.Controls[0].Values.Reverse()] }],
        };
        var (one, other) = (StageLinkage.Of(LinkageOutcome.Leaving, [rows])[0], StageLinkage.Of(LinkageOutcome.Leaving, [turned])[0]);
        one.Effect.ShouldBe(other.Effect, 1e-9);
        one.Interval.Low.ShouldBe(other.Interval.Low, 1e-9);
        Should.Throw<ArgumentException>(() => StageLinkage.Of(LinkageOutcome.Leaving, [rows with { Segments = [1] }]));
    }

    private static double None(LinkageOutcome outcome) => outcome == LinkageOutcome.Spending ? 0 : 1;

    // A low score goes with leaving: ten points more divide the rate or the odds.
    private static double Truth(LinkageOutcome outcome, double planted) => outcome == LinkageOutcome.Spending ? 100 * planted : 1 / planted;

    private static LinkageRows Planted(Random random, LinkageOutcome outcome, int n, double effect)
    {
        var (scores, results, left, segments, tenure) = (new double[n], new double[n], new bool[n], new int[n], new double[n]);
        for (var row = 0; row < n; row++)
        {
            segments[row] = random.Next(3);
            tenure[row] = random.NextDouble();
            scores[row] = Math.Clamp(60 - (6 * segments[row]) + (18 * Normal(random)), 0, 100);
            var log = -Math.Log(outcome == LinkageOutcome.Spending ? 1 : effect) * (scores[row] - 55) / 10;
            switch (outcome)
            {
                case LinkageOutcome.Leaving:
                    var time = -Math.Log(random.NextDouble()) / (0.003 * (1 + segments[row]) * Math.Exp(log - tenure[row]));
                    (results[row], left[row]) = (Math.Min(time, 180), time <= 180);
                    break;
                case LinkageOutcome.LeftInWindow:
                    left[row] = random.NextDouble() < 1 / (1 + Math.Exp(0.8 - (0.3 * segments[row]) - log + tenure[row]));
                    break;
                default:
                    // Spending spreads more where it is higher.
                    results[row] = 100 + (10 * segments[row]) + (effect * 10 * (scores[row] - 55)) + (Normal(random) * (30 + (scores[row] / 2)));
                    break;
            }
        }

        return new("planted", scores, results, left, segments, [new("tenure", tenure)]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
