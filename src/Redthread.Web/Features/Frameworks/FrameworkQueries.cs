using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Frameworks;
using Redthread.Web.Features.Journeys;

namespace Redthread.Web.Features.Frameworks;

public sealed class FrameworkQueries(IDbContextFactory<RedthreadContext> contexts, RefreshScores refresh)
{
    public sealed record FrameworkList(IReadOnlyList<Framework> Frameworks, bool HasStages, bool ScoresAreBehind);

    /// <param name="Before">The version before this one: what was agreed last when it was drafted.</param>
    public sealed record FrameworkView(
        Framework Framework,
        FrameworkNames Names,
        FrameworkFile File,
        string Fingerprint,
        Framework? Before,
        IReadOnlyList<LineChange> Changes,
        IReadOnlyList<Activity> History,
        Error? NotReady
    );

    public async Task<FrameworkList> ReadListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var frameworks = await FrameworkStore
            .Whole(context)
            .AsNoTracking()
            .Include(framework => framework.NorthStarJourney)
            .OrderByDescending(framework => framework.Number)
            .ToListAsync(cancel);
        var hasStages = await context.Stages.AnyAsync(stage => stage.ArchivedAt == null && stage.Journey!.ArchivedAt == null && stage.Journey.DraftedAt == null, cancel);
        return new FrameworkList(frameworks, hasStages, await refresh.IsNeededAsync(cancel));
    }

    public async Task<Result<FrameworkView>> ReadAsync(int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var framework = await FrameworkStore.Whole(context).AsNoTracking().Include(row => row.NorthStarJourney).SingleOrDefaultAsync(row => row.Number == number, cancel);
        if (framework is null)
            return Error.NotFound("framework");
        var names = await FrameworkNames.LoadAsync(context, cancel);
        var before = await FrameworkStore
            .Whole(context)
            .AsNoTracking()
            .Where(row => row.Number < number && row.AgreedAt != null)
            .OrderByDescending(row => row.Number)
            .FirstOrDefaultAsync(cancel);
        var file = names.FileOf(framework);
        return new FrameworkView(
            framework,
            names,
            file,
            names.FingerprintOf(framework),
            before,
            before is null ? [] : LineChange.Between(names.FileOf(before).ToYaml(), file.ToYaml()),
            await context.Activities.AsNoTracking().Where(activity => activity.ObjectId == framework.Id).OrderByDescending(activity => activity.At).Take(50).ToListAsync(cancel),
            framework.State == FrameworkState.Draft ? AgreeFramework.CheckReady(framework, names) : null
        );
    }

    public async Task<Result<FrameworkView>> ReadDraftAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var number = await context.Frameworks.Where(framework => framework.AgreedAt == null && framework.RetiredAt == null).MaxAsync(framework => (int?)framework.Number, cancel);
        return number is null ? Error.NotFound("draft") : await ReadAsync(number.Value, cancel);
    }

    /// <summary>A framework's file; without a number the draft's, else the agreed one's.</summary>
    public async Task<Result<FrameworkFile>> ReadFileAsync(int? number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var framework = number is null
            ? await FrameworkStore.DraftAsync(context, cancel) ?? await FrameworkStore.AgreedAsync(context, cancel)
            : await FrameworkStore.Whole(context).SingleOrDefaultAsync(row => row.Number == number, cancel);
        return framework is null ? Error.NotFound("framework") : (await FrameworkNames.LoadAsync(context, cancel)).FileOf(framework);
    }
}
