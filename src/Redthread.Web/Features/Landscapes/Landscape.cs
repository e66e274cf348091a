using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Journeys;
using Redthread.Domain.Measures;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ingestion;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Landscapes;

/// <summary>Everything an overview needs beside signals, read once and shared until something changes: never written to.</summary>
public sealed class Landscape
{
    public required IReadOnlyList<Journey> Journeys { get; init; }
    public required IReadOnlyList<Segment> Segments { get; init; }
    public required IReadOnlyList<Persona> Personas { get; init; }
    public required IReadOnlyList<Channel> Channels { get; init; }
    public required IReadOnlyList<Need> Needs { get; init; }
    public required IReadOnlyList<Measure> Measures { get; init; }
    public required IReadOnlyList<Source> Sources { get; init; }
    public required IReadOnlyList<Note> Notes { get; init; }
    public required IReadOnlyList<StageTraffic> Traffic { get; init; }

    /// <summary>What teams agreed on stages, the newest round of each stage and cycle; oldest cycle first.</summary>
    public required IReadOnlyList<AgreedScore> Agreed { get; init; }

    /// <summary>The agreed framework with its stages and weights; null while none is agreed.</summary>
    public required Framework? Framework { get; init; }

    /// <summary>Those that count: drafts and archived ones do not.</summary>
    public IEnumerable<Journey> LiveJourneys => Journeys.Where(journey => journey.IsLive);

    /// <summary>Those that what was lived can be laid beside: drafts too, for that is how they are corrected.</summary>
    public IEnumerable<Journey> PlannedJourneys => Journeys.Where(journey => journey.ArchivedAt is null);

    public IEnumerable<(Journey Journey, Stage Stage)> LiveStages => LiveJourneys.SelectMany(journey => journey.LiveStages.Select(stage => (journey, stage)));

    /// <summary>The journey itself and all live ones below it.</summary>
    public IReadOnlySet<Guid> JourneysUnder(Guid journey)
    {
        var children = LiveJourneys.ToLookup(row => row.ParentId, row => row.Id);
        IEnumerable<Guid> Under(Guid id) => children[id].SelectMany(Under).Prepend(id);
        return Under(journey).ToHashSet();
    }

    /// <summary>The live stages of the journey and of all below it.</summary>
    public IReadOnlySet<Guid> StagesUnder(Guid journey)
    {
        var under = JourneysUnder(journey);
        return LiveStages.Where(row => under.Contains(row.Journey.Id)).Select(row => row.Stage.Id).ToHashSet();
    }

    public (Journey Journey, Stage Stage)? FindStage(string? path) =>
        path?.Split('/') is [var journeyKey, var stageKey]
        && Journeys.FirstOrDefault(row => row.Key == journeyKey) is { } journey
        && journey.Stages.Find(row => row.Key == stageKey) is { } stage
            ? (journey, stage)
            : null;

    public AgreedScore? AgreedOn(Guid stageId, DateOnly cycle) => Agreed.FirstOrDefault(row => row.StageId == stageId && row.Cycle == cycle);

    public FrameworkStage Standards(Guid stageId) => Framework?.Stages.Find(row => row.StageId == stageId) ?? new FrameworkStage { StageId = stageId };

    private Vocabulary? vocabulary;

    /// <summary>The names that mappings and batches may use; put together once, because every posted signal asks.</summary>
    public Vocabulary Vocabulary() => vocabulary ??= MakeVocabulary();

    private Vocabulary MakeVocabulary()
    {
        var places = new Dictionary<string, Place>(StringComparer.OrdinalIgnoreCase);
        foreach (var journey in Journeys)
        {
            foreach (var stage in journey.Stages)
            {
                places[$"{journey.Key}/{stage.Key}"] = new Place(stage.Id, null);
                foreach (var touchpoint in stage.Touchpoints)
                    places[$"{journey.Key}/{stage.Key}/{touchpoint.Key}"] = new Place(stage.Id, touchpoint.Id);
            }
        }

        return new Vocabulary
        {
            Places = places,
            // The newest version of a measure is what a mapping means by its key.
            Measures = Measures
                .Where(measure => measure.SupersededAt is null)
                .ToDictionary(measure => measure.Key, measure => new MeasureScale(measure.Id, measure.ScaleMin, measure.ScaleMax)),
            Segments = Named(Segments.Select(row => (row.Key, row.Name, row.Id))),
            Channels = Named(Channels.Select(row => (row.Key, row.Name, row.Id))),
            Needs = Named(Needs.Select(row => (row.Key, row.Name, row.Id))),
        };
    }

