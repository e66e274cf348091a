namespace Redthread.Web.Ingestion.Files;

/// <summary>How headers are made unique and compared.</summary>
public static class ColumnNames
{
    public static bool Same(string one, string other) => one.AsSpan().Trim().Equals(other.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Index of the first of <paramref name="wanted"/> that the header has: exactly, else by case and space.</summary>
    public static int? Find(IReadOnlyList<string> columns, IEnumerable<string> wanted)
    {
        foreach (var name in wanted)
        {
            var index = IndexOf(columns, column => column == name) ?? IndexOf(columns, column => Same(column, name));
            if (index is not null)
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>Names as read, those empty or met before replaced; what was replaced goes to <paramref name="notes"/>.</summary>
    public static List<string> Unique(IEnumerable<string> header, ICollection<string> notes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unique = new List<string>();
        foreach (var cell in header)
        {
            var name = cell.Trim();
            var wanted = name.Length > 0 ? name : $"column {unique.Count + 1}";
            var chosen = wanted;
            for (var copy = 2; !seen.Add(chosen); copy++)
            {
                chosen = $"{wanted} ({copy})";
            }

            if (name.Length > 0 && chosen != name)
            {
                notes.Add($"The header has \"{name}\" more than once; this one is read as \"{chosen}\".");
            }

            unique.Add(chosen);
        }

        return unique;
    }

    private static int? IndexOf(IReadOnlyList<string> columns, Func<string, bool> matches)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (matches(columns[index]))
            {
                return index;
            }
        }

        return null;
    }
}
