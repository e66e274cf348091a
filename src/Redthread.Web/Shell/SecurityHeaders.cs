using Microsoft.AspNetCore.Antiforgery;

namespace Redthread.Web.Shell;

public static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (!context.Request.Path.StartsWithSegments("/api"))
            headers.CacheControl = "no-store";
        return next(context);
    }
}

/// <summary>A browser's cookie may read the API but not change anything through it: pages change things by forms with a token.</summary>
public static class SameSiteOnly
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (
            !safe
            && context.Request.Path.StartsWithSegments("/api")
            && context.User.Identity is { IsAuthenticated: true, AuthenticationType: not SignIn.TokenAuthentication.SchemeName }
        )
        {
            await Domain.Error.Forbidden("Changes through the API need an API token; a browser's cookie may only read.").ToProblem().ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <summary>Every form carries its token, whether or not its endpoint binds anything of it.</summary>
    public static async Task CheckFormAsync(HttpContext context, RequestDelegate next)
    {
        // What a mail program posts by itself carries its own signed token instead, and its endpoint says so.
        var isExempt = context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false };
        var isForm = HttpMethods.IsPost(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api") && !isExempt;
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (isForm && context.Features.Get<IAntiforgeryValidationFeature>() is null && !await antiforgery.IsRequestValidAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    }
}
