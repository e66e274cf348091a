using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Conversations;

/// <summary>Says how many conversations a cycle shall have, with customers, with a segment of them, with internal stakeholders.</summary>
public sealed class SetTargets(ConversationStore store, LandscapeSource landscapes)
{
    /// <param name="Cycle">2026-Q4.</param>
    /// <param name="Targets">The same again sets the number anew; 0 takes it away.</param>
    public sealed record Request(string? Cycle, IReadOnlyList<Target>? Targets);

    /// <param name="Segment">Key of a segment; none is all together.</param>
    public sealed record Target(ConversationWith With, string? Segment, int? Wanted);

    public async Task<Result<Done>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        if (Cycle.Parse(request.Cycle) is not { } cycle)
            return Error.Invalid("cycle-invalid", "Name the cycle as 2026-Q4. Nothing was saved.");
        if (request.Targets is not { Count: > 0 } targets)
            return Error.Invalid("targets-missing", "Give at least one target. Nothing was saved.");
        var segments = (await landscapes.ReadAsync(cancel)).Segments;
        await using var context = await store.OpenAsync(cancel);
        var known = await context.ConversationTargets.Where(row => row.Cycle == cycle).ToListAsync(cancel);
        foreach (var target in targets)
        {
            if (target.Wanted is < 0 or > 100_000)
                return Error.Invalid("target-invalid", "A target is a number from 0 to 100,000. Nothing was saved.");
            var segment = string.IsNullOrWhiteSpace(target.Segment) ? Guid.Empty : segments.FirstOrDefault(row => row.Key == target.Segment)?.Id;
            if (segment is null || (segment != Guid.Empty && target.With == ConversationWith.Internal))
                return Error.Invalid("segment-unknown", $"There is no segment of customers “{target.Segment}”. Nothing was saved.");
            var row = known.Find(one => one.With == target.With && one.SegmentId == segment);
            if (target.Wanted is not > 0)
            {
                if (row is not null)
                    context.ConversationTargets.Remove(row);
                continue;
            }

            if (row is null)
            {
                row = new ConversationTarget
                {
                    Cycle = cycle,
                    With = target.With,
                    SegmentId = segment.Value,
                };
                context.ConversationTargets.Add(row);
                known.Add(row);
            }

            row.Wanted = target.Wanted.Value;
        }

        context.Activities.Add(Activity.Of(actor, store.Now, "conversation-targets.set", null, $"Set targets of conversations for {Cycle.Label(cycle)}"));
        return await store.SaveAsync(context, cancel) is { } failed ? failed : Done.It;
    }
}
