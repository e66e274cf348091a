using System.Text;
using Spectre.Console;

namespace Redthread.Web.Commands;

/// <summary>Tables for a terminal: columns narrow down to their longest word before a line grows too long, and no word is broken.</summary>
internal static class Tables
{
    private const int Gap = 2;

    /// <param name="rows">A row of one cell is a heading over those that follow.</param>
    /// <param name="numbers">Columns that stand to the right.</param>
    public static void Write(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, params int[] numbers) =>
        Console.Write(Format(heads, rows, AnsiConsole.Profile.Width, numbers));

    internal static string Format(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, int room, params int[] numbers)
    {
        var whole = rows.Where(row => row.Count > 1).Prepend(heads).ToList();
        var widths = Fit(
            [.. heads.Select((_, at) => whole.Max(row => row[at].Length))],
            [.. heads.Select((_, at) => numbers.Contains(at) ? whole.Max(row => row[at].Length) : whole.Max(row => row[at].Split(' ').Max(word => word.Length)))],
            room
        );
        var text = new StringBuilder();
        Append(text, heads, widths, numbers);
        text.Append('─', Math.Min(room, widths.Sum() + (Gap * (widths.Length - 1)))).Append('\n');
        foreach (var row in rows)
        {
            if (row.Count == 1)
                text.Append('\n').Append(row[0]).Append('\n');
            else
                Append(text, row, widths, numbers);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Takes from the widest column that has something to give, until all fit or nothing is left to give.</summary>
    private static int[] Fit(int[] widths, int[] least, int room)
    {
        for (var over = widths.Sum() + (Gap * (widths.Length - 1)) - room; over > 0; over--)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(at => widths[at] > least[at]).OrderByDescending(at => widths[at]).Cast<int?>().FirstOrDefault();
            if (widest is not { } at)
                break;
            widths[at]--;
        }

        return widths;
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> row, int[] widths, int[] numbers)
    {
        var cells = row.Select((cell, at) => Wrap(cell, widths[at])).ToList();
        for (var line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            var parts = cells.Select((cell, at) => (Text: line < cell.Count ? cell[line] : "", at));
            var joined = string.Join(
                new string(' ', Gap),
                parts.Select(part => numbers.Contains(part.at) ? part.Text.PadLeft(widths[part.at]) : part.Text.PadRight(widths[part.at]))
            );
            text.Append(joined.TrimEnd()).Append('\n');
        }
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in cell.Length <= width ? [cell] : cell.Split(' '))
        {
            if (lines[^1].Length == 0)
                lines[^1] = word;
            else if (lines[^1].Length + 1 + word.Length <= width)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
