using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Discovery;

public class DirectlyFollowsTests
{
    /// <summary>By hand: a → b after 10, 20, 40 and 100 s; b → a after 5 s; b → c after 7 s.</summary>
    [Fact]
    public void Waits_are_worked_out_by_hand()
    {
        var graph = DirectlyFollows.Of(
            Logs.Of([new(0, 0, 0), new(0, 1, 10), new(0, 0, 15), new(0, 1, 35), new(1, 0, 0), new(1, 1, 40), new(2, 1, 100), new(2, 0, 0), new(2, 2, 107)])
        );
        var edge = graph.Edges[0];
        (edge.From, edge.To, edge.Count, edge.Cases).ShouldBe((0, 1, 4, 3));
        edge.MedianSeconds.ShouldBe(30);
        edge.MeanSeconds.ShouldBe(42.5);
        edge.P90Seconds.ShouldBe(82, 1e-9);
        graph.Edges.Select(one => (one.From, one.To, one.Count, one.MedianSeconds)).ShouldBe([(0, 1, 4, 30), (1, 0, 1, 5), (1, 2, 1, 7)]);
        graph.Starts.Select(node => (node.Activity, node.Starts)).ShouldBe([(0, 3)]);
        graph.Ends.Select(node => (node.Activity, node.Ends)).ShouldBe([(1, 2), (2, 1)]);
        graph.CasesPassing(1, 2).ShouldBe([2]);
        graph.CasesWith(2).ShouldBe([2]);
        Bottlenecks.Of(graph)[0].Share.ShouldBe(170.0 / 182, 1e-12);
    }

    [Fact]
    public void With_an_end_the_wait_runs_from_it_and_is_none_when_they_overlap()
    {
        var builder = new EventLogBuilder();
        var (one, a, b) = (builder.Case["x"], builder.Activity["a"], builder.Activity["b"]);
        builder.Add(new(one, a, Logs.Start.Ticks, Logs.Start.AddSeconds(30).Ticks));
        builder.Add(new(one, b, Logs.Start.AddSeconds(50).Ticks, Logs.Start.AddSeconds(90).Ticks));
        builder.Add(new(one, a, Logs.Start.AddSeconds(60).Ticks));
        DirectlyFollows.Of(builder.Build(out _)).Edges.Select(edge => edge.MedianSeconds).ShouldBe([20, 0]);
    }

    [Fact]
    public void Quantiles_are_those_of_sorting() =>
        Prop.ForAll(
                Gen.Choose(-1000, 1000).NonEmptyListOf().ToArbitrary(),
                Gen.Choose(0, 100).ToArbitrary(),
                (list, percent) =>
                {
                    var sorted = list.Select(value => (long)value).Order().ToArray();
                    var place = (sorted.Length - 1) * (percent / 100.0);
                    var (low, part) = ((int)place, place - (int)place);
                    var expected = part == 0 ? sorted[low] : sorted[low] + (part * (sorted[low + 1] - sorted[low]));
                    return Math.Abs(OrderStatistics.Quantile(list.Select(value => (long)value).ToArray(), percent / 100.0) - expected) < 1e-9;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_list_with_many_ties_has_the_median_of_sorting()
    {
        var random = new Random(5);
        foreach (var spread in new[] { 1, 3, 1_000_000 })
        {
            var values = Enumerable.Range(0, 20_001).Select(_ => random.NextInt64(spread)).ToArray();
            OrderStatistics.Quantile((long[])values.Clone(), 0.5).ShouldBe(values.Order().ElementAt(10_000));
        }
    }

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        Prop.ForAll(Logs.Any, steps => Told(Logs.Of(steps)).SequenceEqual(Told(Logs.Of(steps.Reverse())))).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_unit_of_time_changes_only_the_unit() =>
        Prop.ForAll(
                Logs.Any,
                steps =>
                {
                    var (seconds, minutes) = (DirectlyFollows.Of(Logs.Of(steps)), DirectlyFollows.Of(Logs.Of(steps, TimeSpan.TicksPerMinute)));
                    return seconds
                        .Edges.Zip(minutes.Edges)
                        .All(pair =>
                            (pair.First.From, pair.First.To, pair.First.Count) == (pair.Second.From, pair.Second.To, pair.Second.Count)
                            && Given.Close(pair.First.MedianSeconds * 60, pair.Second.MedianSeconds)
                            && Given.Close(pair.First.MeanSeconds * 60, pair.Second.MeanSeconds)
                            && Given.Close(pair.First.P90Seconds * 60, pair.Second.P90Seconds)
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Pairs_starts_and_ends_add_up() =>
        Prop.ForAll(
                Logs.Any,
                steps =>
                {
                    var log = Logs.Of(steps);
                    var graph = DirectlyFollows.Of(log);
                    return graph.Edges.Sum(edge => edge.Count) == log.EventCount - log.CaseCount
                        && graph.Nodes.Sum(node => node.Starts) == log.CaseCount
                        && graph.Nodes.Sum(node => node.Ends) == log.CaseCount
                        && Variants.Of(log).Ranked.Sum(variant => variant.Cases) == log.CaseCount
                        && Variants.Of(log).Count == Enumerable.Range(0, log.CaseCount).Select(one => string.Join(",", log.ActivitiesOf(one).ToArray())).Distinct().Count();
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>More activities than pairs are numbered for by multiplication.</summary>
    [Fact]
    public void Many_activities_are_counted_the_same_way()
    {
        var builder = new EventLogBuilder();
        for (var at = 0; at < 3000; at++)
        {
            builder.Add(new(builder.Case["x"], builder.Activity[$"a{at % 1500}"], Logs.Start.AddSeconds(at * 2).Ticks));
        }

        var graph = DirectlyFollows.Of(builder.Build(out _));
        graph.Edges.Count.ShouldBe(1500);
        graph.Edges.ShouldAllBe(edge => edge.MedianSeconds == 2 && edge.Count == (edge.From == 1499 ? 1 : 2));
    }

    [Fact]
    public void Variants_are_ranked_and_cover()
    {
        var variants = Variants.Of(Logs.Words("ab", "abc", "ab", "ac", "ab"));
        variants.Count.ShouldBe(3);
        variants.Names(variants.Ranked[0]).ShouldBe(["a", "b"]);
        variants.CasesOf(variants.Ranked[0]).ShouldBe([0, 2, 4]);
        variants.Coverage(1).ShouldBe(0.6);
        variants.Covering(0.8).ShouldBe(2);
        variants.Top(1)[0].ShouldBe(variants.Ranked[0]);
    }

    [Fact]
    public void A_log_is_filtered_by_case_and_by_event()
    {
        var log = Logs.Words("abc:x", "ab:y", "c:x");
        var some = log.Where(one => log.Customer!.Ids[one] == 0);
        (some.CaseCount, some.EventCount).ShouldBe((2, 4));
        some.Cases.ShouldBe(["case 0", "case 2"]);
        var without = log.WhereEvents(at => log.Activities[log.ActivityOf[at]] != "c");
        (without.CaseCount, without.EventCount).ShouldBe((2, 4));
        without.ActivitiesOf(0).ToArray().ShouldBe([0, 1]);
    }

    private static IEnumerable<string> Told(EventLog log) =>
        DirectlyFollows
            .Of(log)
            .Edges.Select(edge => $"{log.Activities[edge.From]} {log.Activities[edge.To]} {edge.Count} {edge.Cases} {edge.MedianSeconds} {edge.MeanSeconds} {edge.P90Seconds}");
}
