using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Pressures;

/// <summary>Pressures for programs.</summary>
public static class PressureApi
{
    private const int PageSize = 100;
    private const int MostInFile = 100_000;

    /// <param name="Stages">journey/stage, its own and those of what it keeps alive.</param>
    /// <param name="KeepsAlive">Insights, as I-12.</param>
    /// <param name="Blocks">Opportunities, as O-3.</param>
    public sealed record PressureResource(
        int Number,
        string Name,
        PressureType Type,
        string Title,
        string? Detail,
        IReadOnlyList<string> Stages,
        IReadOnlyList<string> KeepsAlive,
        IReadOnlyList<string> Blocks,
        Guid? OwnerTeamId,
        Guid? OwnerPersonId,
        DateTime CreatedAt,
        DateTime? ResolvedAt,
        DateTime? ArchivedAt,
        string? ExternalId,
        int Version
    );

    public sealed record PressurePageResource(int Total, int Page, IReadOnlyList<PressureResource> Items);

    private static readonly string[] Columns = ["name", "type", "title", "stages", "keepsAlive", "blocks", "createdAt", "resolvedAt", "archivedAt", "externalId"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pressures = routes.MapGroup("/api/pressures").WithTags("Pressures");
        pressures
            .MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Pressures, newest first, 100 a page; with format=csv or json all that match as a file.")
            .WithDescription("Filter by state (open, resolved, archived, all; all unless asked), type and stage.")
            .Produces<PressurePageResource>();
        pressures
            .MapGet(
                "/{number:int}",
                async (int number, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel) => (await ReadAsync(number, ledgers, landscapes, cancel)).ToApi()
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("One pressure")
            .Produces<PressureResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        pressures
            .MapPost("", CreateAsync)
            .Needs(Permission.EditThreads)
            .WithSummary("Name a pressure.")
            .Produces<PressureResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        pressures
            .MapPut(
                "/{number:int}",
                (HttpContext http, int number, SavePressure.Request request, SavePressure save, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel) =>
                    AnswerAsync(save.ChangeAsync(http.Actor(), number, request, cancel), ledgers, landscapes, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change it. With a version it is refused as 409 if another came first.")
            .Produces<PressureResource>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        foreach (var (path, change) in PressuresFeature.Changes)
        {
            pressures
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, SavePressure save, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel) =>
                        AnswerAsync(change(save, http.Actor(), number, cancel), ledgers, landscapes, cancel)
                )
                .Needs(Permission.EditThreads)
                .WithSummary(
                    path switch
                    {
                        "resolution" => "It works no more.",
                        "reopening" => "It works again.",
                        "archive" => "Archive it.",
                        _ => "Bring it back from the archive.",
                    }
                )
                .Produces<PressureResource>();
        }
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] PressureFilter filter,
        string? format,
        PressureQueries queries,
        LedgerSource ledgers,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        var state = AskedState.Of(filter.State, PressureFilter.States);
        if (state.Error is { } unknown)
            return AskedState.Refused(unknown);
        var file = format is "csv" or "json";
        var asked = filter with { State = state.Value };
        var list = await queries.ReadListAsync(file ? asked with { Page = 1 } : asked, file ? MostInFile : PageSize, cancel);
        var paths = await PathsAsync(landscapes, cancel);
        var items = await ledgers.ReadAsync(ledger => list.Rows.Select(row => Of(ledger, row.Pressure, paths)).ToList(), cancel);
        return format switch
        {
            "csv" => CsvAnswer.Of("pressures.csv", Columns, items.Select(Row)),
            "json" => TypedResults.Ok(items),
            _ => TypedResults.Ok(new PressurePageResource(list.Total, filter.Number, items)),
        };
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http,
        SavePressure.Request request,
        SavePressure save,
        LedgerSource ledgers,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        var saved = await save.CreateAsync(http.Actor(), request, cancel);
        return saved.Error is { } error
            ? error.ToProblem()
            : (await ReadAsync(saved.Value.Number, ledgers, landscapes, cancel)).ToApi(row => TypedResults.Created($"/api/pressures/{row.Number}", row));
    }

    private static async Task<IResult> AnswerAsync(Task<Result<Pressure>> change, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel)
    {
        var changed = await change;
        return changed.Error is { } error ? error.ToProblem() : (await ReadAsync(changed.Value.Number, ledgers, landscapes, cancel)).ToApi();
    }

    private static async Task<Result<PressureResource>> ReadAsync(int number, LedgerSource ledgers, LandscapeSource landscapes, CancellationToken cancel)
    {
        var paths = await PathsAsync(landscapes, cancel);
        var found = await ledgers.ReadAsync(ledger => ledger.Find(ThreadKind.Pressure, number) is Pressure row ? Of(ledger, row, paths) : null, cancel);
        return found is null ? Error.NotFound("pressure") : found;
    }

    private static async Task<Dictionary<Guid, string>> PathsAsync(LandscapeSource landscapes, CancellationToken cancel) =>
        (await landscapes.ReadAsync(cancel))
            .Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, Path: $"{journey.Key}/{stage.Key}")))
            .ToDictionary(row => row.Id, row => row.Path);

    private static PressureResource Of(Ledger ledger, Pressure row, Dictionary<Guid, string> paths) =>
        new(
            row.Number,
            ThreadStore.Name(row),
            row.Type,
            row.Title,
            row.Detail,
            [.. PressurePlaces.StagesOf(ledger, row).Where(paths.ContainsKey).Select(id => paths[id])],
            [.. ledger.Down<ThreadObject>(row.Id, LinkKind.KeepsAlive).Select(ThreadStore.Name)],
            [.. ledger.Down<ThreadObject>(row.Id, LinkKind.Blocks).Select(ThreadStore.Name)],
            row.OwnerTeamId,
            row.OwnerPersonId,
            row.CreatedAt,
            row.ResolvedAt,
            row.ArchivedAt,
            row.ExternalId,
            row.Version
        );

    private static IReadOnlyList<string?> Row(PressureResource row) =>
        [
            row.Name,
            PressureText.Key(row.Type),
            row.Title,
            string.Join(' ', row.Stages),
            string.Join(' ', row.KeepsAlive),
            string.Join(' ', row.Blocks),
            row.CreatedAt.ToString("O"),
            row.ResolvedAt?.ToString("O"),
            row.ArchivedAt?.ToString("O"),
            row.ExternalId,
        ];
}
