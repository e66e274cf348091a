using System.Globalization;

namespace Redthread.Web.Commands.Analyse;

/// <summary>A table of text: the first column to the left, numbers to the right.</summary>
internal static class TextTable
{
    public static void Print(string[] head, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = Enumerable.Range(0, head.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    public static string Number(double value, int digits = 4) =>
        double.IsNaN(value) ? "–"
        : double.IsInfinity(value)
            ? value > 0 ? "+∞"
                : "−∞"
        : value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    /// <summary>A coefficient or its error: small ones by their power, so that large units leave digits to read.</summary>
    public static string Coefficient(double value) =>
        value != 0 && double.IsFinite(value) && (Math.Abs(value) < 0.001 || Math.Abs(value) >= 1e6) ? value.ToString("0.0000e+0", CultureInfo.InvariantCulture) : Number(value, 5);

    /// <summary>A ratio: near 1 with as many digits as tell it apart from 1, small and large ones by their power.</summary>
    public static string Ratio(double value)
    {
        if (!double.IsFinite(value) || value is 0 or 1)
            return Number(value);
        var off = Math.Abs(value - 1);
        return value is < 0.001 or >= 1e6 ? value.ToString("0.000e+0", CultureInfo.InvariantCulture)
            : off < 0.001 ? Number(value, Math.Min(15, 2 - (int)Math.Floor(Math.Log10(off))))
            : Number(value);
    }

    /// <summary>A probability of chance: four digits, small ones by their power.</summary>
    public static string P(double value) =>
        double.IsNaN(value) ? "–"
        : value < 1e-300 ? "<1e-300"
        : value < 0.0001 ? value.ToString("0.0e+0", CultureInfo.InvariantCulture)
        : value.ToString("F4", CultureInfo.InvariantCulture);
}
