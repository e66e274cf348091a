using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Redthread.Domain;
using Redthread.Domain.People;

namespace Redthread.Web.Shell.SignIn;

/// <summary>An actor as claims and back. Claims are made anew from the store every few seconds, so a change of role holds at once.</summary>
public static class ActorClaims
{
    private const string PermissionClaim = "permission";
    private const string TeamClaim = "team";

    public static ClaimsIdentity IdentityOf(Person person, string scheme, IEnumerable<Permission>? atMost = null)
    {
        var allowed = Permissions.Of(person.Role).AsEnumerable();
        if (atMost is not null)
            allowed = allowed.Intersect(atMost);
        if (person.DeactivatedAt is not null)
            allowed = [];
        return new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()),
                new Claim(ClaimTypes.Name, person.Name),
                new Claim(ClaimTypes.Role, person.Role.ToString()),
                new Claim("AspNet.Identity.SecurityStamp", person.SecurityStamp),
                .. allowed.Select(permission => new Claim(PermissionClaim, permission.ToString())),
                .. person.Teams.Select(team => new Claim(TeamClaim, team.TeamId.ToString())),
            ],
            scheme
        );
    }

    // A token's identity is kept for some seconds and its claims never change, so its actor is made once.
    private static readonly ConditionalWeakTable<ClaimsIdentity, Actor> Made = [];

    public static Actor ToActor(this ClaimsPrincipal user) => user.Identity is ClaimsIdentity { IsAuthenticated: true } identity ? Made.GetValue(identity, Of) : Actor.Nobody;

    private static Actor Of(ClaimsIdentity identity) =>
        new(
            Guid.Parse(identity.FindFirst(ClaimTypes.NameIdentifier)!.Value),
            identity.FindFirst(ClaimTypes.Name)!.Value,
            [.. identity.FindAll(PermissionClaim).Select(claim => Enum.Parse<Permission>(claim.Value))],
            [.. identity.FindAll(TeamClaim).Select(claim => Guid.Parse(claim.Value))],
            Enum.Parse<Role>(identity.FindFirst(ClaimTypes.Role)!.Value)
        );

    public static bool May(this ClaimsPrincipal user, Permission permission) => user.HasClaim(PermissionClaim, permission.ToString());
}

public sealed class PersonPrincipals : IUserClaimsPrincipalFactory<Person>
{
    public Task<ClaimsPrincipal> CreateAsync(Person user) => Task.FromResult(new ClaimsPrincipal(ActorClaims.IdentityOf(user, IdentityConstants.ApplicationScheme)));
}
