using System.Globalization;
using System.Text;
using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Tests.Ingestion.EventLogs;

/// <summary>The fast path says what the patient one says; packed, the same file goes the patient way.</summary>
public sealed class FastTableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-fast-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Large enough for two parts; long and short names of cases, some out of order, with accents and quotation marks.</summary>
    [Fact]
    public void A_large_file_is_read_alike()
    {
        var random = new Random(11);
        var text = new StringBuilder("case_id,activity,timestamp,channel\n");
        for (var row = 0; row < 220_000; row++)
        {
            var number = random.Next(30_000);
            var name = (number % 4) switch
            {
                0 => $"C{number}",
                1 => $"{number}",
                2 => $"3f2504e0-4f89-11d3-9a0c-{number:000000000000}",
                _ => $"\"Fäll {number}\"",
            };
            var at = new DateTime(2026, 1, 1).AddSeconds(row * 11 - random.Next(2) * 90_000);
            text.Append(CultureInfo.InvariantCulture, $"{name},{"abcdefg"[random.Next(7)]},{at:yyyy-MM-ddTHH:mm:ss.fff}Z,web\r\n");
        }

        var (fast, patient) = ReadBoth(text.ToString());
        EventLogText.Of(fast.Log).ShouldBe(EventLogText.Of(patient.Log));
        fast.Log.Cases.ShouldBe(patient.Log.Cases);
        fast.Log.Activities.ShouldBe(patient.Log.Activities);
        fast.Report.Notes.ShouldBe(patient.Report.Notes);
        Told(fast.Log).ShouldBe(Told(patient.Log));
    }

    [Theory]
    [InlineData("1,a,2026-03-02T08:00:00Z\n\n2,b,2026-03-02 08:00\n")]
    [InlineData("1,a,2026-03-02\n1,b,2026-03-02T08:00:00\n")]
    [InlineData("1,a,2026-03-02T08:00:00.1234567891+0100\n1,b,2026-03-02T08:00:00-05\n")]
    [InlineData("1,\"a \"\"b\"\"\",2026-03-02T08:00:00Z\n")]
    [InlineData("1,\"a\nb\",2026-03-02T08:00:00Z\n")]
    [InlineData("1,a,2026-03-02T08:00:00Z,\n1,b,2026-03-02T09:00:00Z,x\n")]
    [InlineData("1,a\n1,b,2026-03-02T09:00:00Z\n")]
    [InlineData(" 1 ,a,2026-03-02T08:00:00Z\n1,b,2026-03-02T09:00:00Z\n")]
    [InlineData("1,a,2026-03-02T08:00:00Z\r1,b,2026-03-02T09:00:00Z\r")]
    [InlineData("1,a,2026-02-30T08:00:00Z\n1,b,2026-03-02T09:00:00Z\n")]
    [InlineData("1,a,1767225600\n1,b,1767225660\n")]
    [InlineData("1,a,2026-03-02T08:00:00Z\n1,b,2026-03-02T24:00:00Z")]
    [InlineData("\u00A01,a,2026-03-02T08:00:00Z\n1,b,2026-03-02T09:00:00Z\n")]
    [InlineData("1,a\"b,2026-03-02T08:00:00Z\n12345678,a,2026-03-02T08:00:00Z\n123456789,a,2026-03-02T08:00:00Z\n1234,a,2026-03-02T08:00:00Z\n")]
    public void Whatever_stands_in_a_file_is_read_alike(string rows)
    {
        var (fast, patient) = ReadBoth("case,activity,time\n" + rows);
        EventLogText.Of(fast.Log).ShouldBe(EventLogText.Of(patient.Log));
        fast.Report.Read.ShouldBe(patient.Report.Read);
        fast.Report.Notes.ShouldBe(patient.Report.Notes);
        fast.Report.LeftOut.Select(fault => (fault.Code, fault.Count)).ShouldBe(patient.Report.LeftOut.Select(fault => (fault.Code, fault.Count)));
    }

    private (EventLogRead Fast, EventLogRead Patient) ReadBoth(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(Path.Combine(folder, "log.csv"), bytes);
        File.WriteAllBytes(Path.Combine(folder, "log.csv.gz"), MalformedLogTests.Zip(bytes));
        return (EventLogFile.Read(Path.Combine(folder, "log.csv"), new()).Value!, EventLogFile.Read(Path.Combine(folder, "log.csv.gz"), new()).Value!);
    }

    private static IEnumerable<string> Told(EventLog log) =>
        DirectlyFollows
            .Of(log)
            .Edges.Select(edge => $"{log.Activities[edge.From]} {log.Activities[edge.To]} {edge.Count} {edge.Cases} {edge.MedianSeconds} {edge.MeanSeconds} {edge.P90Seconds}");
}
