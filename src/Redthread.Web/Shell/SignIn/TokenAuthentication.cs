using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Redthread.Data;
using Redthread.Domain.People;

namespace Redthread.Web.Shell.SignIn;

/// <summary>Signs programs in by <c>Authorization: Bearer rt_…</c>. Looked up by hash; cached for a few seconds, and forgotten when revoked.</summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IDbContextFactory<RedthreadContext> contexts,
    IMemoryCache cache,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "token";
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    public static string NewSecret(string prefix) => prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string CacheKey(Guid tokenId) => $"token-revoked:{tokenId}";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var hash = Hash(header["Bearer ".Length..].Trim());
        var key = $"token:{Convert.ToHexString(hash)}";
        if (!cache.TryGetValue<Found>(key, out var found) || cache.TryGetValue(CacheKey(found!.Id), out _))
            cache.Set(key, found = await FindAsync(hash), Remembered);
        return found!.Identity is null
            ? AuthenticateResult.Fail("The token is unknown or has been revoked.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(found.Identity), SchemeName));
    }

    private sealed record Found(Guid Id, ClaimsIdentity? Identity);

    private async Task<Found> FindAsync(byte[] hash)
    {
        await using var context = await contexts.CreateDbContextAsync(Context.RequestAborted);
        var token = await context.ApiTokens.AsNoTracking().Include(token => token.Person!.Teams).SingleOrDefaultAsync(token => token.SecretHash == hash, Context.RequestAborted);
        if (token is null || token.RevokedAt is not null || token.Person!.DeactivatedAt is not null)
            return new Found(token?.Id ?? Guid.Empty, null);
        var today = time.GetUtcNow().UtcDateTime.Date;
        if (token.LastUsedOn != today)
            await context.ApiTokens.Where(row => row.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedOn, today), Context.RequestAborted);
        var identity = ActorClaims.IdentityOf(token.Person, SchemeName, token.Scopes.SelectMany(Scopes.Of));
        return new Found(token.Id, identity);
    }
}
