using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>The queue of verbatims that nobody has placed: one keystroke a verbatim.</summary>
public static class PlacingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var placing = routes.MapGroup("/placing").ExcludeFromDescription();
        placing.MapGet("", PageAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}", PlaceAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}/removal", RemoveAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}/return", ReturnAsync).Needs(Permission.PlaceSignals);
    }

    public sealed record PlaceRequest(string? Place, int Skip);

    private static async Task<IResult> PageAsync(
        HttpContext http,
        ISignalStore signals,
        LandscapeSource landscapes,
        long? signal,
        int? skip,
        long? placed,
        CancellationToken cancel
    )
    {
        var number = Math.Clamp(skip ?? 0, 0, 100_000);
        var query = signal is { } id
            ? new SignalQuery { SignalId = id, Limit = 1 }
            : new SignalQuery
            {
                WaitingOnly = true,
                Offset = number,
                Limit = 1,
            };
        var found = await signals.ReadSignalsAsync(query, cancel);
        if (signal is null && found.Count == 0 && number > 0)
            return Answers.SeeOther("/placing");
        var last = placed is { } lastId ? (await signals.ReadSignalsAsync(new SignalQuery { SignalId = lastId, Limit = 1 }, cancel)).FirstOrDefault() : null;
        return Pages.Page<PlacingPage>(
            new
            {
                Frame = http.Frame("Place verbatims", "placing"),
                Landscape = await landscapes.ReadAsync(cancel),
                Signal = found.FirstOrDefault(),
                Waiting = (await signals.ReadOverviewAsync(cancel)).Waiting,
                Skip = number,
                Last = last,
            }
        );
    }

    private static async Task<IResult> PlaceAsync(
        HttpContext http,
        long id,
        [FromForm] PlaceRequest request,
        ISignalStore signals,
        LandscapeSource landscapes,
        ChangeFeed feed,
        CancellationToken cancel
    )
    {
        if (request.Place == "none")
        {
            await signals.SetWaitingAsync(id, false, cancel);
            feed.AnnounceSoon();
            return Answers.SeeOther($"/placing?skip={request.Skip}&placed={id}");
        }

        if (await TargetAsync(request.Place, landscapes, cancel) is not { } placement || !await signals.PlaceAsync(id, placement, http.Actor().Name, remove: false, cancel))
            return http.ErrorPage(Error.NotFound("signal, stage or need"));
        feed.AnnounceSoon();
        // A need says what it is about; the stage says where, and brings up the next.
        return Answers.SeeOther(placement.Kind == PlacementKind.Need ? $"/placing?signal={id}&skip={request.Skip}" : $"/placing?skip={request.Skip}&placed={id}");
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http,
        long id,
        [FromForm] PlaceRequest request,
        ISignalStore signals,
        LandscapeSource landscapes,
        ChangeFeed feed,
        CancellationToken cancel
    )
    {
        if (await TargetAsync(request.Place, landscapes, cancel) is not { } placement || !await signals.PlaceAsync(id, placement, http.Actor().Name, remove: true, cancel))
            return http.ErrorPage(Error.NotFound("signal, stage or need"));
        feed.AnnounceSoon();
        return Answers.SeeOther($"/signals/{id}");
    }

    /// <summary>Undo: all places given by hand go, and the verbatim waits again.</summary>
    private static async Task<IResult> ReturnAsync(HttpContext http, long id, [FromForm] Nothing nothing, ISignalStore signals, ChangeFeed feed, CancellationToken cancel)
    {
        var found = await signals.ReadSignalsAsync(new SignalQuery { SignalId = id, Limit = 1 }, cancel);
        if (found.Count == 0)
            return http.ErrorPage(Error.NotFound("signal"));
        foreach (var placement in found[0].Placements.Where(row => row.Origin == PlacementOrigin.Hand))
            await signals.PlaceAsync(id, new NewPlacement(placement.Kind, placement.TargetId, placement.Origin), http.Actor().Name, remove: true, cancel);
        await signals.SetWaitingAsync(id, true, cancel);
        feed.AnnounceSoon();
        return Answers.SeeOther($"/placing?signal={id}");
    }

    private static async Task<NewPlacement?> TargetAsync(string? place, LandscapeSource landscapes, CancellationToken cancel)
    {
        if (place?.Split(':') is not [var kindText, var idText] || !Enum.TryParse<PlacementKind>(kindText, out var kind) || !Guid.TryParse(idText, out var id))
            return null;
        var landscape = await landscapes.ReadAsync(cancel);
        var exists = kind == PlacementKind.Stage ? landscape.LiveStages.Any(entry => entry.Stage.Id == id) : landscape.Needs.Any(need => need.Id == id);
        return exists ? new NewPlacement(kind, id, PlacementOrigin.Hand) : null;
    }
}
