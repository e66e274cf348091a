using System.Globalization;
using System.IO.Enumeration;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>Turns a time as written into UTC, under the order and zone that were declared or proved.</summary>
internal sealed class TimeReading
{
    private readonly TimeField _field;
    private readonly TimeZoneInfo _zone;
    private readonly TimeProvider _clock;
    private readonly DateOrder? _order;
    private readonly DateTime? _fallback;

    public TimeReading(Mapping mapping, TimeProvider clock, string? fileName, DateOrder? order)
    {
        _field = mapping.Time;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.TimeZone);
        _clock = clock;
        _order = order;
        _fallback = fileName is null ? null : Fallback(mapping.Time, fileName);
    }

    /// <summary>The calendar day of the time read last, in the mapping's own zone.</summary>
    public DateOnly Day { get; private set; }

    public Misfit? Read(ReadOnlySpan<char> text, string? column, out DateTime utc)
    {
        utc = default;
        if (_fallback is { } constant && IsNoDate(text))
        {
            (utc, Day) = (DateTime.SpecifyKind(constant, DateTimeKind.Utc), DateOnly.FromDateTime(constant));
            return null;
        }

        if (text.IsEmpty)
        {
            return new Misfit(column, RejectCodes.TimeMissing, "The time is missing.");
        }

        var misfit = _field.Format is { } format ? Exact(text, column, format, out utc) : Free(text, column, out utc);
        return misfit ?? (IsFuture(utc) ? Future(text, column) : null);
    }

    /// <summary>The order to read by: declared, or proved by the file; a fault when neither is there and it matters.</summary>
    public static (DateOrder? Order, Fault? Fault) OrderOf(TimeField field, string? column, FileInspection? inspection)
    {
        if (field.Order is not null || field.Format is not null || column is null)
        {
            return (field.Order, null);
        }

        return inspection?.Column(column)?.DateOrder switch
        {
            DateOrderEvidence.DayMonthYear => (DateOrder.DayMonthYear, null),
            DateOrderEvidence.MonthDayYear => (DateOrder.MonthDayYear, null),
            DateOrderEvidence.Ambiguous => (null, Unsure(column, "could be day-month or month-day: no value in the sample is over 12")),
            DateOrderEvidence.Contradictory => (null, Unsure(column, "hold some that can only be day-month and some that can only be month-day")),
            _ => (null, null),
        };
    }

    private static Fault Unsure(string column, string why) =>
        new(FaultCodes.DateOrderAmbiguous, $"The dates in \"{column}\" {why}. Say which in the mapping: time: {{ columns: {column}, order: dmy }} or mdy.");

    public static bool HasFallback(TimeField field, string fileName) => Fallback(field, fileName) is not null;

    /// <summary>Whether rows without a date of their own get the same one under either name of their file.</summary>
    public static bool SameFallback(TimeField field, string fileName, string other) => Fallback(field, fileName) == Fallback(field, other);

    private static DateTime? Fallback(TimeField field, string fileName)
    {
        var match = field.Fallback.FirstOrDefault(fallback => fallback.File is null || FileSystemName.MatchesSimpleExpression(fallback.File, fileName));
        return match?.Date.ToDateTime(new TimeOnly(12, 0));
    }

    // Surveys number the days of their field work; such a number is no date and must not be read as one.
    private static bool IsNoDate(ReadOnlySpan<char> text) => text.IsEmpty || (text.Length <= 3 && !text.ContainsAnyExceptInRange('0', '9'));

    private Misfit? Free(ReadOnlySpan<char> text, string? column, out DateTime utc)
    {
        utc = default;
        if (!DateText.TryRead(text, out var date))
        {
            return Unreadable(text, column, "is not a date and time");
        }

        if (date.Form != DateForm.Numbers)
        {
            return Epoch(text, column, date.Epoch, date.Form == DateForm.UnixMilliseconds, out utc);
        }

        if (_order is null && !date.YearFirst)
        {
            return new Misfit(column, RejectCodes.TimeOrderUnknown, $"\"{text}\" could be day-month or month-day; the mapping does not say which (time.order).");
        }

        if (date.Under(_order) is not { } local)
        {
            return Unreadable(text, column, $"is no date in the order {OrderName(_order)}");
        }

        utc = ToUtc(local, date.Offset);
        return null;
    }

    private Misfit? Exact(ReadOnlySpan<char> text, string? column, string format, out DateTime utc)
    {
        utc = default;
        switch (format)
        {
            case "unix" or "unix-ms":
                return long.TryParse(text, CultureInfo.InvariantCulture, out var epoch)
                    ? Epoch(text, column, epoch, format == "unix-ms", out utc)
                    : Unreadable(text, column, $"is not a time in {format}");
            case "excel":
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || serial is not (> 0 and < 2_958_465))
                {
                    return DateText.TryRead(text, out _) ? Free(text, column, out utc) : Unreadable(text, column, "is not an Excel date");
                }

                utc = ToUtc(ExcelSerial.ToDateTime(serial), null);
                return null;
        }

        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind, out var local))
        {
            return Unreadable(text, column, $"does not have the format {format}");
        }

        utc = local.Kind == DateTimeKind.Unspecified ? ToUtc(local, null) : At(local.ToUniversalTime());
        return null;
    }

    private Misfit? Epoch(ReadOnlySpan<char> text, string? column, long epoch, bool milliseconds, out DateTime utc)
    {
        const long Last = 250_000_000_000;
        utc = default;
        if (Math.Abs(milliseconds ? epoch / 1000 : epoch) > Last || epoch < 0)
        {
            return Unreadable(text, column, "is no time in seconds since 1970");
        }

        utc = At(DateTime.UnixEpoch + (milliseconds ? TimeSpan.FromMilliseconds(epoch) : TimeSpan.FromSeconds(epoch)));
        return null;
    }

    private DateTime ToUtc(DateTime local, TimeSpan? offset)
    {
        if (offset is { } given)
        {
            return At(DateTime.SpecifyKind(local - given, DateTimeKind.Utc));
        }

        Day = DateOnly.FromDateTime(local);
        if (local.TimeOfDay == TimeSpan.Zero)
        {
            // A date alone, which many programs write as midnight, is a day of the calendar and no instant: in every zone it is that day.
            return DateTime.SpecifyKind(local, DateTimeKind.Utc);
        }

        // A clock time skipped in spring was meant an hour later.
        var real = _zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return TimeZoneInfo.ConvertTimeToUtc(real, _zone);
    }

    private DateTime At(DateTime utc)
    {
        Day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, _zone));
        return utc;
    }

    private bool IsFuture(DateTime utc) => utc > _clock.GetUtcNow().UtcDateTime.AddDays(1);

    private static Misfit Future(ReadOnlySpan<char> text, string? column) => new(column, RejectCodes.TimeInFuture, $"\"{text}\" lies in the future.");

    private static Misfit Unreadable(ReadOnlySpan<char> text, string? column, string why) => new(column, RejectCodes.TimeUnreadable, $"\"{Short(text)}\" {why}.");

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";

    private static string OrderName(DateOrder? order) =>
        order switch
        {
            DateOrder.DayMonthYear => "day-month-year",
            DateOrder.MonthDayYear => "month-day-year",
            _ => "year-month-day",
        };
}
