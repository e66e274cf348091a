using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>The queue of verbatims that wait for a place: one keystroke a verbatim, and a classifier that learns from each.</summary>
public static class PlacingEndpoints
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<VerbatimPlacer>().AddSingleton<PlacingQueries>().AddSingleton<PlaceByClassifier>().AddScoped<SetPlacingThreshold>().AddScoped<PlaceTheme>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var placing = routes.MapGroup("/placing").ExcludeFromDescription();
        placing.MapGet("", PageAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}", PlaceAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}/removal", RemoveAsync).Needs(Permission.PlaceSignals);
        placing.MapPost("/{id:long}/return", ReturnAsync).Needs(Permission.PlaceSignals);
        placing
            .MapGet(
                "/themes",
                (HttpContext http, PlacingQueries queries, LandscapeSource landscapes, CancellationToken cancel) => ThemesAsync(http, queries, landscapes, FormState.Empty, cancel)
            )
            .Needs(Permission.PlaceSignals);
        placing.MapPost("/themes", PlaceThemeAsync).Needs(Permission.PlaceSignals);
        placing
            .MapGet(
                "/classifier",
                (HttpContext http, VerbatimPlacer placer, PlacingQueries queries, CancellationToken cancel) => ClassifierAsync(http, placer, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.PlaceSignals);
        placing.MapPost("/classifier", SetAsync).Needs(Permission.KeepDesk);
        PlacingApi.Map(routes);
    }

    public sealed record PlaceRequest(string? Place, int Skip);

    public sealed record ThresholdForm(string? Kind, string? Threshold, int? Version);

    private static async Task<IResult> PageAsync(HttpContext http, PlacingQueries queries, long? signal, int? skip, long? placed, string? find, CancellationToken cancel)
    {
        var number = Math.Clamp(skip ?? 0, 0, 100_000);
        var model = await queries.ReadAsync(signal, number, placed, cancel);
        if (signal is null && model.Signal is null && number > 0)
            return Answers.SeeOther("/placing");
        return Pages.Page<PlacingPage>(
            new
            {
                Frame = http.Frame("Place verbatims", "placing"),
                Model = model,
                Trust = await queries.ReadTrustAsync(model.Fitted, cancel),
                Find = find,
            }
        );
    }

    private static async Task<IResult> PlaceAsync(
        HttpContext http,
        long id,
        [FromForm] PlaceRequest request,
        ISignalStore signals,
        VerbatimPlacer placer,
        PlaceTheme themes,
        ChangeFeed feed,
        CancellationToken cancel
    )
    {
        if (request.Place == "none")
        {
            await signals.SetWaitingAsync(id, false, cancel);
            await placer.LearnAsync(id, noStage: true, cancel);
            feed.AnnounceSoon();
            return Answers.SeeOther($"/placing?skip={request.Skip}&placed={id}");
        }

        var target = await themes.TargetAsync(request.Place, cancel);
        if (!target.Ok || !await signals.PlaceAsync(id, target.Value, http.Actor().Name, remove: false, cancel))
            return http.ErrorPage(Error.NotFound("signal, stage or need"));
        await placer.LearnAsync(id, noStage: false, cancel);
        feed.AnnounceSoon();
        // A need says what it is about; the stage says where, and brings up the next.
        return Answers.SeeOther(target.Value.Kind == PlacementKind.Need ? $"/placing?signal={id}&skip={request.Skip}" : $"/placing?skip={request.Skip}&placed={id}");
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http,
        long id,
        [FromForm] PlaceRequest request,
        ISignalStore signals,
        VerbatimPlacer placer,
        PlaceTheme themes,
        ChangeFeed feed,
        CancellationToken cancel
    )
    {
        var target = await themes.TargetAsync(request.Place, cancel);
        if (!target.Ok || !await signals.PlaceAsync(id, target.Value, http.Actor().Name, remove: true, cancel))
            return http.ErrorPage(Error.NotFound("signal, stage or need"));
        placer.Forget();
        feed.AnnounceSoon();
        return Answers.SeeOther($"/signals/{id}");
    }

    /// <summary>Undo: all places given by hand go, and the verbatim waits again.</summary>
    private static async Task<IResult> ReturnAsync(
        HttpContext http,
        long id,
        [FromForm] Nothing nothing,
        ISignalStore signals,
        PlacingQueries queries,
        VerbatimPlacer placer,
        ChangeFeed feed,
        CancellationToken cancel
    )
    {
        if (await queries.FindAsync(id, cancel) is not { } found)
            return http.ErrorPage(Error.NotFound("signal"));
        foreach (var placement in found.Placements.Where(row => row.Origin == PlacementOrigin.Hand))
            await signals.PlaceAsync(id, new NewPlacement(placement.Kind, placement.TargetId, placement.Origin), http.Actor().Name, remove: true, cancel);
        await signals.SetWaitingAsync(id, true, cancel);
        placer.Forget();
        feed.AnnounceSoon();
        return Answers.SeeOther($"/placing?signal={id}");
    }

    private static async Task<IResult> ThemesAsync(HttpContext http, PlacingQueries queries, LandscapeSource landscapes, FormState form, CancellationToken cancel) =>
        Pages.Page<ThemesPage>(
            new
            {
                Frame = http.Frame("Themes among what waits", "placing"),
                Model = await queries.ReadThemesAsync(cancel),
                Targets = PlacingTarget.Of(await landscapes.ReadAsync(cancel)),
                MayMakeNeeds = http.Actor().Can(Permission.EditJourneys),
                Form = form,
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> PlaceThemeAsync(
        HttpContext http,
        IFormCollection form,
        PlaceTheme place,
        PlacingQueries queries,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        var request = new PlaceTheme.Request
        {
            Signals = [.. form["signals"].Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)],
            Place = form["place"],
            Need = form["how"] == "need" ? form["need"].ToString() : null,
        };
        return await http.AfterFormAsync(place.HandleAsync(http.Actor(), request, cancel), _ => "/placing/themes", state => ThemesAsync(http, queries, landscapes, state, cancel));
    }

    private static async Task<IResult> ClassifierAsync(HttpContext http, VerbatimPlacer placer, PlacingQueries queries, FormState form, CancellationToken cancel)
    {
        var fitted = await placer.ReadAsync(cancel);
        return Pages.Page<ClassifierPage>(
            new
            {
                Frame = http.Frame("The classifier", "placing"),
                Fitted = fitted,
                Trust = await queries.ReadTrustAsync(fitted, cancel),
                MaySet = http.Actor().Can(Permission.KeepDesk),
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    private static async Task<IResult> SetAsync(
        HttpContext http,
        [FromForm] ThresholdForm form,
        SetPlacingThreshold set,
        VerbatimPlacer placer,
        PlacingQueries queries,
        CancellationToken cancel
    )
    {
        if (!Enum.TryParse<PlacementKind>(form.Kind, out var kind))
            return http.ErrorPage(Error.NotFound("kind of place"));
        double? threshold =
            string.IsNullOrWhiteSpace(form.Threshold) ? null
            : double.TryParse(form.Threshold.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : double.NaN;
        var request = new SetPlacingThreshold.Request { Threshold = threshold, Version = form.Version };
        return await http.AfterFormAsync(
            set.HandleAsync(http.Actor(), kind, request, cancel),
            "/placing/classifier",
            state => ClassifierAsync(http, placer, queries, state, cancel)
        );
    }
}
