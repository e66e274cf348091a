using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

/// <summary>Computes all scores anew under the agreed framework. Needed after an agreement, and when one was interrupted.</summary>
public sealed class RefreshScores(ScoringRulesSource source, ISignalStore signals, IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    // Of this process: pages of another wait for the same turn to write, and say so a moment later.
    private static int running;

    public static bool IsRunning => Volatile.Read(ref running) > 0;

    public const string ActivityKind = "framework.scores-computed";

    public sealed record Refreshed(long Signals, long Readings, long Units, double Seconds);

    public async Task<Result<Refreshed>> HandleAsync(Actor actor)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        return await AfterAgreementAsync(actor);
    }

    /// <summary>Takes no cancellation: the framework is agreed by now, and its scores must follow even if nobody waits.</summary>
    internal async Task<Refreshed> AfterAgreementAsync(Actor actor)
    {
        var started = time.GetTimestamp();
        var rules = await source.ReadAsync(CancellationToken.None);
        RebuildOutcome outcome;
        Interlocked.Increment(ref running);
        try
        {
            outcome = await signals.RebuildAsync(rules, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }

        var refreshed = new Refreshed(outcome.Signals, outcome.Readings, outcome.Units, Math.Round(time.GetElapsedTime(started).TotalSeconds, 1));
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var summary = $"Computed all scores anew: {outcome.Signals:N0} signals, {outcome.Readings:N0} readings, {refreshed.Seconds:0.0} s";
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, ActivityKind, rules.FrameworkId, summary));
        await context.SaveChangesAsync(CancellationToken.None);
        feed.Announce();
        return refreshed;
    }

    /// <summary>Whether the scores shown were computed under another framework than the agreed one.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancel) =>
        (await source.ReadAsync(cancel)).FrameworkId is { } agreed && await signals.ReadFrameworkAsync(cancel) != agreed;
}
