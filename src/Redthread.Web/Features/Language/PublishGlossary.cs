using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Language;

/// <summary>Opens the glossary to all who know its address, or closes it.</summary>
public sealed class PublishGlossary(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        public bool? Published { get; init; }

        /// <summary>The version the choice was made on; 0 before the first.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Glossary>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.CurateLanguage) is { } denied)
            return denied;
        if (request.Published is not { } published)
            return Error.Invalid("published-missing", "Say whether the glossary is open to all. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var glossary = await context.Glossaries.SingleOrDefaultAsync(cancel);
        if (request.Version is { } version && version != (glossary?.Version ?? 0))
            return Error.Stale;
        if (glossary is null)
            context.Add(glossary = new Glossary { Version = 0 });
        else if (glossary.Published == published)
            return glossary;
        (glossary.Published, glossary.ChangedAt, glossary.ChangedBy) = (published, time.GetUtcNow().UtcDateTime, actor.Name);
        glossary.Version++;
        context.Activities.Add(
            Activity.Of(
                actor,
                glossary.ChangedAt,
                published ? "glossary.published" : "glossary.closed",
                null,
                published ? "Published the glossary: open to all at /glossary" : "Closed the glossary: /glossary is nowhere again"
            )
        );
        return await feed.SaveAsync(context, cancel) is { } failed ? failed : glossary;
    }
}
