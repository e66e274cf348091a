using System.Globalization;

namespace Redthread.Domain.Signals;

public enum PeriodKind
{
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>A week (ISO 8601), month, quarter or year by UTC date. The number is year × 100 + index, so that periods of a kind sort.</summary>
public readonly record struct Period(PeriodKind Kind, int Number) : IComparable<Period>
{
    public int Year => Number / 100;
    public int Index => Number % 100;

    public DateTime Start =>
        Kind switch
        {
            PeriodKind.Week => DateTime.SpecifyKind(ISOWeek.ToDateTime(Year, Index, DayOfWeek.Monday), DateTimeKind.Utc),
            PeriodKind.Month => Utc(Year, Index),
            PeriodKind.Quarter => Utc(Year, (Index * 3) - 2),
            _ => Utc(Year, 1),
        };

    /// <summary>The first instant after the period.</summary>
    public DateTime End => Next.Start;

    public Period Next => Shift(1);

    public Period Previous => Shift(-1);

    public static Period Of(PeriodKind kind, DateTime at) =>
        new(
            kind,
            kind switch
            {
                PeriodKind.Week => (ISOWeek.GetYear(at) * 100) + ISOWeek.GetWeekOfYear(at),
                PeriodKind.Month => (at.Year * 100) + at.Month,
                PeriodKind.Quarter => (at.Year * 100) + ((at.Month + 2) / 3),
                _ => (at.Year * 100) + 1,
            }
        );

    public Period Shift(int by) =>
        Kind switch
        {
            PeriodKind.Week => Of(Kind, Start.AddDays(7 * by)),
            PeriodKind.Month => Of(Kind, Start.AddMonths(by)),
            PeriodKind.Quarter => Of(Kind, Start.AddMonths(3 * by)),
            _ => Of(Kind, Start.AddYears(by)),
        };

    /// <summary>The months of a month, quarter or year; a week has none.</summary>
    public (int First, int Last) Months =>
        Kind == PeriodKind.Week
            ? throw new InvalidOperationException("Weeks do not nest in months.")
            : (Of(PeriodKind.Month, Start).Number, Of(PeriodKind.Month, End.AddDays(-1)).Number);

    // Further than any evidence, and far enough from the calendar's end for what comes before and after.
    private const int FirstYear = 1900;
    private const int LastYear = 2999;

    /// <summary>Reads 2026, 2026-Q2, 2026-05 and 2026-W07, of the years 1900 to 2999.</summary>
    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        var parts = text?.Trim().ToUpperInvariant().Split('-') ?? [];
        if (
            parts.Length is 0 or > 2
            || parts[0].Length != 4
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < FirstYear or > LastYear
        )
            return false;
        if (parts.Length == 1)
        {
            period = new Period(PeriodKind.Year, (year * 100) + 1);
            return true;
        }

        var (kind, digits, last) = parts[1] switch
        {
            ['Q', .. var rest] => (PeriodKind.Quarter, rest, 4),
            ['W', .. var rest] => (PeriodKind.Week, rest, ISOWeek.GetWeeksInYear(year)),
            var rest => (PeriodKind.Month, rest, 12),
        };
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index < 1 || index > last)
            return false;
        period = new Period(kind, (year * 100) + index);
        return true;
    }

    public int CompareTo(Period other) => Number.CompareTo(other.Number);

    public override string ToString() =>
        Kind switch
        {
            PeriodKind.Week => $"{Year}-W{Index:00}",
            PeriodKind.Month => $"{Year}-{Index:00}",
            PeriodKind.Quarter => $"{Year}-Q{Index}",
            _ => $"{Year}",
        };

    private static DateTime Utc(int year, int month) => new(year, month, 1, 0, 0, 0, DateTimeKind.Utc);
}
