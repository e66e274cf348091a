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

    /// <summary>Whom a comment of somebody's own tells, as a sentence; null when it is not theirs or gone.</summary>
    public async Task<string?> ToldAsync(Guid person, Guid id, CancellationToken cancel)
    {
        await using var context = await store.OpenAsync(cancel);
        if (await context.Comments.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.PersonId == person, cancel) is not { } comment)
            return null;
        var people = await PeopleAsync(context, cancel);
        var mentioned = Mentions.In(comment.Text, people);
        var watching = await context.Watches.Where(watch => watch.ObjectId == comment.ObjectId && watch.PersonId != person).Select(watch => watch.PersonId).ToListAsync(cancel);
        var names = people.Where(row => row.Id != person && mentioned.Contains(row.Id)).Select(row => row.Name).ToList();
        var watchers = watching.Count(one => !mentioned.Contains(one));
        if (watchers > 0)
            names.Add(watchers == 1 ? "one person who watches" : $"{watchers} people who watch");
        var told = names.Count == 0 ? "Nobody was told." : $"Told: {string.Join(", ", names)}.";
        return Mentions.Unknown(comment.Text, people) is { Count: > 0 } unknown ? $"{told} Nobody here is called {string.Join(", ", unknown.Select(name => $"“{name}”"))}." : told;
    }

    /// <summary>Who could be mentioned: names that hold what is typed, those that begin with it first.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string? typed, int most, CancellationToken cancel)
    {
        await using var context = await store.OpenAsync(cancel);
        var text = Mentions.Fold(typed ?? "");
        return
        [
            .. (await PeopleAsync(context, cancel))
                .Select(row => (row.Name, Folded: Mentions.Fold(row.Name)))
                .Where(row => row.Folded.Contains(text, StringComparison.Ordinal))
                .OrderByDescending(row => row.Folded.StartsWith(text, StringComparison.Ordinal))
                .ThenBy(row => row.Folded, StringComparer.Ordinal)
                .Select(row => row.Name)
                .Take(most),
        ];
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
