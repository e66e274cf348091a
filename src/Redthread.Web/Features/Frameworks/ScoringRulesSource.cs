using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Measures;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Measures;

namespace Redthread.Web.Features.Frameworks;

/// <summary>The scoring rules of the agreed framework. Kept until a framework is agreed or a measure changes, which every call asks cheaply.</summary>
public sealed class ScoringRulesSource(IDbContextFactory<RedthreadContext> contexts)
{
    private sealed record Stamp(Guid? FrameworkId, int Measures, long Revisions);

    // Compiled, because every batch of live signals asks twice; by each source for itself, because a compiled query keeps to one model.
    private readonly Func<RedthreadContext, CancellationToken, Task<Guid?>> agreed = EF.CompileAsyncQuery(
        (RedthreadContext context, CancellationToken _) => Agreed(context).Select(row => (Guid?)row.Id).FirstOrDefault()
    );

    private readonly Func<RedthreadContext, CancellationToken, Task<Stamp?>> measured = EF.CompileAsyncQuery(
        (RedthreadContext context, CancellationToken _) =>
            context.Measures.GroupBy(_ => 1).Select(all => new Stamp(null, all.Count(), all.Sum(row => (long)row.Revision))).SingleOrDefault()
    );

    private sealed record Kept(Stamp Stamp, ScoringRules Rules);

    private volatile Kept? kept;

    public async Task<ScoringRules> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var stamp = await StampAsync(context, cancel);
        if (kept is { } known && known.Stamp == stamp)
            return known.Rules;
        var measures = await context.Measures.AsNoTracking().ToListAsync(cancel);
        var weights = await context.FrameworkWeights.AsNoTracking().Where(weight => weight.FrameworkId == stamp.FrameworkId).ToListAsync(cancel);
        var rules = Make(stamp.FrameworkId, measures, weights);
        kept = new Kept(stamp, rules);
        return rules;
    }

    /// <summary>The framework that counts: the latest agreed one that is not retired.</summary>
    public static IQueryable<Framework> Agreed(RedthreadContext context) =>
        context
            .Frameworks.Where(framework => framework.AgreedAt != null && framework.RetiredAt == null)
            .OrderByDescending(framework => framework.AgreedAt)
            .ThenByDescending(framework => framework.Number);

    public static ScoringRules Make(Guid? frameworkId, IReadOnlyCollection<Measure> measures, IReadOnlyCollection<FrameworkWeight> weights)
    {
        var scores = new Dictionary<Guid, Func<double, double?>>();
        foreach (var measure in measures)
        {
            if (MeasureMappings.Of(measure) is { } mapping)
                scores[measure.Id] = mapping.ToPoints;
        }

        return new ScoringRules(frameworkId, scores, OverVersions(measures, weights));
    }

    // A weight given to one version of a measure counts for all its versions, unless a version has its own.
    private static Dictionary<(Guid StageId, Guid MeasureId), double> OverVersions(IReadOnlyCollection<Measure> measures, IReadOnlyCollection<FrameworkWeight> weights)
    {
        var byId = measures.ToDictionary(measure => measure.Id);
        var byKey = measures.ToLookup(measure => measure.Key);
        var all = new Dictionary<(Guid, Guid), double>();
        foreach (var weight in weights.Where(weight => byId.ContainsKey(weight.MeasureId)).OrderBy(weight => byId[weight.MeasureId].Version))
        {
            foreach (var version in byKey[byId[weight.MeasureId].Key])
                all[(weight.StageId, version.Id)] = weight.Weight;
        }

        foreach (var weight in weights)
            all[(weight.StageId, weight.MeasureId)] = weight.Weight;
        return all;
    }

    private async Task<Stamp> StampAsync(RedthreadContext context, CancellationToken cancel)
    {
        // One connection for both.
        await context.Database.OpenConnectionAsync(cancel);
        var framework = await agreed(context, cancel);
        return (await measured(context, cancel) ?? new Stamp(null, 0, 0)) with { FrameworkId = framework };
    }
}
