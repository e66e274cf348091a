using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Journeys;
using Redthread.Domain.Signals;

namespace Redthread.Web.Features.Notes;

public sealed class NoteQueries(IDbContextFactory<RedthreadContext> contexts)
{
    private const int MonthsShown = 12;

    /// <param name="On">The day, as 2026-05-03.</param>
    public sealed record NoteLine(Guid Id, DateOnly On, string Text, string? Journey, string? ExternalId, string By, int Version);

    public sealed record TrafficLine(string Stage, string Month, string? Segment, long Customers);

    /// <param name="Months">The newest, oldest first.</param>
    public sealed record JourneyTraffic(Journey Journey, IReadOnlyList<DateOnly> Months, IReadOnlyList<StageRow> Rows);

    public sealed record StageRow(string Stage, string? Segment, IReadOnlyList<long?> Customers);

    public sealed record Model(IReadOnlyList<NoteLine> Notes, IReadOnlyList<JourneyTraffic> Traffic, IReadOnlyList<Journey> Journeys, IReadOnlyList<Segment> Segments);

    public async Task<IReadOnlyList<NoteLine>> ReadNotesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journeys = await context.Journeys.ToDictionaryAsync(row => row.Id, row => row.Key, cancel);
        var notes = await context.Notes.AsNoTracking().OrderByDescending(row => row.On).ThenByDescending(row => row.Id).ToListAsync(cancel);
        return
        [
            .. notes.Select(note => new NoteLine(
                note.Id,
                note.On,
                note.Text,
                note.JourneyId is { } id ? journeys.GetValueOrDefault(id) : null,
                note.ExternalId,
                note.ActorName,
                note.Version
            )),
        ];
    }

    public async Task<IReadOnlyList<TrafficLine>> ReadTrafficAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var segments = await context.Segments.ToDictionaryAsync(row => row.Id, row => row.Key, cancel);
        var stages = await context.Stages.Select(stage => new { stage.Id, Path = stage.Journey!.Key + "/" + stage.Key }).ToDictionaryAsync(row => row.Id, row => row.Path, cancel);
        var traffic = await context.StageTraffic.AsNoTracking().ToListAsync(cancel);
        return
        [
            .. traffic
                .Select(row => new TrafficLine(
                    stages.GetValueOrDefault(row.StageId, "?"),
                    row.Month.ToString("yyyy-MM", null),
                    segments.GetValueOrDefault(row.SegmentId),
                    row.Customers
                ))
                .OrderBy(row => row.Stage, StringComparer.Ordinal)
                .ThenBy(row => row.Month, StringComparer.Ordinal)
                .ThenBy(row => row.Segment, StringComparer.Ordinal),
        ];
    }

    public async Task<Model> ReadAsync(CancellationToken cancel)
    {
        var notes = await ReadNotesAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var journeys = await context.Journeys.AsNoTracking().Include(row => row.Stages).OrderBy(row => row.Position).ThenBy(row => row.Name).ToListAsync(cancel);
        var segments = await context.Segments.AsNoTracking().OrderBy(row => row.Position).ToListAsync(cancel);
        var traffic = (await context.StageTraffic.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.StageId);
        return new Model(
            notes,
            [.. journeys.Select(journey => TrafficOf(journey, traffic, segments)).Where(table => table.Rows.Count > 0)],
            [.. journeys.Where(journey => journey.IsLive)],
            [.. segments.Where(segment => segment.ArchivedAt is null)]
        );
    }

    private static JourneyTraffic TrafficOf(Journey journey, ILookup<Guid, StageTraffic> traffic, List<Segment> segments)
    {
        var stages = journey.Stages.OrderBy(stage => stage.Position).ToList();
        var months = stages.SelectMany(stage => traffic[stage.Id]).Select(row => row.Month).Distinct().OrderDescending().Take(MonthsShown).Order().ToList();
        var names = segments.ToDictionary(segment => segment.Id, segment => segment.Name);
        var rows = stages.SelectMany(stage =>
            traffic[stage.Id]
                .GroupBy(row => row.SegmentId)
                .OrderBy(group => group.Key == Guid.Empty ? -1 : segments.FindIndex(segment => segment.Id == group.Key))
                .Select(group => new StageRow(
                    stage.Name,
                    group.Key == Guid.Empty ? null : names.GetValueOrDefault(group.Key, "?"),
                    [.. months.Select(month => group.FirstOrDefault(row => row.Month == month)?.Customers)]
                ))
        );
        return new JourneyTraffic(journey, months, [.. rows]);
    }
}
