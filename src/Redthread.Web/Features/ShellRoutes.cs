using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features;

/// <summary>Routes of the frame itself: changes, theme, health, API description.</summary>
public static class ShellRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/changes", ChangesAsync).Needs(Permission.ViewPicture).ExcludeFromDescription();
        routes.MapPost("/theme", SetTheme).OpenToAll().ExcludeFromDescription();
        routes.MapGet("/health", () => TypedResults.Text("ok")).OpenToAll().ExcludeFromDescription();
        routes.MapOpenApi("/api/openapi.json").Needs(Permission.ViewPicture);
    }

    private static async Task ChangesAsync(HttpContext http, ChangeFeed feed, IHostApplicationLifetime lifetime, CancellationToken aborted)
    {
        // A page stays open for hours; the server must not wait for it when it stops.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var cancel = either.Token;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // Headers leave only with a first item.
        await SendAsync(http, "ready", cancel);
        try
        {
            await foreach (var origin in feed.ListenAsync(cancel))
                await SendAsync(http, origin, cancel);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private static async Task SendAsync(HttpContext http, string data, CancellationToken cancel)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", cancel);
        await http.Response.Body.FlushAsync(cancel);
    }

    private static async Task<IResult> SetTheme(HttpContext http, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var theme = form["theme"].ToString();
        if (theme is "light" or "dark")
            http.Response.Cookies.Append(
                Pages.ThemeCookie,
                theme,
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365),
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                }
            );
        else
            http.Response.Cookies.Delete(Pages.ThemeCookie);
        return Answers.SeeOther(Address(form["returnUrl"]));
    }

    /// <summary>Only addresses of ours; anything else leads home.</summary>
    public static string Address(string? given) => given is ['/', ..] && !given.StartsWith("//", StringComparison.Ordinal) && !given.Contains('\\') ? given : "/";
}
