using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Talk;

public static class TalkFeature
{
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

    public sealed record CommentResource(Guid Id, string By, string Text, DateTime At, DateTime? EditedAt, int Version);

    public sealed record NotificationResource(Guid Id, NotificationType Type, string Text, string Address, DateTime At, DateTime? ReadAt);

    public static void Add(IServiceCollection services) => services.AddScoped<Discuss>().AddSingleton<ITopics, ThreadTopics>().AddSingleton<NotificationQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages
            .MapPost(
                "/comments",
                async (HttpContext http, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Back(http, await discuss.AddAsync(http.Actor(), form.ToRequest(), cancel), form.Back)
            )
            .Needs(Permission.EditThreads);
        pages
            .MapPost(
                "/comments/{id:guid}",
                async (HttpContext http, Guid id, [FromForm] CommentForm form, Discuss discuss, CancellationToken cancel) =>
                    Back(http, await discuss.ChangeAsync(http.Actor(), id, form.ToRequest(), cancel), form.Back)
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
        MapApi(routes.MapGroup("/api").WithTags("Threads"));
    }

    private static void MapApi(IEndpointRouteBuilder api)
    {
        api.MapGet("/comments", CommentsAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("The comments on an object, oldest first")
            .WithDescription("on: the object's name, such as I-12, or a revealed round's, such as A-3.")
            .Produces<IEnumerable<CommentResource>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(
                "/comments",
                async (HttpContext http, Discuss.Request request, Discuss discuss, CancellationToken cancel) =>
                    (await discuss.AddAsync(http.Actor(), request, cancel)).ToApi(comment => TypedResults.Ok(Of(comment)))
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Comment on an object")
            .WithDescription("@ and a person's whole name mentions them; they and everybody who watches the object are told.")
            .Produces<CommentResource>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/notifications", NotificationsAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("What the token's person was told, newest first, 50 a page")
            .Produces<IEnumerable<NotificationResource>>();
    }

    /// <summary>Leaves the number of unread notifications where the frame of a page finds it.</summary>
    public static async Task CountUnreadAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Actor().PersonId is { } person && !http.Request.Path.StartsWithSegments("/api"))
            http.Items[Pages.UnreadItem] = await http.RequestServices.GetRequiredService<NotificationQueries>().CountUnreadAsync(person, http.RequestAborted);
        await next(http);
    }

    private static async Task<IResult> ListAsync(HttpContext http, NotificationQueries notifications, int? page, CancellationToken cancel) =>
        http.Actor().PersonId is { } person
            ? Pages.Page<NotificationsPage>(
                new { Frame = http.Frame("Notifications", "notifications"), Model = await notifications.ReadAsync(person, Math.Clamp(page ?? 1, 1, 1_000_000), cancel) }
            )
            : http.ErrorPage(Error.Forbidden("Notifications belong to people; sign in to see yours."));

    private static async Task<IResult> CommentsAsync(IEnumerable<ITopics> topics, IDbContextFactory<RedthreadContext> contexts, string? on, CancellationToken cancel)
    {
        if (await topics.FindAsync(on, cancel) is not { } row)
            return Error.NotFound("object").ToProblem();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var comments = await context.Comments.AsNoTracking().Where(comment => comment.ObjectId == row.Id).OrderBy(comment => comment.At).Take(1000).ToListAsync(cancel);
        return TypedResults.Ok(comments.Select(Of));
    }

    private static async Task<IResult> NotificationsAsync(HttpContext http, NotificationQueries notifications, int? page, CancellationToken cancel) =>
        http.Actor().PersonId is { } person
            ? TypedResults.Ok(
                (await notifications.ReadAsync(person, Math.Clamp(page ?? 1, 1, 1_000_000), cancel)).Rows.Select(row => new NotificationResource(
                    row.Id,
                    row.Type,
                    row.Text,
                    row.Address,
                    row.At,
                    row.ReadAt
                ))
            )
            : Error.Forbidden("Notifications belong to people.").ToProblem();

    private static CommentResource Of(Comment comment) => new(comment.Id, comment.By, comment.Text, comment.At, comment.EditedAt, comment.Version);

    private static IResult Back<T>(HttpContext http, Result<T> result, string? back) => result.Ok ? Answers.SeeOther(back ?? "/") : http.ErrorPage(result.Error!);
}
