using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Interval = Redthread.Statistics.Interval;
using Random = System.Random;

namespace Redthread.Tests.Statistics.Lifetime;

public class ExposedValueTests
{
    /// <summary>By hand: ten customers worth 10 each, six heard, three of these weakly; nine passed: 30 and half of 3 ÷ 4 of 40.</summary>
    [Fact]
    public void Those_heard_stand_for_those_who_passed()
    {
        var exposed = ExposedValue.Of([.. Enumerable.Range(0, 10).Select(one => new ValuedCustomer(10, one < 6 ? [new(0, one < 3)] : []))], [9]);
        var risk = exposed.At([0]);
        (risk.State, risk.Heard, risk.Weak, risk.Customers, risk.LowerBound).ShouldBe((RegressionState.Ok, 6, 3, 9, false));
        risk.Value.ShouldBe(45, 1e-9);
        risk.Interval.Contains(45).ShouldBeTrue();
        risk.Interval.Low.ShouldBeGreaterThanOrEqualTo(30);
        risk.Interval.High.ShouldBeLessThanOrEqualTo(100);
        // Nobody heard weakly says little when few were heard.
        ExposedValue.Of([.. Enumerable.Range(0, 100).Select(one => new ValuedCustomer(10, one < 6 ? [new(0, false)] : []))], [100]).At([0]).Interval.High.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Without_traffic_only_those_heard_are_counted()
    {
        var exposed = ExposedValue.Of(
            [.. Enumerable.Range(0, 5).Select(_ => new ValuedCustomer(10, [new(0, true)])), .. Enumerable.Range(0, 5).Select(_ => new ValuedCustomer(90, [new(0, false)]))],
            [null]
        );
        var risk = exposed.At([0]);
        (risk.Value, risk.Weak, risk.Heard, risk.LowerBound, risk.Interval).ShouldBe((50, 5, 10, true, new Interval(50, 50)));
        ExposedValue.Of([new(5, [new(0, true)])], [10]).At([0]).State.ShouldBe(RegressionState.NotEnoughData);
        ExposedValue.Of([], [null]).At([0]).State.ShouldBe(RegressionState.NotEnoughData);
        Should.Throw<ArgumentException>(() => ExposedValue.Of([new(-1, [])], [10]));
        Should.Throw<ArgumentException>(() => ExposedValue.Of([new(1, [])], [double.NaN]));
    }

    /// <summary>
    /// By hand: 100 customers worth 1 each, all pass both stages; of ten heard at each, half weakly. Apart the two take 10 + 10 · ½ + 80 · ¾ = 75,
    /// together 10 + 10 · ½ + 80 · ½ = 55: what is conservative.
    /// </summary>
    [Fact]
    public void Where_the_same_customers_suffer_at_all_stages_less_is_at_risk()
    {
        var exposed = ExposedValue.Of(
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(one => new ValuedCustomer(
                        1,
                        one < 10 ? [new(0, one < 5)]
                            : one < 20 ? [new(1, one < 15)]
                            : []
                    )),
            ],
            [100, 100]
        );
        var both = exposed.At([0, 1]);
        both.Value.ShouldBe(75, 1e-9);
        both.Overlapping.ShouldBe(55, 1e-9);
        exposed.At([0]).Overlapping.ShouldBe(exposed.At([0]).Value, 1e-9);
    }

    [Fact]
    public void A_customer_who_suffers_in_two_stages_counts_once()
    {
        var exposed = ExposedValue.Of([.. Enumerable.Range(0, 6).Select(_ => new ValuedCustomer(10, [new(0, true), new(1, true)]))], [1000, 5000]);
        (exposed.At([0]).Value, exposed.At([1]).Value, exposed.At([0, 1]).Value, exposed.At([1, 0, 1]).Value).ShouldBe((60, 60, 60, 60));
    }

    /// <summary>Whatever the traffic says, no stages have more at risk than all known customers are worth, and another stage takes nothing away.</summary>
    [Fact]
    public void No_set_of_stages_has_more_at_risk_than_customers_are_worth()
    {
        var customers = (
            from value in Gen.Choose(0, 1000)
            from stages in Gen.Choose(0, 7)
            from weak in Gen.Choose(0, 7)
            select new ValuedCustomer(
                value / 7.0,
                [.. Enumerable.Range(0, 3).Where(stage => (stages >> stage & 1) == 1).Select(stage => new HeardAt(stage, (weak >> stage & 1) == 1))]
            )
        ).ListOf();
        var given = (from known in customers from traffic in Gen.Choose(0, 100_000).ArrayOf(3) select (Known: known.ToList(), Traffic: traffic)).ToArbitrary();
        Prop.ForAll(
                given,
                one =>
                {
                    var exposed = ExposedValue.Of(one.Known, [one.Traffic[0], one.Traffic[1], null]);
                    var (first, two, all) = (exposed.At([0]), exposed.At([0, 1]), exposed.At([0, 1, 2]));
                    return new[] { first, two, all }.All(risk =>
                            risk.State != RegressionState.Ok
                            || (
                                risk.Value <= exposed.Total
                                && risk.Interval.High <= exposed.Total * (1 + 1e-12)
                                && risk.Interval.Contains(risk.Value)
                                && risk.Customers <= exposed.Customers + 1e-9
                            )
                        )
                        && !(first.Value > two.Value + 1e-9)
                        && !(two.Value > all.Value + 1e-9)
                        && all.Heard >= two.Heard
                        && exposed.Total <= one.Known.Sum(customer => customer.Value) + 1e-6;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    /// <summary>Customers of very different value, those worth more suffering less; of 600 who passed two stages 120 are heard in each. What is truly at risk lies within.</summary>
    [Fact]
    public void The_interval_holds_what_is_at_risk()
    {
        var covered = new int[2];
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            var (customers, truth) = (new List<ValuedCustomer>(), new double[2]);
            var passed = new[] { Drawn(random, 2000, 600), Drawn(random, 2000, 600) };
            for (var one = 0; one < 2000; one++)
            {
                var value = 100 * Math.Exp(random.NextDouble() * 2);
                var (heard, weakAny) = (new List<HeardAt>(), false);
                for (var stage = 0; stage < 2; stage++)
                {
                    var weak = random.NextDouble() < (value > 300 ? 0.2 : 0.4);
                    if (!passed[stage].TryGetValue(one, out var place))
                        continue;
                    truth[0] += stage == 0 && weak ? value : 0;
                    weakAny |= weak;
                    if (place < 120)
                        heard.Add(new(stage, weak));
                }

                truth[1] += weakAny ? value : 0;
                customers.Add(new(value, heard));
            }

            var exposed = ExposedValue.Of(customers, [600, 600]);
            covered[0] += exposed.At([0]).Interval.Contains(truth[0]) ? 1 : 0;
            covered[1] += exposed.At([0, 1]).Interval.Contains(truth[1]) ? 1 : 0;
        }

        covered[0].ShouldBeInRange(558, 588, string.Join(' ', covered));
        covered[1].ShouldBeInRange(558, 600, string.Join(' ', covered));
    }

    private static Dictionary<int, int> Drawn(Random random, int of, int count)
    {
        var all = Enumerable.Range(0, of).ToArray();
        random.Shuffle(all);
        return all.Take(count).Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }
}
