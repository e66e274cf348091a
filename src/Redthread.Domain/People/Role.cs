namespace Redthread.Domain.People;

public enum Role
{
    Viewer,
    FrontLine,
    Integrator,
    Member,
    Leader,
    Steward,
}

/// <summary>What somebody may do. Every route names exactly one, or says that it is open to all.</summary>
public enum Permission
{
    ViewPicture,
    ViewEvidence,
    EditJourneys,
    EditMeasures,
    SignFrameworks,
    ImportSignals,
    PlaceSignals,
    ErasePeople,
    ManagePeople,
    ManageTokens,
    ViewActivity,
    EditOwnAccount,
}

public static class Permissions
{
    private static readonly Permission[] Viewer = [Permission.ViewPicture, Permission.EditOwnAccount];
    private static readonly Permission[] FrontLine = [.. Viewer];
    private static readonly Permission[] Integrator = [.. Viewer, Permission.ViewEvidence, Permission.ImportSignals, Permission.ManageTokens];
    private static readonly Permission[] Member = [.. Viewer, Permission.ViewEvidence, Permission.EditJourneys, Permission.SignFrameworks, Permission.PlaceSignals];
    private static readonly Permission[] Leader = [.. Viewer, Permission.ViewEvidence, Permission.SignFrameworks, Permission.ViewActivity];

    public static IReadOnlyCollection<Permission> Of(Role role) =>
        role switch
        {
            Role.Steward => Enum.GetValues<Permission>(),
            Role.Leader => Leader,
            Role.Member => Member,
            Role.Integrator => Integrator,
            Role.FrontLine => FrontLine,
            Role.Viewer => Viewer,
            _ => [],
        };
}

/// <summary>What an API token may be used for; it never allows more than the person who made it may do.</summary>
public enum Scope
{
    Read,
    Signals,
    Journeys,
    Admin,
}

public static class Scopes
{
    public static IReadOnlyCollection<Permission> Of(Scope scope) =>
        scope switch
        {
            Scope.Read => [Permission.ViewPicture, Permission.ViewEvidence],
            Scope.Signals => [Permission.ImportSignals],
            Scope.Journeys => [Permission.EditJourneys, Permission.EditMeasures],
            Scope.Admin => [Permission.ErasePeople, Permission.ManagePeople, Permission.ViewActivity, Permission.PlaceSignals],
            _ => [],
        };
}
