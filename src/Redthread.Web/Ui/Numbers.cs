using System.Globalization;

namespace Redthread.Web.Ui;

/// <summary>How numbers are written on pages: one way, with a true minus sign.</summary>
public static class Numbers
{
    /// <summary>For contracts, which know no “not a number”.</summary>
    public static double? Known(double value) => double.IsNaN(value) ? null : value;

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>“1 stage”, “3 stages”: for nouns whose plural ends in s.</summary>
    public static string Counted(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Score(double value) => Math.Round(value, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);

    public static string HalfWidth(double value) => value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture);

    public static string Signed(double value)
    {
        var rounded = Math.Round(value, MidpointRounding.AwayFromZero);
        return rounded switch
        {
            > 0 => $"+{rounded:0}",
            < 0 => $"−{-rounded:0}",
            _ => "0",
        };
    }

    /// <summary>“−1 to +1”, or “+1” where both are the same.</summary>
    public static string SignedRange(double low, double high) => low == high ? Signed(low) : $"{Signed(low)} to {Signed(high)}";

    public static string Interval(double low, double high) => $"{Score(low)}–{Score(high)}";

    public static string Share(double share) => $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)} %";

    /// <summary>A coordinate for SVG: short, and never in the notation of the server's culture.</summary>
    public static string Svg(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
