using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notes;

public sealed class ChangeNote(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public const int LongestText = 500;

    // Properties, not parameters: a form binds only when it holds every parameter of a constructor.
    public sealed record Request
    {
        /// <summary>The day, as 2026-05-03.</summary>
        public DateOnly? On { get; init; }
        public string? Text { get; init; }

        /// <summary>Key of the journey it concerns; none is all of them.</summary>
        public string? Journey { get; init; }

        /// <summary>The version the change was made on; for a new note it says nothing.</summary>
        public int? Version { get; init; }
    }

    public sealed record RemoveRequest(int Version);

    public async Task<Result<Note>> CreateAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var note = new Note { ActorName = actor.Name, CreatedAt = Now };
        if (await FillAsync(context, note, request, cancel) is { } error)
            return error;
        context.Notes.Add(note);
        context.Activities.Add(Activity.Of(actor, Now, "note.made", note.Id, $"Noted for {note.On:yyyy-MM-dd}: {note.Text}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : note;
    }

    public async Task<Result<Note>> SetAsync(Actor actor, Guid id, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Notes.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } note)
            return Error.NotFound("note");
        if (request.Version is { } version && version != note.Version)
            return Error.Stale;
        if (await FillAsync(context, note, request, cancel) is { } error)
            return error;
        note.Version++;
        context.Activities.Add(Activity.Of(actor, Now, "note.changed", id, $"Changed the note of {note.On:yyyy-MM-dd}: {note.Text}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : note;
    }

    public async Task<Result<Done>> RemoveAsync(Actor actor, Guid id, RemoveRequest request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Notes.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } note)
            return Error.NotFound("note");
        if (request.Version != note.Version)
            return Error.Stale;
        context.Notes.Remove(note);
        context.Activities.Add(Activity.Of(actor, Now, "note.removed", id, $"Removed the note of {note.On:yyyy-MM-dd}: {note.Text}"));
        return await SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }

    private static async Task<Error?> FillAsync(RedthreadContext context, Note note, Request request, CancellationToken cancel)
    {
        if (request.On is not { } day)
            return Error.Invalid("date-missing", "A note needs the day it is about, as 2026-05-03.");
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Trim().Length > LongestText)
            return Error.Invalid("text-missing", $"A note needs 1 to {LongestText} characters of text.");
        Guid? journey = null;
        if (!string.IsNullOrWhiteSpace(request.Journey))
        {
            journey = await context.Journeys.Where(row => row.Key == request.Journey).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel);
            if (journey is null)
                return Error.Invalid("journey-unknown", $"There is no journey “{request.Journey}”.");
        }

        (note.On, note.Text, note.JourneyId) = (day, request.Text.Trim(), journey);
        return null;
    }

    private async Task<Error?> SaveAsync(RedthreadContext context, CancellationToken cancel)
    {
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Stale;
        }

        feed.Announce();
        return null;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
