using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Talk;

/// <summary>Comments, watches and notifications for programs.</summary>
public static class TalkApi
{
    private const int MostComments = 1000;

    public sealed record CommentResource(Guid Id, string By, string Text, DateTime At, DateTime? EditedAt, int Version);

    public sealed record NotificationResource(Guid Id, NotificationType Type, string Text, string Address, DateTime At, DateTime? ReadAt);

    public static void Map(IEndpointRouteBuilder api)
    {
        MapComments(api);
        MapWatches(api);
        MapNotifications(api);
    }

    private static void MapComments(IEndpointRouteBuilder api)
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
        api.MapPut(
                "/comments/{id:guid}",
                async (HttpContext http, Guid id, Discuss.Request request, Discuss discuss, CancellationToken cancel) =>
                    (await discuss.ChangeAsync(http.Actor(), id, request, cancel)).ToApi(comment => TypedResults.Ok(Of(comment)))
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change a comment of one's own; a steward any")
            .WithDescription("With a version it is refused as 409 changed-meanwhile if another change came first. Only who is newly mentioned is told.")
            .Produces<CommentResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapDelete(
                "/comments/{id:guid}",
                async (HttpContext http, Guid id, Discuss discuss, CancellationToken cancel) =>
                    (await discuss.RemoveAsync(http.Actor(), id, cancel)).ToApi(_ => TypedResults.NoContent())
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Remove a comment of one's own; a steward any")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapWatches(IEndpointRouteBuilder api)
    {
        api.MapPut("/watches/{on}", (HttpContext http, string on, Discuss discuss, CancellationToken cancel) => WatchAsync(http, on, true, discuss, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("Watch an object: the token's person is told of every change; again changes nothing")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/watches/{on}", (HttpContext http, string on, Discuss discuss, CancellationToken cancel) => WatchAsync(http, on, false, discuss, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("Stop watching an object")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapNotifications(IEndpointRouteBuilder api)
    {
        api.MapGet("/notifications", NotificationsAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("What the token's person was told, newest first, 50 a page")
            .Produces<IEnumerable<NotificationResource>>();
        api.MapPost("/notifications/reading", (HttpContext http, NotificationQueries notifications, CancellationToken cancel) => ReadAsync(http, null, notifications, cancel))
            .Needs(Permission.ViewThreads)
            .WithSummary("Mark all notifications of the token's person as read")
            .Produces(StatusCodes.Status204NoContent);
        api.MapPost(
                "/notifications/{id:guid}/reading",
                (HttpContext http, Guid id, NotificationQueries notifications, CancellationToken cancel) => ReadAsync(http, id, notifications, cancel)
            )
            .Needs(Permission.ViewThreads)
            .WithSummary("Mark one as read")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CommentsAsync(IEnumerable<ITopics> topics, IDbContextFactory<RedthreadContext> contexts, string? on, CancellationToken cancel)
    {
        if (await topics.FindAsync(on, cancel) is not { } row)
            return Error.NotFound("object").ToProblem();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var comments = await context.Comments.AsNoTracking().Where(comment => comment.ObjectId == row.Id).OrderBy(comment => comment.At).Take(MostComments).ToListAsync(cancel);
        return TypedResults.Ok(comments.Select(Of));
    }

    private static async Task<IResult> WatchAsync(HttpContext http, string on, bool watching, Discuss discuss, CancellationToken cancel) =>
        (await discuss.SetWatchAsync(http.Actor(), on, watching, cancel)).ToApi(_ => TypedResults.NoContent());

    private static async Task<IResult> ReadAsync(HttpContext http, Guid? id, NotificationQueries notifications, CancellationToken cancel) =>
        (await notifications.MarkReadAsync(http.Actor(), id, cancel)).ToApi(_ => TypedResults.NoContent());

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
}
