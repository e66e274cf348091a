using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Journeys;

public sealed class JourneyQueries(IDbContextFactory<RedthreadContext> contexts)
{
    public sealed record AtlasEntry(Journey Journey, int Depth);

    public sealed record JourneyView(
        Journey Journey,
        JourneyFile File,
        IReadOnlyList<Team> Teams,
        IReadOnlyList<Person> People,
        IReadOnlyList<Channel> Channels,
        IReadOnlyList<Journey> Others
    );

    public sealed record HistoryView(Journey Journey, IReadOnlyList<JourneyVersion> Versions, JourneyVersion? Shown, IReadOnlyList<LineChange> Changes);

    public static IQueryable<Journey> Whole(RedthreadContext context) =>
        context
            .Journeys.Include(journey => journey.OwnerTeam)
            .Include(journey => journey.OwnerPerson)
            .Include(journey => journey.Stages)
                .ThenInclude(stage => stage.Steps)
                    .ThenInclude(step => step.Lanes)
            .Include(journey => journey.Stages)
                .ThenInclude(stage => stage.Touchpoints)
                    .ThenInclude(touchpoint => touchpoint.Channel)
            .Include(journey => journey.Stages)
                .ThenInclude(stage => stage.OwnerTeam)
            .AsSplitQuery();

    /// <summary>All journeys, each under the one above it, in their order.</summary>
    public async Task<IReadOnlyList<AtlasEntry>> ReadAtlasAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journeys = await Whole(context).AsNoTracking().OrderBy(journey => journey.Position).ThenBy(journey => journey.Name).ToListAsync(cancel);
        var byParent = journeys.ToLookup(journey => journey.ParentId);
        var entries = new List<AtlasEntry>();
        void Walk(Guid? parent, int depth)
        {
            foreach (var journey in byParent[parent])
            {
                entries.Add(new AtlasEntry(journey, depth));
                Walk(journey.Id, depth + 1);
            }
        }

        Walk(null, 0);
        return entries;
    }

    public async Task<Result<JourneyView>> ReadAsync(string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journey = await Whole(context).AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancel);
        if (journey is null)
            return Error.NotFound("journey");
        var names = await JourneyNames.LoadAsync(context, cancel);
        return new JourneyView(
            journey,
            JourneyFiles.Of(journey, names),
            await context.Teams.AsNoTracking().Where(team => team.ArchivedAt == null).OrderBy(team => team.Name).ToListAsync(cancel),
            await context.People.AsNoTracking().Where(person => person.DeactivatedAt == null).OrderBy(person => person.Name).ToListAsync(cancel),
            await context.Channels.AsNoTracking().Where(channel => channel.ArchivedAt == null).OrderBy(channel => channel.Name).ToListAsync(cancel),
            await context.Journeys.AsNoTracking().Where(other => other.Id != journey.Id && other.ArchivedAt == null).OrderBy(other => other.Name).ToListAsync(cancel)
        );
    }

    public async Task<IReadOnlyList<JourneyFile>> ReadFilesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var names = await JourneyNames.LoadAsync(context, cancel);
        // Those above first, so that a folder of files imports in order.
        return [.. (await ReadAtlasAsync(cancel)).Select(entry => JourneyFiles.Of(entry.Journey, names))];
    }

    public async Task<Result<HistoryView>> ReadHistoryAsync(string key, int? version, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journey = await context.Journeys.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancel);
        if (journey is null)
            return Error.NotFound("journey");
        var versions = await context.JourneyVersions.AsNoTracking().Where(row => row.JourneyId == journey.Id).OrderByDescending(row => row.Version).ToListAsync(cancel);
        var shown = versions.Find(row => row.Version == version) ?? versions.FirstOrDefault();
        var before = versions.Find(row => row.Version == shown?.Version - 1);
        return new HistoryView(journey, versions, shown, shown is null ? [] : LineChange.Between(before?.Yaml ?? "", shown.Yaml));
    }
}
