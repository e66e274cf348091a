using Redthread.Statistics;

namespace Redthread.Tests.Statistics;

public sealed class ClusteredProportionTests
{
    [Fact]
    public void Clusters_of_one_are_Wilson() => ClusteredProportion.Of([(1, 1), (0, 1), (1, 1), (0, 1)]).ShouldBe(Proportion.Of(2, 4));

    [Fact]
    public void Customers_who_do_alike_in_all_their_cases_count_once_each()
    {
        // Ten customers, four cases each, six of whom follow in all: V = 10/9 · (6·1.6² + 4·2.4²) ÷ 40², n = p(1−p) ÷ V = 9.
        var share = ClusteredProportion.Of([.. Enumerable.Range(0, 10).Select(at => (at < 6 ? 4 : 0, 4))]);
        share.Value.ShouldBe(0.6);
        share.N.ShouldBe(9, 1e-9);
        share.Interval.Width.ShouldBeGreaterThan(Proportion.Of(24, 40).Interval.Width * 1.8);
    }

    [Fact]
    public void Its_interval_holds_the_truth_where_plain_Wilson_does_not()
    {
        var random = new Random(7);
        var (clustered, plain) = (0, 0);
        const int draws = 1000;
        for (var draw = 0; draw < draws; draw++)
        {
            // Customers differ: half of them nearly always do, half nearly never.
            var customers = Enumerable.Range(0, 60).Select(_ => (Chance: random.Next(2) == 0 ? 0.9 : 0.1, Trials: 1 + random.Next(8))).ToList();
            var clusters = customers.ConvertAll(one => (Enumerable.Range(0, one.Trials).Count(_ => random.NextDouble() < one.Chance), one.Trials));
            clustered += ClusteredProportion.Of(clusters).Interval.Contains(0.5) ? 1 : 0;
            plain += Proportion.Of(clusters.Sum(one => one.Item1), clusters.Sum(one => one.Trials)).Interval.Contains(0.5) ? 1 : 0;
        }

        (clustered / (double)draws).ShouldBeInRange(0.92, 0.98);
        (plain / (double)draws).ShouldBeLessThan(0.8);
    }

    [Fact]
    public void Edge_cases_are_told_and_never_narrower_than_independence()
    {
        double.IsNaN(ClusteredProportion.Of([]).Value).ShouldBeTrue();
        ClusteredProportion.Of([(3, 3), (4, 4)]).ShouldBe(Proportion.Of(2, 2));
        ClusteredProportion.Of([(1, 4)]).Interval.Contains(0.25).ShouldBeTrue();
        ClusteredProportion.Of([(1, 4)]).Interval.Width.ShouldBeGreaterThan(0.5);
        // Each does half: less varied than chance, and still no more than its trials are known.
        ClusteredProportion.Of([.. Enumerable.Range(0, 20).Select(at => (at % 2 == 0 ? 1 : 2, 3))]).N.ShouldBeLessThanOrEqualTo(60);
    }
}
