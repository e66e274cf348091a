using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>
/// Places verbatims that wait wherever the classifier is at least as sure as the steward asked for. What somebody placed is left as it
/// is, and while too few confirmations tell how sure it is, it places nothing.
/// </summary>
public sealed class PlaceByClassifier(VerbatimPlacer placer, ISignalStore signals, IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed)
{
    public const string Name = "classifier";
    private const int AtOnce = 1_000;

    public async Task<int> HandleAsync(CancellationToken cancel)
    {
        var thresholds = await ThresholdsAsync(cancel);
        if (thresholds.Count == 0 || await placer.ReadAsync(cancel) is not { Calibrated: true } fitted)
            return 0;
        var (placed, after) = (0, 0L);
        while (
            await signals.ReadSignalsAsync(
                new SignalQuery
                {
                    WaitingOnly = true,
                    AfterId = after,
                    Limit = AtOnce,
                },
                cancel
            )
                is { Count: > 0 } page
        )
        {
            after = page[^1].Id;
            var sure = page.SelectMany(row => Sure(fitted, row, thresholds)).ToList();
            placed += sure.Count == 0 ? 0 : await signals.PlaceAllAsync(sure, Name, cancel);
        }

        if (placed > 0)
            feed.AnnounceSoon();
        return placed;
    }

    private async Task<Dictionary<PlacementKind, double>> ThresholdsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.PlacingSettings.Where(row => row.Threshold != null).ToDictionaryAsync(row => row.Kind, row => row.Threshold!.Value, cancel);
    }

    private static IEnumerable<SignalPlacement> Sure(VerbatimPlacer.Fitted fitted, StoredSignal row, Dictionary<PlacementKind, double> thresholds)
    {
        foreach (var (label, probability) in fitted.Probabilities(row.Verbatim ?? "").Index())
        {
            var target = fitted.Targets[label];
            if (thresholds.TryGetValue(target.Kind, out var from) && probability >= from)
                yield return new(row.Id, new NewPlacement(target.Kind, target.Id, PlacementOrigin.Classifier, Math.Round(probability, 4)));
        }
    }
}

/// <summary>Places soon after signals arrive or something was learnt.</summary>
public sealed class PlacingWorker(PlaceByClassifier place, ISignalStore signals, TimeProvider time, ILogger<PlacingWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = -1L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                var version = await signals.ReadVersionAsync(stoppingToken);
                if (version == known)
                    continue;
                known = version;
                await place.HandleAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(failure, "The classifier could not place verbatims; it tries again at the next change.");
            }
        }
    }
}
