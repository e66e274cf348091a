using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

/// <summary>Order among the journeys under the same one. It is no part of a journey's file, so it makes no version.</summary>
public sealed class MoveJourney(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="By">−1 earlier, +1 later.</param>
    public sealed record Request(int By);

    public async Task<Result<Done>> HandleAsync(Actor actor, string key, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Journeys.SingleOrDefaultAsync(row => row.Key == key, cancel) is not { } journey)
            return Error.NotFound("journey");
        var siblings = await context.Journeys.Where(row => row.ParentId == journey.ParentId).OrderBy(row => row.Position).ThenBy(row => row.Name).ToListAsync(cancel);
        var moved = Order.Moved(siblings, row => row.Id == journey.Id, row => row.ArchivedAt is not null, request.By);
        for (var position = 0; position < moved.Count; position++)
            moved[position].Position = position;
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "journey.moved", journey.Id, $"Moved the journey {journey.Name}"));
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Stale;
        }

        feed.Announce();
        return Done.It;
    }
}
