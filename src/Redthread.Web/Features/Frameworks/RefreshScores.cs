using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Frameworks;

/// <summary>Computes all scores anew under the agreed framework. Needed after an agreement, and when one was interrupted.</summary>
public sealed class RefreshScores(ScoringRulesSource source, ISignalStore signals, ChangeFeed feed, TimeProvider time)
{
    public sealed record Refreshed(long Signals, long Readings, long Units, double Seconds);

    public async Task<Refreshed> HandleAsync()
    {
        var started = time.GetTimestamp();
        // Not cancelled with the request: the framework is agreed, and its scores must follow.
        var rules = await source.ReadAsync(CancellationToken.None);
        var outcome = await signals.RebuildAsync(rules, CancellationToken.None);
        feed.Announce();
        return new Refreshed(outcome.Signals, outcome.Readings, outcome.Units, time.GetElapsedTime(started).TotalSeconds);
    }

    public async Task<Result<Refreshed>> HandleAsync(Actor actor) => actor.Lacks(Permission.EditMeasures) is { } denied ? denied : await HandleAsync();

    /// <summary>Whether the scores shown were computed under another framework than the agreed one.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancel) => (await source.ReadAsync(cancel)).FrameworkId is { } agreed && await signals.ReadFrameworkAsync(cancel) != agreed;
}
