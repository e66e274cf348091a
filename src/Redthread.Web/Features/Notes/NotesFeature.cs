using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notes;

public static class NotesFeature
{
    public static void Add(IServiceCollection services) => services.AddScoped<NoteQueries>().AddScoped<ChangeNote>().AddScoped<ImportNotes>().AddScoped<SetTraffic>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/notes").ExcludeFromDescription();
        pages
            .MapGet("", (HttpContext http, Guid? edit, NoteQueries queries, CancellationToken cancel) => PageAsync(http, queries, edit?.ToString(), FormState.Empty, null, cancel))
            .Needs(Permission.ViewPicture);
        pages
            .MapPost(
                "",
                (HttpContext http, [FromForm] ChangeNote.Request request, ChangeNote change, NoteQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.CreateAsync(http.Actor(), request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        pages
            .MapPost(
                "/{id:guid}",
                (HttpContext http, Guid id, [FromForm] ChangeNote.Request request, ChangeNote change, NoteQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.SetAsync(http.Actor(), id, request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        pages
            .MapPost(
                "/{id:guid}/removal",
                (HttpContext http, Guid id, [FromForm] ChangeNote.RemoveRequest request, ChangeNote change, NoteQueries queries, CancellationToken cancel) =>
                    BackAsync(http, queries, change.RemoveAsync(http.Actor(), id, request, cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        pages
            .MapPost(
                "/files",
                async (HttpContext http, IFormFile file, ImportNotes import, NoteQueries queries, CancellationToken cancel) =>
                    await ReportAsync(http, queries, await import.HandleAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        pages.MapPost("/traffic", SetTrafficAsync).Needs(Permission.EditJourneys);
        pages
            .MapPost(
                "/traffic/files",
                async (HttpContext http, IFormFile file, SetTraffic set, NoteQueries queries, CancellationToken cancel) =>
                    await ReportAsync(http, queries, await set.ImportAsync(http.Actor(), await WholeText.ReadAsync(file.OpenReadStream(), cancel), cancel), cancel)
            )
            .Needs(Permission.EditJourneys);
        NotesApi.Map(routes.MapGroup("/api").WithTags("Notes and traffic"));
    }

    private static async Task<IResult> PageAsync(HttpContext http, NoteQueries queries, string? edit, FormState form, RowReport? report, CancellationToken cancel) =>
        Pages.Page<NotesPage>(
            new
            {
                Frame = http.Frame("Notes and traffic", "notes"),
                Model = await queries.ReadAsync(cancel),
                Form = form,
                Report = report,
                Open = form["form"] ?? edit,
                MayEdit = http.Actor().Can(Permission.EditJourneys),
            },
            form.Error?.Status() ?? 200
        );

    private static Task<IResult> BackAsync<T>(HttpContext http, NoteQueries queries, Task<Result<T>> change, CancellationToken cancel) =>
        http.AfterFormAsync(change, "/notes", form => PageAsync(http, queries, null, form, null, cancel));

    private static async Task<IResult> SetTrafficAsync(HttpContext http, [FromForm] SetTraffic.Figure figure, SetTraffic set, NoteQueries queries, CancellationToken cancel)
    {
        var result = await set.HandleAsync(http.Actor(), [figure], cancel);
        if (result is { Ok: true, Value.Rejected: [var rejected, ..] })
            result = Error.Invalid("traffic-invalid", rejected.Reason);
        return await http.AfterFormAsync(result, _ => "/notes#traffic", form => PageAsync(http, queries, null, form, null, cancel));
    }

    // The report is in this answer only, hence a page and no redirect.
    private static async Task<IResult> ReportAsync(HttpContext http, NoteQueries queries, Result<RowReport> result, CancellationToken cancel) =>
        result.Error is { } error
            ? await PageAsync(http, queries, null, FormState.Of(http, error), null, cancel)
            : await PageAsync(http, queries, null, FormState.Empty, result.Value, cancel);
}
