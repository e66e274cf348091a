using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Conversations;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Conversations that the cycle in which most of the time since the last meeting lay misses against its targets, and by stage who was not heard in it.</summary>
public sealed class ConversationAgenda(CoverageQueries coverage) : IAgendaSource
{
    private const string Section = "Conversations missing";

    public int Order => 4;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        // A review early in a cycle is of the one before: most of what it looks back on lay there.
        var cycle = Cycle.At(span.Since + ((span.Until - span.Since) / 2));
        var model = await coverage.ReadAsync(cycle, cancel);
        if (model.Future)
            return [];
        var href = $"/conversations/coverage?cycle={Cycle.Address(cycle)}";
        var never = model.NeverInterviewed.Where(team => span.Scope.HasTeam(team.Id)).Select(team => team.Name).ToList();
        return
        [
            .. model
                .Targets.Where(line => line.Held < line.Wanted)
                .GroupBy(line => line.With)
                .Select(group => new AgendaItem(
                    Section,
                    group.Key == ConversationWith.Internal ? "Internal stakeholders" : "Customers",
                    href,
                    $"{string.Join("; ", group.Select(Missing))} in the cycle"
                )),
            .. model
                .Rows.Where(row => span.Scope.HasStage(row.Path) && row.Cells.Any(cell => !cell.Heard))
                .Select(row => new AgendaItem(Section, row.Stage, $"/conversations/new?with=customer&stage={row.Path}", Unheard(row))),
            .. never.Count == 0
                ? []
                : new[] { new AgendaItem(Section, never.Count == 1 ? "1 team" : $"{never.Count} teams", href, $"never interviewed: {string.Join(", ", never)}") },
        ];
    }

    private static string Missing(TargetLine line) =>
        $"{(line.Segment is null ? "" : $"{line.Name} ")}{line.Held} of {line.Wanted} held{(line.Planned > 0 ? $", {line.Planned} planned" : "")}";

    private static string Unheard(CoverageRow row) =>
        row.Cells.All(cell => !cell.Heard) ? "nobody was heard" : $"not heard: {string.Join(", ", row.Cells.Where(cell => !cell.Heard).Select(cell => cell.SegmentName))}";
}
