using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.EventLogs.Compact;

namespace Redthread.Tests.Ingestion.EventLogs;

public sealed class CompactLogTests
{
    public static TheoryData<string, string?> Logs =>
        new()
        {
            { "event-logs/teleclaims-simulated.xes.gz", null },
            { "contacts/CallCenter.csv", null },
            { "event-logs/ocel20_example.jsonocel", "Invoice" },
        };

    [Theory, MemberData(nameof(Logs))]
    public void A_log_comes_back_as_it_was_read(string file, string? caseType)
    {
        var read = EventLogFile.Read(SharedData.Require(file), new() { AllColumns = true, CaseType = caseType }).Value!;
        using var kept = new TempFile("", ".compact");
        CompactLog.TryWrite(kept.Path, "key", read).ShouldBeTrue();
        var again = CompactLog.TryRead(kept.Path, "key")!;
        Same(again.Log, read.Log);
        again.Report.Notes.ShouldBe(read.Report.Notes);
        again.Report.ObjectTypes.ShouldBe(read.Report.ObjectTypes);
        DirectlyFollows.Of(again.Log).Edges.ShouldBe(DirectlyFollows.Of(read.Log).Edges);
        CompactLog.TryRead(kept.Path, "another key").ShouldBeNull();
        CompactLog.TryRead($"{kept.Path}.none", "key").ShouldBeNull();
    }

    [Fact]
    public void Whatever_byte_is_wrong_or_missing_it_counts_as_not_being_there()
    {
        using var csv = new TempFile("case,activity,time,end,customer,segment\nä,a,2026-01-01T00:00:00.123Z,2026-01-02T00:00:00Z,x,s\nb,b,1999-12-31T23:59:59Z,,,\n");
        var read = EventLogFile.Read(csv.Path, new() { AllColumns = true }).Value!;
        using var kept = new TempFile("", ".compact");
        CompactLog.TryWrite(kept.Path, "key", read).ShouldBeTrue();
        Same(CompactLog.TryRead(kept.Path, "key")!.Log, read.Log);
        var whole = File.ReadAllBytes(kept.Path);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(kept.Path, damaged);
            CompactLog.TryRead(kept.Path, "key").ShouldBeNull($"byte {at} of {whole.Length}");
        }

        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(kept.Path, whole[..length]);
            CompactLog.TryRead(kept.Path, "key").ShouldBeNull();
        }
    }

    [Fact]
    public void Numbers_of_every_width_come_back()
    {
        foreach (var most in new[] { 0L, 255, 256, 65_535, 65_536, int.MaxValue })
        {
            int[] ints = [-1, 0, (int)Math.Min(most, int.MaxValue - 1L), (int)(most / 2)];
            var (bytes, section) = Packing.Pack("x", ints);
            Packing.Ints(bytes, section).ShouldBe(ints);
        }

        foreach (var unit in new[] { 1L, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond })
        {
            long[] longs = [DateTime.MaxValue.Ticks / unit * unit, 0, unit, 5 * unit];
            var (bytes, section) = Packing.Pack("x", longs);
            Packing.Longs(bytes, section).ShouldBe(longs);
            section.Unit.ShouldBe(unit);
        }

        Packing.Longs(Packing.Pack("x", ReadOnlySpan<long>.Empty).Bytes, Packing.Pack("x", ReadOnlySpan<long>.Empty).Section).ShouldBeEmpty();
    }

    private static void Same(EventLog log, EventLog other)
    {
        log.Cases.ShouldBe(other.Cases);
        log.Activities.ShouldBe(other.Activities);
        log.CaseStarts.SequenceEqual(other.CaseStarts).ShouldBeTrue();
        log.ActivityOf.SequenceEqual(other.ActivityOf).ShouldBeTrue();
        log.Ticks.SequenceEqual(other.Ticks).ShouldBeTrue();
        log.Ends.ShouldBe(other.Ends);
        log.EndMissing.ShouldBe(other.EndMissing);
        foreach (
            var (one, two) in new[]
            {
                (log.Lifecycle, other.Lifecycle),
                (log.Resource, other.Resource),
                (log.Channel, other.Channel),
                (log.Customer, other.Customer),
                (log.Segment, other.Segment),
            }
        )
        {
            (one is null).ShouldBe(two is null);
            one?.Names.ShouldBe(two!.Names);
            one?.Ids.ShouldBe(two!.Ids);
        }
    }
}
