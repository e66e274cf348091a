using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Conversations;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Conversations;

/// <summary>Makes and changes guides. Conversations keep the copy they were given.</summary>
public sealed class SaveGuide(ConversationStore store, GuideQueries guides)
{
    private const int Longest = 20_000;

    public sealed record Request
    {
        public string? Name { get; init; }
        public ConversationWith? With { get; init; }

        /// <summary>Markdown.</summary>
        public string? Text { get; init; }

        /// <summary>The version the change was made on.</summary>
        public int? Version { get; init; }
    }

    /// <param name="key">Null makes a new one, named by its name.</param>
    public async Task<Result<GuideLine>> HandleAsync(Actor actor, string? key, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 100)
            return Error.Invalid("name-missing", "A guide needs a name of 1 to 100 characters. Nothing was saved.");
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > Longest)
            return Error.Invalid("text-missing", $"A guide needs 1 to {Longest:N0} characters of text. Nothing was saved.");
        var name = key ?? Key.From(request.Name);
        var known = await guides.FindAsync(name, cancel);
        if (key is null && known is not null)
            return Error.Conflict("guide-exists", $"There is a guide “{known.Name}” already. Change that one, or name yours otherwise; nothing was saved.");
        if (key is not null && known is null)
            return Error.NotFound("guide");
        if (request.Version is { } version && known is not null && version != known.Version)
            return Error.Stale;
        await using var context = await store.OpenAsync(cancel);
        var row = await context.Guides.SingleOrDefaultAsync(one => one.Key == name, cancel);
        if (row is null)
            context.Guides.Add(row = new Guide { Key = name, Version = known?.Version ?? 0 });
        (row.Name, row.With, row.Text) = (request.Name.Trim(), request.With ?? known?.With ?? row.With, request.Text.ReplaceLineEndings("\n").Trim());
        (row.ChangedAt, row.ChangedBy, row.ArchivedAt) = (store.Now, actor.Name, null);
        row.Version++;
        context.Activities.Add(
            Activity.Of(actor, store.Now, known is null ? "guide.made" : "guide.changed", row.Id, $"{(known is null ? "Made" : "Changed")} the guide {row.Name}")
        );
        return await store.SaveAsync(context, cancel) is { } failed
            ? failed
            : new GuideLine(row.Key, row.Name, row.With, row.Text, row.Version, GuideQueries.IsShipped(row.Key), row.ChangedAt, row.ChangedBy);
    }

    /// <summary>A guide made here is archived; a shipped one that was changed reads as shipped again.</summary>
    public async Task<Result<Done>> ArchiveAsync(Actor actor, string key, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        if (await context.Guides.SingleOrDefaultAsync(one => one.Key == key && one.ArchivedAt == null, cancel) is not { } row)
            return Error.NotFound("guide that was made or changed here");
        (row.ArchivedAt, row.Version) = (store.Now, row.Version + 1);
        context.Activities.Add(Activity.Of(actor, store.Now, "guide.archived", row.Id, $"Archived the guide {row.Name}"));
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }
}
