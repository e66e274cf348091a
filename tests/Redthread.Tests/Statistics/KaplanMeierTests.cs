using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class KaplanMeierTests
{
    /// <summary>Remission of acute leukaemia under 6-mercaptopurine, weeks (Freireich et al., Blood 21, 1963); + marks the censored.</summary>
    private static readonly FollowUp[] Mercaptopurine = FollowUps.Read("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+");

    private static readonly FollowUp[] Placebo = FollowUps.Read("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23");

    /// <summary>
    /// Klein and Moeschberger, Survival Analysis (2003), Table 4.1; limits by R's summary(survfit(Surv(time, cens) ~ treat, MASS::gehan,
    /// conf.type = "log-log")), as in Venables and Ripley, Modern Applied Statistics with S (2002), section 13.1.
    /// </summary>
    [Fact]
    public void Remission_agrees_with_the_published_table()
    {
        (double Days, int AtRisk, int Events, double S, double Error, double Low, double High)[] expected =
        [
            (6, 21, 3, 0.857, 0.0764, 0.620, 0.952),
            (7, 17, 1, 0.807, 0.0869, 0.563, 0.923),
            (10, 15, 1, 0.753, 0.0963, 0.503, 0.889),
            (13, 12, 1, 0.690, 0.1068, 0.432, 0.849),
            (16, 11, 1, 0.627, 0.1141, 0.368, 0.805),
            (22, 7, 1, 0.538, 0.1282, 0.268, 0.747),
            (23, 6, 1, 0.448, 0.1346, 0.188, 0.680),
        ];
        KaplanMeier
            .Of(Mercaptopurine)
            .Steps.Select(step =>
                (
                    step.Days,
                    step.AtRisk,
                    step.Events,
                    Math.Round(step.Estimate, 3),
                    Math.Round(Math.Sqrt(step.Variance), 4),
                    Math.Round(step.Interval.Low, 3),
                    Math.Round(step.Interval.High, 3)
                )
            )
            .ShouldBe(expected);
    }

    /// <summary>R: survfit prints medians of 23 and 8 weeks; the table above holds ½ within the limits from week 13 on and to its end.</summary>
    [Fact]
    public void Medians_agree_and_an_open_bound_stays_open()
    {
        KaplanMeier.Of(Mercaptopurine).Median.ShouldBe(new MedianTime(23, 13, null));
        KaplanMeier.Of(Placebo).Median.Days.ShouldBe(8);
    }

    /// <summary>Cox and Oakes, Analysis of Survival Data (1984), Table 1.1: 8 of 21 remain at week 10, with standard error 0.106.</summary>
    [Fact]
    public void Without_censoring_it_is_a_binomial_share()
    {
        var share = KaplanMeier.Of(Placebo).At(10);
        share.Estimate.ShouldBe(8 / 21.0, 1e-12);
        share.StandardError.ShouldBe(Math.Sqrt(8.0 * 13 / 21 / 21 / 21), 1e-12);
        share.StandardError.ShouldBe(0.106, 0.0005);
    }

    [Fact]
    public void Nobody_few_and_nobody_with_an_event_are_states()
    {
        KaplanMeier.Of([]).State.ShouldBe(SurvivalState.NotEnoughData);
        KaplanMeier.Of([]).At(1).State.ShouldBe(SurvivalState.NotEnoughData);
        KaplanMeier.Of(FollowUps.Read("1 2 3 4")).State.ShouldBe(SurvivalState.NotEnoughData);
        KaplanMeier.Of(FollowUps.Read("1 2 3 4")).Median.ShouldBe(new MedianTime(null, null, null));
        var censored = KaplanMeier.Of(FollowUps.Read("1+ 2+ 3+ 4+ 5+ 6+"));
        censored.State.ShouldBe(SurvivalState.NoEvents);
        censored.At(2).ShouldBe(new ShareAtTime(SurvivalState.NoEvents, 2, 1, 0, Redthread.Statistics.Interval.None, 5, 5));
        censored.At(3).State.ShouldBe(SurvivalState.NotEnoughData);
    }

    [Fact]
    public void The_curve_ends_with_the_last_follow_up_unless_all_had_the_event()
    {
        KaplanMeier.Of(Mercaptopurine).At(35).Estimate.ShouldBe(0.448, 0.0005);
        KaplanMeier.Of(Mercaptopurine).At(35.1).State.ShouldBe(SurvivalState.NotEnoughData);
        KaplanMeier.Of(Placebo).At(100).Estimate.ShouldBe(0);
        KaplanMeier.Of(Placebo).At(100).Interval.Exists.ShouldBeFalse();
    }

    [Fact]
    public void Impossible_times_are_refused()
    {
        Should.Throw<ArgumentException>(() => KaplanMeier.Of([new(-1, 1)]));
        Should.Throw<ArgumentException>(() => KaplanMeier.Of([new(double.NaN, 1)]));
        Should.Throw<ArgumentException>(() => KaplanMeier.Of([new(1, -1)]));
    }

    [Fact]
    public void It_falls_stays_within_its_interval_and_does_not_depend_on_order_or_unit() =>
        Prop.ForAll(
                FollowUps.Any,
                spans =>
                {
                    var curve = KaplanMeier.Of(spans);
                    var weeks = KaplanMeier.Of(spans.Reverse().Select(span => span with { Days = span.Days * 7 }));
                    return curve.Steps.Zip(curve.Steps.Skip(1)).All(pair => pair.First.Estimate > pair.Second.Estimate && pair.First.Days < pair.Second.Days)
                        && curve.Steps.All(step => !step.Interval.Exists || (step.Interval.Contains(step.Estimate) && step.Interval is { Low: >= 0, High: <= 1 }))
                        && curve.Steps.Select(step => step.Estimate).SequenceEqual(weeks.Steps.Select(step => step.Estimate))
                        && (curve.Median.Days is not { } median || curve.At(median) is { State: SurvivalState.NotEnoughData } or { Estimate: <= 0.5 + 1e-9 });
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>The interval at 90 days covers the true survival of an exponential time with random censoring; Monte-Carlo standard error 0.005.</summary>
    [Fact]
    public void Interval_covers()
    {
        var random = new Random(41);
        var hits = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var spans = Enumerable.Range(0, 40).Select(_ => FollowUps.Censored(-120 * Math.Log(1 - random.NextDouble()), 1, 60 + (200 * random.NextDouble())));
            hits += KaplanMeier.Of(spans).At(90).Interval.Contains(Math.Exp(-90 / 120.0)) ? 1 : 0;
        }

        (hits / 2000.0).ShouldBeInRange(0.935, 0.965);
    }
}
