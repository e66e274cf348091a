using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Goals;

/// <param name="Id">The stage, journey or outcome; null for a number entered by hand.</param>
public sealed record BoundTarget(KeyResultSource Source, Guid? Id, string? Unit);

/// <summary>Reads what something measured is bound to, as forms and programs write it: stage:join/order, journey:join, outcome:churn.</summary>
public sealed class BoundTargets(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes)
{
    public async Task<Result<BoundTarget>> FindAsync(string? bound, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(bound) || bound == "manual")
            return new BoundTarget(KeyResultSource.Manual, null, null);
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        switch (bound.Trim().Split(':', 2))
        {
            case ["stage", var path] when landscape.FindStage(path) is { } stage:
                return new BoundTarget(KeyResultSource.StageScore, stage.Stage.Id, "points");
            case ["journey", var key] when landscape.Journeys.FirstOrDefault(row => row.Key == key) is { } journey:
                return new BoundTarget(KeyResultSource.JourneyScore, journey.Id, "points");
            case ["outcome", var name] when await context.Outcomes.SingleOrDefaultAsync(row => row.Key == name, cancel) is { } outcome:
                return new BoundTarget(KeyResultSource.Outcome, outcome.Id, outcome.Unit);
            default:
                return Error.Invalid("bound-unknown", $"“{bound}” names nothing here. Write stage:join/order, journey:join or outcome:churn. Nothing was saved.");
        }
    }
}
