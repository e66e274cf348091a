using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>How somebody hears of their notifications by e-mail, and what became of the last ones.</summary>
public sealed class ChooseNotices(IDbContextFactory<RedthreadContext> contexts, TimeProvider time)
{
    private const int Recent = 20;

    public sealed record Request
    {
        public NoticePace? Pace { get; init; }

        /// <summary>The types that are sent; the others are not.</summary>
        public IReadOnlyList<NotificationType>? Types { get; init; }
    }

    public sealed record Model(NoticeChoice Choice, IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Webhook> Webhooks);

    public async Task<Model> ReadAsync(Guid person, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var choice = await context.NoticeChoices.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == person, cancel);
        var deliveries = await context.Deliveries.AsNoTracking().Where(row => row.PersonId == person).OrderByDescending(row => row.FirstDueAt).Take(Recent).ToListAsync(cancel);
        var webhooks = await context.Webhooks.AsNoTracking().Where(row => row.PersonId == person).OrderBy(row => row.CreatedAt).ToListAsync(cancel);
        return new Model(choice ?? new NoticeChoice { PersonId = person }, deliveries, webhooks);
    }

    public async Task<Result<Done>> SetAsync(Guid? person, Request request, CancellationToken cancel)
    {
        if (person is not { } whose)
            return Error.Forbidden("Notifications belong to people; sign in to set yours.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (!await context.People.AnyAsync(row => row.Id == whose, cancel))
            return Error.NotFound("person");
        var row = await context.NoticeChoices.SingleOrDefaultAsync(one => one.PersonId == whose, cancel);
        if (row is null)
            context.NoticeChoices.Add(row = new NoticeChoice { PersonId = whose });
        row.Pace = request.Pace ?? row.Pace;
        if (request.Types is { } types)
            row.Muted = string.Join(',', Enum.GetValues<NotificationType>().Except(types));
        row.ChangedAt = time.GetUtcNow().UtcDateTime;
        return await context.TrySaveAsync(cancel) is { } failed ? failed : Done.It;
    }
}

public static class NoticesFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<ChooseNotices>()
            .AddScoped<RouteNotices>()
            .AddScoped<SendDeliveries>()
            .AddScoped<Mailer>()
            .AddScoped<MailWriter>()
            .AddSingleton<WebhookSender>()
            .AddScoped<ChangeWebhook>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages
            .MapGet(
                "/notifications/settings",
                (HttpContext http, ChooseNotices choose, HostSettings settings, CancellationToken cancel) => PageAsync(http, choose, settings, FormState.Empty, null, cancel)
            )
            .Needs(Permission.EditOwnAccount);
        pages.MapPost("/notifications/settings", SaveAsync).Needs(Permission.EditOwnAccount);
        pages.MapPost("/notifications/webhooks", AddHookAsync).Needs(Permission.EditOwnAccount);
        foreach (var (path, enable) in new[] { ("removal", false), ("enabling", true) })
        {
            pages
                .MapPost(
                    $"/notifications/webhooks/{{id:guid}}/{path}",
                    async (HttpContext http, Guid id, IFormCollection _, ChangeWebhook change, CancellationToken cancel) =>
                        (await (enable ? change.EnableAsync(http.Actor(), id, cancel) : change.RemoveAsync(http.Actor(), id, cancel))).Error is { } error
                            ? http.ErrorPage(error)
                            : Answers.SeeOther("/notifications/settings#webhooks")
                )
                .Needs(Permission.EditOwnAccount);
        }

        pages
            .MapPost(
                "/notifications/webhooks/{id:guid}/pace",
                async (HttpContext http, Guid id, IFormCollection form, ChangeWebhook change, CancellationToken cancel) =>
                    (await change.SetPaceAsync(http.Actor(), id, PaceOf(form) ?? NoticePace.Off, cancel)).Error is { } error
                        ? http.ErrorPage(error)
                        : Answers.SeeOther("/notifications/settings#webhooks")
            )
            .Needs(Permission.EditOwnAccount);
        pages.MapGet("/unsubscribe/{token}", (HttpContext http, string token, MailWriter writer) => Unsubscribe(http, token, writer, false)).OpenToAll();
        pages.MapPost("/unsubscribe/{token}", UnsubscribeAsync).OpenToAll().DisableAntiforgery().RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> PageAsync(HttpContext http, ChooseNotices choose, HostSettings settings, FormState form, string? key, CancellationToken cancel) =>
        http.Actor().PersonId is { } person
            ? Pages.Page<NoticesPage>(
                new
                {
                    Frame = http.Frame("How you are told", "notifications"),
                    Model = await choose.ReadAsync(person, cancel),
                    MailIsSet = settings.Mail is not null,
                    Saved = http.Request.Query.ContainsKey("saved"),
                    Form = form,
                    Key = key,
                },
                form.Error?.Status() ?? 200
            )
            : http.ErrorPage(Error.Forbidden("Notifications belong to people; sign in to set yours."));

    // The key is in this answer only, hence a page and no redirect.
    private static async Task<IResult> AddHookAsync(
        HttpContext http,
        IFormCollection form,
        ChangeWebhook change,
        ChooseNotices choose,
        HostSettings settings,
        CancellationToken cancel
    )
    {
        var made = await change.AddAsync(http.Actor(), form["url"], PaceOf(form) ?? NoticePace.AtOnce, cancel);
        return await PageAsync(http, choose, settings, made.Ok ? FormState.Empty : FormState.Of(http, made.Error!), made.Ok ? made.Value : null, cancel);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, IFormCollection form, ChooseNotices choose, CancellationToken cancel)
    {
        var request = new ChooseNotices.Request
        {
            Pace = PaceOf(form),
            Types = [.. form["types"].Select(text => Enum.TryParse<NotificationType>(text, true, out var type) ? type : (NotificationType?)null).OfType<NotificationType>()],
        };
        var set = await choose.SetAsync(http.Actor().PersonId, request, cancel);
        return set.Ok ? Answers.SeeOther("/notifications/settings?saved=1") : http.ErrorPage(set.Error!);
    }

    private static NoticePace? PaceOf(IFormCollection form) => Enum.TryParse<NoticePace>(form["pace"], true, out var pace) && Enum.IsDefined(pace) ? pace : null;

    // Opening the link changes nothing, because mail scanners open links; the button, or the mail program's own, does.
    private static IResult Unsubscribe(HttpContext http, string token, MailWriter writer, bool done) =>
        writer.PersonOf(token) is null
            ? http.ErrorPage(Error.NotFound("link"))
            : Pages.Page<UnsubscribePage>(
                new
                {
                    Frame = http.Frame("No more e-mail", ""),
                    Token = token,
                    Done = done,
                }
            );

    private static async Task<IResult> UnsubscribeAsync(HttpContext http, string token, MailWriter writer, ChooseNotices choose, CancellationToken cancel)
    {
        if (writer.PersonOf(token) is not { } person)
            return http.ErrorPage(Error.NotFound("link"));
        var set = await choose.SetAsync(person, new ChooseNotices.Request { Pace = NoticePace.Off }, cancel);
        return set.Ok ? Unsubscribe(http, token, writer, true) : http.ErrorPage(set.Error!);
    }
}
