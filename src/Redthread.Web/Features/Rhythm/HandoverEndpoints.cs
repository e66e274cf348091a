using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

public static class HandoverEndpoints
{
    public sealed record StartForm
    {
        public string? From { get; init; }
        public string? To { get; init; }
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/rhythm/steward").ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, StewardQueries stewards, CancellationToken cancel) => PageAsync(http, stewards, FormState.Empty, cancel)).Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "",
                (HttpContext http, [FromForm] StartForm form, HandOver handOver, StewardQueries stewards, CancellationToken cancel) =>
                    BackAsync(
                        http,
                        handOver.StartAsync(
                            http.Actor(),
                            new HandOver.Request
                            {
                                From = Guid.TryParse(form.From, out var from) ? from : null,
                                To = Guid.TryParse(form.To, out var to) ? to : null,
                                Note = form.Note,
                            },
                            cancel
                        ),
                        stewards,
                        cancel
                    )
            )
            .Needs(Permission.RunRhythm);
        Change(pages, "/{number:int}/signature", (handOver, http, number, posted, cancel) => handOver.SignAsync(http.Actor(), number, posted["reason"], cancel));
        Change(pages, "/{number:int}/cancellation", (handOver, http, number, _, cancel) => handOver.CancelAsync(http.Actor(), number, cancel));
        Change(
            pages,
            "/{number:int}/left",
            (handOver, http, number, posted, cancel) =>
                handOver.LeaveAsync(http.Actor(), number, Guid.TryParse(posted["item"], out var item) ? item : Guid.Empty, posted["reason"], cancel)
        );
        Change(
            pages,
            "/{number:int}/ticks",
            (handOver, http, number, posted, cancel) =>
                handOver.TickAsync(http.Actor(), number, Guid.TryParse(posted["item"], out var item) ? item : Guid.Empty, posted["done"] == "true", cancel)
        );
    }

    private static void Change(RouteGroupBuilder pages, string path, Func<HandOver, HttpContext, int, IFormCollection, CancellationToken, Task<Result<Handover>>> change) =>
        pages
            .MapPost(
                path,
                (HttpContext http, int number, IFormCollection posted, HandOver handOver, StewardQueries stewards, CancellationToken cancel) =>
                    BackAsync(http, change(handOver, http, number, posted, cancel), stewards, cancel)
            )
            // The two of the hand-over may, and stewards; the use case asks who it is.
            .Needs(Permission.EditThreads);

    private static Task<IResult> BackAsync(HttpContext http, Task<Result<Handover>> change, StewardQueries stewards, CancellationToken cancel) =>
        http.AfterFormAsync(change, "/rhythm/steward", form => PageAsync(http, stewards, form, cancel));

    private static async Task<IResult> PageAsync(HttpContext http, StewardQueries stewards, FormState form, CancellationToken cancel)
    {
        var actor = http.Actor();
        return Pages.Page<StewardPage>(
            new
            {
                Frame = http.Frame("The steward", "steward"),
                Stewards = await stewards.ReadAsync(cancel),
                Handovers = await stewards.ReadHandoversAsync(cancel),
                People = await stewards.ReadTakersAsync(cancel),
                Form = form,
                Me = actor.PersonId,
                MayRun = actor.Can(Permission.RunRhythm),
            },
            form.Error?.Status() ?? 200
        );
    }
}
