namespace Redthread.Web.Features.Notices;

/// <summary>Routes and sends, one round after another; what a round could not do is there for the next.</summary>
public sealed class NoticeWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<NoticeWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        // Not in the way of a start: what an earlier process left waits a moment longer.
        while (!stoppingToken.IsCancellationRequested && await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RouteNotices>().RunAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<SendDeliveries>().RunAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(failure, "Notifications could not be sent now; they are tried again.");
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
