using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Placing;

/// <summary>What programs read and set of the classifier.</summary>
internal static class PlacingApi
{
    private const int MostTexts = 100;
    private const int LongestText = 20_000;
    private const int Suggested = 5;

    /// <param name="Place">Stage:ID or Need:ID.</param>
    /// <param name="Probability">0–1; null while too few confirmations tell how sure the classifier is.</param>
    public sealed record SuggestionResource(string Place, string Name, double? Probability);

    public sealed record TextsRequest(IReadOnlyList<string>? Texts);

    /// <param name="Value">Null where there is nothing to tell by.</param>
    public sealed record ShareResource(double? Value, double? Low, double? High, double N);

    public sealed record PointResource(double Threshold, ShareResource Precision, ShareResource Placed);

    /// <param name="Threshold">Null: the classifier only suggests.</param>
    public sealed record KindResource(PlacementKind Kind, double? Threshold, int Version, IReadOnlyList<PointResource> HeldOut);

    /// <param name="Confirmations">Verbatims that somebody placed.</param>
    public sealed record ClassifierResource(int Confirmations, int HeldOut, bool Calibrated, IReadOnlyList<KindResource> Kinds);

    /// <param name="Perhaps">A stage to which it leans, as Stage:ID; null where it leans nowhere.</param>
    public sealed record ThemeResource(IReadOnlyList<string> Words, int Verbatims, IReadOnlyList<string> Quotations, IReadOnlyList<long> Signals, string? Perhaps);

    public sealed record PlacedResource(int Placed);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/placing").WithTags("Placing");
        api.MapGet("", ReadAsync)
            .Needs(Permission.PlaceSignals)
            .WithSummary("How right the classifier is on confirmations held out, and from which probability on it places by itself.");
        api.MapPost("/suggestions", SuggestAsync)
            .Needs(Permission.PlaceSignals)
            .WithSummary("For each of up to 100 texts its five most probable places. Nothing is stored.")
            .Produces<IEnumerable<IReadOnlyList<SuggestionResource>>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/themes", ThemesAsync)
            .Needs(Permission.PlaceSignals)
            .WithSummary("Themes among verbatims that wait and fit nowhere surely, with their telling words and quotations.");
        api.MapPost(
                "/themes",
                async Task<IResult> (HttpContext http, PlaceTheme.Request request, PlaceTheme place, CancellationToken cancel) =>
                    await place.HandleAsync(http.Actor(), request, cancel) is var placed && placed.Error is { } error
                        ? error.ToProblem()
                        : TypedResults.Ok(new PlacedResource(placed.Value))
            )
            .Needs(Permission.PlaceSignals)
            .WithSummary("Place many verbatims by hand on a stage, a need, or a need made by this request. Those that somebody placed already are left as they are.")
            .Produces<PlacedResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPut(
                "/{kind}/threshold",
                async (HttpContext http, PlacementKind kind, SetPlacingThreshold.Request request, SetPlacingThreshold set, CancellationToken cancel) =>
                    (await set.HandleAsync(http.Actor(), kind, request, cancel)).ToApi()
            )
            .Needs(Permission.KeepDesk)
            .WithSummary("From which probability on the classifier places verbatims on stages (Stage) or needs (Need) by itself, 0.8–0.99; null: it only suggests.")
            .Produces<PlacingSetting>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<ClassifierResource> ReadAsync(VerbatimPlacer placer, PlacingQueries queries, CancellationToken cancel)
    {
        var fitted = await placer.ReadAsync(cancel);
        var kinds = (await queries.ReadTrustAsync(fitted, cancel)).Select(trust => new KindResource(
            trust.Kind,
            trust.Setting?.Threshold,
            trust.Setting?.Version ?? 0,
            [.. trust.At.Select(point => new PointResource(point.Threshold, Share(point.Precision), Share(point.Placed)))]
        ));
        return new(fitted.Confirmations, fitted.HeldOut.Count, fitted.Calibrated, [.. kinds]);
    }

    private static ShareResource Share(Proportion share) => share.N == 0 ? new(null, null, null, 0) : new(share.Value, share.Interval.Low, share.Interval.High, share.N);

    private static async Task<IResult> SuggestAsync(TextsRequest request, VerbatimPlacer placer, CancellationToken cancel)
    {
        if (request.Texts is not { Count: > 0 and <= MostTexts } texts || texts.Any(text => text is null || text.Length > LongestText))
            return Error.Invalid("texts-out-of-range", "Send 1 to 100 texts of at most 20,000 characters each.").ToProblem();
        var fitted = await placer.ReadAsync(cancel);
        return TypedResults.Ok(
            texts.Select(text =>
                fitted
                    .Probabilities(text)
                    .Index()
                    .OrderByDescending(row => row.Item)
                    .ThenBy(row => row.Index)
                    .Take(Suggested)
                    .Select(row => new SuggestionResource(fitted.Targets[row.Index].Value, fitted.Targets[row.Index].Name, fitted.Calibrated ? row.Item : null))
                    .ToList()
            )
        );
    }

    private static async Task<IEnumerable<ThemeResource>> ThemesAsync(PlacingQueries queries, CancellationToken cancel) =>
        (await queries.ReadThemesAsync(cancel)).Themes.Select(theme => new ThemeResource(
            theme.Words,
            theme.Signals.Count,
            [.. theme.Quotations.Select(row => row.Verbatim ?? "")],
            [.. theme.Signals.Select(row => row.Id)],
            theme.Perhaps?.Value
        ));
}
