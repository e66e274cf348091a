using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Language;
using Redthread.Statistics;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Language;

/// <summary>The live terms, ready to be recognised in texts; read again once anything but signals and threads has changed, or after some seconds for what another process wrote.</summary>
public sealed class LanguageSource(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private readonly KeptReading<KnownLanguage> known = new(time, () => feed.StampOf(Changed.Ground));
    private readonly KeptReading<KnownLanguage> published = new(time, () => feed.StampOf(Changed.Ground));

    public ValueTask<KnownLanguage> ReadAsync(CancellationToken cancel) =>
        known.ReadAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var owners = await context.People.AsNoTracking().Select(row => new { row.Id, row.Name }).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
            return new KnownLanguage(await TermsAsync(context, cancel), owners);
        });

    /// <summary>What the published glossary holds, leading there; nothing while it is not published.</summary>
    public ValueTask<KnownLanguage> ReadPublishedAsync(CancellationToken cancel) =>
        published.ReadAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var terms = await TermsAsync(context, cancel);
            var agreed = await context.Glossaries.AnyAsync(row => row.Published, cancel) ? await GlossaryQueries.AgreedAsync(context, terms, cancel) : [];
            // Names of owners are nobody's business outside.
            return new KnownLanguage(terms.FindAll(term => agreed.ContainsKey(term.Id)), new Dictionary<Guid, string>(), term => $"/glossary#term-{term.Key}");
        });

    private static Task<List<Term>> TermsAsync(RedthreadContext context, CancellationToken cancel) =>
        context.Terms.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancel);
}

/// <summary>The terms of one moment.</summary>
public sealed class KnownLanguage
{
    private readonly ILookup<string, Term> byWord;
    private readonly ILookup<string, Term> avoiding;
    private readonly IReadOnlyList<(Term Term, bool Avoid)> entries;
    private readonly IReadOnlyDictionary<Guid, string> owners;
    private readonly Func<Term, string> address;
    private readonly TermRecogniser recogniser;

    /// <param name="address">Where a term is explained; its own page unless told otherwise.</param>
    public KnownLanguage(IReadOnlyList<Term> terms, IReadOnlyDictionary<Guid, string> owners, Func<Term, string>? address = null)
    {
        this.owners = owners;
        this.address = address ?? (term => $"/language/{term.Key}");
        Terms = terms;
        byWord = terms.ToLookup(term => Stems(term.Word), StringComparer.Ordinal);
        avoiding = terms
            .SelectMany(term => term.WordsToAvoid.Select(word => (Word: Stems(word), Term: term)))
            .ToLookup(pair => pair.Word, pair => pair.Term, StringComparer.Ordinal);
        // A word that is a term of its own is never one to avoid.
        var phrases = terms
            .Select(term => (term, Phrase: term.Word, Avoid: false))
            .Concat(terms.SelectMany(term => term.WordsToAvoid.Select(word => (term, Phrase: word, Avoid: true))))
            .ToList();
        entries = [.. phrases.Select(phrase => (phrase.term, phrase.Avoid))];
        recogniser = new TermRecogniser([.. phrases.Select(phrase => phrase.Phrase)]);
    }

    public IReadOnlyList<Term> Terms { get; }

    /// <summary>Live terms that share a word, the eldest first: what one says, another takes otherwise.</summary>
    public IEnumerable<IReadOnlyList<Term>> Rivals => byWord.Where(same => same.Key.Length > 0 && same.Count() > 1).Select(IReadOnlyList<Term> (same) => [.. same]);

    /// <summary>Live terms that tell not to use the word of another.</summary>
    public IEnumerable<Term> Against(Term term) => avoiding[Stems(term.Word)].Where(other => other.Id != term.Id).Distinct();

    /// <summary>What all inflections of a phrase share.</summary>
    public static string Stems(string phrase) =>
        string.Join(' ', TextWords.Of(phrase).Select(word => EnglishStemmer.Stem(TextWords.Lower(phrase.AsSpan(word.Start, word.Length)))));

    public IEnumerable<(FoundPhrase Found, Term Term, bool Avoid)> In(string text) =>
        recogniser.In(text).Select(found => (found, entries[found.Entry].Term, entries[found.Entry].Avoid));

    /// <summary>For one page: each term is marked where it is first met, so that a text stays calm.</summary>
    public TextMarks Marks() => new PageMarks(this);

    private TextCard Card(Term term, bool avoid)
    {
        var lines = new List<string>();
        if (!avoid)
            lines.AddRange(byWord[Stems(term.Word)].Where(other => other != term).Select(other => $"Also: {other.Definition}"));
        if (!avoid && term.WordsToAvoid is { Count: > 0 } words)
            lines.Add($"Not: {string.Join(", ", words)}.");
        if (term.OwnerPersonId is { } id && owners.TryGetValue(id, out var name))
            lines.Add($"Owner: {name}.");
        return new TextCard(avoid ? $"Say: {term.Word}." : $"{term.Word}:", term.Definition, lines);
    }

    private sealed class PageMarks(KnownLanguage language) : TextMarks
    {
        private readonly HashSet<(Guid, bool)> met = [];
        private readonly HashSet<(Guid, bool)> metInLinks = [];

        // Whoever has met a term only within a link has not been led to its meaning yet.
        protected override IEnumerable<TextMark> In(string text, bool inLink) =>
            language
                .In(text)
                .Where(one => inLink ? !met.Contains((one.Term.Id, one.Avoid)) && metInLinks.Add((one.Term.Id, one.Avoid)) : met.Add((one.Term.Id, one.Avoid)))
                .Select(one => new TextMark(one.Found.Start, one.Found.Length, language.address(one.Term), language.Card(one.Term, one.Avoid), one.Avoid));
    }
}
