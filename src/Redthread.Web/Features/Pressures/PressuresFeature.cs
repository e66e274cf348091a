using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Pressures;

public static class PressuresFeature
{
    /// <summary>The page's form; the API takes the use case's own request.</summary>
    public sealed record PressureForm
    {
        public string? Type { get; init; }
        public string? Title { get; init; }
        public string? Detail { get; init; }
        public string? Stage { get; init; }
        public string? KeepsAlive { get; init; }
        public string? OwnerTeamId { get; init; }
        public string? OwnerPersonId { get; init; }
        public int? Version { get; init; }

        public SavePressure.Request ToRequest() =>
            new()
            {
                Type = PressureText.TypeOf(Type),
                Title = Title,
                Detail = Detail,
                Stage = Stage,
                KeepsAlive = KeepsAlive,
                OwnerTeamId = Guid.TryParse(OwnerTeamId, out var team) ? team : null,
                OwnerPersonId = Guid.TryParse(OwnerPersonId, out var person) ? person : null,
                Version = Version,
            };
    }

    public static void Add(IServiceCollection services) => services.AddScoped<PressureQueries>().AddScoped<SavePressure>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/pressures").ExcludeFromDescription();
        pages
            .MapGet(
                "",
                (HttpContext http, [AsParameters] PressureFilter filter, PressureQueries queries, CancellationToken cancel) =>
                    ListAsync(http, filter, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapGet("/map", MapPageAsync).Needs(Permission.ViewThreads);
        pages.MapPost("", CreateAsync).Needs(Permission.EditThreads);
        pages
            .MapGet("/{number:int}", (HttpContext http, int number, PressureQueries queries, CancellationToken cancel) => PageAsync(http, number, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewThreads);
        pages.MapPost("/{number:int}", ChangeAsync).Needs(Permission.EditThreads);
        foreach (var (path, change) in Changes)
        {
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    async (HttpContext http, int number, IFormCollection _, SavePressure save, PressureQueries queries, CancellationToken cancel) =>
                        await BackAsync(http, number, queries, await change(save, http.Actor(), number, cancel), cancel)
                )
                .Needs(Permission.EditThreads);
        }

        PressureApi.Map(routes);
    }

    /// <summary>The states of a pressure, as resources.</summary>
    internal static readonly (string Path, Func<SavePressure, Actor, int, CancellationToken, Task<Result<Pressure>>> Change)[] Changes =
    [
        ("resolution", (save, actor, number, cancel) => save.ResolveAsync(actor, number, true, cancel)),
        ("reopening", (save, actor, number, cancel) => save.ResolveAsync(actor, number, false, cancel)),
        ("archive", (save, actor, number, cancel) => save.ArchiveAsync(actor, number, true, cancel)),
        ("restoration", (save, actor, number, cancel) => save.ArchiveAsync(actor, number, false, cancel)),
    ];

    private static async Task<IResult> ListAsync(HttpContext http, PressureFilter filter, PressureQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<PressuresPage>(
            new
            {
                Frame = http.Frame("Pressures", "pressures"),
                Filter = filter,
                Model = await queries.ReadListAsync(filter, PressureQueries.PageSize, cancel),
                Form = form,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> MapPageAsync(HttpContext http, PressureQueries queries, CancellationToken cancel) =>
        Pages.Page<PressureMapPage>(new { Frame = http.Frame("Where pressures work", "pressures"), Model = await queries.ReadMapAsync(cancel) });

    private static async Task<IResult> PageAsync(HttpContext http, int number, PressureQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(number, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<PressurePage>(
                new
                {
                    Frame = http.Frame(view.Value.Pressure.Title, "pressures"),
                    Model = view.Value,
                    Form = form,
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static async Task<IResult> CreateAsync(HttpContext http, [FromForm] PressureForm form, SavePressure save, PressureQueries queries, CancellationToken cancel)
    {
        var saved = await save.CreateAsync(http.Actor(), form.ToRequest(), cancel);
        return saved.Error is { } error
            ? await ListAsync(http, new PressureFilter(null, null, null, null), queries, FormState.Of(http, error), cancel)
            : Answers.SeeOther($"/pressures/{saved.Value.Number}");
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http,
        int number,
        [FromForm] PressureForm form,
        SavePressure save,
        PressureQueries queries,
        CancellationToken cancel
    ) => await BackAsync(http, number, queries, await save.ChangeAsync(http.Actor(), number, form.ToRequest(), cancel), cancel);

    private static async Task<IResult> BackAsync(HttpContext http, int number, PressureQueries queries, Result<Pressure> result, CancellationToken cancel) =>
        result.Error is { } error ? await PageAsync(http, number, queries, FormState.Of(http, error), cancel) : Answers.SeeOther($"/pressures/{number}");
}
