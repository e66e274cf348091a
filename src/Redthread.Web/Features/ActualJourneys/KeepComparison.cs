using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Keeps which activities of a log do which stage of a planned journey, and what came of comparing them.</summary>
public sealed class KeepComparison(IDbContextFactory<RedthreadContext> contexts, LogQueries logs, LandscapeSource landscapes, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Journey">Its key.</param>
    /// <param name="Version">The version the change was made on; 0 where nothing was kept yet.</param>
    public sealed record Request(string? Journey, int Version, Func<Journey, IReadOnlyList<ComparedStage>> Stages);

    public async Task<Result<LogComparison>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        if ((await landscapes.ReadAsync(cancel)).PlannedJourneys.FirstOrDefault(row => row.Key == request.Journey) is not { } journey)
            return Error.NotFound("journey");
        var opened = await logs.ViewAsync(number, new LogFilter(), cancel);
        if (opened.Error is { } unreadable)
            return unreadable;
        var view = opened.Value;
        var stages = request.Stages(journey);
        if (stages.All(stage => stage.Activities.Count == 0))
            return Error.Invalid("stages-empty", "Choose at least one activity that does a stage. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.LogComparisons.SingleOrDefaultAsync(one => one.LogId == view.Row.Id && one.JourneyId == journey.Id, cancel);
        if ((row?.Version ?? 0) != request.Version)
            return Error.Stale;
        if (row is null)
            context.LogComparisons.Add(
                row = new LogComparison
                {
                    LogId = view.Row.Id,
                    JourneyId = journey.Id,
                    Version = 0,
                }
            );
        row.Stages = ComparedStage.Write(stages);
        row.Version++;
        (row.ChangedBy, row.ChangedAt) = (actor.Name, time.GetUtcNow().UtcDateTime);
        FollowComparisons.Compare(row, view, journey, row.ChangedAt);
        context.Activities.Add(Activity.Of(actor, row.ChangedAt, "event-log.compared", view.Row.Id, $"Compared the event log {view.Row.Name} with the journey {journey.Name}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : row;
    }
}

/// <summary>Compares a log again with what it is compared with.</summary>
public sealed class FollowComparisons(IDbContextFactory<RedthreadContext> contexts, LogQueries logs, LandscapeSource landscapes, ChangeFeed feed, TimeProvider time)
{
    public async Task OfLogAsync(UploadedLog log, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.LogComparisons.Where(row => row.LogId == log.Id && row.LogVersion != log.Version).ToListAsync(cancel);
        if (rows.Count == 0)
            return;
        var opened = await logs.ViewAsync(log, new LogFilter(), cancel);
        if (opened.Error is not null)
            return;
        var landscape = await landscapes.ReadAsync(cancel);
        foreach (var row in rows)
        {
            if (landscape.Journeys.FirstOrDefault(one => one.Id == row.JourneyId) is { } journey)
                Compare(row, opened.Value, journey, time.GetUtcNow().UtcDateTime);
        }

        await feed.SaveAsync(context, cancel);
    }

    internal static void Compare(LogComparison row, LogView view, Journey journey, DateTime now)
    {
        row.Found = ComparisonFound.Of(view, PlanView.Of(view, journey, ComparedStage.Parse(row))).Write();
        (row.LogVersion, row.JourneyVersion, row.ComparedAt) = (view.Row.Version, journey.Version, now);
    }
}

/// <param name="Row">The comparison that is kept.</param>
/// <param name="Log">Without its events.</param>
public sealed record LivedJourney(LogComparison Row, UploadedLog Log, ComparisonFound Found)
{
    /// <summary>Whether the plan has other stages than when it was compared; that it was published since, or described anew, changes no plan.</summary>
    public bool PlanChanged { get; init; }
}

public sealed class ComparisonQueries(IDbContextFactory<RedthreadContext> contexts)
{
    public async Task<LogComparison?> FindAsync(Guid log, Guid journey, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.LogComparisons.AsNoTracking().SingleOrDefaultAsync(row => row.LogId == log && row.JourneyId == journey, cancel);
    }

    /// <summary>Journeys that a log is compared with.</summary>
    public async Task<IReadOnlyList<Guid>> JourneysOfAsync(Guid log, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.LogComparisons.Where(row => row.LogId == log).OrderByDescending(row => row.ChangedAt).Select(row => row.JourneyId).ToListAsync(cancel);
    }

    /// <summary>Logs that a journey is compared with, the freshest first; archived ones are not told.</summary>
    public async Task<IReadOnlyList<LivedJourney>> OfJourneyAsync(Guid journey, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context
            .LogComparisons.AsNoTracking()
            .Where(row => row.JourneyId == journey)
            .Join(context.EventLogs.AsNoTracking(), row => row.LogId, log => log.Id, (row, log) => new { row, log })
            .Where(pair => pair.log.ArchivedAt == null)
            .ToListAsync(cancel);
        var compared = rows.Select(pair => pair.row.JourneyVersion).ToHashSet();
        var newest = await context.JourneyVersions.Where(version => version.JourneyId == journey).MaxAsync(version => (int?)version.Version, cancel) ?? 0;
        var plans = await context
            .JourneyVersions.AsNoTracking()
            .Where(version => version.JourneyId == journey && (version.Version == newest || compared.Contains(version.Version)))
            .ToDictionaryAsync(version => version.Version, version => version.Yaml, cancel);
        bool Changed(int version) => version != newest && PlanOf(plans.GetValueOrDefault(version)) != PlanOf(plans.GetValueOrDefault(newest));
        return
        [
            .. rows.Select(pair => new LivedJourney(pair.row, pair.log, ComparisonFound.Parse(pair.row)) { PlanChanged = Changed(pair.row.JourneyVersion) })
                .OrderByDescending(one => one.Log.LastAt),
        ];
    }

    /// <summary>What of a version a log is compared with; null where it is not kept.</summary>
    private static string? PlanOf(string? yaml) =>
        yaml is not null && JourneyFile.Parse(yaml) is { Ok: true } file
            ? new JourneyFile
            {
                Journey = "plan",
                Name = "plan",
                Stages = file.Value.Stages,
            }.ToYaml()
            : null;
}
