namespace Redthread.Web.Ingestion.Files;

/// <summary>A cell without the space around it.</summary>
internal static class CellText
{
    private const char NoBreakSpace = '\u00A0';

    /// <summary>À at the end of a text that was misread is an Ã and a no-break space: that one belongs to the letter.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> cell)
    {
        var from = cell.Length - cell.TrimStart().Length;
        var to = from + cell[from..].TrimEnd().Length;
        return to > from && to < cell.Length && cell[to] == NoBreakSpace && cell[to - 1] is >= 'Â' and <= 'ß' ? cell[from..(to + 1)] : cell[from..to];
    }
}
