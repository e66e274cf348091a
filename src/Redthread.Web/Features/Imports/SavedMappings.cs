using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Features.Imports;

/// <summary>Mappings kept under a name, found again for files with the same columns. O(mappings).</summary>
public static class SavedMappings
{
    /// <summary>The one that says most of this file, as far as the file does not say otherwise itself; null when none fits.</summary>
    public static async Task<string?> FindAsync(RedthreadContext context, FileInspection file, string fileName, CancellationToken cancel)
    {
        var columns = file.Columns.Select(column => column.Name).ToList();
        var fitting = new List<(SavedMapping Saved, Mapping Mapping, int Used)>();
        foreach (var saved in await context.Mappings.AsNoTracking().OrderByDescending(row => row.ChangedAt).ToListAsync(cancel))
        {
            if (Mapping.Parse(saved.Yaml) is { Ok: true, Value: var mapping } && Fits(mapping, columns, fileName))
                fitting.Add((saved, mapping, columns.Count(column => new MappingColumns(columns, mapping)[column].Use != ColumnUse.None)));
        }

        if (fitting.Count == 0)
            return null;
        var (best, found, _) = fitting.MaxBy(entry => entry.Used);
        var asRead = AsRead(found, file);
        return asRead == found ? best.Yaml : asRead.ToYaml();
    }

    /// <summary>Which saved mapping this one is, whatever it says of the form of the file.</summary>
    public static async Task<SavedMapping?> NameOfAsync(RedthreadContext context, string yaml, CancellationToken cancel)
    {
        if (Mapping.Parse(yaml) is not { Ok: true, Value: var mapping })
            return null;
        var sought = Formless(mapping);
        foreach (var saved in await context.Mappings.AsNoTracking().OrderByDescending(row => row.ChangedAt).ToListAsync(cancel))
        {
            if (Mapping.Parse(saved.Yaml) is { Ok: true, Value: var other } && Formless(other) == sought)
                return saved;
        }

        return null;
    }

    private static string Formless(Mapping mapping) => (mapping with { Format = new FormatHints(), Time = mapping.Time with { Order = null, Format = null } }).ToYaml();

    private static bool Fits(Mapping mapping, List<string> columns, string fileName) =>
        mapping.Readings.Count > 0
        && mapping.Readings.All(reading => ColumnNames.Find(columns, reading.Columns) is not null)
        && (ColumnNames.Find(columns, mapping.Time.Columns) is not null || TimeReading.HasFallback(mapping.Time, fileName));

    /// <summary>What an earlier file was like says nothing against what this one shows: its dates, delimiter and encoding are its own.</summary>
    private static Mapping AsRead(Mapping mapping, FileInspection file)
    {
        var format = mapping.Format;
        if (format.Delimiter is { } delimiter && delimiter != file.Delimiter)
            mapping = mapping with { Format = format = format with { Delimiter = null } };
        if (format.Encoding is not null && file.Encoding == "utf-8")
            mapping = mapping with { Format = format with { Encoding = null } };
        var shown = mapping.Time.Columns.Select(file.Column).FirstOrDefault(column => column is not null)?.DateOrder;
        return shown is null || Agree(mapping.Time, shown.Value) ? mapping : mapping with { Time = mapping.Time with { Order = null, Format = null } };
    }

    private static bool Agree(TimeField time, DateOrderEvidence shown) =>
        shown switch
        {
            DateOrderEvidence.YearMonthDay => time is { Format: null, Order: null or DateOrder.YearMonthDay },
            DateOrderEvidence.DayMonthYear => time is { Format: null, Order: null or DateOrder.DayMonthYear },
            DateOrderEvidence.MonthDayYear => time is { Format: null, Order: null or DateOrder.MonthDayYear },
            DateOrderEvidence.Ambiguous or DateOrderEvidence.Contradictory => time is { Format: null, Order: not DateOrder.YearMonthDay },
            _ => true,
        };
}
