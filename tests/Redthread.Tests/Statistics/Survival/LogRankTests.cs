using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics.Survival;

public class LogRankTests
{
    /// <summary>Klein and Moeschberger (2003), Example 7.2 and R's survdiff on MASS::gehan: χ² 16.8 on 1 degree, expected 19.3 and 10.7.</summary>
    [Fact]
    public void Remission_agrees_with_the_published_test()
    {
        var spans = FollowUps
            .Read("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
            .Select(span => ("6-MP", span))
            .Concat(FollowUps.Read("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23").Select(span => ("control", span)));
        var test = LogRank.Of(spans);
        test.Groups.Select(group => (group.Group, group.N, group.Events, Math.Round(group.Expected, 1))).ShouldBe([("6-MP", 21, 9, 19.3), ("control", 21, 21, 10.7)]);
        Math.Round(test.Test.Statistic, 1).ShouldBe(16.8);
        test.Test.P.ShouldBe(4e-5, 1e-5);
    }

    /// <summary>R survival 3.5: survfit and survdiff on the very file.</summary>
    [Fact]
    public void Churn_by_contract_agrees_with_R()
    {
        var (rows, at) = SurvivalData.Telco(all: true);
        var spans = rows.ConvertAll(row => (Group: row[at("Contract")], Span: new FollowUp(SurvivalData.Number(row[at("tenure")]), row[at("Churn")] == "Yes" ? 1 : 0)));
        var test = LogRank.Of(spans);
        Math.Round(test.Test.Statistic).ShouldBe(2353);
        test.Test.DegreesOfFreedom.ShouldBe(2);
        var curve = KaplanMeier.Of(spans.Where(one => one.Group == "Month-to-month").Select(one => one.Span));
        Math.Round(curve.At(12).Estimate, 3).ShouldBe(0.703);
        Math.Round(curve.At(24).Estimate, 3).ShouldBe(0.586);
    }

    [Fact]
    public void Few_events_and_one_group_are_states()
    {
        LogRank.Of([]).State.ShouldBe(RegressionState.NotEnoughData);
        LogRank.Of(FollowUps.Read("1 2 3 4 5 6").Select(span => ("one", span))).State.ShouldBe(RegressionState.NotEnoughData);
        LogRank.Of(FollowUps.Read("1 2 3 4+ 5+ 6+").Select((span, row) => ($"{row % 2}", span))).State.ShouldBe(RegressionState.NotEnoughData);
        Should.Throw<ArgumentException>(() => LogRank.Of([("a", new FollowUp(-1, 0))]));
    }

    [Fact]
    public void Names_order_and_units_do_not_matter_and_it_is_the_score_test_without_ties() =>
        Prop.ForAll(
                Gen.Choose(1, 100_000).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    // Distinct times, as the two differ where events are tied.
                    var spans = Enumerable.Range(0, 40).Select(_ => (Group: random.Next(3), Span: new FollowUp(random.NextDouble() * 100, random.Next(2)))).ToArray();
                    var test = LogRank.Of(spans.Select(one => ($"{one.Group}", one.Span)));
                    var other = LogRank.Of(spans.Reverse().Select(one => ($"{2 - one.Group}", one.Span with { Days = one.Span.Days * 7 })));
                    var score = CoxModel
                        .Of(
                            new(
                                [.. spans.Select(one => one.Span.Days)],
                                [.. spans.Select(one => one.Span.Cause > 0)],
                                [new("1", [.. spans.Select(one => one.Group == 1 ? 1.0 : 0)]), new("2", [.. spans.Select(one => one.Group == 2 ? 1.0 : 0)])]
                            )
                        )
                        .Score;
                    return Given.Close(test.Test.Statistic, other.Test.Statistic, 1e-7) && Given.Close(test.Test.Statistic, score.Statistic, 1e-7);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Users adopt at random and it changes nothing: comparing ever against never finds a difference, the landmark does not.</summary>
    [Fact]
    public void A_landmark_does_not_mistake_living_long_for_an_effect()
    {
        var random = new Random(9);
        int landmark = 0,
            naive = 0;
        for (var sample = 0; sample < 500; sample++)
        {
            var subjects = Enumerable
                .Range(0, 200)
                .Select(_ =>
                {
                    double leaves = -100 * Math.Log(1 - random.NextDouble()),
                        adopts = -100 * Math.Log(1 - random.NextDouble());
                    return new LandmarkSubject(FollowUps.Censored(leaves, 1, 300), adopts < leaves ? adopts : null);
                })
                .ToArray();
            landmark += Landmark.Of(subjects, 30).Test.Test.P < 0.05 ? 1 : 0;
            naive += LogRank.Of(subjects.Select(one => (one.ReachedAt is null ? "never" : "ever", one.Span))).Test.P < 0.05 ? 1 : 0;
        }

        (landmark / 500.0).ShouldBeInRange(0.02, 0.09);
        (naive / 500.0).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_landmark_leaves_out_who_did_not_come_so_far_and_counts_them()
    {
        var landmark = Landmark.Of([new(new(5, 1), 1), new(new(10, 0), null), new(new(11, 1), 10), new(new(12, 0), 11), new(new(20, 0), null)], 10);
        (landmark.EventsBefore, landmark.CensoredBefore).ShouldBe((1, 1));
        landmark.Reached.ShouldBe([new FollowUp(1, 1)]);
        landmark.NotReached.ShouldBe([new FollowUp(2, 0), new FollowUp(10, 0)]);
        Should.Throw<ArgumentException>(() => Landmark.Of([], -1));
    }
}
