using System.Globalization;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>How lengths of time and shares are written on these pages.</summary>
internal static class Spans
{
    public static string Of(double seconds) =>
        double.IsNaN(seconds) ? "–"
        : seconds < 100 ? Text($"{seconds:0} s")
        : seconds < 6000 ? Text($"{seconds / 60:0} min")
        : seconds < 172_800 ? Text($"{seconds / 3600:0.#} h")
        : Text($"{seconds / 86_400:0.#} d");

    public static string Share(double share) => double.IsNaN(share) ? "–" : Text($"{share * 100:0.0} %");

    public static string Share(Statistics.Proportion share) =>
        double.IsNaN(share.Value) ? "–" : Text($"{share.Value * 100:0.0} % ({share.Interval.Low * 100:0.0}–{share.Interval.High * 100:0.0})");

    /// <summary>Only the interval, in percent.</summary>
    public static string Interval(Statistics.Proportion share) => Text($"{share.Interval.Low * 100:0.0}–{share.Interval.High * 100:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
