using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>When a log has changed: what is followed in it is read again, and what it is compared with is compared again.</summary>
public sealed class FollowLog(IDbContextFactory<RedthreadContext> contexts, FollowFindings findings, FollowComparisons comparisons)
{
    public async Task<IReadOnlyList<FollowFindings.Reread>> HandleAsync(Actor actor, Guid log, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.EventLogs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == log, cancel) is not { Problem: null } row)
            return [];
        var read = await findings.OfLogAsync(actor, row, cancel);
        await comparisons.OfLogAsync(row, cancel);
        return read;
    }

    /// <summary>Every log whose findings or comparisons are of an earlier version of it: O(findings + comparisons) when there is none.</summary>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var behind = await context
            .EventLogs.AsNoTracking()
            .Where(log =>
                log.Problem == null
                && (
                    context.LogFindings.Any(row => row.LogId == log.Id && row.LogVersion != log.Version)
                    || context.LogComparisons.Any(row => row.LogId == log.Id && row.LogVersion != log.Version)
                )
            )
            .Select(log => log.Id)
            .ToListAsync(cancel);
        foreach (var log in behind)
            await HandleAsync(Actor.Operator, log, cancel);
    }
}

/// <summary>At the start: goes on where a crash, or a command beside the server, came between a log and what is read of it.</summary>
public sealed class LogFollower(IServiceScopeFactory scopes, ILogger<LogFollower> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<FollowLog>().CatchUpAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(failure, "Findings of event logs could not be read again");
        }
    }
}
