using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Measures;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Signals;

/// <summary>The way into the store for imports and live batches alike: lock the measures, append under the agreed framework, tell the pages.</summary>
public sealed class AppendSignals(ISignalStore signals, ScoringRulesSource rules, LockMeasures locks, ChangeFeed feed)
{
    public async Task<AppendOutcome> HandleAsync(SignalBatch batch, CancellationToken cancel)
    {
        if (await locks.HandleAsync(batch.Signals.SelectMany(signal => signal.Readings).Select(reading => reading.MeasureId), cancel))
            feed.Announce();
        var used = await rules.ReadAsync(cancel);
        var outcome = await signals.AppendAsync(batch, used, cancel);
        // A framework agreed meanwhile has rebuilt the rollups already, and this batch may have turned them back.
        var current = await rules.ReadAsync(cancel);
        if (current.FrameworkId != used.FrameworkId)
            await signals.RebuildAsync(current, cancel);
        feed.AnnounceSoon();
        return outcome;
    }
}
