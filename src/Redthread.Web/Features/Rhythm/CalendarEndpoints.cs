using System.Text;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Rhythm;

public static class CalendarEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/rhythm/calendars").ExcludeFromDescription();
        pages.MapGet("", (HttpContext http, MakeFeed feeds, CancellationToken cancel) => PageAsync(http, feeds, FormState.Empty, null, cancel)).Needs(Permission.ViewThreads);
        pages.MapPost("", MakeAsync).Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/{id:guid}/revocation",
                async (HttpContext http, Guid id, IFormCollection _, MakeFeed feeds, CancellationToken cancel) =>
                    await http.AfterFormAsync(feeds.RevokeAsync(http.Actor(), id, cancel), "/rhythm/calendars", form => PageAsync(http, feeds, form, null, cancel))
            )
            .Needs(Permission.ViewThreads);
        // Calendar programs cannot sign in: the secret in the address is the key.
        routes.MapGet("/calendar/{secret}.ics", FeedAsync).OpenToAll().ExcludeFromDescription();
    }

    private static async Task<IResult> PageAsync(HttpContext http, MakeFeed feeds, FormState form, string? secret, CancellationToken cancel) =>
        Pages.Page<CalendarsPage>(
            new
            {
                Frame = http.Frame("Calendars", "rhythm"),
                Feeds = await feeds.ReadAsync(http.Actor(), cancel),
                Form = form,
                Link = secret is null ? null : $"{SiteOf(http)}/calendar/{secret}.ics",
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> MakeAsync(HttpContext http, IFormCollection posted, MakeFeed feeds, CancellationToken cancel)
    {
        var made = await feeds.HandleAsync(http.Actor(), new MakeFeed.Request { All = posted["all"] == "true" }, cancel);
        return made.Error is { } error ? await PageAsync(http, feeds, FormState.Of(http, error), null, cancel) : await PageAsync(http, feeds, FormState.Empty, made.Value, cancel);
    }

    private static async Task<IResult> FeedAsync(HttpContext http, string secret, MakeFeed feeds, RhythmQueries queries, TimeProvider time, CancellationToken cancel)
    {
        var feed = await feeds.FindAsync(secret, cancel);
        if (feed.Error is { } missing)
            return missing.ToProblem();
        var events = await queries.ReadEventsAsync(feed.Value.All ? null : feed.Value.PersonId, SiteOf(http), cancel);
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(Calendar.Write(events, time.GetUtcNow().UtcDateTime, Calendar.Publish, "Redthread")), Calendar.ContentType);
    }

    private static string SiteOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";
}
