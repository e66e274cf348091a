using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Rhythm;

namespace Redthread.Web.Features.Rhythm;

/// <summary>A ritual that has not ended, with its meetings and whether it is kept.</summary>
public sealed record RunningRitual(Ritual Ritual, IReadOnlyList<Meeting> Meetings, RitualStanding Standing)
{
    /// <summary>All of them: O(meetings).</summary>
    public static async Task<List<RunningRitual>> ReadAllAsync(RedthreadContext context, DateTime now, CancellationToken cancel)
    {
        var rituals = await context.Rituals.AsNoTracking().Where(row => row.EndedAt == null || row.EndedAt > now).ToListAsync(cancel);
        var meetings = (await context.Meetings.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.RitualId);
        return rituals.ConvertAll(row => new RunningRitual(row, [.. meetings[row.Id]], RitualStanding.Of(row, meetings[row.Id], now)));
    }
}
