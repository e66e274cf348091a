using System.Text.RegularExpressions;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>What is told of how a log was read.</summary>
internal static class LogReport
{
    // The engine speaks to people at a command line; here they choose in a form.
    public static Error ForPages(Error error) =>
        error with
        {
            Message = Regex.Replace(
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
            .LeftOut.Select(fault => $"{fault.Count:N0} left out, first at {Where(fault)}: {fault.Reason}")
            .Concat(report.Corrected.Select(fault => $"{fault.Count:N0} kept {(fault.ByRule ? "by a rule" : "in part")}, first at {Where(fault)}: {fault.Reason}"))
            .Concat(report.Notes);

    private static string Where(EventFault fault) => string.Join(", ", fault.Rows) + (fault.File is { } file ? $" of {file}" : "");

    public static void Describe(UploadedLog row, EventLogRead read)
    {
        // What its own page counts: cases of which an event was left out are not among them.
        var (log, whole) = (read.Log, read.Whole(read.Log));
        (row.Format, row.Cases, row.Events, row.Activities, row.Customers) = (read.Report.Format, whole.CaseCount, whole.EventCount, whole.ActivityCount(), whole.CustomerCount());
        // A log without events is no log that was read.
        var (first, last) = log.Span()!.Value;
        (row.FirstAt, row.LastAt) = (new DateTime(first, DateTimeKind.Utc), new DateTime(last, DateTimeKind.Utc));
        row.Clock = LogClock.Of(read.Report, LogMapping.Parse(row.Mapping)).Key;
        row.Notes = string.Join('\n', Notes(read.Report));
        row.Problem = null;
    }
}
