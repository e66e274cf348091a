using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;
using Redthread.Statistics;
using Redthread.Tests.Statistics.Survival;
using Shouldly;
using Xunit;
using Random = System.Random;

namespace Redthread.Tests.Statistics.Lifetime;

public class LifetimeTests
{
    private static readonly PurchaseModel Published = PurchaseModel.With(0.243, 4.414, 0.793, 2.426);

    /// <summary>Purchases made by the model itself: the interval of bought ÷ expected holds 1 about as often as it says, and not where customers bought half as much.</summary>
    [Fact]
    public void A_set_aside_time_is_judged_by_an_interval()
    {
        var (held, halfHeld) = (0, 0);
        const int Runs = 60;
        for (var run = 0; run < Runs; run++)
        {
            var random = new Random(run);
            var (seen, later) = (new List<PurchaseHistory>(), new List<int>());
            for (var one = 0; one < 500; one++)
            {
                var rate = Gamma.Sample(random, 0.8, 6);
                var leaving = Beta.Sample(random, 0.9, 2.5);
                var (times, at, there) = (new List<double>(), 0.0, true);
                while (there)
                {
                    at += Exponential.Sample(random, rate);
                    if (at > 78)
                        break;
                    times.Add(at);
                    there = random.NextDouble() >= leaving;
                }

                var before = times.FindAll(time => time <= 52);
                seen.Add(new PurchaseHistory(before.Count, before.Count == 0 ? 0 : before[^1], 52));
                later.Add(times.Count - before.Count);
            }

            var model = PurchaseModel.Of(seen);
            var expected = seen.Sum(one => model.Expected(one, 26));
            held += HoldoutRatio.IntervalOf(seen, later, 26, later.Sum() / expected, run).Contains(1) ? 1 : 0;
            var half = later.ConvertAll(bought => bought / 2);
            halfHeld += HoldoutRatio.IntervalOf(seen, half, 26, half.Sum() / expected, run).Contains(1) ? 1 : 0;
        }

        held.ShouldBeInRange(52, 60);
        halfHeld.ShouldBe(0);
    }

    /// <summary>Fader, Hardie and Lee, Marketing Science 24 (2005), Table 2: CDNOW, 2,357 customers over 39 weeks.</summary>
    [Fact]
    public void Purchases_agree_with_the_published_fit()
    {
        var model = PurchaseModel.Of(Cdnow().Purchases);
        (model.N, model.Repeaters, model.Converged).ShouldBe((2357, 946, true));
        Math.Round(model.R.Value, 3).ShouldBe(0.243);
        Math.Round(model.Alpha.Value, 3).ShouldBe(4.414);
        Math.Round(model.A.Value, 3).ShouldBe(0.793);
        Math.Round(model.B.Value, 3).ShouldBe(2.426);
        Math.Round(model.LogLikelihood, 1).ShouldBe(-9582.4);
    }

    /// <summary>Fader and Hardie, “Implementing the BG/NBD model in Excel” (2005): customer 0001 is expected to buy 1.226 times in the next 39 weeks.</summary>
    [Fact]
    public void One_customer_agrees_with_the_published_example()
    {
        var customer = new PurchaseHistory(2, 30.43, 38.86);
        Published.Expected(customer, 39).ShouldBe(1.226, 0.0005);
        Published.Active(customer).ShouldBe(0.7266, 0.0005);
        Published.Active(new(0, 0, 38.86)).ShouldBe(1);
        Published.Expected(customer, 0).ShouldBe(0);
    }

    /// <summary>Fader and Hardie, “The Gamma-Gamma model of monetary value” (2013): p 6.25, q 3.74, γ 15.44 on the 946 repeaters; customer 0001 24.66.</summary>
    [Fact]
    public void Spending_agrees_with_the_published_fit()
    {
        var model = SpendingModel.Of(Cdnow().Spending);
        (model.N, model.Converged).ShouldBe((946, true));
        model.P.Value.ShouldBe(6.25, 0.005);
        model.Q.Value.ShouldBe(3.74, 0.005);
        model.Gamma.Value.ShouldBe(15.44, 0.01);
        model.Expected(new(2, 22.35)).ShouldBe(24.66, 0.01);
        model.Correlation.ShouldBe(0.114, 0.001);
        model.Expected(new(0, 0)).ShouldBe(model.P.Value * model.Gamma.Value / (model.Q.Value - 1), 1e-9);
    }

    /// <summary>Drawn from the model itself: what customers with two repeats do next is what is expected of them.</summary>
    [Fact]
    public void Expectations_agree_with_simulation()
    {
        var random = new Random(3);
        double expected = 0,
            happened = 0,
            active = 0,
            truly = 0,
            ofNew = 0;
        for (var at = 0; at < 200_000; at++)
        {
            var one = Draw(random, 0.6, 4, 1.8, 5, 30, 20);
            expected += Model.Expected(one.History, 20);
            happened += one.Next;
            active += Model.Active(one.History);
            truly += one.Active ? 1 : 0;
            ofNew += one.History.Repeats;
        }

        (expected / happened).ShouldBe(1, 0.02);
        (active / truly).ShouldBe(1, 0.005);
        (200_000 * Model.ExpectedOfNew(30) / ofNew).ShouldBe(1, 0.02);
    }

