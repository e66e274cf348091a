using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Desk;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Desk;

/// <summary>Switches a detector on or off and sets its thresholds; the Desk looks again at once.</summary>
public sealed class SetDetector(IDbContextFactory<RedthreadContext> contexts, DeskSweep sweep, ChangeFeed feed, TimeProvider time)
{
    public sealed record Request
    {
        public bool On { get; init; }

        /// <summary>Thresholds by their keys; what is left out is as shipped.</summary>
        public IReadOnlyDictionary<string, double>? Thresholds { get; init; }

        /// <summary>The version that was looked at; 0 before it was ever set.</summary>
        public int? Version { get; init; }
    }

    public async Task<Result<DetectorSetting>> HandleAsync(Actor actor, string id, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.KeepDesk) is { } denied)
            return denied;
        if (DetectorList.Find(id) is not { } detector)
            return Error.NotFound("detector");
        var set = new List<string>();
        foreach (var (key, value) in request.Thresholds ?? new Dictionary<string, double>())
        {
            if (detector.Thresholds.FirstOrDefault(one => one.Key == key) is not { } threshold)
                return Error.Invalid("threshold-unknown", $"{detector.Text.Name} has no threshold “{key}”. Nothing was changed.");
            if (!(value >= threshold.Least && value <= threshold.Most))
                return Error.Invalid("threshold-out-of-range", $"{threshold.Label} lies between {threshold.Least} and {threshold.Most}. Nothing was changed.");
            if (value != threshold.Usual)
                set.Add(string.Create(CultureInfo.InvariantCulture, $"{key}={value}"));
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.DetectorSettings.SingleOrDefaultAsync(one => one.Detector == id, cancel);
        if (request.Version is { } version && version != (row?.Version ?? 0))
            return Error.Stale;
        if (row is null)
            context.DetectorSettings.Add(row = new DetectorSetting { Detector = id, Version = 0 });
        var now = time.GetUtcNow().UtcDateTime;
        (row.On, row.Thresholds, row.ChangedAt, row.ChangedBy) = (request.On, string.Join(' ', set.Order(StringComparer.Ordinal)), now, actor.Name);
        row.Version++;
        context.Activities.Add(
            Activity.Of(actor, now, "detector.set", null, $"{(row.On ? "Switched on" : "Switched off")} “{detector.Text.Name}”{(set.Count > 0 ? $" with {row.Thresholds}" : "")}")
        );
        if (await feed.SaveAsync(context, cancel) is { } stale)
            return stale;
        await sweep.FullAsync(cancel);
        return row;
    }
}
