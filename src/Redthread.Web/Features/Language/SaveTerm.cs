using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Makes a term, or a new version of one, which teams agree to anew.</summary>
public sealed class SaveTerm(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public const int LongestText = 2000;
    public const int LongestWord = 80;

    // Properties, not parameters: a form binds only when it holds every parameter of a constructor.
    public sealed record Request
    {
        public string? Word { get; init; }
        public string? Definition { get; init; }
        public string? Example { get; init; }
        public string? CounterExample { get; init; }

        /// <summary>Words to avoid, one a line.</summary>
        public string? Avoid { get; init; }

        /// <summary>The key of a measure, or an address within the product that begins with a slash.</summary>
        public string? Behind { get; init; }
        public Guid? OwnerPersonId { get; init; }

        /// <summary>Why it is changed; kept with the version.</summary>
        public string? Reason { get; init; }

        /// <summary>The version the change was made on; without one it counts on none.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Term>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var term = new Term { CreatedAt = Now };
        if (await FillAsync(context, term, request, cancel) is { } error)
            return error;
        term.Key = Key.Free(term.Word, await context.Terms.Select(row => row.Key).ToListAsync(cancel));
        context.Terms.Add(term);
        return await KeepAsync(context, actor, term, request.Reason, "made", "Defined", cancel);
    }

    public async Task<Result<Term>> ChangeAsync(Actor actor, string key, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Terms.SingleOrDefaultAsync(row => row.Key == key, cancel) is not { } term)
            return Error.NotFound("term");
        if (request.Version is { } version && version != term.Version)
            return Error.Stale;
        if (await FillAsync(context, term, request, cancel) is { } error)
            return error;
        if (!context.ChangeTracker.HasChanges())
            return term;
        var onlyOwner = context.Entry(term).Properties.Where(property => property.IsModified).All(property => property.Metadata.Name == nameof(Term.OwnerPersonId));
        if (onlyOwner)
        {
            // Who looks after a word is not what it means: agreement stays.
            context.Activities.Add(Activity.Of(actor, Now, "term.owned", term.Id, $"Changed the owner of “{term.Word}”"));
            return await SaveAsync(context, cancel) is { } failed ? failed : term;
        }

        term.Version++;
        return await KeepAsync(context, actor, term, request.Reason, "changed", "Changed what is meant by", cancel);
    }

    public async Task<Result<Term>> ArchiveAsync(Actor actor, string key, bool archive, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Terms.SingleOrDefaultAsync(row => row.Key == key, cancel) is not { } term)
            return Error.NotFound("term");
        if (term.ArchivedAt is not null == archive)
            return term;
        term.ArchivedAt = archive ? Now : null;
        context.Activities.Add(Activity.Of(actor, Now, archive ? "term.archived" : "term.restored", term.Id, $"{(archive ? "Archived" : "Restored")} the term “{term.Word}”"));
        return await SaveAsync(context, cancel) is { } failed ? failed : term;
    }

    internal static async Task<Error?> FillAsync(RedthreadContext context, Term term, Request request, CancellationToken cancel)
    {
        if (request.Word?.Trim() is not { Length: > 0 and <= LongestWord } word)
            return Error.Invalid("word-missing", $"A term needs its word, of at most {LongestWord} characters. Nothing was saved.");
        if (request.Definition?.Trim() is not { Length: > 0 and <= LongestText } definition)
            return Error.Invalid("definition-missing", $"A term needs a definition, of at most {LongestText:N0} characters. Nothing was saved.");
        if (new[] { request.Example, request.CounterExample, request.Avoid, request.Behind, request.Reason }.Any(text => text?.Length > LongestText))
            return Error.Invalid("text-too-long", $"No field of a term holds more than {LongestText:N0} characters. Nothing was saved.");
        if (request.OwnerPersonId is { } owner && owner != Guid.Empty && !await context.People.AnyAsync(row => row.Id == owner, cancel))
            return Error.NotFound("person");
        if (await BehindAsync(context, request.Behind, cancel) is { } unknown)
            return unknown;
        (term.Word, term.Definition) = (word, definition);
        (term.Example, term.CounterExample, term.Behind) = (Text(request.Example), Text(request.CounterExample), Text(request.Behind));
        term.Avoid = Text(
            string.Join('\n', (request.Avoid ?? "").Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct())
        );
        // Inflected otherwise it is the same word.
        if (term.WordsToAvoid.FirstOrDefault(avoid => KnownLanguage.Stems(avoid) == KnownLanguage.Stems(word)) is { } itself)
            return Error.Invalid("avoids-itself", $"“{itself}” is the term itself; it cannot be a word to avoid of its own. Nothing was saved.");
        term.OwnerPersonId = request.OwnerPersonId == Guid.Empty ? null : request.OwnerPersonId;
        return null;
    }

    private static async Task<Error?> BehindAsync(RedthreadContext context, string? behind, CancellationToken cancel) =>
        Text(behind) switch
        {
            null => null,
            ['/', '/', ..] => Error.Invalid(
                "behind-elsewhere",
                "What is behind a term is the key of a measure, or an address within Redthread such as /?stage=join/order. Nothing was saved."
            ),
            ['/', ..] => null,
            var key when await context.Measures.AnyAsync(row => row.Key == key, cancel) => null,
            var key => Error.Invalid("measure-unknown", $"There is no measure “{key}”; an address within Redthread begins with a slash. Nothing was saved."),
        };

    private async Task<Result<Term>> KeepAsync(RedthreadContext context, Actor actor, Term term, string? reason, string verb, string words, CancellationToken cancel)
    {
        context.TermVersions.Add(TermVersion.Of(term, Text(reason), Now, actor.Name));
        context.Activities.Add(Activity.Of(actor, Now, $"term.{verb}", term.Id, $"{words} “{term.Word}”: {term.Definition}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : term;
    }

    private async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
