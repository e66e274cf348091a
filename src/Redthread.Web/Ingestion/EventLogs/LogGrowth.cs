using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>A log with a later file in it.</summary>
/// <param name="Merge">What came of the events of the later file.</param>
public sealed record LogGrown(EventLogRead Read, LogMerge Merge, long LeftOut)
{
    /// <summary>Events of the later file, those of several cases once for each.</summary>
    public long ReadOfFile => Merge.Added + Merge.Duplicates + LeftOut;
}

/// <summary>Puts a file that was added to a log together with what the log has.</summary>
public static class LogGrowth
{
    /// <param name="name">Of the file added, for what is told of it.</param>
    public static Outcome<LogGrown> Join(EventLogRead log, EventLogRead more, string name)
    {
        if (Misfit(log.Report, more.Report) is { } fault)
            return fault;
        var merge = LogMerge.Of(log.Log, more.Log);
        var leftOut = more.Report.LeftOut.Sum(one => (long)one.Count);
        return new LogGrown(new(merge.Log, Report(log.Report, more.Report, merge, name)), merge, leftOut);
    }

    private static Fault? Misfit(EventLogReport log, EventLogReport more) =>
        FamilyOf(log.Format) != FamilyOf(more.Format)
            ? new(FaultCodes.FileFormat, $"The log is {log.Format.ToUpperInvariant()} and this file is {more.Format.ToUpperInvariant()}; its columns cannot be the same.")
        : log.Unnamed + more.Unnamed > 0
            ? new(
                FaultCodes.FileFormat,
                "Traces without a name cannot be known again in another file, so it cannot be told which cases go on. Name the traces, or upload this file as a log of its own."
            )
        : IsLocal(log) != IsLocal(more) ? ZoneMisfit(more)
        : null;

    private static Fault ZoneMisfit(EventLogReport more)
    {
        var (what, told) = IsLocal(more) ? ("no zone although those of the log do", more.FirstLocal) : ("their zone although those of the log do not", more.FirstZoned);
        var column = more.Columns.GetValueOrDefault("time");
        var first = told.Select(one => $"{more.Unit} {one.Row.ToString("N0", CultureInfo.InvariantCulture)}{(column is null ? "" : $", column {column}")}: “{one.Text}”");
        return new(
            FaultCodes.FileFormat,
            $"The times of this file name {what}, so they cannot be laid beside each other{(told.Count == 0 ? "" : $"; the first: {string.Join("; ", first)}")}. {(IsLocal(more) ? "Name the zone of such times" : "Name the zone of the log")} first."
        );
    }

    private static string FamilyOf(string format) => format is "xes" or "ocel" ? format : "table";

    private static bool IsLocal(EventLogReport report) => report.Notes.Contains(EventNotes.NoZone);

    private static EventLogReport Report(EventLogReport log, EventLogReport more, LogMerge merge, string name) =>
        log with
        {
            Read = log.Read + more.Read,
            Duplicate = log.Duplicate + merge.Duplicates,
            LeftOut = [.. log.LeftOut, .. more.LeftOut.Select(fault => fault with { File = name })],
            Corrected = [.. log.Corrected, .. more.Corrected.Select(fault => fault with { File = name })],
            Offsets = [.. log.Offsets.Union(more.Offsets).Order().Take(EventLogReport.MostOffsets)],
            Holes = [.. log.Holes.Union(more.Holes)],
            Notes = [.. log.Notes.Union(more.Notes)],
            ObjectTypes = Types(log.ObjectTypes, more.ObjectTypes),
        };

    // An object that both files list counts in each: ids are not kept.
    private static IReadOnlyList<ObjectType> Types(IReadOnlyList<ObjectType> one, IReadOnlyList<ObjectType> other) =>
        [
            .. one.Concat(other)
                .GroupBy(type => type.Name)
                .Select(type => new ObjectType(type.Key, type.Max(each => each.Objects), type.Max(each => each.Events)))
                .OrderBy(type => type.Name, StringComparer.Ordinal),
        ];
}
