using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Talk;

public static class TalkFeature
{
    private const int MostNames = 8;

    public sealed record CommentForm
    {
        public string? On { get; init; }
        public string? Text { get; init; }
        public int? Version { get; init; }
        public string? Back { get; init; }

        public Discuss.Request ToRequest() =>
            new()
            {
                On = On,
                Text = Text,
                Version = Version,
            };
    }

    public static void Add(IServiceCollection services) => services.AddScoped<Discuss>().AddSingleton<ITopics, ThreadTopics>().AddSingleton<NotificationQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages
            .MapPost(
                "/comments",
                async (HttpContext http, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Said(http, await discuss.AddAsync(http.Actor(), form.ToRequest(), cancel), form, "/comments")
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/comments/{id:guid}",
                async (HttpContext http, Guid id, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Said(http, await discuss.ChangeAsync(http.Actor(), id, form.ToRequest(), cancel), form, $"/comments/{id}")
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/comments/{id:guid}/removal",
                async (HttpContext http, Guid id, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Back(http, await discuss.RemoveAsync(http.Actor(), id, cancel), form.Back)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/watches",
                async (HttpContext http, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Back(http, await discuss.SetWatchAsync(http.Actor(), form.On, true, cancel), form.Back)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/watches/removal",
                async (HttpContext http, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Back(http, await discuss.SetWatchAsync(http.Actor(), form.On, false, cancel), form.Back)
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapGet("/mentions", async (string? q, Discuss discuss, CancellationToken cancel) => TypedResults.Json(await discuss.NamesAsync(q, MostNames, cancel)))
            .Needs(Permission.EditThreads);
        pages.MapGet("/notifications", ListAsync).Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/notifications/reading",
                async (HttpContext http, [FromForm] CommentForm form, NotificationQueries notifications, CancellationToken cancel) =>
                    Back(http, await notifications.MarkReadAsync(http.Actor(), null, cancel), "/notifications")
            )
            .Needs(Permission.ViewThreads);
        pages
            .MapPost(
                "/notifications/{id:guid}/reading",
                async (HttpContext http, Guid id, [FromForm] CommentForm form, NotificationQueries notifications, CancellationToken cancel) =>
                    Back(http, await notifications.MarkReadAsync(http.Actor(), id, cancel), form.Back ?? "/notifications")
            )
            .Needs(Permission.ViewThreads);
        TalkApi.Map(routes.MapGroup("/api").WithTags("Threads"));
    }

    /// <summary>Leaves the number of unread notifications, and whom a comment just told, where the frame of a page finds them.</summary>
    public static async Task CountUnreadAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Actor().PersonId is { } person && !http.Request.Path.StartsWithSegments("/api"))
        {
            http.Items[Pages.UnreadItem] = await http.RequestServices.GetRequiredService<NotificationQueries>().CountUnreadAsync(person, http.RequestAborted);
            if (Guid.TryParse(http.Request.Query["said"], out var comment))
                http.Items[Pages.ToldItem] = await http.RequestServices.GetRequiredService<Discuss>().ToldAsync(person, comment, http.RequestAborted);
        }

        await next(http);
    }

    private static async Task<IResult> ListAsync(HttpContext http, NotificationQueries notifications, int? page, CancellationToken cancel) =>
        http.Actor().PersonId is { } person
            ? Pages.Page<NotificationsPage>(
                new { Frame = http.Frame("Notifications", "notifications"), Model = await notifications.ReadAsync(person, Math.Clamp(page ?? 1, 1, 1_000_000), cancel) }
            )
            : http.ErrorPage(Error.Forbidden("Notifications belong to people; sign in to see yours."));

    private static IResult Back<T>(HttpContext http, Result<T> result, string? back) => result.Ok ? Answers.SeeOther(back ?? "/") : http.ErrorPage(result.Error!);

    // Its page belongs to the object; a refused comment is shown again on a page of its own, with what was typed.
    private static IResult Said(HttpContext http, Result<Comment> result, CommentForm form, string action) =>
        result.Ok ? Answers.SeeOther(Saying(form.Back, result.Value.Id))
        : result.Error!.Kind is ErrorKind.NotFound or ErrorKind.Forbidden ? http.ErrorPage(result.Error)
        : Pages.Page<CommentPage>(
            new
            {
                Frame = http.Frame("Comment", ""),
                Action = action,
                Typed = form,
                Error = result.Error,
            },
            result.Error.Status()
        );

    private static string Saying(string? back, Guid comment)
    {
        var address = (back ?? "/").Split('#')[0];
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}said={comment}#comment-{comment}";
    }
}
