using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Conversations;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Conversations;

/// <summary>How the use cases of conversations find, change and save one.</summary>
public sealed class ConversationStore(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<RedthreadContext> OpenAsync(CancellationToken cancel) => contexts.CreateDbContextAsync(cancel);

    public static IQueryable<Conversation> Whole(RedthreadContext context) =>
        context.Conversations.Include(row => row.Interviewers).Include(row => row.Stages).Include(row => row.Highlights).ThenInclude(row => row.Stages).AsSplitQuery();

    public static string Name(Conversation row) => $"conversation {row.Number}";

    /// <summary>Its activity tells what was done and never what was said: what a customer said is in the conversation alone.</summary>
    public void Record(RedthreadContext context, Actor actor, Conversation row, string verb, string summary) =>
        context.Activities.Add(Activity.Of(actor, Now, $"conversation.{verb}", row.Id, summary));

    public async Task<Result<Conversation>> ChangeAsync(
        Actor actor,
        int number,
        int? version,
        Func<RedthreadContext, Conversation, CancellationToken, Task<Result<(string Verb, string Summary)>>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Domain.People.Permission.EditThreads) is { } denied)
            return denied;
        await using var context = await OpenAsync(cancel);
        if (await Whole(context).SingleOrDefaultAsync(row => row.Number == number, cancel) is not { } found)
            return Error.NotFound("conversation");
        if (version is { } known && known != found.Version)
            return Error.Stale;
        var changed = await change(context, found, cancel);
        if (changed.Error is { } error)
            return error;
        found.Version++;
        Record(context, actor, found, changed.Value.Verb, changed.Value.Summary);
        return await SaveAsync(context, cancel) is { } failed ? failed : found;
    }

    public async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        return await feed.SaveAsync(context, cancel);
    }
}

/// <summary>Whether a quotation stands in notes: as written, or as the notes read once their Markdown is set; spaces and line ends do not matter.</summary>
public static class NoteText
{
    /// <returns>Where it begins, at or after the place given if it stands there too; null when it does not stand in them.</returns>
    public static int? Find(string? notes, string quotation, int from = 0)
    {
        if (string.IsNullOrWhiteSpace(notes))
            return null;
        var sought = Plain(quotation);
        foreach (var text in new[] { Plain(notes), Plain(Markdig.Markdown.ToPlainText(notes)) })
        {
            var at = text.IndexOf(sought, Math.Clamp(from, 0, text.Length), StringComparison.Ordinal);
            at = at < 0 ? text.IndexOf(sought, StringComparison.Ordinal) : at;
            if (at >= 0)
                return at;
        }

        return null;
    }

    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
                plain.Append(letter);
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }
}
