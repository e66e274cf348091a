namespace Redthread.Web.Ingestion.EventLogs.Compact;

/// <summary>What is written before the columns of a compact log.</summary>
/// <param name="Key">Which file it was made of, read how.</param>
public sealed record CompactHeader(string Key, IReadOnlyList<string> Activities, EventLogReport Report, IReadOnlyList<CompactSection> Sections);

/// <summary>A column.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Width">Bytes of each.</param>
/// <param name="Low">The number that is written as 0.</param>
/// <param name="Unit">What 1 stands for.</param>
/// <param name="Check">CRC-32C of its bytes.</param>
public sealed record CompactSection(string Name, long At, int Count, int Width, long Low, long Unit, uint Check)
{
    public long Bytes => (long)Count * Width;
}
