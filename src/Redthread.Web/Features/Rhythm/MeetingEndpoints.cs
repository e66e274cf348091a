using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

public static class MeetingEndpoints
{
    private const string At = "/{number:int}/{key}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/rhythm").ExcludeFromDescription();
        pages
            .MapGet(
                At,
                (HttpContext http, int number, string key, RhythmQueries queries, CancellationToken cancel) => PageAsync(http, number, key, queries, FormState.Empty, cancel)
            )
            .Needs(Permission.ViewThreads);
        pages.MapPost(At, ChangeAsync).Needs(Permission.EditThreads);
        pages
            .MapPost(
                At + "/preparation",
                (HttpContext http, int number, string key, IFormCollection _, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, key, run.PrepareAsync(http.Actor(), number, key, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                At + "/draft",
                (HttpContext http, int number, string key, IFormCollection _, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, key, run.RedraftAsync(http.Actor(), number, key, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                At + "/skip",
                (HttpContext http, int number, string key, [FromForm] RunMeeting.SkipRequest request, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, key, run.SkipAsync(http.Actor(), number, key, request, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                At + "/restoration",
                (HttpContext http, int number, string key, IFormCollection _, RunMeeting run, RhythmQueries queries, CancellationToken cancel) =>
                    BackAsync(http, number, key, run.RestoreAsync(http.Actor(), number, key, cancel), queries, cancel)
            )
            .Needs(Permission.EditThreads);
    }

    private static async Task<IResult> PageAsync(HttpContext http, int number, string key, RhythmQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadMeetingAsync(http.Actor(), number, key, cancel);
        return view.Error is { } missing
            ? http.ErrorPage(missing)
            : Pages.Page<MeetingPage>(
                new
                {
                    Frame = http.Frame($"{view.Value.Line.Ritual.Name}, {http.Zone().Local(view.Value.At):d MMM yyyy}", "rhythm"),
                    Model = view.Value,
                    Form = form,
                    Ticked = form.Error is null || !http.Request.HasFormContentType ? null : http.Request.Form["attendance"].Select(value => value ?? "").ToHashSet(),
                    MayEdit = http.Actor().Can(Permission.EditThreads),
                },
                form.Error?.Status() ?? 200
            );
    }

    private static Task<IResult> ChangeAsync(HttpContext http, int number, string key, IFormCollection posted, RunMeeting run, RhythmQueries queries, CancellationToken cancel)
    {
        var request = new RunMeeting.Request
        {
            Agenda = posted["agenda"],
            Minutes = posted["minutes"],
            Outcomes = posted["outcomes"],
            Attendance = [.. posted["attendance"].OfType<string>().Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse)],
            Held = posted["held"] == "true",
            Version = int.TryParse(posted["version"], out var version) ? version : null,
        };
        return BackAsync(http, number, key, run.ChangeAsync(http.Actor(), number, key, request, cancel), queries, cancel);
    }

    private static Task<IResult> BackAsync(HttpContext http, int number, string key, Task<Result<Meeting>> change, RhythmQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(change, $"/rhythm/{number}/{key}", form => PageAsync(http, number, key, queries, form, cancel));
}
