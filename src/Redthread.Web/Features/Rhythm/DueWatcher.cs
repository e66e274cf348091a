using Redthread.Web.Features.Decisions;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Looks after a change of plans, and once an hour: by the passing of time a meeting is missed, and a decision falls due.</summary>
public sealed class DueWatcher(RitualWatch rituals, DecisionWatch decisions, ChangeFeed feed, TimeProvider time, ILogger<DueWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (plan, hour) = (-1L, -1L);
        while (!stoppingToken.IsCancellationRequested)
        {
            var (planNow, hourNow) = (feed.PlanStamp, time.GetUtcNow().ToUnixTimeSeconds() / 3600);
            if (planNow != plan || hourNow != hour)
            {
                try
                {
                    await rituals.LookAsync(stoppingToken);
                    await decisions.LookAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(failure, "What is overdue or falls due could not be looked for now; it is with the next change.");
                }

                (plan, hour) = (planNow, hourNow);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
