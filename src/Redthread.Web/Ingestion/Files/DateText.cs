namespace Redthread.Web.Ingestion.Files;

internal enum DateForm
{
    /// <summary>Three numbers, of which the first may be a year.</summary>
    Numbers,
    UnixSeconds,
    UnixMilliseconds,
}

/// <summary>A date and time as written, before it is decided which number is the day.</summary>
internal readonly record struct DateText(DateForm Form, int First, int Second, int Third, TimeSpan Time, TimeSpan? Offset, long Epoch)
{
    private const int YearsFrom = 1000;

    /// <summary>Whether the writing itself says which number is which.</summary>
    public bool YearFirst => First >= YearsFrom;

    public bool YearLast => Third >= YearsFrom;

    public static bool TryRead(ReadOnlySpan<char> text, out DateText date)
    {
        var reader = new DateScanner(text.Trim());
        return reader.TryRead(out date);
    }

    /// <summary>The instant as local clock time under an order, or null when no such day exists.</summary>
    public DateTime? Under(Mappings.DateOrder? order)
    {
        var (year, month, day) =
            YearFirst || order == Mappings.DateOrder.YearMonthDay ? (First, Second, Third)
            : order == Mappings.DateOrder.DayMonthYear ? (Third, Second, First)
            : order == Mappings.DateOrder.MonthDayYear ? (Third, First, Second)
            : (0, 0, 0);
        year =
            year is >= 0 and < 70 ? year + 2000
            : year is >= 70 and < 100 ? year + 1900
            : year;
        var real = year is >= 1900 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return real && (order is not null || YearFirst) ? new DateTime(year, month, day).Add(Time) : null;
    }
}
