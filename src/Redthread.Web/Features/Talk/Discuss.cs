using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Talk;

/// <summary>Comments on objects; who is mentioned or watches is told.</summary>
public sealed class Discuss(ThreadStore store, IEnumerable<ITopics> topics)
{
    public const int LongestText = 4_000;

    public sealed record Request
    {
        /// <summary>The object, as I-12.</summary>
        public string? On { get; init; }

        /// <summary>Plain text; @Name mentions a person.</summary>
        public string? Text { get; init; }

        /// <summary>The version the change was made on; for a new comment it says nothing.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<Comment>> AddAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (Check(request.Text) is { } error)
            return error;
        if (await topics.FindAsync(request.On, cancel) is not { } row)
            return Error.NotFound("object");
        await using var context = await store.OpenAsync(cancel);
        var comment = new Comment
        {
            ObjectId = row.Id,
            PersonId = actor.PersonId,
            By = actor.Name,
            Text = request.Text!.Trim(),
            At = store.Now,
        };
        context.Comments.Add(comment);
        Record(context, actor, row, "commented", $"Commented on {row.Name}");
        await TellAsync(context, actor, row, comment.Text, [], cancel);
        await WatchAsync(context, actor, row.Id, cancel);
        return await store.SaveAsync(context, cancel) is { } failed ? failed : comment;
    }

    public async Task<Result<Comment>> ChangeAsync(Actor actor, Guid id, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (Check(request.Text) is { } error)
            return error;
        await using var context = await store.OpenAsync(cancel);
        if (await OwnAsync(context, actor, id, cancel) is not { } comment)
            return Error.NotFound("comment of yours");
        if (request.Version is { } version && version != comment.Version)
            return Error.Stale;
        var before = Mentions.In(comment.Text, await PeopleAsync(context, cancel));
        (comment.Text, comment.EditedAt) = (request.Text!.Trim(), store.Now);
        comment.Version++;
        if (await topics.FindAsync(comment.ObjectId, cancel) is { } row)
        {
            Record(context, actor, row, "comment-changed", $"Changed a comment on {row.Name}");
            await TellAsync(context, actor, row, comment.Text, before, cancel);
        }

        return await store.SaveAsync(context, cancel) is { } failed ? failed : comment;
    }

    public async Task<Result<Done>> RemoveAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await store.OpenAsync(cancel);
        if (await OwnAsync(context, actor, id, cancel) is not { } comment)
            return Error.NotFound("comment of yours");
        context.Comments.Remove(comment);
        if (await topics.FindAsync(comment.ObjectId, cancel) is { } row)
            Record(context, actor, row, "comment-removed", $"Removed a comment on {row.Name}");
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    /// <summary>Watching tells its watcher of every change; it is theirs alone, so it leaves no trace on the object.</summary>
    public async Task<Result<Done>> SetWatchAsync(Actor actor, string? on, bool watching, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ViewThreads) is { } denied)
            return denied;
        if (actor.PersonId is not { } person)
            return Error.Forbidden("Only people watch; sign in to do so.");
        if (await topics.FindAsync(on, cancel) is not { } row)
            return Error.NotFound("object");
        await using var context = await store.OpenAsync(cancel);
        if (watching)
            await WatchAsync(context, actor, row.Id, cancel);
        else if (await context.Watches.SingleOrDefaultAsync(watch => watch.ObjectId == row.Id && watch.PersonId == person, cancel) is { } watch)
            context.Watches.Remove(watch);
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    private async Task TellAsync(RedthreadContext context, Actor actor, Topic row, string text, IReadOnlyCollection<Guid> toldBefore, CancellationToken cancel)
    {
        var mentioned = Mentions.In(text, await PeopleAsync(context, cancel)).Where(person => person != actor.PersonId && !toldBefore.Contains(person)).ToHashSet();
        foreach (var person in mentioned)
            Tell(context, person, NotificationType.Mention, row, $"{actor.Name} mentioned you on {row.Name}: {text}");
        if (toldBefore.Count > 0)
            return;
        var watchers = await context.Watches.Where(watch => watch.ObjectId == row.Id && watch.PersonId != actor.PersonId).Select(watch => watch.PersonId).ToListAsync(cancel);
        foreach (var person in watchers.Where(person => !mentioned.Contains(person)))
            Tell(context, person, NotificationType.Change, row, $"{actor.Name} on {row.Name}: {text}");
    }

    private void Record(RedthreadContext context, Actor actor, Topic topic, string verb, string summary) =>
        context.Activities.Add(Activity.Of(actor, store.Now, $"{topic.Noun}.{verb}", topic.Id, summary));

    private void Tell(RedthreadContext context, Guid person, NotificationType type, Topic topic, string text) =>
        context.Notifications.Add(Notification.Of(person, type, topic.Id, text, topic.Address, store.Now));

    private async Task WatchAsync(RedthreadContext context, Actor actor, Guid objectId, CancellationToken cancel)
    {
        if (actor.PersonId is { } person && !await context.Watches.AnyAsync(watch => watch.ObjectId == objectId && watch.PersonId == person, cancel))
            context.Watches.Add(
                new Watch
                {
                    ObjectId = objectId,
                    PersonId = person,
                    At = store.Now,
                }
            );
    }

    private static async Task<List<Named>> PeopleAsync(RedthreadContext context, CancellationToken cancel) =>
        await context.People.AsNoTracking().Where(row => row.DeactivatedAt == null).Select(row => new Named(row.Id, row.Name)).ToListAsync(cancel);

    private static async Task<Comment?> OwnAsync(RedthreadContext context, Actor actor, Guid id, CancellationToken cancel) =>
        await context.Comments.SingleOrDefaultAsync(row => row.Id == id, cancel) is { } comment && (comment.PersonId == actor.PersonId || actor.Role == Role.Steward)
            ? comment
            : null;

    private static Error? Check(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().Length > LongestText
            ? Error.Invalid("text-missing", $"A comment needs 1 to {LongestText:N0} characters. Nothing was saved.")
            : null;
}

public sealed record Named(Guid Id, string Name);

/// <summary>Who a text mentions: @ and the person's whole name, in any case.</summary>
public static class Mentions
{
    public static IReadOnlyCollection<Guid> In(string text, IReadOnlyCollection<Named> people)
    {
        var mentioned = new HashSet<Guid>();
        // The longest name first, so that “@Ann Lee” is not taken for Ann.
        var byLength = people.Where(person => person.Name.Length > 0).OrderByDescending(person => person.Name.Length).ToList();
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var rest = text.AsSpan(at + 1);
            foreach (var person in byLength)
            {
                if (!rest.StartsWith(person.Name, StringComparison.OrdinalIgnoreCase) || rest.Length > person.Name.Length && char.IsLetterOrDigit(rest[person.Name.Length]))
                    continue;
                mentioned.Add(person.Id);
                break;
            }
        }

        return mentioned;
    }
}
