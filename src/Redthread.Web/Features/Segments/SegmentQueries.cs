using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Journeys;

namespace Redthread.Web.Features.Segments;

public sealed class SegmentQueries(IDbContextFactory<RedthreadContext> contexts)
{
    public sealed record Everything(IReadOnlyList<Channel> Channels, IReadOnlyList<Segment> Segments, IReadOnlyList<Persona> Personas, IReadOnlyList<Need> Needs)
    {
        public bool None => Channels.Count + Segments.Count + Personas.Count + Needs.Count == 0;

        /// <summary>Partitions with their live segments, and the sum of the shares where all are known.</summary>
        public IEnumerable<(string Name, IReadOnlyList<Segment> Segments, double? Sum)> Partitions =>
            Segments
                .Where(segment => segment.ArchivedAt is null)
                .GroupBy(segment => segment.Partition)
                .Select(group => (group.Key, (IReadOnlyList<Segment>)[.. group], group.All(segment => segment.Share is not null) ? group.Sum(segment => segment.Share) : null));
    }

    public async Task<Everything> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await ReadAsync(context, cancel);
    }

    /// <summary>Tracked, for the use case that changes them.</summary>
    public static async Task<Everything> ReadAsync(RedthreadContext context, CancellationToken cancel) =>
        new(
            await context.Channels.OrderBy(row => row.Position).ThenBy(row => row.Key).ToListAsync(cancel),
            await context.Segments.OrderBy(row => row.Position).ThenBy(row => row.Key).ToListAsync(cancel),
            await context.Personas.Include(row => row.Segment).OrderBy(row => row.Name).ThenBy(row => row.Key).ToListAsync(cancel),
            await context.Needs.OrderBy(row => row.Position).ThenBy(row => row.Key).ToListAsync(cancel)
        );

    public async Task<SegmentsFile> ReadFileAsync(CancellationToken cancel) => FileOf(await ReadAsync(cancel));

    public static SegmentsFile FileOf(Everything all) =>
        new()
        {
            Channels =
            [
                .. all.Channels.Select(row => new SegmentsFile.NamedEntry
                {
                    Key = row.Key,
                    Name = row.Name,
                    Archived = row.ArchivedAt is not null,
                }),
            ],
            Segments =
            [
                .. all.Segments.Select(row => new SegmentsFile.SegmentEntry
                {
                    Key = row.Key,
                    Name = row.Name,
                    Partition = row.Partition,
                    Share = row.Share,
                    Archived = row.ArchivedAt is not null,
                }),
            ],
            Personas =
            [
                .. all.Personas.Select(row => new SegmentsFile.PersonaEntry
                {
                    Key = row.Key,
                    Name = row.Name,
                    Segment = row.Segment!.Key,
                    Story = row.Story,
                    Archived = row.ArchivedAt is not null,
                }),
            ],
            Needs =
            [
                .. all.Needs.Select(row => new SegmentsFile.NamedEntry
                {
                    Key = row.Key,
                    Name = row.Name,
                    Archived = row.ArchivedAt is not null,
                }),
            ],
        };
}
