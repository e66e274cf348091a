using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class CumulativeIncidenceTests
{
    private const double Year = 365.25;

    /// <summary>
    /// Bone marrow transplants of 54 patients with AML, low risk, in days: relapse (1), death in remission (2), disease-free at last look
    /// (Klein and Moeschberger, Survival Analysis, 2003, section 1.3; R's KMsurv::bmt).
    /// </summary>
    private static readonly FollowUp[] Transplants =
    [
        .. FollowUps.Read("421 748 486 272 381 248 211 219 606"),
        .. FollowUps.Read("414 2204 1063 481 105 641 390 288 79 48 1074 10 53 80 35 704", 2),
        .. FollowUps.Read(
            "2569+ 2506+ 2409+ 2218+ 1857+ 1829+ 1562+ 1470+ 1363+ 1030+ 860+ 1258+ 2246+ 1870+ 1799+ 1709+ 1674+ 1568+ 1527+ 1324+ 957+ 932+ 847+ 848+ 1850+ 1843+ 1535+ 1447+ 1384+"
        ),
    ];

    /// <summary>
    /// R: tidycmprsk::cuminc on these data, as printed by the PSI's CAMIS project, "Estimating Cumulative Incidence Functions Using R", which
    /// found SAS's LIFETEST to agree. Both use Aalen's asymptotic variance, which divides by n − 1 where the delta method divides by n: here, with
    /// nobody censored before the last relapse, it is up to 1.4 % above the binomial standard error, which the delta method gives exactly.
    /// </summary>
    [Theory]
    [InlineData(1, 0.0741, 0.0360, 0.0234, 0.1646)]
    [InlineData(1.5, 0.1296, 0.0463, 0.0563, 0.2344)]
    [InlineData(2, 0.1481, 0.0489, 0.0685, 0.2565)]
    [InlineData(3, 0.1667, 0.0514, 0.0813, 0.2783)]
    public void Transplants_agree_with_the_published_estimates(double years, double estimate, double error, double low, double high)
    {
        var share = CumulativeIncidence.Of(Transplants, 1).At(years * Year);
        Math.Round(share.Estimate, 4).ShouldBe(estimate);
        share.StandardError.ShouldBe(Math.Sqrt(share.Estimate * (1 - share.Estimate) / 54), 1e-12);
        share.StandardError.ShouldBeInRange(0.985 * error, error);
        share.Interval.Low.ShouldBe(low, 0.001);
        share.Interval.High.ShouldBe(high, 0.002);
    }

    [Fact]
    public void Before_the_first_relapse_the_share_is_nought_without_an_interval()
    {
        var share = CumulativeIncidence.Of(Transplants, 1).At(0.5 * Year);
        (share.State, share.Estimate, share.Interval.Exists).ShouldBe((SurvivalState.NoEvents, 0, false));
    }

    /// <summary>
    /// The worked example in the tests of R's survival package (testci.R): times 1+ 2 2+ 3 3+ 3 5+ 6, causes 1 at 2 and 2 at 3, 3, 6. Its variance,
    /// by the infinitesimal jackknife from influences worked out by hand, is the delta method's.
    /// </summary>
    [Fact]
    public void Variance_agrees_with_the_influences_worked_out_by_hand()
    {
        FollowUp[] spans = [new(1, 0), new(2, 1), new(2, 0), new(3, 2), new(3, 0), new(3, 2), new(5, 0), new(6, 2)];
        CumulativeIncidence first = CumulativeIncidence.Of(spans, 1),
            second = CumulativeIncidence.Of(spans, 2);
        first.Steps.Select(step => step.AtRisk).ShouldBe([7, 5, 1]);
        Together(first.Steps.Select(step => step.Estimate), [1 / 7.0, 1 / 7.0, 1 / 7.0]);
        Together(second.Steps.Select(step => step.Estimate), [0, 12 / 35.0, 6 / 7.0]);
        // Influences on cause 1: six of the seven at risk −1/49, the one with the event 6/49; they stay so.
        var one = (6 * Square(1 / 49.0)) + Square(6 / 49.0);
        Together(first.Steps.Select(step => step.Variance), [one, one, one]);
        // On cause 2 at time 3, from u3: the two at time 2, one each that does and does not have the event, and the five at risk at 3.
        var shared = (2 / 245.0) - (12 / 175.0);
        var two = Square(-12 / 245.0) + Square(2 / 245.0) + (3 * Square(shared)) + (2 * Square(shared + (6 / 35.0)));
        Together(second.Steps.Select(step => step.Variance), [0, two, one]);
    }

    [Fact]
    public void Ninety_days_median_and_median_among_events()
    {
        // 10 subjects: 6 decided on days 10..60, 2 archived on day 30, 2 still open on day 100.
        FollowUp[] spans = [.. FollowUps.Read("10 20 30 40 50 60 100+ 100+"), .. FollowUps.Read("30 30", 2)];
        var decided = CumulativeIncidence.Of(spans, 1);
        decided.At(90).Estimate.ShouldBe(0.6, 1e-12);
        decided.At(90).StandardError.ShouldBe(Math.Sqrt(0.6 * 0.4 / 10), 1e-12);
        decided.Median.ShouldBe(50);
        decided.MedianAmongEvents.ShouldBe(30);
        CumulativeIncidence.Of(spans, 2).Median.ShouldBeNull();
        CumulativeIncidence.Of(spans, 2).MedianAmongEvents.ShouldBe(30);
    }

    [Fact]
    public void Nobody_few_young_and_censored_are_states()
    {
        CumulativeIncidence.Of([], 1).State.ShouldBe(SurvivalState.NotEnoughData);
        CumulativeIncidence.OfAll([]).ShouldBeEmpty();
        CumulativeIncidence.Of(FollowUps.Read("1 2 3 4"), 1).State.ShouldBe(SurvivalState.NotEnoughData);
        CumulativeIncidence.Of(FollowUps.Read("1 2 3 4"), 1).Median.ShouldBeNull();
        var young = CumulativeIncidence.Of(FollowUps.Read("20+ 30+ 40+ 45 50 60+ 60+ 61+"), 1);
        young.State.ShouldBe(SurvivalState.Ok);
        young.At(90).State.ShouldBe(SurvivalState.NotEnoughData);
        young.At(90).Estimate.ShouldBe(double.NaN);
        young.At(50).Known.ShouldBe(5);
        young.At(50).State.ShouldBe(SurvivalState.Ok);
        var none = CumulativeIncidence.Of(FollowUps.Read("100+ 100+ 100+ 100+ 100+"), 1);
        none.State.ShouldBe(SurvivalState.NoEvents);
        none.MedianAmongEvents.ShouldBeNull();
        none.At(100).Known.ShouldBe(5);
        none.At(90).ShouldBe(new ShareAtTime(SurvivalState.NoEvents, 90, 0, 0, Redthread.Statistics.Interval.None, 5, 5));
    }

    [Fact]
    public void Cause_nought_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => CumulativeIncidence.Of([], 0));

    [Fact]
    public void Where_nothing_competes_it_is_one_minus_Kaplan_Meier_with_Greenwoods_variance() =>
        Prop.ForAll(
                FollowUps.Any,
                spans =>
                {
                    FollowUp[] single = [.. spans.Select(span => span with { Cause = Math.Min(span.Cause, 1) })];
                    var incidence = CumulativeIncidence.Of(single, 1);
                    var survival = KaplanMeier.Of(single);
                    return incidence.Steps.Count == survival.Steps.Count
                        && incidence
                            .Steps.Zip(survival.Steps)
                            .All(pair =>
                                Given.Close(pair.First.Estimate, 1 - pair.Second.Estimate) && (pair.Second.Estimate == 0 || Given.Close(pair.First.Variance, pair.Second.Variance))
                            );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Causes_and_survival_add_up_to_one_and_each_rises() =>
        Prop.ForAll(
                FollowUps.Any,
                spans =>
                {
                    var causes = CumulativeIncidence.OfAll(spans).Values;
                    var survival = KaplanMeier.Of(spans);
                    return survival.Steps.Select((step, i) => step.Estimate + causes.Sum(cause => cause.Steps[i].Estimate)).All(sum => Given.Close(sum, 1))
                        && causes.All(cause =>
                            cause.Steps.Zip(cause.Steps.Skip(1)).All(pair => pair.First.Estimate <= pair.Second.Estimate)
                            && cause.Steps.All(step => step.Variance >= 0 && (!step.Interval.Exists || step.Interval.Contains(step.Estimate)))
                            && cause.Events == spans.Count(span => span.Cause == cause.Cause)
                            && (cause.Median is not { } median || cause.MedianAmongEvents <= median)
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Without_censoring_it_is_a_binomial_share() =>
        Prop.ForAll(
                FollowUps.Any,
                spans =>
                {
                    FollowUp[] whole = [.. spans.Select(span => span with { Cause = Math.Max(span.Cause, 1) })];
                    return CumulativeIncidence
                        .Of(whole, 1)
                        .Steps.All(step =>
                        {
                            var share = whole.Count(span => span.Cause == 1 && span.Days <= step.Days) / (double)whole.Length;
                            return Given.Close(step.Estimate, share) && Math.Abs(step.Variance - (share * (1 - share) / whole.Length)) < 1e-12;
                        });
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Counting_competing_events_as_censored_overstates() =>
        Prop.ForAll(
                FollowUps.Any,
                spans =>
                {
                    var wrong = KaplanMeier.Of(spans.Select(span => span.Cause == 1 ? span : span with { Cause = 0 }));
                    var right = CumulativeIncidence.Of(spans, 1);
                    return wrong.Steps.All(step => 1 - step.Estimate >= right.Steps.Last(own => own.Days <= step.Days).Estimate - 1e-12);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>At 90 days, with a decision at rate 1/100 and archiving at rate 1/200 a day, 60 insights, looked at after 60 to 300 days; Monte-Carlo standard error 0.005.</summary>
    [Fact]
    public void Interval_covers_the_true_reach()
    {
        var truth = 2 / 3.0 * (1 - Math.Exp(-90 * 0.015));
        var random = new Random(42);
        var hits = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var spans = Enumerable
                .Range(0, 60)
                .Select(_ => FollowUps.Censored(-Math.Log(1 - random.NextDouble()) / 0.015, random.Next(3) < 2 ? 1 : 2, 60 + (240 * random.NextDouble())));
            hits += CumulativeIncidence.Of(spans.ToArray(), 1).At(90).Interval.Contains(truth) ? 1 : 0;
        }

        (hits / 2000.0).ShouldBeInRange(0.935, 0.965);
    }

    private static void Together(IEnumerable<double> actual, double[] expected) =>
        actual.Zip(expected).Count(pair => Math.Abs(pair.First - pair.Second) < 1e-12).ShouldBe(expected.Length);

    private static double Square(double value) => value * value;
}
