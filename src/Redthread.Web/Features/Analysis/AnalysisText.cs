using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>Numbers and sentences of the analyses as pages and the API say them.</summary>
internal static class AnalysisText
{
    public const string EnoughText = "not enough data";

    public static string Ratio(double value) => !double.IsFinite(value) ? "–" : value.ToString(value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Ratio(double value, Interval interval) => $"{Ratio(value)} ({Ratio(interval.Low)} to {Ratio(interval.High)})";

    public static string Amount(double value) => Math.Abs(value) >= 1e6 ? $"{Millions(value)} million" : Plain(value);

    /// <summary>With its interval, all in one unit.</summary>
    public static string Amount(double value, Interval interval) =>
        Math.Abs(value) >= 1e6
            ? $"{Millions(value)} ({Millions(interval.Low)} to {Millions(interval.High)}) million"
            : $"{Plain(value)} ({Plain(interval.Low)} to {Plain(interval.High)})";

    private static string Millions(double value) => (value / 1e6).ToString(Math.Abs(value) >= 1e8 ? "N0" : "0.00", CultureInfo.InvariantCulture).Replace('-', '−');

    // Three digits tell enough of what has an interval.
    private static string Plain(double value)
    {
        var size = Math.Abs(value);
        var unit = size >= 1e4 ? Math.Pow(10, Math.Floor(Math.Log10(size)) - 2) : 0;
        // What rounds to nothing has no sign.
        if (size < 0.005)
            return "0";
        return (
            !double.IsFinite(value) ? "–"
            : unit > 0 ? (Math.Round(value / unit) * unit).ToString("N0", CultureInfo.InvariantCulture)
            : size >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture)
            : value.ToString("0.##", CultureInfo.InvariantCulture)
        ).Replace('-', '−');
    }

    /// <summary>Two digits, with a true minus sign and none before a zero.</summary>
    public static string Signed(double value)
    {
        var rounded = Math.Round(value, 2);
        return (rounded == 0 ? 0 : rounded).ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    public static string P(double p) =>
        double.IsNaN(p) ? "–"
        : p < 0.001 ? "under 0.001"
        : p.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Count(double value) => double.IsFinite(value) ? value.ToString("N0", CultureInfo.InvariantCulture) : "no number of";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The least probability that is told as a number; one under it is told as this.</summary>
    public const double LeastChance = 1e-300;

    public static double? Chance(double p) => double.IsFinite(p) ? Math.Max(p, LeastChance) : null;

    public static double? Number(double value) => double.IsFinite(value) ? value : null;

    public static string Key<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
