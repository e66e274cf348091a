using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Sets a frequent phrase aside, in all its inflections, or takes that back.</summary>
public sealed class IgnorePhrase(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private const int LongestPhrase = 300;

    public sealed record Request
    {
        public string? Phrase { get; init; }
    }

    public async Task<Result<string>> HandleAsync(Actor actor, Request request, bool ignore, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.CurateLanguage) is { } denied)
            return denied;
        var phrase = request.Phrase?.Trim() ?? "";
        var stems = KnownLanguage.Stems(phrase);
        if (stems.Length == 0 || phrase.Length > LongestPhrase)
            return Error.Invalid("phrase-missing", $"Say which phrase, in at most {LongestPhrase} characters. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var known = await context.IgnoredPhrases.SingleOrDefaultAsync(row => row.Stems == stems, cancel);
        if (known is null != ignore)
            return phrase;
        var now = time.GetUtcNow().UtcDateTime;
        if (known is not null)
            context.Remove(known);
        else
            context.Add(
                new IgnoredPhrase
                {
                    Stems = stems,
                    Phrase = phrase,
                    At = now,
                    By = actor.Name,
                }
            );
        context.Activities.Add(
            Activity.Of(
                actor,
                now,
                ignore ? "phrase.ignored" : "phrase.restored",
                null,
                ignore ? $"Set the phrase “{phrase}” aside: it needs no definition" : $"Took the phrase “{phrase}” up again"
            )
        );
        return await feed.SaveAsync(context, cancel) is { } failed ? failed : phrase;
    }
}
