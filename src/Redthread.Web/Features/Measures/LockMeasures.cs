using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;

namespace Redthread.Web.Features.Measures;

/// <summary>
/// Marks measures as used by a reading: from then on a change of what they measure makes a new version. To be called
/// before the readings are appended. Idempotent, and free for measures this process locked before.
/// </summary>
public sealed class LockMeasures(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, bool> known = new();

    /// <returns>Whether a measure was locked that was open before.</returns>
    public async Task<bool> HandleAsync(IEnumerable<Guid> measureIds, CancellationToken cancel)
    {
        var ids = measureIds.Where(id => !known.ContainsKey(id)).Distinct().ToList();
        if (ids.Count == 0)
            return false;
        var now = time.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var locked = await context
            .Measures.Where(measure => ids.Contains(measure.Id) && measure.LockedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(measure => measure.LockedAt, now).SetProperty(measure => measure.Revision, measure => measure.Revision + 1), cancel);
        foreach (var id in ids)
            known[id] = true;
        return locked > 0;
    }
}
