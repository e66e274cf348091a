namespace Redthread.Web.Ingestion.Files;

/// <summary>Finds the delimiter under which most first rows have as many cells as the header.</summary>
internal static class DelimiterSniffer
{
    private const int Rows = 60;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    public static char Of(string head)
    {
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 4)
        {
            return head[4];
        }

        var best = (Delimiter: ',', Score: 0.0);
        foreach (var candidate in Candidates)
        {
            var score = Score(head, candidate);
            if (score > best.Score)
            {
                best = (candidate, score);
            }
        }

        return best.Delimiter;
    }

    private static double Score(string head, char delimiter)
    {
        using var text = new StringReader(head);
        var records = new CsvRecords(text, delimiter, 1 << 20, 1 << 17);
        if (records.Read() != RecordState.Row || records.Count < 2)
        {
            return 0;
        }

        var columns = records.Count;
        var (rows, even) = (0, 0);
        while (rows < Rows && records.Read() == RecordState.Row)
        {
            rows++;
            even += records.Count == columns ? 1 : 0;
        }

        return (rows == 0 ? 0.5 : (double)even / rows) + Math.Min(columns, 100) / 1000.0;
    }
}
