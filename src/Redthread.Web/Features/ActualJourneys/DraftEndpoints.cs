using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>From an actual journey to the draft of a planned one.</summary>
internal static class DraftEndpoints
{
    public sealed record DraftRequest
    {
        public string? Name { get; init; }
    }

    public static void Map(RouteGroupBuilder pages)
    {
        pages
            .MapGet(
                "/{number:int}/draft",
                (HttpContext http, int number, LogQueries logs, LandscapeSource landscapes, CancellationToken cancel) =>
                    PageAsync(http, number, logs, landscapes, FormState.Empty, cancel)
            )
            .Needs(Permission.EditJourneys);
        pages.MapPost("/{number:int}/draft", CountAgainAsync).Needs(Permission.EditJourneys);
        pages
            .MapPost(
                "/{number:int}/journey",
                (HttpContext http, int number, [FromForm] DraftRequest form, DraftJourney draft, LogQueries logs, LandscapeSource landscapes, CancellationToken cancel) =>
                    Unread(http) is { } unread
                        ? PageAsync(http, number, logs, landscapes, FormState.Of(http, unread), cancel)
                        : http.AfterFormAsync(
                            draft.HandleAsync(http.Actor(), number, Filter(http), new(form.Name, DraftPath.Of(name => http.Request.Form[name])), cancel),
                            key => $"/journeys/{key}/edit",
                            again => PageAsync(http, number, logs, landscapes, again, cancel)
                        )
            )
            .Needs(Permission.EditJourneys);
    }

    // What is chosen goes into the address, so that it can be shared and gone back to.
    private static async Task<IResult> CountAgainAsync(
        HttpContext http,
        int number,
        [FromForm] DraftRequest form,
        LogQueries logs,
        LandscapeSource landscapes,
        CancellationToken cancel
    )
    {
        if (Unread(http) is { } unread)
            return await PageAsync(http, number, logs, landscapes, FormState.Of(http, unread), cancel);
        var path = DraftPath.Of(name => http.Request.Form[name]) ?? new DraftPath([]);
        var fields = path.Fields().Append(("name", form.Name ?? "")).Append(path.Stages.Count == 0 ? ("stage", "") : ("name", ""));
        var query =
            Filter(http).Query()
            + string.Concat(fields.Where(field => field.Item1 == "stage" || field.Item2.Length > 0).Select(field => $"&{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        return Answers.SeeOther($"/actual-journeys/{number}/draft?{query.TrimStart('?', '&')}");
    }

    private static Error? Unread(HttpContext http) => DraftPath.UnreadPlace(name => http.Request.Form[name]) is { } unread ? Error.Invalid("place-unread", unread) : null;

    private static async Task<IResult> PageAsync(HttpContext http, int number, LogQueries logs, LandscapeSource landscapes, FormState form, CancellationToken cancel)
    {
        var opened = await logs.ViewAsync(number, Filter(http), cancel);
        if (opened.Error is { } error)
            return http.ErrorPage(error);
        var view = opened.Value;
        return Pages.Page<DraftPage>(
            new
            {
                Frame = http.Frame($"Draft a journey from {view.Row.Name}", "actual-journeys"),
                View = view,
                Path = Said(http, form) ?? Chosen(http, view) ?? new DraftPath([]),
                Name = form["name"] ?? Text(http, "name") ?? DraftJourney.FreeName(await landscapes.ReadAsync(cancel), view),
                Form = form,
            },
            form.Error?.Status() ?? 200
        );
    }

    // A plan is compared with events as they stand.
    private static LogFilter Filter(HttpContext http) => LogFilter.Of(http.Request.Query) with { Tab = "", Join = false };

    private static DraftPath? Said(HttpContext http, FormState form) =>
        form.Error is not null ? DraftPath.Of(name => http.Request.Form[name]) : DraftPath.Of(name => http.Request.Query[name]);

    private static DraftPath? Chosen(HttpContext http, LogView view) =>
        int.TryParse(http.Request.Query["path"], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
        && rank >= 1
        && rank <= view.Paths.Count
        && view.Paths[rank - 1].Path is { Stages.Count: <= DraftPath.MostStages } path
            ? path
            : view.UsualPath?.Path;

    private static string? Text(HttpContext http, string name) => string.IsNullOrWhiteSpace(http.Request.Query[name]) ? null : http.Request.Query[name].ToString();
}
