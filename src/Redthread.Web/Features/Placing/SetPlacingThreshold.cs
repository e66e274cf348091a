using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>Lets the classifier place verbatims by itself from a probability on, or only suggest.</summary>
public sealed class SetPlacingThreshold(IDbContextFactory<RedthreadContext> contexts, PlaceByClassifier place, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        /// <summary>0.8–0.99; null: it only suggests.</summary>
        public double? Threshold { get; init; }

        /// <summary>The version that was looked at; 0 before it was ever set.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<PlacingSetting>> HandleAsync(Actor actor, PlacementKind kind, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.KeepDesk) is { } denied)
            return denied;
        if (request.Threshold is { } asked && !(asked is >= PlacingSetting.LeastThreshold and <= PlacingSetting.MostThreshold))
            return Error.Invalid("threshold-out-of-range", "The threshold lies between 0.8 and 0.99. Nothing was changed.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.PlacingSettings.SingleOrDefaultAsync(one => one.Kind == kind, cancel);
        if (request.Version is { } version && version != (row?.Version ?? 0))
            return Error.Stale;
        if (row is null)
            context.PlacingSettings.Add(row = new PlacingSetting { Kind = kind, ChangedBy = actor.Name });
        var now = time.GetUtcNow().UtcDateTime;
        (row.Threshold, row.ChangedAt, row.ChangedBy) = (request.Threshold, now, actor.Name);
        row.Version++;
        var where = kind == PlacementKind.Stage ? "stages" : "needs";
        var text = request.Threshold is { } from
            ? string.Create(CultureInfo.InvariantCulture, $"Let the classifier place verbatims on {where} from a probability of {from:0.00} on")
            : $"Let the classifier only suggest {where}";
        context.Activities.Add(Activity.Of(actor, now, "placing.set", null, text));
        if (await feed.SaveAsync(context, cancel) is { } stale)
            return stale;
        await place.HandleAsync(cancel);
        return row;
    }
}
