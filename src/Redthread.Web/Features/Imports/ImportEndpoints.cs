using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

public static class ImportEndpoints
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes, HostSettings settings)
    {
        var imports = routes.MapGroup("/imports").ExcludeFromDescription();
        imports
            .MapGet("", (HttpContext http, ImportQueries queries, int? page, CancellationToken cancel) => ListAsync(http, queries, FormState.Empty, page ?? 1, cancel))
            .Needs(Permission.ImportSignals);
        imports
            .MapPost("", UploadAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes + (1 << 20)))
            .WithFormOptions(multipartBodyLengthLimit: settings.MaxUploadBytes);
        imports
            .MapGet("/{id:guid}", (HttpContext http, Guid id, ImportQueries queries, CancellationToken cancel) => ShowAsync(http, id, queries, Typed(http), cancel))
            .Needs(Permission.ImportSignals);
        imports.MapPost("/{id:guid}/mapping", SetMappingAsync).Needs(Permission.ImportSignals);
        imports
            .MapPost(
                "/{id:guid}/guess",
                (HttpContext http, Guid id, [FromForm] Nothing nothing, StartImport start, ImportQueries queries, CancellationToken cancel) =>
                    http.AfterFormAsync(start.GuessAnewAsync(http.Actor(), id, cancel), $"/imports/{id}", form => ShowAsync(http, id, queries, form, cancel))
            )
            .Needs(Permission.ImportSignals);
        imports.MapPost("/{id:guid}/start", StartAsync).Needs(Permission.ImportSignals);
        imports.MapPost("/{id:guid}/cancellation", CancelAsync).Needs(Permission.ImportSignals);
        imports.MapGet("/{id:guid}/rejects.csv", RejectsAsync).Needs(Permission.ImportSignals);
        var api = routes.MapGroup("/api/imports").WithTags("Imports");
        api.MapGet(
                "",
                async (ImportQueries queries, int? page, CancellationToken cancel) => (await queries.ReadAllAsync(Math.Max(1, page ?? 1), PageSize, cancel)).Select(ImportEntry.Of)
            )
            .Needs(Permission.ImportSignals)
            .WithSummary("Imports, newest first, with their totals.");
        api.MapGet(
                "/{id:guid}",
                async (Guid id, ImportQueries queries, CancellationToken cancel) => (await queries.ReadAsync(id, cancel)).ToApi(view => TypedResults.Ok(ImportEntry.Of(view.Run)))
            )
            .Needs(Permission.ImportSignals)
            .WithSummary("One import: state, progress and totals. Accepted + duplicate + rejected = read.");
        api.MapGet("/{id:guid}/rejects", RejectsAsync).Needs(Permission.ImportSignals).WithSummary("The rejected rows as a file to correct and import again.");
    }

    public sealed record ImportEntry(
        Guid Id,
        string File,
        string? Source,
        ImportState State,
        long Read,
        long Accepted,
        long Duplicate,
        long Rejected,
        long Readings,
        long Bytes,
        long BytesRead,
        string? Message,
        DateTime CreatedAt,
        DateTime? EndedAt
    )
    {
        public static ImportEntry Of(ImportRun run) =>
            new(
                run.Id,
                run.FileName,
                run.Source?.Key,
                run.State,
                run.RowsRead,
                run.Accepted,
                run.Duplicate,
                run.Rejected,
                run.Readings,
                run.FileBytes,
                run.BytesRead,
                run.Message,
                run.CreatedAt,
                run.EndedAt
            );
    }

    private static async Task<IResult> ListAsync(HttpContext http, ImportQueries queries, FormState form, int page, CancellationToken cancel)
    {
        var number = Math.Clamp(page, 1, 10_000);
        return Pages.Page<ImportsPage>(
            new
            {
                Frame = http.Frame("Imports", "imports"),
                Runs = await queries.ReadAllAsync(number, PageSize + 1, cancel),
                Form = form,
                Number = number,
                Size = PageSize,
            },
            form.Error?.Status() ?? 200
        );
    }

    public sealed record UploadRequest(IFormFile? File);

    private static async Task<IResult> UploadAsync(HttpContext http, [FromForm] UploadRequest request, StartImport start, ImportQueries queries, CancellationToken cancel)
    {
        if (request.File is not { } file)
            return await ListAsync(http, queries, FormState.Of(http, Error.Invalid("file-missing", "Choose a file first.")), 1, cancel);
        await using var content = file.OpenReadStream();
        return await http.AfterFormAsync(
            start.UploadAsync(http.Actor(), file.FileName, content, cancel),
            result => $"/imports/{result}",
            form => ListAsync(http, queries, form, 1, cancel)
        );
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, ImportQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(id, cancel);
        return view.Error is { } error
            ? http.ErrorPage(error)
            : Pages.Page<ImportPage>(
                new
                {
                    Frame = http.Frame(view.Value.Run.FileName, "imports"),
                    View = view.Value,
                    Form = form,
                },
                form.Error?.Status() ?? 200
            );
    }

    private static Task<IResult> SetMappingAsync(
        HttpContext http,
        Guid id,
        [FromForm] StartImport.Request request,
        StartImport start,
        ImportQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            start.SetMappingAsync(http.Actor(), id, request.Mapping, MappingChoices.Of(http.Request.Form), cancel),
            $"/imports/{id}{Typed(request)}#preview",
            form => ShowAsync(http, id, queries, form, cancel)
        );

    // What belongs to the import and not to its mapping travels in the address until the import begins.
    private static QueryString Typed(StartImport.Request request) =>
        QueryString.Create(
            new[] { KeyValuePair.Create("source", request.Source), KeyValuePair.Create("saveAs", request.SaveAs) }.Where(field => !string.IsNullOrEmpty(field.Value))
        );

    private static FormState Typed(HttpContext http) =>
        new(new[] { "source", "saveAs" }.Where(http.Request.Query.ContainsKey).ToDictionary(name => name, name => http.Request.Query[name].ToString()), null);

    private static Task<IResult> StartAsync(
        HttpContext http,
        Guid id,
        [FromForm] StartImport.Request request,
        StartImport start,
        ImportQueries queries,
        CancellationToken cancel
    ) =>
        http.AfterFormAsync(
            start.QueueAsync(http.Actor(), id, request, MappingChoices.Of(http.Request.Form), cancel),
            $"/imports/{id}",
            form => ShowAsync(http, id, queries, form, cancel)
        );

    private static Task<IResult> CancelAsync(HttpContext http, Guid id, [FromForm] Nothing nothing, StartImport start, ImportQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(start.CancelAsync(http.Actor(), id, cancel), $"/imports/{id}", form => ShowAsync(http, id, queries, form, cancel));

    private static async Task<IResult> RejectsAsync(HttpContext http, Guid id, ImportQueries queries, CancellationToken cancel)
    {
        var found = await queries.FindAsync(id, cancel);
        if (found.Error is { } error)
            return error.ToProblem();
        return TypedResults.Stream(
            stream => queries.WriteRejectsAsync(found.Value, stream, cancel),
            "text/csv",
            $"{Path.GetFileNameWithoutExtension(found.Value.FileName)}-rejects.csv"
        );
    }
}
