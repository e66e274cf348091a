using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Picture;

public static class PictureFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<BoardQueries>().AddSingleton<PanelQueries>().AddSingleton<PictureQueries>().AddSingleton<TouchpointQueries>().AddSingleton<StageThreads>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PageAsync).Needs(Permission.ViewPicture).ExcludeFromDescription();
        var api = routes.MapGroup("/api").WithTags("Picture");
        api.MapGet("/picture", PictureAsync).Needs(Permission.ViewPicture).WithSummary("The Picture: one cell per live stage, with score, 95 % interval, n and state.");
        api.MapGet("/picture/journeys", JourneysAsync)
            .Needs(Permission.ViewPicture)
            .WithSummary("The Picture's journeys and lifecycles: score rolled up from their stages, 95 % interval, n and coverage.");
        api.MapGet("/touchpoints", TouchpointsAsync)
            .Needs(Permission.ViewPicture)
            .WithSummary("Per touchpoint and measure: n, mean and weighted mean on the raw scale, score on 0–100, and NPS.");
    }

    private static async Task<IResult> PageAsync(HttpContext http, PictureQueries queries, KeptPages pages, CancellationToken cancel)
    {
        var address = PictureAddress.Of(http.Request.Query);
        var actor = http.Actor();
        var frame = http.Frame("The Picture", "picture") with { Display = address.Display };
        // An open stage shows evidence, which is read afresh each time.
        return address.Stage is null
            ? await pages.PageAsync<PicturePage, PictureModel>(http, frame, stop => queries.ReadAsync(actor, address, stop))
            : Pages.Page<PicturePage>(new { Frame = frame, Model = await queries.ReadAsync(actor, address, cancel) });
    }

    /// <param name="period">2026, 2026-Q2, 2026-05 or 2026-W07; without one the quarter of the newest signal.</param>
    private static async Task<IResult> PictureAsync(
        BoardQueries boards,
        string? period,
        string? journey,
        string? segment,
        string? persona,
        string? channel,
        CancellationToken cancel
    )
    {
        var request = await BoardRequests.ReadAsync(boards, period, journey, segment, channel, cancel, persona);
        return request.Ok ? TypedResults.Ok(BoardCell.Of(await boards.ReadAsync(request.Value, cancel))) : request.Error!.ToProblem();
    }

    /// <param name="period">2026, 2026-Q2, 2026-05 or 2026-W07; without one the quarter of the newest signal.</param>
    private static async Task<IResult> JourneysAsync(BoardQueries boards, string? period, string? segment, string? persona, string? channel, CancellationToken cancel)
    {
        var request = await BoardRequests.ReadAsync(boards, period, null, segment, channel, cancel, persona);
        return request.Ok ? TypedResults.Ok(JourneyCell.Of(await boards.ReadAsync(request.Value, cancel))) : request.Error!.ToProblem();
    }

    private static async Task<IResult> TouchpointsAsync(TouchpointQueries queries, string? period, CancellationToken cancel) => (await queries.ReadAsync(period, cancel)).ToApi();
}
