using System.Globalization;
using Redthread.Domain.Signals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>Times and periods in words.</summary>
public static class Labels
{
    public static string Period(Period period) =>
        period.Kind switch
        {
            PeriodKind.Week => $"Week {period.Index}, {period.Year}",
            PeriodKind.Month => period.Start.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
            PeriodKind.Quarter => $"Q{period.Index} {period.Year}",
            _ => $"{period.Year}",
        };

    public static string Short(Period period) =>
        period.Kind switch
        {
            PeriodKind.Week => $"W{period.Index}",
            PeriodKind.Month => period.Start.ToString("MMM yy", CultureInfo.InvariantCulture),
            PeriodKind.Quarter => $"Q{period.Index} {period.Year % 100:00}",
            _ => $"{period.Year}",
        };

    public static string Ago(TimeSpan age) =>
        age.TotalMinutes < 1 ? "just now"
        : age.TotalMinutes < 60 ? Some((int)age.TotalMinutes, "minute")
        : age.TotalHours < 48 ? Some((int)age.TotalHours, "hour")
        : age.TotalDays < 730 ? Some((int)age.TotalDays, "day")
        : Some((int)(age.TotalDays / 365.25), "year");

    public static string Days(TimeSpan span) => (int)span.TotalDays == 1 ? "1 day" : $"{Math.Max(0, (int)span.TotalDays)} days";

    /// <param name="atMost">Only a bound is known.</param>
    public static string Customers(long count, bool atMost) => $"{(atMost ? "at most " : "")}{Numbers.Counted(count, "customer")}";

    private static string Some(int count, string unit) => $"{Numbers.Counted(count, unit)} ago";
}
