using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Measures;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Measures;

/// <summary>
/// Makes a measure be what an entry says: the one way in for forms, files and API. A change of what a locked measure
/// measures makes a new version; readings keep the version they were given under.
/// </summary>
public sealed class SaveMeasure(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Revision">The revision the change was made on, 0 for a new measure; null for a file, which counts on none.</param>
    public sealed record Request(MeasureEntry Entry, int? Revision);

    public sealed record Saved(Guid Id, string Key, int Version, bool Changed, bool NewVersion);

    public async Task<Result<Saved>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        var result = await SaveAllAsync(actor, [request], cancel);
        return result.Ok ? result.Value[0] : result.Error!;
    }

    /// <summary>All entries or none.</summary>
    public async Task<Result<IReadOnlyList<Saved>>> SaveAllAsync(Actor actor, IReadOnlyList<Request> requests, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var saved = new List<Saved>();
        foreach (var request in requests)
        {
            var one = await SaveAsync(context, actor, request with { Entry = request.Entry.Tidied() }, cancel);
            if (one.Error is { } error)
                return error;
            saved.Add(one.Value);
        }

        if (await context.TrySaveAsync(cancel) is { } stale)
            return stale;
        if (saved.Exists(one => one.Changed))
            feed.Announce();
        return saved;
    }

    public async Task<Result<Saved>> SetArchivedAsync(Actor actor, string key, int? revision, bool archived, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var measure = await CurrentAsync(context, key, cancel);
        return measure is null ? Error.NotFound("measure") : await HandleAsync(actor, new Request(MeasureEntry.Of(measure) with { Archived = archived }, revision), cancel);
    }

    private async Task<Result<Saved>> SaveAsync(RedthreadContext context, Actor actor, Request request, CancellationToken cancel)
    {
        var entry = request.Entry;
        if (entry.Check() is { } invalid)
            return invalid;
        var measure = await CurrentAsync(context, entry.Measure, cancel);
        if (request.Revision == 0 && measure is not null)
            return Error.Conflict("key-taken", $"There is a measure “{entry.Measure}” already. Choose another key, or change that one.");
        if (request.Revision is { } revision && revision != (measure?.Revision ?? 0))
            return Error.Stale;
        if (entry.Archived && measure?.ArchivedAt is null && await IsWeighedAsync(context, entry.Measure, cancel))
            return Error.Conflict("measure-weighed", $"The agreed framework weighs {entry.Measure}. Agree a framework without it first, then archive it.");
        if (measure is null)
            return Add(context, actor, entry, 1, "measure.created", $"Made the measure {entry.Name}");
        var before = MeasureEntry.Of(measure);
        if (before.MeasuresLike(entry) && before.Name == entry.Name && before.Archived == entry.Archived)
            return new Saved(measure.Id, measure.Key, measure.Version, false, false);
        if (measure.LockedAt is null || before.MeasuresLike(entry))
            return Change(context, actor, measure, before, entry);
        measure.SupersededAt = Now;
        measure.Revision++;
        return Add(context, actor, entry, measure.Version + 1, "measure.version-made", $"Made version {measure.Version + 1} of the measure {entry.Name}");
    }

    private Saved Add(RedthreadContext context, Actor actor, MeasureEntry entry, int version, string kind, string summary)
    {
        var measure = new Measure { Key = entry.Measure, Version = version };
        Fill(measure, entry);
        context.Measures.Add(measure);
        context.Activities.Add(Activity.Of(actor, Now, kind, measure.Id, summary));
        return new Saved(measure.Id, measure.Key, version, true, version > 1);
    }

    private Saved Change(RedthreadContext context, Actor actor, Measure measure, MeasureEntry before, MeasureEntry entry)
    {
        Fill(measure, entry);
        measure.Revision++;
        var (kind, did) = (before.Archived, entry.Archived) switch
        {
            (false, true) => ("measure.archived", "Archived"),
            (true, false) => ("measure.restored", "Restored"),
            _ => ("measure.changed", "Changed"),
        };
        context.Activities.Add(Activity.Of(actor, Now, kind, measure.Id, $"{did} the measure {measure.Name}"));
        return new Saved(measure.Id, measure.Key, measure.Version, true, false);
    }

    private void Fill(Measure measure, MeasureEntry entry)
    {
        (measure.Name, measure.Wording, measure.Unit) = (entry.Name, entry.Wording, entry.Unit);
        (measure.ScaleMin, measure.ScaleMax) = (entry.Scale[0], entry.Scale[1]);
        (measure.Direction, measure.Mapping, measure.MappingText, measure.IsNps) = (entry.Direction, entry.Mapping, entry.MappingText, entry.Nps);
        measure.ArchivedAt = entry.Archived ? measure.ArchivedAt ?? Now : null;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static Task<Measure?> CurrentAsync(RedthreadContext context, string key, CancellationToken cancel) =>
        context.Measures.Where(row => row.Key == key).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancel);

    private static Task<bool> IsWeighedAsync(RedthreadContext context, string key, CancellationToken cancel) =>
        context.FrameworkWeights.AnyAsync(
            weight =>
                weight.Measure!.Key == key && context.Frameworks.Any(framework => framework.Id == weight.FrameworkId && framework.AgreedAt != null && framework.RetiredAt == null),
            cancel
        );
}
