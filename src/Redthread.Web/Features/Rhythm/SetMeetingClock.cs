using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Says by whose clocks meetings are entered and shown. Instants stay; a ritual recurs by the new clocks once it is saved again.</summary>
public sealed class SetMeetingClock(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        /// <summary>IANA name, as Europe/Berlin, or UTC.</summary>
        public string? TimeZone { get; init; }

        /// <summary>The version the choice was made on; 0 before the first.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<OrganisationClock>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.RunRhythm) is { } denied)
            return denied;
        if (MeetingZone.Find(request.TimeZone?.Trim()) is not { } zone || !MeetingZone.Names.Contains(zone.Name))
            return Error.Invalid(
                "time-zone-unknown",
                $"No time zone to choose is named “{request.TimeZone}”; name it by region and city as Europe/Berlin, or UTC. Nothing was saved."
            );
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var clock = await context.OrganisationClocks.SingleOrDefaultAsync(cancel);
        if (request.Version is { } version && version != (clock?.Version ?? 0))
            return Error.Stale;
        if (clock is null)
            context.Add(clock = new OrganisationClock { Version = 0 });
        else if (clock.TimeZone == zone.Name)
            return clock;
        (clock.TimeZone, clock.ChangedAt, clock.ChangedBy) = (zone.Name, time.GetUtcNow().UtcDateTime, actor.Name);
        clock.Version++;
        context.Activities.Add(Activity.Of(actor, clock.ChangedAt, "clock.changed", null, $"Meetings are entered and shown by the clocks of {zone.Name}"));
        return await feed.SaveAsync(context, cancel) is { } failed ? failed : clock;
    }
}
