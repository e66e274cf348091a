using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Which of the things a dossier cites are there. O(citations).</summary>
public sealed class DossierCitations(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, LandscapeSource landscapes, ISignalStore signals)
{
    private const string Signal = "/signals/";
    private const string Stage = "/?stage=";
    private const string Outcome = "/outcomes#";
    private const string Named = "/o/";

    /// <summary>The addresses that lead somewhere.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(DossierSections sections, CancellationToken cancel)
    {
        var cited = sections.All.SelectMany(section => DossierText.Cited(section.Text)).ToHashSet(StringComparer.Ordinal);
        if (cited.Count == 0)
            return cited;
        var landscape = await landscapes.ReadAsync(cancel);
        var known = Of(cited, Stage).Where(path => landscape.FindStage(path) is not null).Select(path => Stage + path).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(await ledgers.ReadAsync(ledger => Of(cited, Named).Where(name => ledger.Find(name) is not null).Select(name => Named + name).ToList(), cancel));
        var ids = Of(cited, Signal).Select(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        if (ids.Count > 0)
            known.UnionWith((await signals.ReadSignalsAsync(new SignalQuery { SignalIds = ids, Limit = ids.Count }, cancel)).Select(row => $"{Signal}{row.Id}"));
        var keys = Of(cited, Outcome).ToList();
        if (keys.Count == 0)
            return known;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        known.UnionWith((await context.Outcomes.Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToListAsync(cancel)).Select(key => Outcome + key));
        return known;
    }

    private static IEnumerable<string> Of(IEnumerable<string> cited, string prefix) =>
        cited.Where(address => address.StartsWith(prefix, StringComparison.Ordinal)).Select(address => address[prefix.Length..]);
}
