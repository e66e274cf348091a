using Microsoft.AspNetCore.Authorization;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Shell;

/// <summary>Who may call a route. Every route says so; one that does not is closed to all.</summary>
public sealed record RequiredPermission(Permission Permission) : IAuthorizationRequirement;

public sealed class PermissionHandler : AuthorizationHandler<RequiredPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RequiredPermission requirement)
    {
        if (context.User.May(requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

public static class Access
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        route
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(new RequiredPermission(permission)))
            .WithMetadata(new RequiredPermission(permission));

    /// <summary>For sign-in, set-up, assets and health only.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.AllowAnonymous();

    public static Actor Actor(this HttpContext context) => context.User.ToActor();
}
