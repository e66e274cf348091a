namespace Redthread.Web.Ingestion;

/// <summary>Finds the name somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>" Did you mean …?", or nothing when no known name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => To(name, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    public static string? To(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(2, name.Length / 2);
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
