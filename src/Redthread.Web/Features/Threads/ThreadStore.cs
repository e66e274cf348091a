using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Threads;

/// <summary>How the use cases of threads make, change and save an object: numbered, versioned, with its activity, and its watchers told.</summary>
public sealed class ThreadStore(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private const int Attempts = 8;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<RedthreadContext> OpenAsync(CancellationToken cancel) => contexts.CreateDbContextAsync(cancel);

    /// <summary>Makes an object; <paramref name="make"/> fills it and may add links, and runs anew when another took the number.</summary>
    public async Task<Result<T>> CreateAsync<T>(Actor actor, Permission permission, Func<RedthreadContext, T, CancellationToken, Task<Error?>> make, CancellationToken cancel)
        where T : ThreadObject, new()
    {
        if (actor.Lacks(permission) is { } denied)
            return denied;
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await OpenAsync(cancel);
            var row = new T { CreatedAt = Now, CreatedBy = actor.Name };
            if (await make(context, row, cancel) is { } error)
                return error;
            if (CheckTitle(row) is { } untitled)
                return untitled;
            row.Number = 1 + (await context.Set<T>().MaxAsync(one => (int?)one.Number, cancel) ?? 0);
            context.Add(row);
            Record(context, actor, row, "made", $"{(row is Domain.Decisions.Decision ? "Planned" : "Made")} {Name(row)}: {row.Title}");
            if (actor.PersonId is { } person)
                context.Watches.Add(
                    new Watch
                    {
                        ObjectId = row.Id,
                        PersonId = person,
                        At = Now,
                    }
                );
            if (await SaveAsync(context, cancel) is not { } failed)
                return row;
            if (attempt == Attempts)
                return failed;
        }
    }

    /// <summary>
    /// Changes an object. <paramref name="change"/> answers what it did as (verb, sentence), or an error, upon which nothing is saved.
    /// A version that is not the stored one conflicts; null counts on none.
    /// </summary>
    public async Task<Result<T>> ChangeAsync<T>(
        Actor actor,
        Permission permission,
        int number,
        int? version,
        Func<RedthreadContext, T, CancellationToken, Task<Result<(string Verb, string Summary)>>> change,
        CancellationToken cancel
    )
        where T : ThreadObject
    {
        if (actor.Lacks(permission) is { } denied)
            return denied;
        await using var context = await OpenAsync(cancel);
        if (await Whole<T>(context).SingleOrDefaultAsync(one => one.Number == number, cancel) is not { } row)
            return Error.NotFound(LedgerSource.Noun(KindOf<T>()).Replace('-', ' '));
        if (version is { } known && known != row.Version)
            return Error.Stale;
        var changed = await change(context, row, cancel);
        if (changed.Error is { } error)
            return error;
        if (CheckTitle(row) is { } untitled)
            return untitled;
        row.Version++;
        Record(context, actor, row, changed.Value.Verb, changed.Value.Summary);
        await TellWatchersAsync(context, actor, row, changed.Value.Summary, cancel);
        return await SaveAsync(context, cancel) is { } failed ? failed : row;
    }

    /// <summary>Archives an object, or restores it; what was archived before keeps its day.</summary>
    public Task<Result<T>> ArchiveAsync<T>(Actor actor, int number, int? version, bool archived, CancellationToken cancel)
        where T : ThreadObject =>
        ChangeAsync<T>(
            actor,
            Permission.EditThreads,
            number,
            version,
            (_, row, _) =>
            {
                row.ArchivedAt = archived ? row.ArchivedAt ?? Now : null;
                var (verb, word) = archived ? ("archived", "Archived") : ("restored", "Restored");
                return Task.FromResult<Result<(string Verb, string Summary)>>((verb, $"{word} {Name(row)}: {row.Title}"));
            },
            cancel
        );

    /// <summary>The activity that makes the ledger read the object again: every change of it or of its links writes one.</summary>
    public void Record(RedthreadContext context, Actor actor, ThreadObject row, string verb, string summary) =>
        context.Activities.Add(Activity.Of(actor, Now, $"{LedgerSource.Noun(row.Kind)}.{verb}", row.Id, summary));

    /// <summary>A link that the actor makes now.</summary>
    public Link NewLink(Actor actor, Guid from, LinkKind kind, Guid to, string? reason = null) =>
        new()
        {
            FromId = from,
            Kind = kind,
            ToId = to,
            Reason = reason,
            CreatedAt = Now,
            CreatedBy = actor.Name,
        };

    public async Task TellWatchersAsync(RedthreadContext context, Actor actor, ThreadObject row, string summary, CancellationToken cancel)
    {
        var watchers = await context.Watches.Where(watch => watch.ObjectId == row.Id && watch.PersonId != actor.PersonId).Select(watch => watch.PersonId).ToListAsync(cancel);
        foreach (var person in watchers)
            Tell(context, person, NotificationType.Change, row, $"{actor.Name}: {summary}");
    }

    public void Tell(RedthreadContext context, Guid person, NotificationType type, ThreadObject row, string text) =>
        context.Notifications.Add(Notification.Of(person, type, row.Id, text, ThreadName.Address(row.Kind, row.Number), Now));

    /// <summary>Saves, and tells open pages. A conflict with another writer is an error, and nothing of this was saved.</summary>
    public async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }

    public static string Name(ThreadObject row) => ThreadName.Of(row.Kind, row.Number);

    private static Error? CheckTitle(ThreadObject row)
    {
        row.Title = row.Title.Trim();
        return row.Title.Length is 0 or > 300 ? Error.Invalid("title-missing", "It needs 1 to 300 characters of text. Nothing was saved.")
            : row.Detail is { Length: > 20_000 } ? Error.Invalid("detail-too-long", "The details have at most 20,000 characters. Nothing was saved.")
            : null;
    }

    private static IQueryable<T> Whole<T>(RedthreadContext context)
        where T : ThreadObject => typeof(T) == typeof(Decision) ? (IQueryable<T>)context.Decisions.Include(row => row.Options) : context.Set<T>();

    internal static ThreadKind KindOf<T>() => Enum.Parse<ThreadKind>(typeof(T).Name);
}