    [Fact]
    public void Expectations_do_not_jump_where_a_is_one_and_hold_far_ahead()
    {
        var customer = new PurchaseHistory(3, 20, 30);
        double At(double a, double ahead) => PurchaseModel.With(0.5, 4, a, 2.5).Expected(customer, ahead);
        At(1, 50).ShouldBe(At(1 - 2e-5, 50), 1e-4);
        At(1, 50).ShouldBe(At(1 + 2e-5, 50), 1e-4);
        At(1.5, 1e5).ShouldBeInRange(At(1.5, 1e4), 1.2 * At(1.5, 1e4));
    }

    [Fact]
    public void Few_and_impossible_are_told()
    {
        PurchaseModel.Of([]).State.ShouldBe(RegressionState.NotEnoughData);
        PurchaseModel.Of([.. Enumerable.Repeat(new PurchaseHistory(0, 0, 10), 100)]).State.ShouldBe(RegressionState.NotEnoughData);
        PurchaseModel.Of([]).Active(new(1, 1, 2)).ShouldBe(double.NaN);
        PurchaseModel.Of([.. Enumerable.Repeat(new PurchaseHistory(3, 9, 10), 100)]).Converged.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => PurchaseModel.Of([new(1, 11, 10)]));
        Should.Throw<ArgumentException>(() => PurchaseModel.Of([new(0, 1, 10)]));
        SpendingModel.Of([new(0, 0), new(1, 2)]).State.ShouldBe(RegressionState.NotEnoughData);
        SpendingModel.Of([]).Expected(new(1, 2)).ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => SpendingModel.Of([new(1, 0)]));
    }

    [Fact]
    public void Order_and_units_do_not_matter() =>
        Prop.ForAll(
                Gen.Choose(1, 100_000).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var drawn = Enumerable.Range(0, 150).Select(_ => Draw(random, 0.6, 4, 1.8, 5, 30, 0).History).ToArray();
                    var (a, b) = (PurchaseModel.Of(drawn), PurchaseModel.Of([.. drawn.Reverse().Select(one => new PurchaseHistory(one.Repeats, one.Last * 7, one.Age * 7))]));
                    var spent = drawn.Select(one => new Spending(one.Repeats, one.Repeats == 0 ? 0 : Gamma.Sample(random, 3 * one.Repeats, one.Repeats))).ToArray();
                    var (c, d) = (SpendingModel.Of(spent), SpendingModel.Of(spent.Reverse().Select(one => one with { Mean = one.Mean * 100 })));
                    // Where few leave, or few buy again, the likelihood is flat: its height agrees far beyond what parameters can, which
                    // are held to a hundredth and a tenth of their error.
                    bool Same(PositiveEstimate one, PositiveEstimate other, double factor, double share = 0.01) =>
                        !one.Interval.Exists
                        || !other.Interval.Exists
                        || Math.Abs(Math.Log(one.Value * factor / other.Value)) <= share * Math.Log(one.Interval.High / one.Interval.Low);
                    return Given.Close(a.LogLikelihood - (drawn.Sum(one => one.Repeats) * Math.Log(7)), b.LogLikelihood, 1e-5)
                        && Given.Close(c.LogLikelihood - (c.N * Math.Log(100)), d.LogLikelihood, 1e-5)
                        && Same(a.R, b.R, 1)
                        && Same(a.Alpha, b.Alpha, 7)
                        && Same(a.A, b.A, 1)
                        && Same(c.P, d.P, 1, 0.1)
                        && Same(c.Gamma, d.Gamma, 100, 0.1);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Planted r 0.6, α 4, a 1.8, b 5 and p 4, q 3, γ 10; 400 samples of 1000 customers, Monte-Carlo standard error 0.011.</summary>
    [Fact]
    public void Intervals_cover_what_was_planted()
    {
        var random = new Random(81);
        var hits = new int[5];
        for (var sample = 0; sample < 400; sample++)
        {
            var drawn = Enumerable.Range(0, 1000).Select(_ => Draw(random, 0.6, 4, 1.8, 5, 30, 0).History).ToArray();
            var model = PurchaseModel.Of(drawn);
            var spending = SpendingModel.Of(
                drawn.Select(one => new Spending(one.Repeats, one.Repeats == 0 ? 0 : Gamma.Sample(random, 4 * one.Repeats, one.Repeats * Gamma.Sample(random, 3, 10))))
            );
            hits[0] += model.R.Interval.Contains(0.6) ? 1 : 0;
            hits[1] += model.Alpha.Interval.Contains(4) ? 1 : 0;
            hits[2] += model.A.Interval.Contains(1.8) ? 1 : 0;
            hits[3] += spending.P.Interval.Contains(4) ? 1 : 0;
            hits[4] += spending.Q.Interval.Contains(3) ? 1 : 0;
        }

        hits.ShouldAllBe(hit => hit / 400.0 >= 0.91 && hit / 400.0 <= 0.985);
    }

    [Fact]
    public void Value_to_come_is_discounted_and_bounded_by_what_is_not()
    {
        var spending = SpendingModel.Of(Cdnow().Spending);
        var customer = new PurchaseHistory(2, 30.43, 38.86);
        var plain = LifetimeValue.Of(Published, spending, customer, 22.35, 12, 4.345, 0);
        plain.ShouldBe(Published.Expected(customer, 12 * 4.345) * spending.Expected(new(2, 22.35)), 1e-9);
        var discounted = LifetimeValue.Of(Published, spending, customer, 22.35, 12, 4.345, 0.01);
        discounted.ShouldBeInRange(plain / Math.Pow(1.01, 12), plain - 0.01);
    }

    /// <summary>Gupta, Lehmann and Stuart (2004): with 80 % retention and 12 % discount a margin is worth 2.5 times; the multiple of 80 % and 10 % is 2.67.</summary>
    /// <summary>Segments that stay unlike: their mean is what they are worth together by head, and its interval covers the truth; one share for all is worth less.</summary>
    [Fact]
    public void All_together_is_the_mean_over_segments_and_its_interval_covers_it()
    {
        (int Customers, int Due, double Stay, double Margin)[] segments = [(500, 6000, 0.97, 10), (300, 3600, 0.95, 20), (200, 2400, 0.90, 15)];
        var truth = segments.Sum(one => one.Customers * one.Margin * one.Stay / (1.01 - one.Stay)) / segments.Sum(one => one.Customers);
        var (random, held, pooledHeld) = (new Random(12), 0, 0);
        const int Runs = 2000;
        for (var run = 0; run < Runs; run++)
        {
            var renewed = segments.Select(one => Binomial.Sample(random, one.Stay, one.Due)).ToList();
            var together = LifetimeValue.Together([.. segments.Select((one, at) => (one.Customers, LifetimeValue.OfContract(renewed[at], one.Due, one.Margin, 0.01)))]);
            held += together.Interval.Contains(truth) ? 1 : 0;
            var mean = segments.Sum(one => one.Customers * one.Margin) / segments.Sum(one => one.Customers);
            var pooled = LifetimeValue.OfContract(renewed.Sum(), segments.Sum(one => one.Due), mean, 0.01);
            pooled.Value.ShouldBeLessThan(together.Value);
            pooledHeld += pooled.Interval.Contains(truth) ? 1 : 0;
        }

        ((double)held / Runs).ShouldBeInRange(0.93, 0.97);
        pooledHeld.ShouldBeLessThan(held);
        var one = LifetimeValue.OfContract(90, 100, 10, 0.01);
        LifetimeValue.Together([(7, one), (0, default)]).Value.ShouldBe(one.Value, 1e-9);
        LifetimeValue.Together([(7, one)]).Interval.Low.ShouldBe(one.Interval.Low, 1e-9);
        LifetimeValue.Together([]).State.ShouldBe(RegressionState.NotEnoughData);
        LifetimeValue.Together([(7, one), (1, LifetimeValue.OfContract(3, 4, 10, 0.01))]).State.ShouldBe(RegressionState.NotEnoughData);
    }

    [Fact]
    public void Contracts_agree_with_the_published_multiples()
    {
        LifetimeValue.OfContract(80, 100, 1, 0.12).Value.ShouldBe(2.5, 1e-9);
        LifetimeValue.OfContract(80, 100, 1, 0.10).Value.ShouldBe(2.67, 0.005);
        var value = LifetimeValue.OfContract(80, 100, 40, 0.1);
        value.Interval.Contains(value.Value).ShouldBeTrue();
        LifetimeValue.OfContract(4, 4, 1, 0.1).State.ShouldBe(RegressionState.NotEnoughData);
        LifetimeValue.OfContract(0, 50, 1, 0.1).Value.ShouldBe(0);
    }

    private static readonly PurchaseModel Model = PurchaseModel.With(0.6, 4, 1.8, 5);

    private static (PurchaseHistory History, int Next, bool Active) Draw(Random random, double r, double alpha, double a, double b, double age, double ahead)
    {
        double rate = Gamma.Sample(random, r, alpha),
            leaving = Beta.Sample(random, a, b),
            time = 0,
            last = 0;
        int repeats = 0,
            next = 0;
        while (true)
        {
            time -= Math.Log(1 - random.NextDouble()) / rate;
            if (!(time <= age + ahead))
            {
                return (new(repeats, last, age), next, true);
            }

            (repeats, last, next) = time <= age ? (repeats + 1, time, 0) : (repeats, last, next + 1);
            if (random.NextDouble() < leaving)
            {
                return (new(repeats, last, age), next, time > age);
            }
        }
    }

    private static (List<PurchaseHistory> Purchases, List<Spending> Spending) Cdnow()
    {
        var rows = SurvivalData.Read("cdnow/cdnow_customers_summary_with_transactions.csv").Rows.ConvertAll(row => Array.ConvertAll(row, SurvivalData.Number));
        return (rows.ConvertAll(row => new PurchaseHistory((int)row[1], row[2], row[3])), rows.ConvertAll(row => new Spending((int)row[1], row[4])));
    }
}
