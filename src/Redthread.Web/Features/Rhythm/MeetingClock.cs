using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>By whose clocks meetings are entered and shown; read again once anything but signals and threads has changed, or after some seconds for what another process wrote.</summary>
public sealed class MeetingClock(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Version">Of the setting; 0 before it was ever made.</param>
    public sealed record Setting(MeetingZone Zone, int Version);

    private readonly KeptReading<Setting> kept = new(time, () => feed.StampOf(Changed.Ground));

    public async ValueTask<MeetingZone> ReadAsync(CancellationToken cancel) => (await ReadSettingAsync(cancel)).Zone;

    public ValueTask<Setting> ReadSettingAsync(CancellationToken cancel) =>
        kept.ReadAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var row = await context.OrganisationClocks.AsNoTracking().SingleOrDefaultAsync(cancel);
            return new Setting(MeetingZone.FindOrUtc(row?.TimeZone), row?.Version ?? 0);
        });

    /// <summary>Leaves the zone where the frame of a page with meetings finds it.</summary>
    public static async Task HandAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/rhythm") || http.Request.Path.StartsWithSegments("/conversations"))
            http.Items[Pages.ZoneItem] = await http.RequestServices.GetRequiredService<MeetingClock>().ReadAsync(http.RequestAborted);
        await next(http);
    }
}
