using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Tests.Ingestion.EventLogs;

/// <summary>Hours that the clock of a zone skips or repeats, and ends that are not there.</summary>
public class ClockTests
{
    private static readonly EventLogRequest Amsterdam = new() { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam") };

    [Fact]
    public void Skipped_and_repeated_hours_are_read_by_a_rule_that_is_told_with_counts_and_rows()
    {
        var read = Read(
            "case,activity,time\n1,A,2024-03-31 02:30\n1,B,2024-03-31 03:30\n2,A,2024-10-27 02:30\n2,B,2024-10-27 02:10\n2,C,2024-10-27 03:00\n2,D,2024-10-27 01:59\n",
            Amsterdam
        );
        read.Report.LeftOut.ShouldBeEmpty();
        read.Report.Corrected.Select(fault => (fault.Code, fault.Count, string.Join(' ', fault.Rows), fault.ByRule))
            .ShouldBe([(EventFaultCodes.ClockRepeated, 2, "4 5", true), (EventFaultCodes.ClockSkipped, 1, "2", true)], ignoreOrder: true);
        read.Report.Corrected.Single(fault => fault.Code == EventFaultCodes.ClockRepeated).Reason.ShouldContain("read as the second time");
        read.Report.Corrected.Single(fault => fault.Code == EventFaultCodes.ClockSkipped).Reason.ShouldContain("read as one hour later");
        // 02:30 was 03:30 by summer time, as is the next; in autumn both are by winter time, an hour before 03:00 or less.
        At(read, "1").ShouldBe(["A 03-31 01:30", "B 03-31 01:30"]);
        At(read, "2").ShouldBe(["D 10-26 23:59", "B 10-27 01:10", "A 10-27 01:30", "C 10-27 02:00"]);
    }

    [Fact]
    public void Times_that_say_how_far_they_are_from_UTC_leave_nothing_open()
    {
        var read = Read("case,activity,time\n1,A,2024-10-27T02:30:00+02:00\n1,B,2024-10-27T02:10:00+01:00\n1,C,2024-10-27 12:00\n", Amsterdam);
        read.Report.Corrected.ShouldBeEmpty();
        At(read, "1").ShouldBe(["A 10-27 00:30", "B 10-27 01:10", "C 10-27 11:00"]);
    }

    [Fact]
    public void An_event_in_doubt_at_both_its_ends_counts_once()
    {
        var read = Read("case,activity,time,end\n1,A,2024-10-27 02:10,2024-10-27 02:30\n1,B,2024-10-27 01:50,2024-10-27 02:20\n", Amsterdam);
        var told = read.Report.Corrected.ShouldHaveSingleItem();
        (told.Count, string.Join(' ', told.Rows)).ShouldBe((2, "2 3"));
    }

    [Fact]
    public void Service_times_are_of_instances_with_both_times_and_no_others()
    {
        var log = Read(
            "case,activity,time,end\n1,A,2024-01-02 10:00,2024-01-02 11:00\n1,B,2024-01-02 11:00,2024-01-02 12:00\n2,A,2024-01-02 10:00,\n2,B,2024-01-02 11:00,2024-01-02 11:30\n"
                + "3,A,2024-01-02 10:00,\n3,B,2024-01-02 12:00,\n4,A,2024-01-02 10:00,2024-01-02 09:00\n5,C,2024-01-02 10:00,\n6,D,2024-01-02 10:00,2024-01-02 10:00\n"
        ).Log;
        ServiceTimes
            .Of(log)
            .Select(one => (log.Activities[one.Activity], one.Count, one.MedianSeconds, one.MeanSeconds))
            .ShouldBe([("B", 2, 2700, 2700), ("A", 1, 3600, 3600), ("D", 1, 0, 0)]);
        // Of a part of the log, and of one that a file was added to, it is the same.
        ServiceTimes.Of(log.Where(one => log.Cases[one] is "2" or "3")).Select(one => (log.Activities[one.Activity], one.Count)).ShouldBe([("B", 1)]);
        var merged = LogMerge.Of(log, Read("case,activity,time,end\n2,A,2024-01-02 10:00,2024-01-02 10:30\n7,A,2024-01-02 10:00,\n").Log).Log;
        ServiceTimes.Of(merged).Single(one => merged.Activities[one.Activity] == "A").Count.ShouldBe(2);
        // Who waits after an event without an end waits from its start.
        DirectlyFollows.Of(log).Edges.Single().Count.ShouldBe(3);
    }

    private static EventLogRead Read(string csv, EventLogRequest? request = null)
    {
        using var file = new TempFile(csv);
        return EventLogFile.Read(file.Path, request ?? new()).Value!;
    }

    private static IEnumerable<string> At(EventLogRead read, string name)
    {
        var (log, one) = (read.Log, read.Log.Cases.ToList().IndexOf(name));
        return Enumerable
            .Range(log.CaseStarts[one], log.CaseStarts[one + 1] - log.CaseStarts[one])
            .Select(at => $"{log.Activities[log.ActivityOf[at]]} {new DateTime(log.Ticks[at]):MM-dd HH:mm}");
    }
}
