using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Language;

namespace Redthread.Web.Features.Language;

/// <param name="AgreedOn">The day of the newest agreement to this version.</param>
/// <param name="Measure">The name of the measure behind it; an address within Redthread is nobody's elsewhere.</param>
public sealed record GlossaryLine(Term Term, DateTime AgreedOn, string? Measure);

/// <param name="Version">Of the setting; 0 before it was ever published.</param>
/// <param name="All">Live terms, agreed or not.</param>
public sealed record GlossaryView(bool Published, int Version, IReadOnlyList<GlossaryLine> Lines, int All)
{
    public IReadOnlyList<TermEntry> Entries =>
        [
            .. Lines.Select(line => new TermEntry(
                line.Term.Key,
                line.Term.Word,
                line.Term.Definition,
                line.Term.Example,
                line.Term.CounterExample,
                line.Term.WordsToAvoid,
                line.Measure,
                Version: line.Term.Version
            )),
        ];
}

/// <summary>The terms fit for everybody: at least one team agrees to the newest version, and none objects to it.</summary>
public sealed class GlossaryQueries(IDbContextFactory<RedthreadContext> contexts)
{
    public async Task<GlossaryView> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var glossary = await context.Glossaries.AsNoTracking().SingleOrDefaultAsync(cancel);
        var terms = await context.Terms.AsNoTracking().Where(row => row.ArchivedAt == null).ToListAsync(cancel);
        var agreed = await AgreedAsync(context, terms, cancel);
        var measures = await context.Measures.AsNoTracking().ToDictionaryAsync(row => row.Key, row => row.Name, cancel);
        return new GlossaryView(
            glossary?.Published ?? false,
            glossary?.Version ?? 0,
            [
                .. terms
                    .Where(term => agreed.ContainsKey(term.Id))
                    .OrderBy(term => term.Word, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(term => term.Key, StringComparer.Ordinal)
                    .Select(term => new GlossaryLine(term, agreed[term.Id], measures.GetValueOrDefault(term.Behind ?? ""))),
            ],
            terms.Count
        );
    }

    /// <returns>The terms fit for everybody, each with when it was last agreed to.</returns>
    public static async Task<Dictionary<Guid, DateTime>> AgreedAsync(RedthreadContext context, IReadOnlyList<Term> terms, CancellationToken cancel)
    {
        var stances = (
            await context.TermStances.AsNoTracking().Where(row => context.Teams.Any(team => team.Id == row.TeamId && team.ArchivedAt == null)).ToListAsync(cancel)
        ).ToLookup(row => (row.TermId, row.Version));
        return terms
            .Select(term => (term.Id, Said: stances[(term.Id, term.Version)].ToList()))
            .Where(one => one.Said.Count > 0 && one.Said.TrueForAll(stance => stance.Agrees))
            .ToDictionary(one => one.Id, one => one.Said.Max(stance => stance.At));
    }
}
