using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Search;

/// <summary>Objects of threads by name and by the words of their titles: one walk over the ledger, without a copy of it.</summary>
public static class ThreadTitles
{
    /// <summary>What is called so comes first, then titles that begin with what was typed, the newest of a kind first: O(objects).</summary>
    public static IReadOnlyList<SearchFeature.Hit> Find(Ledger ledger, string query, int most)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            return [];
        var typed = string.Join(' ', words);
        var named = words.Select(ledger.Find).OfType<ThreadObject>().ToList();
        // A name among other words is looked for as a word of the title too, so that “I-3 menus” is not everything about menus.
        var sought = named.Count == 0 ? words : [.. words.Where(word => ledger.Find(word) is null)];
        var found = named.Where(row => Holds(row.Title, sought)).ToList();
        if (named.Count == 0)
            found.AddRange(Best(ledger.All<ThreadObject>().Where(row => Holds(row.Title, words)), typed, most));
        return [.. found.Distinct().Take(most).Select(Hit)];
    }

    private static IEnumerable<ThreadObject> Best(IEnumerable<ThreadObject> rows, string typed, int most) =>
        rows.OrderBy(row => !Ledger.IsLive(row))
            .ThenByDescending(row => row.Title.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ThenBy(row => row.Kind)
            .ThenByDescending(row => row.Number)
            .Take(most);

    private static bool Holds(string title, string[] words)
    {
        foreach (var word in words)
        {
            if (!title.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private static SearchFeature.Hit Hit(ThreadObject row)
    {
        var kind = LedgerSource.Noun(row.Kind).Replace('-', ' ');
        var state =
            row.ArchivedAt is not null ? ", archived"
            : row.MergedIntoId is not null ? ", merged"
            : "";
        return new SearchFeature.Hit($"{ThreadStore.Name(row)} {row.Title}", char.ToUpperInvariant(kind[0]) + kind[1..] + state, ThreadName.Address(row.Kind, row.Number));
    }
}
