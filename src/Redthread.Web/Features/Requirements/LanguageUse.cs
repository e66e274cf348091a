using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Requirements;

/// <summary>Which texts use terms and which words to avoid. A text is read once for a state of the language: after a change only new and changed ones are read.</summary>
public sealed class LanguageUse
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, (ThreadObject Row, bool Uses, bool Avoids)> known = [];
    private string? of;

    /// <summary>Texts since then that use either, and of these those that use a word to avoid: O(objects) comparisons of references.</summary>
    /// <param name="state">Differs when a term does.</param>
    public (int Texts, int Avoiding) Count(Ledger ledger, KnownLanguage language, string state, DateTime since)
    {
        lock (gate)
        {
            if (of != state)
                known.Clear();
            of = state;
            var (texts, avoiding) = (0, 0);
            foreach (var row in Rows(ledger).Where(row => row.CreatedAt >= since))
            {
                if (!known.TryGetValue(row.Id, out var read) || !ReferenceEquals(read.Row, row))
                    known[row.Id] = read = Read(language, row);
                texts += read.Uses || read.Avoids ? 1 : 0;
                avoiding += read.Avoids ? 1 : 0;
            }

            return (texts, avoiding);
        }
    }

    private static IEnumerable<ThreadObject> Rows(Ledger ledger) =>
        [.. ledger.Live<Insight>(), .. ledger.Live<Opportunity>(), .. ledger.Live<Decision>(), .. ledger.Live<Solution>(), .. ledger.Live<Objective>()];

    private static (ThreadObject, bool, bool) Read(KnownLanguage language, ThreadObject row)
    {
        var found = language.In($"{row.Title}\n{row.Detail}").ToList();
        return (row, found.Exists(one => !one.Avoid), found.Exists(one => one.Avoid));
    }
}
