using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Statistics;
using Redthread.Web.Features.Imports;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>The last few logs that were looked at, read into memory; others are read again from their files when they are asked for.</summary>
public sealed class LogCache(LogFiles files) : IDisposable
{
    private const int MostLogs = 4;
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private readonly LinkedList<(Guid Id, string Mapping, EventLogRead Read)> held = [];

    /// <summary>A mistake in the file or its mapping is an error in words; the file stays.</summary>
    public async Task<Result<EventLogRead>> ReadAsync(UploadedLog log, CancellationToken cancel)
    {
        await oneReader.WaitAsync(cancel);
        try
        {
            if (Find(log) is { } known)
                return known;
            var read = await Task.Run(() => Read(log), cancel);
            if (!read.Ok)
                return read;
            held.AddFirst((log.Id, log.Mapping, read.Value));
            while (held.Count > MostLogs)
                held.RemoveLast();
            return read;
        }
        finally
        {
            oneReader.Release();
        }
    }

    public void Dispose() => oneReader.Dispose();

    private EventLogRead? Find(UploadedLog log)
    {
        for (var node = held.First; node is not null; node = node.Next)
        {
            if ((node.Value.Id, node.Value.Mapping) != (log.Id, log.Mapping))
                continue;
            held.Remove(node);
            held.AddFirst(node);
            return node.Value.Read;
        }

        return null;
    }

    private Result<EventLogRead> Read(UploadedLog log)
    {
        var read = EventLogFile.Read(files.Of(log.Id), LogMapping.Parse(log.Mapping).ToRequest());
        if (!read.Ok)
            return ForPages(read.Faults.ToError());
        var first = read.Value.Report.LeftOut.Count > 0 ? $" {read.Value.Report.LeftOut[0].Reason}" : "";
        return read.Value.Log.EventCount == 0 ? Error.Invalid("no-events", $"No event could be kept.{first}") : read.Value;
    }

    // The engine speaks to people at a command line; here they choose in a form.
    private static Error ForPages(Error error) =>
        error with
        {
            Message = System.Text.RegularExpressions.Regex.Replace(
                error
                    .Message.Replace("say with --case-type which objects are the cases", "choose which of its objects are the cases")
                    .Replace("Say which with --order dmy or mdy.", "Choose the order of day and month."),
                "Say it with --[a-z]+;",
                "Choose it;"
            ),
        };

    /// <summary>What a reader of the figures should know of how the file was read, a line each.</summary>
    public static IEnumerable<string> Notes(EventLogReport report) =>
        report
            .LeftOut.Select(fault => $"{fault.Count:N0} left out, first at {string.Join(", ", fault.Rows)}: {fault.Reason}")
            .Concat(report.Corrected.Select(fault => $"{fault.Count:N0} kept in part, first at {string.Join(", ", fault.Rows)}: {fault.Reason}"))
            .Concat(report.Notes);

    public static void Describe(UploadedLog row, EventLogRead read)
    {
        var log = read.Log;
        (row.Format, row.Cases, row.Events, row.Activities, row.Customers) = (read.Report.Format, log.CaseCount, log.EventCount, log.Activities.Count, log.Customer?.Names.Count);
        // A log without events is no log that was read.
        var (first, last) = log.Span()!.Value;
        (row.FirstAt, row.LastAt) = (new DateTime(first, DateTimeKind.Utc), new DateTime(last, DateTimeKind.Utc));
        row.Notes = string.Join('\n', Notes(read.Report));
        row.Problem = null;
    }
}
