using Redthread.Statistics;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Tests.Ingestion.EventLogs;

/// <summary>Public event logs with the figures printed beside them.</summary>
public class EventLogFileTests
{
    [Theory]
    [InlineData("helpdesk.xes.gz", 4580, 21348, 14, 226)]
    [InlineData("receipt.xes.gz", 1434, 8577, 27, 116)]
    [InlineData("bpic2012.xes.gz", 13087, 262200, 24, 4366)]
    [InlineData("teleclaims-simulated.xes.gz", 3512, 46138, 11, 12)]
    [InlineData("running_example.xes", 6, 42, 8, 6)]
    [InlineData("running_example.csv", 6, 42, 8, 6)]
    public void Public_logs_have_their_published_size(string file, int cases, int events, int activities, int variants)
    {
        var read = Read(SharedData.Require($"event-logs/{file}"));
        (read.Log.CaseCount, read.Log.EventCount, read.Log.Activities.Count, Variants.Of(read.Log).Count).ShouldBe((cases, events, activities, variants));
        read.Report.LeftOut.ShouldBeEmpty();
        // The figures count by the order of the file, and so does this: no case needed sorting by time.
        read.Report.Notes.ShouldBeEmpty();
        read.Report.Read.ShouldBe(events);
    }

    [Fact]
    public void The_book_example_is_the_same_as_XES_and_as_a_table()
    {
        var xes = Read(SharedData.Require("event-logs/running_example.xes"));
        var table = Read(SharedData.Require("event-logs/running_example.csv"));
        EventLogText.Of(xes.Log).ShouldBe(EventLogText.Of(table.Log));
        table.Report.Columns.ShouldBe(
            new Dictionary<string, string>
            {
                ["case"] = "case_id",
                ["activity"] = "activity",
                ["time"] = "timestamp",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public void Life_cycle_and_resource_come_when_asked_for()
    {
        var log = Read(SharedData.Require("event-logs/teleclaims-simulated.xes.gz"), new() { AllColumns = true }).Log;
        log.Lifecycle!.Names.ShouldBe(["complete", "start"]);
        log.Resource!.Names.ShouldContain("Claims handler");
        var complete = log.WhereEvents(at => log.Lifecycle.Names[log.Lifecycle.Ids[at]] == "complete");
        complete.CaseCount.ShouldBe(3512);
        complete.EventCount.ShouldBeLessThan(46138);
    }

    /// <summary>The example of the OCEL 2.0 specification: 13 events, 9 objects; the third invoice is the maverick purchase, step by step as it is told there.</summary>
    [Fact]
    public void The_object_centric_example_is_as_specified()
    {
        var path = SharedData.Require("event-logs/ocel20_example.jsonocel");
        var read = Read(path, new() { CaseType = "Invoice" });
        read.Report.Read.ShouldBe(13);
        read.Report.ObjectTypes.Sum(type => type.Objects).ShouldBe(9);
        read.Report.ObjectTypes.Select(type => (type.Name, type.Objects, type.Events))
            .ShouldBe([("Invoice", 3, 9), ("Payment", 3, 3), ("Purchase Order", 2, 5), ("Purchase Requisition", 1, 3)]);
        var log = read.Log;
        var maverick = log.Cases.ToList().IndexOf("R3");
        Names(log, maverick).ShouldBe(["Insert Invoice", "Create Purchase Order", "Set Payment Block", "Remove Payment Block", "Insert Payment"]);
        var graph = DirectlyFollows.Of(log.Where(one => one == maverick));
        graph
            .Edges.OrderBy(edge => Names(log, maverick).IndexOf(log.Activities[edge.From]))
            .Select(edge => edge.MedianSeconds)
            .ShouldBe([8 * 3600, 14.5 * 3600, 16 * 3600, (24 * 24 + 23.5) * 3600]);
        read.Report.LeftOut.ShouldHaveSingleItem().Count.ShouldBe(4);

        var orders = Read(path, new() { CaseType = "purchase order" }).Log;
        (orders.CaseCount, orders.EventCount).ShouldBe((2, 5));
        var fault = EventLogFile.Read(path, new()).Faults.ShouldHaveSingleItem();
        fault.Message.ShouldContain("--case-type");
        fault.Message.ShouldContain("Invoice (3 objects, 9 events)");
        EventLogFile.Read(path, new() { CaseType = "Ship" }).Faults[0].Message.ShouldContain("“Ship”");
    }

    [Fact]
    public void The_older_object_centric_form_is_read_too()
    {
        var read = Read(SharedData.Require("event-logs/recruiting-red.jsonocel.gz"), new() { CaseType = "applications" });
        read.Report.Read.ShouldBe(6607);
        read.Report.ObjectTypes.Sum(type => type.Objects).ShouldBe(1051);
        read.Log.CaseCount.ShouldBe(916);
    }

    [Fact]
    public void Contacts_with_days_first_and_two_times_are_read()
    {
        var read = Read(SharedData.Require("contacts/CallCenter.csv"), new() { AllColumns = true });
        var log = read.Log;
        (read.Report.Read, log.EventCount, log.CaseCount, log.Customer!.Names.Count).ShouldBe((7548, 7548, 3885, 3232));
        var nodes = DirectlyFollows.Of(log).Nodes.ToDictionary(node => log.Activities[node.Activity], node => node.Events);
        (nodes["Inbound Call"], nodes["Handle Email"]).ShouldBe((4361, 564));
        var first = log.Cases.ToList().IndexOf("Case 1");
        new DateTime(log.FirstOf(first)).ShouldBe(new(2010, 3, 9, 8, 5, 0));
        new DateTime(log.EndOf(log.CaseStarts[first])).ShouldBe(new(2010, 3, 9, 8, 10, 0));
        Names(log, first).ShouldBe(["Inbound Call", "Handle Case", "Call Outbound"]);
        read.Report.Columns["resource"].ShouldBe("Agent");
        read.Report.Notes.ShouldContain(note => note.Contains("no zone"));
    }

    private static List<string> Names(EventLog log, int one) => [.. log.ActivitiesOf(one).ToArray().Select(activity => log.Activities[activity])];

    private static EventLogRead Read(string path, EventLogRequest? request = null)
    {
        var read = EventLogFile.Read(path, request ?? new());
        read.Ok.ShouldBeTrue(string.Join(" ", read.Faults.Select(fault => fault.Message)));
        return read.Value!;
    }
}

/// <summary>A log as text, for comparing two of them whatever the numbers of their names.</summary>
internal static class EventLogText
{
    public static string Of(EventLog log) =>
        string.Join(
            "\n",
            Enumerable
                .Range(0, log.CaseCount)
                .Select(one =>
                    $"{log.Cases[one]}: {string.Join(", ", Enumerable.Range(log.CaseStarts[one], log.CaseStarts[one + 1] - log.CaseStarts[one]).Select(at => $"{log.Activities[log.ActivityOf[at]]} {log.Ticks[at]}"))}"
                )
                .Order(StringComparer.Ordinal)
        );
}
