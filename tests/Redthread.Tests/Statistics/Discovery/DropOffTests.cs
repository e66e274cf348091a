using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Random = System.Random;

namespace Redthread.Tests.Statistics.Discovery;

/// <summary>The share that goes no further, where the end of the log hides what becomes of the youngest.</summary>
public class DropOffTests
{
    private static readonly long Hour = TimeSpan.TicksPerHour;

    /// <summary>
    /// Half of the cases go on: four in five of these after an hour, the others after eight days, in a log of twenty days. To count those that are seen to have gone on, and leave out
    /// those that have not yet, finds far too few that end.
    /// </summary>
    [Fact]
    public void The_share_that_was_planted_is_covered_as_often_as_the_interval_says()
    {
        const int Runs = 400;
        var (held, naiveHeld, sum, naiveSum) = (0, 0, 0.0, 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var log = Planted(new Random(run), 2000);
            var quiet = new QuietTime(QuietTime.Usual(log));
            var quote = DropOff.ByActivity(log, activity => activity == 1, quiet).Single();
            held += quote.Share.Interval.Contains(0.5) ? 1 : 0;
            sum += quote.Share.Value;
            var wentOn = Enumerable.Range(0, log.CaseCount).Count(one => log.ActivitiesOf(one).Length == 2);
            var naive = Proportion.Of(quote.Dropped, quote.Dropped + wentOn);
            naiveHeld += naive.Interval.Contains(0.5) ? 1 : 0;
            naiveSum += naive.Value;
        }

        (sum / Runs).ShouldBe(0.5, 0.01);
        ((double)held / Runs).ShouldBeInRange(0.93, 0.97);
        (naiveSum / Runs).ShouldBe(0.39, 0.01);
        naiveHeld.ShouldBe(0);
    }

    [Fact]
    public void A_young_case_counts_for_neither_side_and_one_that_comes_back_has_gone_on()
    {
        var log = Of(
            ("old and ended", [("a", 0)]),
            ("old and gone on", [("a", 0), ("b", 1)]),
            ("young and gone on", [("a", 97), ("b", 98)]),
            ("young and not", [("a", 99)]),
            ("came back late", [("a", 0), ("b", 1), ("a", 99)]),
            ("at the very border", [("a", 90)]),
            ("the end", [("c", 100)])
        );
        var quiet = new QuietTime(TimeSpan.FromHours(10));
        var a = DropOff.ByActivity(log, null, quiet).Single(one => log.Activities[one.Step] == "a");
        (a.Reached, a.Dropped, a.TooYoung).ShouldBe((4, 2, 2));
        Enumerable
            .Range(0, log.CaseCount)
            .Select(one => DropOff.Of(log, one, log.Find("a"), quiet))
            .ShouldBe([StepOutcome.Ended, StepOutcome.WentOn, StepOutcome.TooYoung, StepOutcome.TooYoung, StepOutcome.WentOn, StepOutcome.Ended, null]);
        // Without a quiet time every case ended.
        var all = DropOff.ByActivity(log).Single(one => log.Activities[one.Step] == "a");
        (all.Reached, all.Dropped, all.TooYoung).ShouldBe((6, 4, 0));
    }

    [Fact]
    public void Each_case_counts_once_and_each_of_them_says_what_the_table_does()
    {
        Prop.ForAll(
                Logs.Any,
                steps =>
                {
                    var log = Logs.Of(steps);
                    var quiet = new QuietTime(QuietTime.Usual(log));
                    return DropOff
                        .ByActivity(log, null, quiet)
                        .All(one =>
                        {
                            var each = Enumerable.Range(0, log.CaseCount).Select(at => DropOff.Of(log, at, one.Step, quiet)).Where(outcome => outcome is not null).ToList();
                            return one.Dropped == each.Count(outcome => outcome == StepOutcome.Ended)
                                && one.Reached == each.Count(outcome => outcome != StepOutcome.TooYoung)
                                && one.Reached + one.TooYoung == each.Count
                                && one.Dropped <= one.Reached;
                        });
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static EventLog Planted(Random random, int cases)
    {
        var (starts, activities, times) = (new List<int> { 0 }, new List<int>(), new List<long>());
        for (var one = 0; one < cases; one++)
        {
            var at = (long)(random.NextDouble() * 20 * 24 * Hour);
            var next = random.NextDouble() < 0.8 ? at + Hour : at + (8 * 24 * Hour);
            activities.Add(0);
            times.Add(Logs.Start.Ticks + at);
            if (random.NextDouble() < 0.5 && next <= 20 * 24 * Hour)
            {
                activities.Add(1);
                times.Add(Logs.Start.Ticks + next);
            }

            starts.Add(activities.Count);
        }

        return new([.. Enumerable.Range(0, cases).Select(one => $"{one}")], ["quote", "buy"], [.. starts], [.. activities], [.. times]);
    }

    private static EventLog Of(params (string Case, (string Activity, int Hour)[] Events)[] cases)
    {
        var builder = new EventLogBuilder();
        foreach (var (name, events) in cases)
        foreach (var (activity, hour) in events)
            builder.Add(new(builder.Case[name], builder.Activity[activity], Logs.Start.AddHours(hour).Ticks));
        return builder.Build(out _);
    }
}
