using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>
/// Whether planning is locked: kept in memory until anything but signals changes, or for some seconds because of other processes, since
/// every move on the board asks.
/// </summary>
public sealed class PlanLock(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private readonly KeptReading<PlanningSession?> kept = new(time, () => feed.PlanStamp);

    /// <summary>The session that is locked; null while none is.</summary>
    public ValueTask<PlanningSession?> ReadAsync(CancellationToken cancel) =>
        kept.ReadAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            return await context
                .PlanningSessions.AsNoTracking()
                .Where(row => row.LockedAt != null && row.ClosedAt == null)
                .OrderBy(row => row.LockedAt)
                .FirstOrDefaultAsync(cancel);
        });

    /// <summary>Why the actor may not move what is planned now; null when they may.</summary>
    public async ValueTask<Error?> RefusalAsync(Actor actor, CancellationToken cancel) =>
        !actor.Can(Permission.RunRhythm) && await ReadAsync(cancel) is { } session ? Refusal(session) : null;

    public static Error Refusal(PlanningSession session) =>
        new(ErrorKind.Forbidden, "planning-locked", $"{Sentence(session)} Until then only stewards change horizon, cycle, state and order of solutions. Nothing was changed.");

    public static string Sentence(PlanningSession session) =>
        $"{session.LockedBy} locked the planning of {Cycle.Label(session.Cycle)} on {session.LockedAt:d MMM yyyy, HH:mm} UTC, until it is unlocked or closed.";
}
