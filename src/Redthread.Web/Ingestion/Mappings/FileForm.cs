using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>How a file is read, to be shown and never silently guessed.</summary>
/// <param name="Delimiter">Null where the format has none.</param>
/// <param name="Decimals">point or comma.</param>
/// <param name="Dates">Of the column of times: the order, and whether the mapping says it or the file proves it; null without one.</param>
/// <param name="Zone">IANA name of the zone that times without an offset are taken to be in.</param>
public sealed record FileForm(string Format, string Encoding, string Evidence, string? Delimiter, string Decimals, string? Dates, string Zone)
{
    public static FileForm Of(FileInspection file, Mapping mapping)
    {
        var parted = file.Format is FileFormat.Csv or FileFormat.Tsv;
        return new FileForm(
            file.Format.ToString().ToLowerInvariant() + (file.Compressed ? ", compressed" : ""),
            file.Encoding,
            file.EncodingEvidence,
            parted
                ? (mapping.Format.Delimiter ?? file.Delimiter) switch
                {
                    '\t' => "tab",
                    var one => one.ToString(),
                }
                : null,
            mapping.Format.DecimalComma ?? file.DecimalComma ? "comma" : "point",
            DatesOf(file, mapping.Time),
            mapping.TimeZone
        );
    }

    private static string? DatesOf(FileInspection file, TimeField time)
    {
        if (time.Format is { } format)
            return $"{format}, as the mapping says";
        var column = time.Columns.Select(file.Column).FirstOrDefault(found => found is not null);
        // What the file proves is said so also where a guess has written it into the mapping.
        if (time.Order is { } order && column?.DateOrder != EvidenceOf(order))
            return $"{NameOf(order)}, as the mapping says";
        return column?.DateOrder switch
        {
            DateOrderEvidence.YearMonthDay => "year first, as written",
            DateOrderEvidence.DayMonthYear => $"{NameOf(DateOrder.DayMonthYear)}, as a day over 12 proves",
            DateOrderEvidence.MonthDayYear => $"{NameOf(DateOrder.MonthDayYear)}, as a day over 12 proves",
            DateOrderEvidence.Ambiguous => "day-month or month-day: the file does not show it",
            DateOrderEvidence.Contradictory => "some day-month, some month-day",
            null => null,
            { } number => number.ToString(),
        };
    }

    private static DateOrderEvidence EvidenceOf(DateOrder order) =>
        order switch
        {
            DateOrder.DayMonthYear => DateOrderEvidence.DayMonthYear,
            DateOrder.MonthDayYear => DateOrderEvidence.MonthDayYear,
            _ => DateOrderEvidence.YearMonthDay,
        };

    private static string NameOf(DateOrder order) =>
        order switch
        {
            DateOrder.DayMonthYear => "day, month, year",
            DateOrder.MonthDayYear => "month, day, year",
            _ => "year, month, day",
        };

    public override string ToString() =>
        string.Join(
            "; ",
            new[]
            {
                $"{Format}, {Encoding}{(Evidence.Length > 0 ? $" ({Evidence})" : "")}",
                Delimiter is null ? null : $"columns parted by {(Delimiter == "tab" ? "tab" : $"“{Delimiter}”")}",
                $"decimal {Decimals}",
                Dates is null ? null : $"dates {Dates}",
                $"times without an offset are of {Zone}",
            }.Where(part => part is not null)
        );
}
