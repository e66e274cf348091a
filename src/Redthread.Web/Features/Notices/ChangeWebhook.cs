using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.Notices;

/// <summary>Adds, turns on again and removes a person's webhooks.</summary>
public sealed class ChangeWebhook(IDbContextFactory<RedthreadContext> contexts, WebhookSender sender, HostSettings settings, TimeProvider time)
{
    private const int Most = 5;

    /// <summary>Answers the key of its signatures, shown once.</summary>
    public async Task<Result<string>> AddAsync(Actor actor, string? address, NoticePace pace, CancellationToken cancel)
    {
        if (actor.PersonId is not { } person)
            return Error.Forbidden("Webhooks belong to people; sign in to add one.");
        if (pace is NoticePace.Off)
            return NoPace;
        var known = Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && address!.Length <= 500;
        if (!known || !(url!.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && settings.WebhooksToPrivate)))
            return Error.Invalid("url-invalid", "A webhook is an https:// address of up to 500 characters, without a user in it. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Webhooks.CountAsync(row => row.PersonId == person, cancel) >= Most)
            return Error.Conflict("too-many-webhooks", $"You have {Most} webhooks already; remove one first. Nothing was saved.");
        var key = TokenAuthentication.NewSecret("wh_");
        var hook = new Webhook
        {
            PersonId = person,
            Url = url.AbsoluteUri,
            Pace = pace,
            SealedKey = sender.Seal(key),
            CreatedAt = Now,
        };
        context.Webhooks.Add(hook);
        context.Activities.Add(Activity.Of(actor, Now, "webhook.added", hook.Id, $"Added a webhook to {url.Host}"));
        return await context.TrySaveAsync(cancel) is { } failed ? failed : key;
    }

    /// <summary>For what is told from now on; what waits goes out when it was to.</summary>
    public Task<Result<Done>> SetPaceAsync(Actor actor, Guid id, NoticePace pace, CancellationToken cancel) =>
        pace is NoticePace.Off ? Task.FromResult<Result<Done>>(NoPace) : ChangeAsync(actor, id, "webhook.paced", "Changed the pace of", (_, hook) => hook.Pace = pace, cancel);

    public Task<Result<Done>> EnableAsync(Actor actor, Guid id, CancellationToken cancel) =>
        ChangeAsync(actor, id, "webhook.enabled", "Turned on", (_, hook) => (hook.DisabledAt, hook.DisabledWhy, hook.Failures) = (null, null, 0), cancel);

    public Task<Result<Done>> RemoveAsync(Actor actor, Guid id, CancellationToken cancel) =>
        ChangeAsync(actor, id, "webhook.removed", "Removed", (context, hook) => context.Webhooks.Remove(hook), cancel);

    private async Task<Result<Done>> ChangeAsync(Actor actor, Guid id, string kind, string word, Action<RedthreadContext, Webhook> change, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Webhooks.SingleOrDefaultAsync(row => row.Id == id && row.PersonId == actor.PersonId, cancel) is not { } hook)
            return Error.NotFound("webhook of yours");
        change(context, hook);
        context.Activities.Add(Activity.Of(actor, Now, kind, id, $"{word} a webhook to {new Uri(hook.Url).Host}"));
        return await context.TrySaveAsync(cancel) is { } failed ? failed : Done.It;
    }

    private static Error NoPace => Error.Invalid("pace-invalid", "A webhook is told at once, daily or weekly; remove it to be told no more. Nothing was saved.");

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
