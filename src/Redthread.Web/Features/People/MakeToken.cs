using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.People;

/// <summary>API tokens: made with scopes, shown once, revoked at once.</summary>
public sealed class MakeToken(IDbContextFactory<RedthreadContext> contexts, IMemoryCache cache, TimeProvider time)
{
    public sealed record Request(string? Name, Scope[]? Scopes);

    public async Task<Result<string>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManageTokens) is { } denied)
            return denied;
        if (actor.PersonId is not { } owner)
            return Error.Forbidden("A token belongs to a person; sign in to make one.");
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
            return Error.Invalid("name-missing", "Name the token after the program that will use it, in 1 to 100 characters.");
        if (request.Scopes is not { Length: > 0 } scopes)
            return Error.Invalid("scope-missing", "Choose at least one thing the token may be used for.");
        var secret = TokenAuthentication.NewSecret("rt_");
        var now = time.GetUtcNow().UtcDateTime;
        var token = new ApiToken
        {
            Name = request.Name.Trim(),
            PersonId = owner,
            SecretHash = TokenAuthentication.Hash(secret),
            ScopeNames = string.Join(' ', scopes.Distinct().Order().Select(scope => scope.ToString().ToLowerInvariant())),
            CreatedAt = now,
        };
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.ApiTokens.Add(token);
        context.Activities.Add(Activity.Of(actor, now, "token.made", token.Id, $"Made the API token {token.Name} ({token.ScopeNames})"));
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    public async Task<Result<Done>> RevokeAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ManageTokens) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var token = await context.ApiTokens.SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (token is null || (token.PersonId != actor.PersonId && !actor.Can(Permission.ManagePeople)))
            return Error.NotFound("token");
        token.RevokedAt ??= time.GetUtcNow().UtcDateTime;
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "token.revoked", id, $"Revoked the API token {token.Name}"));
        await context.SaveChangesAsync(cancel);
        cache.Set(TokenAuthentication.CacheKey(id), true, TimeSpan.FromMinutes(1));
        return Done.It;
    }
}
