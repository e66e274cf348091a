using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Sources;

/// <summary>Names a source and says how it hears customers; it came to be with its first signal.</summary>
public sealed class SaveSource(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        public string? Name { get; init; }

        /// <summary>None: nobody has said, and the source counts as a kind of its own.</summary>
        public SourceKind? Kind { get; init; }

        /// <summary>The version the change was made on; without it the last one counts.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Source>> HandleAsync(Actor actor, string key, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 120)
            return Error.Invalid("name-missing", "A source needs a name of 1 to 120 characters. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Sources.SingleOrDefaultAsync(row => row.Key == key, cancel) is not { } source)
            return Error.NotFound("source");
        if (request.Version is { } version && version != source.Version)
            return Error.Stale;
        (source.Name, source.Kind) = (request.Name.Trim(), request.Kind);
        source.Version++;
        var kind = source.Kind is { } known ? SourceKinds.Label(known).ToLowerInvariant() : "of unknown kind";
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, LedgerSource.SourceChanged, source.Id, $"Changed the source {source.Name}, {kind}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : source;
    }
}