    private static Dictionary<string, Guid> Named(IEnumerable<(string Key, string Name, Guid Id)> rows)
    {
        var names = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, name, id) in rows)
        {
            names[key] = id;
            names.TryAdd(name, id);
        }

        return names;
    }
}

/// <param name="Cycle">The first day of the planning quarter.</param>
/// <param name="Value">−2 … +2.</param>
/// <param name="Dissents">Teams that do not share it.</param>
public sealed record AgreedScore(Guid StageId, DateOnly Cycle, int Value, string? Why, int Round, Guid RoundId, DateTime At, string By, int Dissents);

/// <summary>Reads the landscape when something but signals and threads may have changed since it was last read, here or in another process.</summary>
public sealed class LandscapeSource(IDbContextFactory<RedthreadContext> contexts, ChangeFeed feed, LedgerSource ledgers)
{
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private (long Stamp, Landscape Landscape)? last;

    public async Task<Landscape> ReadAsync(CancellationToken cancel)
    {
        var stamp = feed.StampOf(Changed.Ground) + ledgers.OthersVersion;
        if (last is { } held && held.Stamp == stamp)
            return held.Landscape;
        await oneReader.WaitAsync(cancel);
        try
        {
            if (last is { } meanwhile && meanwhile.Stamp == stamp)
                return meanwhile.Landscape;
            var landscape = await LoadAsync(cancel);
            last = (stamp, landscape);
            return landscape;
        }
        finally
        {
            oneReader.Release();
        }
    }

    private async Task<Landscape> LoadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return new Landscape
        {
            Journeys = await JourneyQueries.Whole(context).AsNoTrackingWithIdentityResolution().OrderBy(row => row.Position).ThenBy(row => row.Name).ToListAsync(cancel),
            Segments = await context.Segments.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Partition).ThenBy(row => row.Position).ToListAsync(cancel),
            Personas = await context.Personas.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).ToListAsync(cancel),
            Channels = await context.Channels.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Position).ToListAsync(cancel),
            Needs = await context.Needs.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Position).ToListAsync(cancel),
            Measures = await context.Measures.AsNoTracking().ToListAsync(cancel),
            Sources = await context.Sources.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancel),
            Notes = await context.Notes.AsNoTracking().OrderBy(row => row.On).ToListAsync(cancel),
            Traffic = await context.StageTraffic.AsNoTracking().ToListAsync(cancel),
            Agreed = await AgreedAsync(context, cancel),
            Framework = await context
                .Frameworks.AsNoTracking()
                .Include(row => row.Stages)
                .Include(row => row.Weights)
                .Where(row => row.AgreedAt != null && row.RetiredAt == null)
                .OrderByDescending(row => row.Number)
                .AsSplitQuery()
                .FirstOrDefaultAsync(cancel),
        };
    }

    private static async Task<IReadOnlyList<AgreedScore>> AgreedAsync(RedthreadContext context, CancellationToken cancel)
    {
        var rows = await context
            .AgreementStages.AsNoTracking()
            .Where(row => row.Agreed != null)
            .Join(
                context.AgreementRounds.Where(round => round.RevealedAt != null),
                row => row.RoundId,
                round => round.Id,
                (row, round) =>
                    new AgreedScore(
                        row.StageId,
                        round.Cycle,
                        row.Agreed!.Value,
                        row.Why,
                        round.Number,
                        round.Id,
                        row.AgreedAt!.Value,
                        row.AgreedBy!,
                        context.AgreementDissents.Count(dissent => dissent.RoundId == row.RoundId && dissent.StageId == row.StageId)
                    )
            )
            .ToListAsync(cancel);
        return [.. rows.GroupBy(row => (row.StageId, row.Cycle)).Select(group => group.MaxBy(row => row.Round)!).OrderBy(row => row.Cycle)];
    }
}
