using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Measures;

namespace Redthread.Web.Features.Measures;

public sealed class MeasureQueries(IDbContextFactory<RedthreadContext> contexts)
{
    /// <param name="Stages">In how many stages the agreed framework weighs it, under any version.</param>
    public sealed record Row(Measure Measure, int Stages);

    public sealed record MeasureList(IReadOnlyList<Row> Rows, IReadOnlyList<MeasureEntry> Missing);

    public sealed record Use(string Stage, double Weight);

    /// <param name="Versions">Newest first.</param>
    public sealed record MeasureView(Measure Measure, IReadOnlyList<Measure> Versions, IReadOnlyList<Use> Uses, bool InDraft);

    public async Task<MeasureList> ReadListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var measures = await Current(context).OrderBy(measure => measure.Name).ToListAsync(cancel);
        var uses = await Agreed(context).Select(weight => new { weight.StageId, weight.Measure!.Key }).Distinct().ToListAsync(cancel);
        var stages = uses.CountBy(use => use.Key).ToDictionary();
        var keys = measures.Select(measure => measure.Key).ToHashSet();
        return new MeasureList(
            [.. measures.OrderBy(measure => measure.ArchivedAt is not null).Select(measure => new Row(measure, stages.GetValueOrDefault(measure.Key)))],
            [.. ShippedMeasures.All.Where(entry => !keys.Contains(entry.Measure))]
        );
    }

    public async Task<Result<MeasureView>> ReadAsync(string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var versions = await context.Measures.AsNoTracking().Where(measure => measure.Key == key).OrderByDescending(measure => measure.Version).ToListAsync(cancel);
        if (versions.Count == 0)
            return Error.NotFound("measure");
        var uses = await (
            from weight in Agreed(context)
            where weight.Measure!.Key == key
            join stage in context.Stages on weight.StageId equals stage.Id
            orderby stage.Journey!.Position, stage.Position
            select new Use(stage.Journey!.Name + " · " + stage.Name, weight.Weight)
        ).ToListAsync(cancel);
        var inDraft = await context.FrameworkWeights.AnyAsync(
            weight => weight.Measure!.Key == key && context.Frameworks.Any(framework => framework.Id == weight.FrameworkId && framework.AgreedAt == null),
            cancel
        );
        return new MeasureView(versions[0], versions, uses, inDraft);
    }

    public async Task<IReadOnlyList<MeasureEntry>> ReadEntriesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return [.. (await Current(context).ToListAsync(cancel)).OrderBy(measure => measure.Key, StringComparer.Ordinal).Select(MeasureEntry.Of)];
    }

    /// <summary>Every version of every measure, oldest first, which what was read under them rests on.</summary>
    public async Task<IReadOnlyList<MeasureVersion>> ReadVersionsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Measures.AsNoTracking().ToListAsync(cancel);
        return
        [
            .. rows.OrderBy(row => row.Key, StringComparer.Ordinal)
                .ThenBy(row => row.Version)
                .Select(row => new MeasureVersion
                {
                    Version = row.Version,
                    Superseded = row.SupersededAt,
                    Is = MeasureEntry.Of(row),
                }),
        ];
    }

    public static IQueryable<Measure> Current(RedthreadContext context) => context.Measures.AsNoTracking().Where(measure => measure.SupersededAt == null);

    private static IQueryable<FrameworkWeight> Agreed(RedthreadContext context) =>
        context.FrameworkWeights.AsNoTracking().Where(weight => context.Frameworks.Any(row => row.Id == weight.FrameworkId && row.AgreedAt != null && row.RetiredAt == null));
}
