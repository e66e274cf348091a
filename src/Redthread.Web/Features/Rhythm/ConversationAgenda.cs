using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Conversations;

namespace Redthread.Web.Features.Rhythm;

/// <summary>Conversations that the cycle of the meeting still misses against its targets, and who was not heard in it.</summary>
public sealed class ConversationAgenda(CoverageQueries coverage) : IAgendaSource
{
    private const string Section = "Conversations missing";

    public int Order => 4;

    public async Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel)
    {
        var cycle = Cycle.At(span.Until);
        var model = await coverage.ReadAsync(cycle, cancel);
        if (model.Future)
            return [];
        var href = $"/conversations/coverage?cycle={Cycle.Address(cycle)}";
        return
        [
            .. model.Targets.Where(line => line.Held < line.Wanted).Select(line => new AgendaItem(Section, line.Name, href, Missing(line))),
            .. model
                .Unheard.GroupBy(one => one.Cell.SegmentName)
                .Select(group => new AgendaItem(Section, group.Key, href, $"not heard at {string.Join(", ", group.Select(one => one.Row.Stage))}")),
            .. model.NeverInterviewed.Select(team => new AgendaItem(Section, team.Name, $"/conversations/new?with=internal&team={team.Key}", "never interviewed")),
        ];
    }

    private static string Missing(TargetLine line) =>
        $"{line.Held} of {line.Wanted} held in the cycle{(line.With == ConversationWith.Internal ? ", internal" : "")}{(line.Planned > 0 ? $", {line.Planned} planned" : "")}";
}
