using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Conversations;

/// <summary>Which segments were spoken with about which stages in a cycle, how many conversations it shall have, and who has not been heard.</summary>
public sealed class CoverageQueries(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes, ISignalStore signals, TimeProvider time)
{
    public async Task<CoverageModel> ReadAsync(DateOnly? asked, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var cycle = asked ?? Cycle.At(now);
        var period = Cycle.PeriodOf(cycle);
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context
            .Conversations.AsNoTracking()
            .Where(row => row.StartsAt >= period.Start && row.StartsAt < period.End && row.CancelledAt == null)
            .Include(row => row.Stages)
            .Include(row => row.Highlights)
                .ThenInclude(row => row.Stages)
            .AsSplitQuery()
            .ToListAsync(cancel);
        var held = rows.FindAll(row => row.HeldAt is not null);
        var targets = await context.ConversationTargets.AsNoTracking().Where(row => row.Cycle == cycle).ToListAsync(cancel);
        var spoken = await context
            .Conversations.Where(row => row.With == ConversationWith.Internal && row.HeldAt != null && row.TeamId != null)
            .Select(row => row.TeamId!.Value)
            .Distinct()
            .ToListAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null && !spoken.Contains(row.Id)).OrderBy(row => row.Name).ToListAsync(cancel);
        var grid = await GridAsync(landscape, period, held, cancel);
        var current = Cycle.At(now);
        return new CoverageModel(
            cycle,
            [.. Enumerable.Range(-3, 5).Select(by => Cycle.Shift(current, by)).Append(cycle).Distinct().Order()],
            TargetsOf(landscape, rows, held, targets),
            [.. landscape.Segments.Select(row => new CoverageSegment(row.Key, row.Name))],
            grid,
            [.. teams.Select(row => new TeamName(row.Id, row.Key, row.Name))],
            period.Start > now
        );
    }

    private static List<TargetLine> TargetsOf(Landscape landscape, List<Conversation> rows, List<Conversation> held, List<ConversationTarget> targets)
    {
        TargetLine Line(ConversationWith with, Guid segment, string? key, string name)
        {
            bool Counts(Conversation row) => row.With == with && (segment == Guid.Empty || row.SegmentId == segment);
            return new TargetLine(
                with,
                key,
                name,
                targets.Find(row => row.With == with && row.SegmentId == segment)?.Wanted,
                held.Count(Counts),
                rows.Count(row => row.HeldAt is null && Counts(row))
            );
        }

        return
        [
            Line(ConversationWith.Customer, Guid.Empty, null, "Customers"),
            .. landscape.Segments.Select(row => Line(ConversationWith.Customer, row.Id, row.Key, row.Name)),
            Line(ConversationWith.Internal, Guid.Empty, null, "Internal stakeholders"),
        ];
    }

    private async Task<List<CoverageRow>> GridAsync(Landscape landscape, Period period, List<Conversation> held, CancellationToken cancel)
    {
        var sums = await signals.ReadStageCellsAsync(new CellQuery(period, period), cancel);
        var latest = (await signals.ReadOverviewAsync(cancel)).Latest;
        var spoken = held.Where(row => row is { With: ConversationWith.Customer, SegmentId: not null })
            .SelectMany(row => StagesOf(row).Select(stage => (stage, Segment: row.SegmentId!.Value)))
            .CountBy(one => one)
            .ToDictionary(one => one.Key, one => one.Value);
        var heardAt = sums.SelectMany(sum => sum.SegmentIds.Select(segment => (sum.StageId, segment, sum.Sums.N)))
            .GroupBy(one => (one.StageId, one.segment))
            .ToDictionary(group => group.Key, group => group.Sum(one => one.N));
        var rows = new List<CoverageRow>();
        foreach (var (journey, stage) in landscape.LiveStages)
        {
            var cells = new List<CoverageCell>();
            foreach (var segment in landscape.Segments)
            {
                var (talks, evidence) = (spoken.GetValueOrDefault((stage.Id, segment.Id)), heardAt.GetValueOrDefault((stage.Id, segment.Id)));
                var heard = talks > 0 || evidence > 0 || await WasPlacedAsync(stage.Id, segment.Id, period, latest, cancel);
                cells.Add(new CoverageCell(segment.Key, segment.Name, talks, evidence, heard));
            }

            rows.Add(new CoverageRow($"{journey.Key}/{stage.Key}", stage.Name, journey.Name, cells));
        }

        return rows;
    }

    /// <summary>A verbatim without a rating is in no sum; when the stage was last heard mostly answers for it, and else one look does.</summary>
    private async Task<bool> WasPlacedAsync(Guid stage, Guid segment, Period period, IReadOnlyList<StageLatest> latest, CancellationToken cancel)
    {
        var last = latest.Where(row => row.StageId == stage && row.SegmentIds.Contains(segment)).Select(row => (DateTime?)row.At).Max();
        if (last is null || last < period.Start)
            return false;
        return last < period.End
            || (
                await signals.ReadSignalsAsync(
                    new SignalQuery
                    {
                        StageId = stage,
                        SegmentId = segment,
                        From = period.Start,
                        Before = period.End,
                        Limit = 1,
                    },
                    cancel
                )
            ).Count > 0;
    }

    private static IEnumerable<Guid> StagesOf(Conversation row) =>
        row.Stages.Select(one => one.StageId).Concat(row.Highlights.SelectMany(one => one.Stages.Select(place => place.StageId))).Distinct();
}

/// <param name="NeverInterviewed">Teams with nobody of which a conversation was ever held.</param>
/// <param name="Future">The cycle has not begun: nobody could have been heard.</param>
public sealed record CoverageModel(
    DateOnly Cycle,
    IReadOnlyList<DateOnly> Cycles,
    IReadOnlyList<TargetLine> Targets,
    IReadOnlyList<CoverageSegment> Segments,
    IReadOnlyList<CoverageRow> Rows,
    IReadOnlyList<TeamName> NeverInterviewed,
    bool Future
)
{
    /// <summary>Pairs of stage and segment, and how many of them were heard.</summary>
    public int Pairs => Rows.Sum(row => row.Cells.Count);

    public int Heard => Rows.Sum(row => row.Cells.Count(cell => cell.Heard));

    public IEnumerable<(CoverageRow Row, CoverageCell Cell)> Unheard => Rows.SelectMany(row => row.Cells.Where(cell => !cell.Heard).Select(cell => (row, cell)));
}

public sealed record CoverageSegment(string Key, string Name);

public sealed record TargetLine(ConversationWith With, string? Segment, string Name, int? Wanted, int Held, int Planned)
{
    public string Field => Segment is null ? With.ToString().ToLowerInvariant() : $"segment-{Segment}";
}

public sealed record CoverageRow(string Path, string Stage, string Journey, IReadOnlyList<CoverageCell> Cells);

/// <param name="Conversations">Held in the cycle about the stage with somebody of the segment.</param>
/// <param name="Ratings">Scored signals of the segment at the stage in the cycle.</param>
/// <param name="Heard">Whether anything was said at all, in a conversation or as a signal.</param>
public sealed record CoverageCell(string Segment, string SegmentName, int Conversations, long Ratings, bool Heard);
