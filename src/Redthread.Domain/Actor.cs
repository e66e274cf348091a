using Redthread.Domain.People;

namespace Redthread.Domain;

/// <summary>Who acts: a signed-in person, an API token of one, or the operator at the command line.</summary>
public sealed record Actor(Guid? PersonId, string Name, IReadOnlyCollection<Permission> Allowed, IReadOnlyCollection<Guid> TeamIds, Role Role)
{
    /// <summary>Whoever can read the data folder can do everything; the audit calls them the operator.</summary>
    public static Actor Operator { get; } = new(null, "operator", Permissions.Of(Role.Steward), [], Role.Steward);

    public static Actor Nobody { get; } = new(null, "nobody", [], [], Role.Viewer);

    public bool Can(Permission permission) => Allowed.Contains(permission);

    public Error? Lacks(Permission permission) =>
        Can(permission) ? null : Error.Forbidden($"This needs the permission “{permission}”, which your role does not have. Ask a steward.");
}
