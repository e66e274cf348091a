using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>By whose clocks meetings are entered and shown; read again once anything but signals and threads has changed, or after some seconds for what another process wrote.</summary>
public sealed class MeetingClock(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private sealed record Kept(long Stamp, long At, MeetingZone Zone, int Version);

    private Kept? kept;

    public async Task<MeetingZone> ReadAsync(CancellationToken cancel) => (await FreshAsync(cancel)).Zone;

    /// <returns>Of the setting; 0 before it was ever made.</returns>
    public async Task<int> ReadVersionAsync(CancellationToken cancel) => (await FreshAsync(cancel)).Version;

    private async Task<Kept> FreshAsync(CancellationToken cancel)
    {
        if (kept is { } known && known.Stamp == feed.StampOf(Changed.Ground) && time.GetElapsedTime(known.At) < LookEvery)
            return known;
        var (stamp, at) = (feed.StampOf(Changed.Ground), time.GetTimestamp());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.OrganisationClocks.AsNoTracking().SingleOrDefaultAsync(cancel);
        return kept = new Kept(stamp, at, MeetingZone.Find(row?.TimeZone) ?? MeetingZone.Utc, row?.Version ?? 0);
    }

    /// <summary>Leaves the zone where the frame of a page with meetings finds it.</summary>
    public static async Task HandAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/rhythm") || http.Request.Path.StartsWithSegments("/conversations"))
            http.Items[Pages.ZoneItem] = await http.RequestServices.GetRequiredService<MeetingClock>().ReadAsync(http.RequestAborted);
        await next(http);
    }
}
