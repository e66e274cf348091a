using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Web.Features.Analysis;

/// <summary>Numbers and sentences of the analyses as pages and the API say them.</summary>
internal static class AnalysisText
{
    public const string EnoughText = "not enough data";

    public static string Ratio(double value) =>
        !double.IsFinite(value) ? "–"
        : value.ToString(value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Ratio(double value, Interval interval) => $"{Ratio(value)} ({Ratio(interval.Low)} to {Ratio(interval.High)})";

    public static string Amount(double value)
    {
        var size = Math.Abs(value);
        var text = (
            !double.IsFinite(value) ? "–"
            : size >= 1e6 ? $"{(value / 1e6).ToString(size >= 1e7 ? "0.0" : "0.00", CultureInfo.InvariantCulture)} million"
            : size >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture)
            : value.ToString("0.##", CultureInfo.InvariantCulture)
        );
        return text.Replace('-', '−');
    }

    public static string Amount(double value, Interval interval) => $"{Amount(value)} ({Amount(interval.Low)} to {Amount(interval.High)})";

    public static string P(double p) =>
        double.IsNaN(p) ? "–"
        : p < 0.001 ? "under 0.001"
        : p.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Count(double value) => double.IsFinite(value) ? value.ToString("N0", CultureInfo.InvariantCulture) : "no number of";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static double? Number(double value) => double.IsFinite(value) ? value : null;

    public static string Key<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
