using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;
using Redthread.Web.Shell.Layout;

namespace Redthread.Web.Features.Search;

public static class SearchFeature
{
    private const int Most = 40;

    public sealed record Hit(string Title, string Kind, string Href);

    public static void Add(IServiceCollection services) => services.AddSingleton<TitleQueries>();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search", SearchAsync).Needs(Permission.ViewPicture).ExcludeFromDescription();

    private static async Task<IResult> SearchAsync(HttpContext http, string? q, LandscapeSource landscapes, TitleQueries titles, LedgerSource ledgers, CancellationToken cancel)
    {
        var frame = http.Frame(string.IsNullOrWhiteSpace(q) ? "Search" : $"Search: {q}", "");
        var hits = string.IsNullOrWhiteSpace(q)
            ? []
            : Find(q, frame.Rail, await landscapes.ReadAsync(cancel), [.. await titles.ReadAsync(http.Actor(), cancel), .. await ThreadsAsync(http, q, ledgers, cancel)]);
        http.Response.Headers.Vary = "Accept";
        return http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Json(hits)
            : Pages.Page<SearchPage>(
                new
                {
                    Frame = frame,
                    Query = q,
                    Hits = hits,
                }
            );
    }

    private static async Task<IReadOnlyList<Hit>> ThreadsAsync(HttpContext http, string query, LedgerSource ledgers, CancellationToken cancel) =>
        http.Actor().Can(Permission.ViewThreads) ? await ledgers.ReadAsync(ledger => ThreadTitles.Find(ledger, query, Most), cancel) : [];

    /// <summary>Everything whose name holds all the words, names that begin with what was typed first.</summary>
    public static IReadOnlyList<Hit> Find(string query, IEnumerable<RailItem> rail, Landscape landscape, IEnumerable<Hit>? titles = null)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var typed = string.Join(' ', words);
        return
        [
            .. All(rail, landscape)
                .Concat(titles ?? [])
                .Where(hit => Array.TrueForAll(words, word => hit.Title.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(hit => hit.Title.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Take(Most),
        ];
    }

    private static IEnumerable<Hit> All(IEnumerable<RailItem> rail, Landscape landscape)
    {
        foreach (var page in rail.SelectMany(item => item.Children.Prepend(item)))
            yield return new Hit(page.Label, "Page", page.Href);
        foreach (var journey in landscape.LiveJourneys)
            yield return new Hit(journey.Name, "Journey", $"/journeys/{journey.Key}");
        foreach (var journey in landscape.PlannedJourneys.Where(journey => journey.DraftedAt is not null))
            yield return new Hit(journey.Name, "Journey, draft", $"/journeys/{journey.Key}");
        foreach (var (journey, stage) in landscape.LiveStages)
            yield return new Hit(stage.Name, $"Stage of {journey.Name}", $"/?stage={journey.Key}/{stage.Key}");
        foreach (var (journey, stage) in landscape.LiveStages)
        {
            foreach (var touchpoint in stage.Touchpoints.Where(touchpoint => touchpoint.ArchivedAt is null))
                yield return new Hit(touchpoint.Name, $"Touchpoint of {journey.Name}, {stage.Name}", $"/journeys/{journey.Key}#stage-{stage.Key}");
        }

        foreach (var segment in landscape.Segments)
            yield return new Hit(segment.Name, "Segment", $"/?segment={segment.Key}");
    }
}
