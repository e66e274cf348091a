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

    /// <summary>A probability of chance: four digits, small ones by their power.</summary>
    public static string P(double value) =>
        double.IsNaN(value) ? "–"
        : value < 1e-300 ? "<1e-300"
        : value < 0.0001 ? value.ToString("0.0e+0", CultureInfo.InvariantCulture)
        : value.ToString("F4", CultureInfo.InvariantCulture);
}
