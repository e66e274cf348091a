using System.IO.Compression;
using System.Text;
using Redthread.Statistics;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Tests.Ingestion.EventLogs;

/// <summary>What is wrong with a log is told, with its place; nothing is guessed.</summary>
public sealed class MalformedLogTests : IDisposable
{
    private const string Head = "case,activity,time\n";
    private const string Trace = """<trace><string key="concept:name" value="1"/>""";

    private readonly string folder = Directory.CreateTempSubdirectory("redthread-logs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Rows_that_cannot_be_events_are_counted_with_their_rows()
    {
        var read = Read("a.csv", Head + "1,a,2026-03-02T08:00:00Z\n,a,2026-03-02T08:00:00Z\n1,,2026-03-02T08:00:00Z\n1,b,soon\n1,b\n1,b,\n1,c,2026-03-02T09:00:00Z\n");
        read.Log.EventCount.ShouldBe(2);
        read.Report.Read.ShouldBe(7);
        read.Report.LeftOut.Select(fault => (fault.Code, fault.Count, fault.Rows[0]))
            .OrderBy(fault => fault.Item3)
            .ShouldBe([
                (EventFaultCodes.CaseMissing, 1, 3),
                (EventFaultCodes.ActivityMissing, 1, 4),
                (RejectCodes.TimeUnreadable, 1, 5),
                (RejectCodes.RowRagged, 1, 6),
                (RejectCodes.TimeMissing, 1, 7),
            ]);
        (read.Log.EventCount + read.Report.LeftOut.Sum(fault => fault.Count)).ShouldBe(7);
    }

    [Fact]
    public void Of_times_with_and_without_a_zone_the_smaller_kind_is_left_out_and_told()
    {
        var rows = Head + "1,a,2026-07-02T08:00:00+02:00\n1,b,2026-07-02T07:00:00Z\n1,c,2026-07-02T10:00:00\n";
        var read = Read("a.csv", rows);
        Text(read).ShouldBe("a b");
        var fault = read.Report.LeftOut.ShouldHaveSingleItem();
        (fault.Code, fault.Count, fault.Rows[0]).ShouldBe((EventFaultCodes.ZoneMixed, 1, 4));
        fault.Reason.ShouldStartWith("The time names no zone, as in 1 of 3 events; 2 name theirs, so");
        // At half no kind is “most”.
        var half = Read("h.csv", Head + "1,a,2026-07-02T08:00:00+02:00\n1,b,2026-07-02T07:00:00\n").Report.LeftOut.ShouldHaveSingleItem();
        half.Reason.ShouldStartWith("The time names no zone, as in 1 of 2 events; 1 name theirs, just as many,");

        var locals = Read("b.csv", Head + "1,a,2026-07-02T08:00:00\n1,b,2026-07-02T07:00:00\n1,c,2026-07-02T10:00:00Z\n");
        Text(locals).ShouldBe("b a");
        locals.Report.LeftOut[0].Reason.ShouldStartWith("The time names its zone, as in 1 of 3 events; 2 name none, so");
        // What is left has no zone, and the log says so like any other without one.
        locals.Report.Notes.ShouldContain(note => note.StartsWith("The times name no zone"));
        var named = Read("a.csv", rows, new() { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam") });
        Text(named).ShouldBe("a b c");
        named.Log.LastOf(0).ShouldBe(new DateTime(2026, 7, 2, 8, 0, 0).Ticks);
    }

    [Fact]
    public void Instants_with_several_offsets_are_sorted_as_instants()
    {
        var read = Read("a.csv", Head + "1,b,2026-07-02T08:00:00+02:00\n1,a,2026-07-02T06:30:00+01:00\n");
        Text(read).ShouldBe("a b");
        read.Report.Notes.ShouldHaveSingleItem().ShouldContain("sorted by time");
        DirectlyFollows.Of(read.Log).Edges[0].MedianSeconds.ShouldBe(1800);
    }

    [Fact]
    public void Dates_that_can_be_read_two_ways_are_asked_about()
    {
        const string Rows = Head + "1,a,3.4.2026 8:00\n1,b,5.4.2026 8:00\n";
        Fault("a.csv", Rows).Message.ShouldContain("--order");
        Read("a.csv", Rows, new() { Order = Redthread.Web.Ingestion.Mappings.DateOrder.DayMonthYear }).Log.FirstOf(0).ShouldBe(new DateTime(2026, 4, 3, 8, 0, 0).Ticks);
    }

    [Fact]
    public void Columns_that_cannot_be_told_are_asked_for()
    {
        var fault = Fault("a.csv", "who,what,then\n1,a,2026-03-02\n");
        fault.Message.ShouldContain("--case");
        fault.Message.ShouldContain("who, what, then");
        Text(Read("a.csv", "who,what,then\n1,a,2026-03-02\n", new() { Case = "who", Activity = "what" })).ShouldBe("a");
        Fault("a.csv", Head + "1,a,2026-03-02\n", new() { Case = "caze" }).Message.ShouldContain("Did you mean \"case\"?");
    }

    [Fact]
    public void An_end_before_its_start_is_left_away_and_told()
    {
        var read = Read("a.csv", "case,activity,start,end\n1,a,2026-03-02T08:00:00Z,2026-03-02T07:00:00Z\n1,b,2026-03-02T09:00:00Z,2026-03-02T09:30:00Z\n");
        read.Log.EventCount.ShouldBe(2);
        read.Report.Corrected.ShouldHaveSingleItem().Code.ShouldBe(EventFaultCodes.EndBeforeStart);
        DirectlyFollows.Of(read.Log).Edges[0].MedianSeconds.ShouldBe(3600);
    }

    [Fact]
    public void Events_of_XES_without_name_time_or_trace_are_told_by_line()
    {
        var read = Read(
            "a.xes",
            $"""
            <log>
            {Trace}
            <event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event>
            <event><date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event>
            <event><string key="concept:name" value="b"/></event>
            <event><list key="x"><string key="concept:name" value="deep"/></list><string key="concept:name" value="c"/><date key="time:timestamp" value="2026-03-02T09:00:00Z"/></event>
            </trace>
            <event><string key="concept:name" value="a"/></event>
            <trace/>
            {Trace}<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event></trace>
            </log>
            """
        );
        read.Log.Cases.ShouldBe(["1", "1"]);
        Text(read).ShouldBe("a c a");
        read.Report.LeftOut.Select(fault => (fault.Code, fault.Rows[0]))
            .OrderBy(fault => fault.Item2)
            .ShouldBe([(EventFaultCodes.ActivityMissing, 4), (RejectCodes.TimeMissing, 5), (EventFaultCodes.OutsideTrace, 8)]);
        (read.Report.Read, read.Log.EventCount).ShouldBe((6, 3));
    }

    [Theory]
    [InlineData("<log><trace><event></trace></log>", "not well-formed")]
    [InlineData("<!DOCTYPE log [<!ENTITY a \"aaaa\">]><log>&a;</log>", "DTD")]
    [InlineData("<html></html>", "<html>")]
    [InlineData("{\"objectTypes\":[],", "not well-formed JSON")]
    [InlineData("{\"objectTypes\":[],\"events\":3}", "no object-centric log")]
    [InlineData("", "empty")]
    public void What_is_no_log_is_refused(string text, string why) => Fault("a.xes", text).Message.ShouldContain(why);

    [Fact]
    public void A_file_cut_off_and_one_that_grows_without_end_are_refused()
    {
        var whole = Zip(Encoding.UTF8.GetBytes($"<log>{string.Concat(Enumerable.Range(0, 400).Select(at => $"<trace><string key=\"x\" value=\"{at * 7919}\"/></trace>"))}</log>"));
        Fault("a.xes.gz", whole[..(whole.Length / 2)]).Message.ShouldContain("cut off");
        var bomb = Zip(Encoding.UTF8.GetBytes($"<log>{new string(' ', 3_000_000)}</log>"));
        var limits = FileLimits.Default with { RatioFreeBytes = 1 << 20 };
        EventLogFile.Read(Write("b.xes.gz", bomb), new(), limits).Faults.ShouldHaveSingleItem().Message.ShouldContain("unpacks to");
        EventLogFile.Read(Path.Combine(folder, "none.xes"), new()).Faults.ShouldHaveSingleItem().Message.ShouldContain("no file none.xes");
    }

    private EventLogRead Read(string name, string text, EventLogRequest? request = null)
    {
        var read = EventLogFile.Read(Write(name, Encoding.UTF8.GetBytes(text)), request ?? new());
        read.Ok.ShouldBeTrue(string.Join(" ", read.Faults.Select(fault => fault.Message)));
        return read.Value!;
    }

    private Fault Fault(string name, string text, EventLogRequest? request = null) =>
        EventLogFile.Read(Write(name, Encoding.UTF8.GetBytes(text)), request ?? new()).Faults.ShouldHaveSingleItem();

    private Fault Fault(string name, byte[] bytes) => EventLogFile.Read(Write(name, bytes), new()).Faults.ShouldHaveSingleItem();

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal static byte[] Zip(byte[] bytes)
    {
        using var stored = new MemoryStream();
        using (var zip = new GZipStream(stored, CompressionMode.Compress))
            zip.Write(bytes);
        return stored.ToArray();
    }

    private static string Text(EventLogRead read) => string.Join(" ", read.Log.ActivityOf.ToArray().Select(activity => read.Log.Activities[activity]));
}
