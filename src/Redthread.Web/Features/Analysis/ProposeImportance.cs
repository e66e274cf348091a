using Redthread.Domain;
using Redthread.Statistics;
using Redthread.Web.Features.Frameworks;

namespace Redthread.Web.Features.Analysis;

/// <summary>Driver shares as the stages' importance in a draft of the framework: a proposal, which counts once all teams have signed it.</summary>
public sealed class ProposeImportance(SaveFramework save, FrameworkQueries frameworks, AnalysisQueries analyses)
{
    public const string Formula = "importance of a stage = its share of the shares of the stages compared × what these stages weigh together today, to one decimal, 0.1 at least";

    private const double Least = 0.1;

    /// <param name="Measure">The overall measure whose shares are meant.</param>
    public sealed record Request(string? Measure);

    public async Task<Result<SaveFramework.Saved>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Domain.People.Permission.EditMeasures) is { } denied)
            return denied;
        var state = await analyses.SharesAsync(request.Measure, cancel, AnalysisQueries.ProgramPatience);
        if (state.Answer?.Value is not { State: RegressionState.Ok } shares || !(shares.Drivers.Sum(driver => driver.Share.Share) > 0))
            return Error.Conflict("shares-unknown", "There is not enough data for driver shares, or they are still being computed. No draft was made.");
        var started = await save.StartAsync(actor, cancel);
        if (started.Error is { } exists)
            return exists;
        var draft = await frameworks.ReadDraftAsync(cancel);
        if (draft.Error is { } gone)
            return gone;
        var saved = await save.HandleAsync(actor, new SaveFramework.Request(Weighed(draft.Value.File, shares.Drivers), started.Value.Revision), cancel);
        // A draft that is not what was asked for would stand in the way of the next.
        if (!saved.Ok)
            await save.DiscardAsync(actor, started.Value.Revision, cancel);
        return saved;
    }

    internal static FrameworkFile Weighed(FrameworkFile file, IReadOnlyList<SharedDriver> drivers)
    {
        var compared = drivers.Where(driver => file.Stages.ContainsKey(driver.Key)).ToDictionary(driver => driver.Key, driver => driver.Share.Share);
        var together = compared.Keys.Sum(stage => file.Stages[stage].ImportanceOrUsual);
        var all = compared.Values.Sum();
        return file with
        {
            Stages = file.Stages.ToDictionary(
                stage => stage.Key,
                stage =>
                    compared.TryGetValue(stage.Key, out var share) && all > 0
                        ? stage.Value with
                        {
                            Importance = Math.Max(Least, Math.Round(together * share / all, 1)),
                        }
                        : stage.Value
            ),
        };
    }
}
