using System.Text;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.People;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;
using Part = Redthread.Web.Features.Segments.ChangeSegments.Part;
using Saved = Redthread.Domain.Result<Redthread.Web.Features.Segments.SaveSegments.Saved>;

namespace Redthread.Web.Features.Segments;

public static class SegmentsFeature
{
    public static void Add(IServiceCollection services) => services.AddScoped<SegmentQueries>().AddScoped<SaveSegments>().AddScoped<ChangeSegments>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/segments").ExcludeFromDescription();
        pages
            .MapGet("", (HttpContext http, string? edit, SegmentQueries queries, CancellationToken cancel) => PageAsync(http, queries, edit, FormState.Empty, cancel))
            .Needs(Permission.ViewPicture);
        pages.MapGet("/file", FileAsync).Needs(Permission.ViewPicture);
        pages.MapPost("/file", ImportAsync).Needs(Permission.EditJourneys);
        MapChanges(pages.MapGroup("/{part}"));
        var api = routes.MapGroup("/api").WithTags("Segments");
        api.MapGet("/segments", async (SegmentQueries queries, CancellationToken cancel) => TypedResults.Ok(await queries.ReadFileAsync(cancel)))
            .Needs(Permission.ViewPicture)
            .WithSummary("Channels, segments, personas and needs, whole.");
        api.MapPut(
                "/segments",
                async (HttpContext http, SegmentsFile file, SaveSegments save, CancellationToken cancel) => (await save.HandleAsync(http.Actor(), file, cancel)).ToApi()
            )
            .Needs(Permission.EditJourneys)
            .WithSummary("Make channels, segments, personas and needs be what the body says. A part left out is not touched; what is left out of a part is archived.");
    }

    /// <summary>A part as addresses write it: binding an enum itself would tell capitals apart.</summary>
    public readonly record struct PartName(Part Part)
    {
        public static bool TryParse(string? text, out PartName name)
        {
            var known = Enum.TryParse<Part>(text, ignoreCase: true, out var part) && Enum.IsDefined(part);
            name = new PartName(part);
            return known;
        }
    }

    private static void MapChanges(RouteGroupBuilder parts)
    {
        parts
            .MapPost(
                "",
                (HttpContext http, PartName part, [FromForm] ChangeSegments.EntryRequest request, ChangeSegments change, SegmentQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, part.Part, change.AddAsync(http.Actor(), part.Part, request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        parts
            .MapPost(
                "/{key}",
                (
                    HttpContext http,
                    PartName part,
                    string key,
                    [FromForm] ChangeSegments.EntryRequest request,
                    ChangeSegments change,
                    SegmentQueries queries,
                    CancellationToken cancel
                ) => BackAsync(http, queries, part.Part, change.SetAsync(http.Actor(), part.Part, key, request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        parts
            .MapPost(
                "/{key}/position",
                (
                    HttpContext http,
                    PartName part,
                    string key,
                    [FromForm] ChangeSegments.MoveRequest request,
                    ChangeSegments change,
                    SegmentQueries queries,
                    CancellationToken cancel
                ) => BackAsync(http, queries, part.Part, change.MoveAsync(http.Actor(), part.Part, key, request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        MapArchive(parts);
    }

    private static void MapArchive(RouteGroupBuilder parts)
    {
        parts
            .MapPost(
                "/{key}/archive",
                (
                    HttpContext http,
                    PartName part,
                    string key,
                    [FromForm] ChangeSegments.EntryRequest request,
                    ChangeSegments change,
                    SegmentQueries queries,
                    CancellationToken cancel
                ) => BackAsync(http, queries, part.Part, change.SetArchivedAsync(http.Actor(), part.Part, key, request.Version, true, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        parts
            .MapPost(
                "/{key}/restoration",
                (
                    HttpContext http,
                    PartName part,
                    string key,
                    [FromForm] ChangeSegments.EntryRequest request,
                    ChangeSegments change,
                    SegmentQueries queries,
                    CancellationToken cancel
                ) => BackAsync(http, queries, part.Part, change.SetArchivedAsync(http.Actor(), part.Part, key, request.Version, false, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
    }

    private static async Task<IResult> PageAsync(HttpContext http, SegmentQueries queries, string? edit, FormState form, CancellationToken cancel)
    {
        var frame = http.Frame("Segments, channels, needs", "segments");
        var model = new SegmentsModel(await queries.ReadAsync(cancel), form, frame.AntiforgeryToken, http.Actor().Can(Permission.EditJourneys), form["form"] ?? edit);
        return Pages.Page<SegmentsPage>(new { Frame = frame, Model = model }, form.Error?.Status() ?? 200);
    }

    private static Task<IResult> BackAsync(HttpContext http, SegmentQueries queries, Part part, Task<Saved> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/segments#{part.ToString().ToLowerInvariant()}", form => PageAsync(http, queries, null, form, cancel));

    private static async Task<IResult> FileAsync(SegmentQueries queries, CancellationToken cancel) =>
        TypedResults.File(Encoding.UTF8.GetBytes((await queries.ReadFileAsync(cancel)).ToYaml()), "application/yaml", "segments.yaml");

    private static async Task<IResult> ImportAsync(HttpContext http, IFormFile file, SaveSegments save, SegmentQueries queries, CancellationToken cancel)
    {
        var parsed = SegmentsFile.Parse(await WholeText.ReadAsync(file.OpenReadStream(), cancel));
        var saved = parsed.Error is { } error ? (Saved)error : await save.HandleAsync(http.Actor(), parsed.Value, cancel);
        return await http.AfterFormAsync(saved, _ => "/segments", form => PageAsync(http, queries, null, form, cancel));
    }
}
