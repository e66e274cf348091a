using Redthread.Statistics;
using Redthread.Web.Ingestion.EventLogs.Fast;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Events from the rows of a table: CSV, TSV, Excel, JSON, also .gz.</summary>
internal static class TableEvents
{
    public static Outcome<EventLogRead> Read(string path, EventLogRequest request, FileLimits limits)
    {
        var opened = RowFile.Open(path, limits: limits);
        if (!opened.Ok)
        {
            return Outcome<EventLogRead>.Failed(opened.Faults);
        }

        using var file = opened.Value;
        var (columns, missing) = EventColumns.Find(file.Inspection, request);
        if (columns is null)
        {
            return missing!;
        }

        var (order, unsure) = OrderOf(file.Inspection, file.Rows.Columns[columns.Time], request.Order);
        if (unsure is not null)
        {
            return unsure;
        }

        if (FastTable.TryRead(path, file.Inspection, columns, request) is { } read)
        {
            return read with { Report = read.Report with { Order = order } };
        }

        var sink = new EventSink(new(order, request.Zone));
        while (file.Rows.Read())
        {
            sink.Read++;
            Add(file.Rows, columns, sink);
        }

        return file.Rows.Fault is { } fault ? fault : sink.Finish(file.Inspection.Format.ToString().ToLowerInvariant(), columns.Named(file.Rows.Columns), []);
    }

    private static void Add(IRowReader row, EventColumns columns, EventSink sink)
    {
        if (row.Damage is { } damage)
        {
            sink.LeaveOut(row.RowNumber, damage.Code, damage.Reason);
            return;
        }

        if (row.Cell(columns.Case).IsEmpty)
        {
            sink.LeaveOut(row.RowNumber, EventFaultCodes.CaseMissing, "The event names no case.");
        }
        else if (row.Cell(columns.Activity).IsEmpty)
        {
            sink.LeaveOut(row.RowNumber, EventFaultCodes.ActivityMissing, "The event names no activity.", sink.Builder.Case[row.Cell(columns.Case)]);
        }
        else
        {
            sink.Add(row.RowNumber, Event(row, columns, sink.Builder), row.Cell(columns.Time), Optional(row, columns.End));
        }
    }

    private static RawEvent Event(IRowReader row, EventColumns columns, EventLogBuilder builder) =>
        new(
            builder.Case[row.Cell(columns.Case)],
            builder.Activity[row.Cell(columns.Activity)],
            0,
            null,
            builder.Lifecycle.OrNone(Optional(row, columns.Lifecycle)),
            builder.Resource.OrNone(Optional(row, columns.Resource)),
            builder.Channel.OrNone(Optional(row, columns.Channel)),
            builder.Customer.OrNone(Optional(row, columns.Customer)),
            builder.Segment.OrNone(Optional(row, columns.Segment))
        );

    private static ReadOnlySpan<char> Optional(IRowReader row, int column) => column < 0 ? default : row.Cell(column);

    private static (DateOrder? Order, Fault? Fault) OrderOf(FileInspection inspection, string column, DateOrder? asked)
    {
        if (asked is not null)
        {
            return (asked, null);
        }

        return inspection.Column(column)?.DateOrder switch
        {
            DateOrderEvidence.DayMonthYear => (DateOrder.DayMonthYear, null),
            DateOrderEvidence.MonthDayYear => (DateOrder.MonthDayYear, null),
            DateOrderEvidence.Ambiguous => (null, Unsure(column, "could be day-month or month-day: no value in the sample is over 12")),
            DateOrderEvidence.Contradictory => (null, Unsure(column, "hold some that can only be day-month and some that can only be month-day")),
            _ => (null, null),
        };
    }

    private static Fault Unsure(string column, string why) => new(FaultCodes.DateOrderAmbiguous, $"The dates in “{column}” {why}. Say which with --order dmy or mdy.");
}
