using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Segments;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>Places the verbatims of a theme by hand, all at once: on a stage, on a need, or on a need made of it.</summary>
public sealed class PlaceTheme(ISignalStore signals, LandscapeSource landscapes, ChangeSegments segments, VerbatimPlacer placer, ChangeFeed feed)
{
    private const int Most = 1_000;

    public sealed record Request
    {
        /// <summary>Ids of signals, 1 to 1,000.</summary>
        public IReadOnlyList<long> Signals { get; init; } = [];

        /// <summary>Stage:ID or Need:ID; left out where a need is made.</summary>
        public string? Place { get; init; }

        /// <summary>The name of a need to make, in the customer's words.</summary>
        public string? Need { get; init; }
    }

    /// <returns>How many verbatims were placed; those that somebody placed meanwhile are left as they are.</returns>
    public async Task<Result<int>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.PlaceSignals) is { } denied)
            return denied;
        if (request.Signals.Count is 0 or > Most)
            return Error.Invalid("signals-out-of-range", "Choose 1 to 1,000 verbatims. Nothing was placed.");
        var found = string.IsNullOrWhiteSpace(request.Need) ? await TargetAsync(request.Place, cancel) : await MakeNeedAsync(actor, request.Need.Trim(), cancel);
        if (found.Error is { } error)
            return error;
        var placed = await signals.PlaceAllAsync([.. request.Signals.Select(id => new SignalPlacement(id, found.Value))], actor.Name, cancel);
        placer.Forget();
        feed.AnnounceSoon();
        return placed;
    }

    private async Task<Result<NewPlacement>> MakeNeedAsync(Actor actor, string name, CancellationToken cancel)
    {
        var made = await segments.AddAsync(actor, ChangeSegments.Part.Needs, new ChangeSegments.EntryRequest { Name = name }, cancel);
        if (made.Error is { } error)
            return error;
        var need = (await landscapes.ReadAsync(cancel)).Needs.Last(row => row.Name == name);
        return new NewPlacement(PlacementKind.Need, need.Id, PlacementOrigin.Hand);
    }

    /// <summary>The place that a form or a program names, if it is there.</summary>
    public async Task<Result<NewPlacement>> TargetAsync(string? place, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        return
            place?.Split(':') is [var kindText, var idText]
            && Enum.TryParse<PlacementKind>(kindText, ignoreCase: true, out var kind)
            && Guid.TryParse(idText, out var id)
            && (kind == PlacementKind.Stage ? landscape.LiveStages.Any(entry => entry.Stage.Id == id) : landscape.Needs.Any(need => need.Id == id))
            ? new NewPlacement(kind, id, PlacementOrigin.Hand)
            : Error.NotFound("signal, stage or need");
    }
}
