using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

internal static class LogEndpoints
{
    public sealed record UploadRequest : ColumnNames
    {
        public IFormFile? File { get; init; }
        public string? Name { get; init; }
    }

    public static void Map(RouteGroupBuilder pages, HostSettings settings)
    {
        pages.MapGet("", (HttpContext http, LogQueries logs, CancellationToken cancel) => ListAsync(http, logs, FormState.Empty, cancel)).Needs(Permission.ViewEvidence);
        pages
            .MapPost("", UploadAsync)
            .Needs(Permission.ImportSignals)
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxUploadBytes + (1 << 20)))
            .WithFormOptions(multipartBodyLengthLimit: settings.MaxUploadBytes);
        pages
            .MapGet(
                "/{number:int}",
                (HttpContext http, int number, LogQueries logs, LogFiles files, LandscapeSource landscapes, CancellationToken cancel) =>
                    OneAsync(http, number, logs, files, landscapes, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewEvidence);
        pages
            .MapPost(
                "/{number:int}",
                (
                    HttpContext http,
                    int number,
                    [FromForm] KeepLog.Correction form,
                    KeepLog keep,
                    LogQueries logs,
                    LogFiles files,
                    LandscapeSource landscapes,
                    CancellationToken cancel
                ) => BackAsync(http, number, keep.CorrectAsync(http.Actor(), number, form, cancel), logs, files, landscapes, cancel)
            )
            .Needs(Permission.ImportSignals);
        foreach (var (path, archived) in new[] { ("archive", true), ("restoration", false) })
            pages
                .MapPost(
                    $"/{{number:int}}/{path}",
                    (HttpContext http, int number, [FromForm] Nothing _, KeepLog keep, LogQueries logs, LogFiles files, LandscapeSource landscapes, CancellationToken cancel) =>
                        BackAsync(http, number, keep.SetArchivedAsync(http.Actor(), number, archived, cancel), logs, files, landscapes, cancel)
                )
                .Needs(Permission.ImportSignals);
        pages
            .MapPost(
                "/{number:int}/deletion",
                (HttpContext http, int number, [FromForm] Nothing _, KeepLog keep, LogQueries logs, CancellationToken cancel) =>
                    http.AfterFormAsync(keep.RemoveAsync(http.Actor(), number, cancel), "/actual-journeys", form => ListAsync(http, logs, form, cancel))
            )
            .Needs(Permission.ImportSignals);
    }

    private static async Task<IResult> ListAsync(HttpContext http, LogQueries logs, FormState form, CancellationToken cancel) =>
        Pages.Page<LogsPage>(
            new
            {
                Frame = http.Frame("Actual journeys", "actual-journeys"),
                Logs = await logs.ReadAllAsync(cancel),
                Form = form,
                MayUpload = http.Actor().Can(Permission.ImportSignals),
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> UploadAsync(HttpContext http, [FromForm] UploadRequest form, KeepLog keep, LogQueries logs, CancellationToken cancel)
    {
        if (form.File is not { Length: > 0 } file)
            return await ListAsync(http, logs, FormState.Of(http, Error.Invalid("file-missing", "Choose a file first: a CSV of contacts, or an XES or OCEL event log.")), cancel);
        await using var content = file.OpenReadStream();
        return await http.AfterFormAsync(
            keep.UploadAsync(http.Actor(), file.FileName, form.Name, form.ToMapping(), content, cancel),
            row => $"/actual-journeys/{row.Number}",
            again => ListAsync(http, logs, again, cancel)
        );
    }

    private static Task<IResult> BackAsync(
        HttpContext http,
        int number,
        Task<Result<UploadedLog>> change,
        LogQueries logs,
        LogFiles files,
        LandscapeSource landscapes,
        CancellationToken cancel
    ) => http.AfterFormAsync(change, $"/actual-journeys/{number}", form => OneAsync(http, number, logs, files, landscapes, form, cancel));

    internal static async Task<IResult> OneAsync(
        HttpContext http,
        int number,
        LogQueries logs,
        LogFiles files,
        LandscapeSource landscapes,
        FormState form,
        CancellationToken cancel
    )
    {
        var opened = await logs.OpenAsync(number, cancel);
        if (opened.Error is { } error)
            return http.ErrorPage(error);
        var (row, read) = (opened.Value.Row, opened.Value.Read);
        var actor = http.Actor();
        var filter = LogFilter.Of(http.Request.Query);
        // A form that was refused is shown where it was.
        if (form["form"] is "columns" or "add")
            filter = filter with { Tab = "file" };
        return Pages.Page<LogPage>(
            new
            {
                Frame = http.Frame(row.Name, "actual-journeys"),
                Row = row,
                View = read is null ? null : await logs.ViewAsync(row, read, filter, cancel),
                opened.Value.Problem,
                Guesses = read?.Report.Columns ?? files.GuessesOf(row),
                Columns = read is null || filter.Tab == "file" ? files.ColumnsOf(row.Id) : [],
                Types = read?.Report.ObjectTypes ?? files.ObjectTypesOf(row.Id),
                Filter = filter,
                Landscape = await landscapes.ReadAsync(cancel),
                Saved = http.Request.Query["saved"].ToString(),
                Added = AddedCounts.Parse(http.Request.Query["added"]),
                Form = form,
                MayUpload = actor.Can(Permission.ImportSignals),
                MaySave = actor.Can(Permission.EditMeasures) && actor.Can(Permission.ImportSignals),
                MayDraft = actor.Can(Permission.EditJourneys),
            },
            form.Error?.Status() ?? 200
        );
    }
}
