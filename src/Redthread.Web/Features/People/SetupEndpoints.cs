using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.People;

/// <summary>The doors: set-up, sign-in, sign-out, invitation. Open to all, limited in rate.</summary>
public static class SetupEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/set-up", ShowSetUpAsync).OpenToAll();
        routes.MapPost("/set-up", SetUpAsync).OpenToAll().RequireRateLimiting(RateLimits.SignIn);
        routes.MapGet("/sign-in", ShowSignInAsync).OpenToAll();
        routes.MapPost("/sign-in", SignInAsync).OpenToAll().RequireRateLimiting(RateLimits.SignIn);
        routes.MapPost("/sign-out", SignOutAsync).OpenToAll();
        routes.MapGet("/invitations/{secret}", ShowInvitationAsync).OpenToAll();
        routes.MapPost("/invitations/{secret}", AcceptAsync).OpenToAll().RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<IResult> ShowSetUpAsync(HttpContext http, SetUp setUp, CancellationToken cancel) =>
        await setUp.IsDueAsync(cancel) ? SetUpPage(http, FormState.Empty) : Answers.SeeOther("/sign-in");

    private static async Task<IResult> SetUpAsync(HttpContext http, [FromForm] SetUp.Request request, SetUp setUp, SignInManager<Person> signIn, CancellationToken cancel)
    {
        var result = await setUp.HandleAsync(request, cancel);
        if (result.Error is { } error)
            return SetUpPage(http, FormState.Of(http, error), error.Status());
        await signIn.SignInAsync(result.Value, isPersistent: true);
        return Answers.SeeOther("/");
    }

    private static IResult SetUpPage(HttpContext http, FormState form, int status = 200) =>
        Pages.Page<DoorPage>(
            new
            {
                Frame = http.Frame("Set up Redthread", ""),
                Title = "Set up Redthread",
                Subtitle = "You become the first steward: the person who keeps the picture coherent. You can invite others afterwards.",
                Action = "/set-up",
                Button = "Set up and sign in",
                Form = form,
                WithName = true,
                WithEmail = true,
                NewPassword = true,
            },
            status
        );

    private static async Task<IResult> ShowSignInAsync(HttpContext http, SetUp setUp, string? returnUrl, CancellationToken cancel) =>
        await setUp.IsDueAsync(cancel) ? Answers.SeeOther("/set-up")
        : http.Actor().PersonId is not null ? Answers.SeeOther(ShellRoutes.Address(returnUrl))
        : SignInPage(http, FormState.Empty, returnUrl);

    public sealed record SignInRequest(string? Email = null, string? Password = null, string? ReturnUrl = null);

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        [FromForm] SignInRequest request,
        SignInManager<Person> signIn,
        UserManager<Person> people,
        CancellationToken cancel
    )
    {
        var person = await people.FindByEmailAsync(request.Email ?? "");
        var result = person is { DeactivatedAt: null }
            ? await signIn.CheckPasswordSignInAsync(person, request.Password ?? "", lockoutOnFailure: true)
            : Microsoft.AspNetCore.Identity.SignInResult.Failed;
        if (result.Succeeded)
        {
            await signIn.SignInAsync(person!, isPersistent: true);
            return Answers.SeeOther(ShellRoutes.Address(request.ReturnUrl));
        }

        // One sentence for all failures, so that nobody learns who is here.
        var error = Error.Invalid("sign-in-failed", "E-mail and password do not match, or there were too many attempts. Try again, or in ten minutes.");
        return SignInPage(http, FormState.Of(http, error), request.ReturnUrl, error.Status());
    }

    private static IResult SignInPage(HttpContext http, FormState form, string? returnUrl, int status = 200) =>
        Pages.Page<DoorPage>(
            new
            {
                Frame = http.Frame("Sign in", ""),
                Title = "Sign in",
                Subtitle = "The shared picture of your customers’ experience.",
                Action = "/sign-in",
                Button = "Sign in",
                Form = form,
                WithEmail = true,
                Hidden = ("returnUrl", ShellRoutes.Address(returnUrl)),
            },
            status
        );

    private static async Task<IResult> SignOutAsync(SignInManager<Person> signIn)
    {
        await signIn.SignOutAsync();
        return Answers.SeeOther("/sign-in");
    }

    private static async Task<IResult> ShowInvitationAsync(HttpContext http, string secret, AcceptInvitation accept, CancellationToken cancel)
    {
        var found = await accept.FindAsync(secret, cancel);
        return found.Error is { } error ? http.ErrorPage(error) : InvitationPage(http, secret, found.Value.Email, FormState.Empty);
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext http,
        string secret,
        [FromForm] AcceptInvitation.Request request,
        AcceptInvitation accept,
        SignInManager<Person> signIn,
        CancellationToken cancel
    )
    {
        var result = await accept.HandleAsync(request with { Secret = secret }, cancel);
        if (result.Error is { } error)
            return InvitationPage(http, secret, "", FormState.Of(http, error), error.Status());
        await signIn.SignInAsync(result.Value, isPersistent: true);
        return Answers.SeeOther("/");
    }

    private static IResult InvitationPage(HttpContext http, string secret, string email, FormState form, int status = 200) =>
        Pages.Page<DoorPage>(
            new
            {
                Frame = http.Frame("Join Redthread", ""),
                Title = "Join Redthread",
                Subtitle = email.Length > 0 ? $"You were invited as {email}. Choose your name and a password." : "Choose your name and a password.",
                Action = $"/invitations/{Uri.EscapeDataString(secret)}",
                Button = "Join",
                Form = form,
                WithName = true,
                NewPassword = true,
            },
            status
        );
}
