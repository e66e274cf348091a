using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Discovery;

public sealed class LogMergeTests
{
    [Fact]
    public void A_log_cut_in_two_files_that_overlap_comes_together_as_it_was() =>
        Prop.ForAll(
                Logs.Any,
                steps =>
                {
                    var whole = steps.OrderBy(one => one.Second).ToArray();
                    var (first, second) = (whole[..(whole.Length * 2 / 3)], whole[(whole.Length / 3)..]);
                    var merge = LogMerge.Of(Logs.Of(first), Logs.Of(second));
                    // Again changes nothing.
                    var again = LogMerge.Of(merge.Log, Logs.Of(second));
                    return Written(merge.Log) == Written(Logs.Of(whole))
                        && merge.Added + merge.Duplicates == second.Length
                        && merge.Duplicates == first.Length + second.Length - whole.Length
                        && (again.Added, again.Duplicates, again.CasesNew, again.CasesGoingOn) == (0, second.Length, 0, 0)
                        && Written(again.Log) == Written(merge.Log);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_events_alike_in_one_file_are_two_and_stay_two()
    {
        var twice = Twice();
        var merge = LogMerge.Of(twice, twice);
        (merge.Log.EventCount, merge.Added, merge.Duplicates).ShouldBe((2, 0, 2));
        LogMerge.Of(Logs.Of([new(1, 0, 5)]), twice).Log.EventCount.ShouldBe(2);
    }

    [Fact]
    public void An_end_and_a_customer_that_only_the_later_file_knows_are_taken_over()
    {
        var (first, second) = (new EventLogBuilder(), new EventLogBuilder());
        var start = Logs.Start.Ticks;
        first.Add(new(first.Case["1"], first.Activity["visit"], start));
        first.Add(new(first.Case["2"], first.Activity["visit"], start, start + 7));
        second.Add(new(second.Case["1"], second.Activity["visit"], start, start + 50, Customer: second.Customer["anna"]));
        second.Add(new(second.Case["1"], second.Activity["bill"], start + 90, Customer: second.Customer["anna"]));
        var merge = LogMerge.Of(first.Build(out _), second.Build(out _));
        (merge.Added, merge.Duplicates, merge.CasesGoingOn).ShouldBe((1, 1, 1));
        merge.Log.EndOf(0).ShouldBe(start + 50);
        merge.Log.EndOf(1).ShouldBe(start + 90);
        merge.Log.EndOf(2).ShouldBe(start + 7);
        merge.Log.Customer!.Names[merge.Log.Customer.Ids[0]].ShouldBe("anna");
        merge.Log.Customer.Ids[1].ShouldBe(-1);
    }

    [Fact]
    public void Cases_of_one_name_go_on_with_each_other_in_their_order()
    {
        EventLog Of(params string[] activities)
        {
            var builder = new EventLogBuilder();
            foreach (var activity in activities)
                builder.Add(new(builder.Case.Add("same"), builder.Activity[activity], Logs.Start.Ticks));
            return builder.Build(out _);
        }

        var merge = LogMerge.Of(Of("a", "b"), Of("a", "b", "c"));
        (merge.Log.CaseCount, merge.Added, merge.Duplicates, merge.CasesNew).ShouldBe((3, 1, 2, 1));
    }

    private static EventLog Twice() => Logs.Of([new(1, 0, 5), new(1, 0, 5)]);

    private static string Written(EventLog log) =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, log.CaseCount)
                .Select(one =>
                    $"{log.Cases[one]}: {string.Join(' ', Enumerable.Range(log.CaseStarts[one], log.CaseStarts[one + 1] - log.CaseStarts[one]).Select(at => $"{log.Activities[log.ActivityOf[at]]}{log.Ticks[at]}"))}"
                )
                .Order(StringComparer.Ordinal)
        );
}
