using Redthread.Statistics;
using Redthread.Tests.Ingestion;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Tests.Statistics.Discovery;

public class LifecycleJoinTests
{
    [Fact]
    public void A_complete_belongs_to_the_earliest_open_start_of_its_activity()
    {
        // a: 0–20 and 10–30, first in first out; b is completed without a start at 5; c is only started; a schedule is no instance.
        var log = Log(
            ("x", "a", 0, "START"),
            ("x", "b", 5, "complete"),
            ("x", "a", 10, "start"),
            ("x", "a", 20, "complete"),
            ("x", "c", 25, "start"),
            ("x", "c", 26, "schedule"),
            ("x", "a", 30, "complete"),
            ("y", "a", 1, "schedule")
        );
        LifecycleJoin.Applies(log).ShouldBeTrue();
        var join = LifecycleJoin.Of(log);
        (join.Pairs, join.Completes, join.Starts, join.Others).ShouldBe((2, 1, 1, 2));
        join.Log.CaseCount.ShouldBe(1);
        Told(join.Log).ShouldBe([("a", 0, 20), ("b", 5, 5), ("a", 10, 30), ("c", 25, 25)]);
        var services = ServiceTimes.Of(join.Log);
        services.Select(one => (log.Activities[one.Activity], one.Count, one.MedianSeconds, one.TotalSeconds)).ShouldBe([("a", 2, 20, 40)]);
        // b → a waits from the end of b; a → b overlaps.
        DirectlyFollows
            .Of(join.Log)
            .Edges.Select(edge => (log.Activities[edge.From], log.Activities[edge.To], edge.MedianSeconds))
            .ShouldBe([("a", "b", 0), ("a", "c", 0), ("b", "a", 5)], ignoreOrder: true);
        LifecycleJoin.Applies(join.Log).ShouldBeFalse();
        LifecycleJoin.Applies(Logs.Words("ab")).ShouldBeFalse();
        ServiceTimes.Of(Logs.Words("ab")).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => LifecycleJoin.Of(Logs.Words("ab")));
    }

    [Fact]
    public void Planted_service_and_waiting_times_are_found_whatever_the_order_of_rows()
    {
        var random = new Random(7);
        var (rows, service, waits) = (new List<(string, string, double, string)>(), new List<double>(), new List<double>());
        for (var one = 0; one < 500; one++)
        {
            var at = (double)random.Next(10_000);
            for (var step = 0; step < 4; step++)
            {
                var (took, wait) = (1.0 + random.Next(500), 1.0 + random.Next(900));
                rows.Add(($"case {one}", "abcd"[step].ToString(), at, "start"));
                rows.Add(($"case {one}", "abcd"[step].ToString(), at + took, "complete"));
                service.Add(took);
                if (step < 3)
                    waits.Add(wait);
                at += took + wait;
            }
        }

        foreach (var shuffled in new[] { rows, [.. rows.OrderBy(_ => random.Next())] })
        {
            var join = LifecycleJoin.Of(Log([.. shuffled]));
            join.Pairs.ShouldBe(2000);
            ServiceTimes.Of(join.Log).Sum(one => one.TotalSeconds).ShouldBe(service.Sum(), 1e-6);
            DirectlyFollows.Of(join.Log).Edges.Sum(edge => edge.TotalSeconds).ShouldBe(waits.Sum(), 1e-6);
        }
    }

    [Theory, InlineData("event-logs/bpic2012.xes.gz", 262_200), InlineData("event-logs/teleclaims-simulated.xes.gz", 46_138)]
    public void Every_event_of_a_public_log_is_in_one_instance_or_told(string file, int events)
    {
        var log = EventLogFile.Read(SharedData.Require(file), new() { AllColumns = true }).Value!.Log;
        var join = LifecycleJoin.Of(log);
        ((2 * join.Pairs) + join.Completes + join.Starts + join.Others).ShouldBe(events);
        join.Log.EventCount.ShouldBe(join.Pairs + join.Completes + join.Starts);
        join.Log.CaseCount.ShouldBe(log.CaseCount);
        // The same figure by another way: the sum of completes less the sum of starts of the pairs.
        var (starts, completes) = (Step(log, "start"), Step(log, "complete"));
        if (join.Completes + join.Starts == 0)
        {
            var sum = Enumerable
                .Range(0, log.EventCount)
                .Sum(at =>
                    (
                        log.Lifecycle!.Ids[at] == completes ? 1.0
                        : log.Lifecycle.Ids[at] == starts ? -1.0
                        : 0
                    )
                    * log.Ticks[at]
                    / TimeSpan.TicksPerSecond
                );
            ServiceTimes.Of(join.Log).Sum(one => one.TotalSeconds).ShouldBe(sum, Math.Abs(sum) * 1e-6);
        }
    }

    private static int Step(EventLog log, string name) => log.Lifecycle!.Names.ToList().FindIndex(one => one.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static EventLog Log(params (string Case, string Activity, double Second, string Step)[] rows)
    {
        var builder = new EventLogBuilder();
        foreach (var (name, activity, second, step) in rows)
            builder.Add(new(builder.Case[name], builder.Activity[activity], Logs.Start.AddSeconds(second).Ticks, Lifecycle: builder.Lifecycle[step]));
        return builder.Build(out _);
    }

    private static IEnumerable<(string, double, double)> Told(EventLog log) =>
        Enumerable
            .Range(0, log.EventCount)
            .Select(at =>
                (log.Activities[log.ActivityOf[at]], new TimeSpan(log.Ticks[at] - Logs.Start.Ticks).TotalSeconds, new TimeSpan(log.EndOf(at) - Logs.Start.Ticks).TotalSeconds)
            );
}
