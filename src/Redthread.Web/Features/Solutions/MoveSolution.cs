using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Solutions;

/// <summary>Moves a solution on the board: into a column, before or after another, by mouse, menu or program alike.</summary>
public sealed class MoveSolution(ThreadStore store, PlanLock planning)
{
    // Between two neighbours nearer than this no place is left; the column is then counted anew.
    private const double LeastGap = 1e-6;

    public sealed record Request
    {
        public Horizon? Horizon { get; init; }

        /// <summary>Number of the solution to stand before.</summary>
        public int? Before { get; init; }

        /// <summary>Number of the solution to stand after.</summary>
        public int? After { get; init; }

        /// <summary>“Now”, “Soon before:12”, “after:7”: what the board's form says.</summary>
        public static Request? Parse(string? text)
        {
            var request = new Request();
            foreach (var word in text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                if (word.Split(':') is [var side and ("before" or "after"), var digits] && int.TryParse(digits, out var number))
                    request = side == "before" ? request with { Before = number } : request with { After = number };
                else if (Enum.TryParse<Horizon>(word, true, out var horizon) && Enum.IsDefined(horizon))
                    request = request with { Horizon = horizon };
                else
                    return null;
            }

            return request;
        }
    }

    public Task<Result<Solution>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<Solution>(
            actor,
            Permission.EditThreads,
            number,
            null,
            async (context, row, stop) =>
            {
                if (await planning.RefusalAsync(actor, stop) is { } locked)
                    return locked;
                var beside = request.Before ?? request.After;
                var other = beside is null ? null : await context.Solutions.SingleOrDefaultAsync(one => one.Number == beside, stop);
                if (beside is not null && other is null)
                    return Error.NotFound("solution to stand beside");
                var horizon = request.Horizon ?? other?.Horizon ?? row.Horizon;
                if (other is not null && (other.Horizon != horizon || other.Id == row.Id))
                    return Error.Conflict("moved-meanwhile", $"{ThreadStore.Name(other)} no longer stands there. Nothing was moved; look at the board again.");
                row.Position = await PlaceAsync(context, actor, row, horizon, other, request.Before is not null, stop);
                var moved = row.Horizon != horizon;
                row.Horizon = horizon;
                return ("moved", moved ? $"Moved {ThreadStore.Name(row)} to {horizon}" : $"Moved {ThreadStore.Name(row)} within {horizon}");
            },
            cancel
        );

    private async Task<double> PlaceAsync(RedthreadContext context, Actor actor, Solution row, Horizon horizon, Solution? other, bool before, CancellationToken cancel)
    {
        if (other is null)
            return await ChangeSolution.LastAsync(context, horizon, cancel) + 1;
        var column = context.Solutions.Where(one => one.Horizon == horizon && one.Id != row.Id);
        var neighbour = before
            ? await column.Where(one => one.Position < other.Position).MaxAsync(one => (double?)one.Position, cancel) ?? other.Position - 2
            : await column.Where(one => one.Position > other.Position).MinAsync(one => (double?)one.Position, cancel) ?? other.Position + 2;
        if (Math.Abs(neighbour - other.Position) > LeastGap)
            return (neighbour + other.Position) / 2;
        var all = await column.OrderBy(one => one.Position).ThenBy(one => one.Number).ToListAsync(cancel);
        for (var at = 0; at < all.Count; at++)
            all[at].Position = at + 1;
        context.Activities.Add(Activity.Of(actor, store.Now, LedgerSource.Loaded, null, $"Counted the places of {horizon} anew"));
        return other.Position + (before ? -0.5 : 0.5);
    }
}
