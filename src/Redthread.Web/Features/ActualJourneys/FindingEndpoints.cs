using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>From what was found on: to the cases, to a planned journey, to a measure.</summary>
internal static class FindingEndpoints
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/{number:int}/cases", CasesAsync).Needs(Permission.ViewEvidence);
        pages.MapGet("/{number:int}/case", CaseAsync).Needs(Permission.ViewEvidence);
        pages
            .MapPost(
                "/{number:int}/measure",
                (
                    HttpContext http,
                    int number,
                    [FromForm] SaveFinding.Request form,
                    SaveFinding save,
                    LogQueries logs,
                    LogFiles files,
                    LandscapeSource landscapes,
                    CancellationToken cancel
                ) =>
                    http.AfterFormAsync(
                        save.HandleAsync(http.Actor(), number, LogFilter.Of(http.Request.Query), form, cancel),
                        saved => $"/actual-journeys/{number}{LogFilter.Of(http.Request.Query).Query(("saved", $"{saved.Measure}:{saved.Readings}:{saved.New}"))}",
                        again => LogEndpoints.OneAsync(http, number, logs, files, landscapes, again, cancel)
                    )
            )
            .Needs(Permission.EditMeasures);
    }

    private static async Task<IResult> CasesAsync(HttpContext http, int number, int? page, LogQueries logs, CancellationToken cancel)
    {
        var opened = await logs.ViewAsync(number, LogFilter.Of(http.Request.Query), cancel);
        if (opened.Error is { } error)
            return http.ErrorPage(error);
        var view = opened.Value;
        return Pages.Page<CasesPage>(
            new
            {
                Frame = http.Frame($"Cases of {view.Row.Name}", "actual-journeys"),
                View = view,
                List = CaseList.Of(view, http.Request.Query),
                Number = Math.Clamp(page ?? 1, 1, 1_000_000),
            }
        );
    }

    private static async Task<IResult> CaseAsync(HttpContext http, int number, string? name, LogQueries logs, CancellationToken cancel)
    {
        var read = await logs.ReadableAsync(number, cancel);
        if (read.Error is { } error)
            return http.ErrorPage(error);
        var clock = LogClock.Of(read.Value.Read.Report, LogMapping.Parse(read.Value.Row.Mapping));
        var (line, events) = CaseList.One(read.Value.Read.Log, clock, name ?? "");
        return line is null
            ? http.ErrorPage(Error.NotFound("case"))
            : Pages.Page<CasePage>(
                new
                {
                    Frame = http.Frame(line.Name, "actual-journeys"),
                    Row = read.Value.Row,
                    Line = line,
                    Clock = clock,
                    Events = events,
                }
            );
    }
}
