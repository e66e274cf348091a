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

    /// <summary>See insights, opportunities, solutions, decisions and goals, and their threads.</summary>
    ViewThreads,

    /// <summary>Make, change, link and archive them, and talk about them.</summary>
    EditThreads,
    ApproveInsights,

    /// <summary>Make and review decisions.</summary>
    Decide,
    ImportOutcomes,

    /// <summary>Vote for one's team on agreed scores.</summary>
    VoteOnScores,

    /// <summary>Open, reveal and record rounds of agreed scores; hand the steward's work over.</summary>
    RunRhythm,

    /// <summary>Dismiss and snooze what the Desk shows, and set its detectors.</summary>
    KeepDesk,

    /// <summary>Import terms, set undefined phrases aside, and publish the glossary.</summary>
    CurateLanguage,
}

public static class Permissions
{
    private static readonly Permission[] Viewer = [Permission.ViewPicture, Permission.ViewThreads, Permission.EditOwnAccount];
    private static readonly Permission[] FrontLine = [.. Viewer, Permission.VoteOnScores];
    private static readonly Permission[] Integrator =
    [
        .. Viewer,
        Permission.ViewEvidence,
        Permission.ImportSignals,
        Permission.ImportOutcomes,
        Permission.EditThreads,
        Permission.ManageTokens,
    ];
    private static readonly Permission[] Member =
    [
        .. Viewer,
        Permission.ViewEvidence,
        Permission.EditJourneys,
        Permission.SignFrameworks,
        Permission.PlaceSignals,
        Permission.EditThreads,
        Permission.VoteOnScores,
    ];
    private static readonly Permission[] Leader =
    [
        .. Viewer,
        Permission.ViewEvidence,
        Permission.SignFrameworks,
        Permission.ViewActivity,
        Permission.EditThreads,
        Permission.Decide,
        Permission.VoteOnScores,
        Permission.KeepDesk,
    ];

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
    Threads,
    Admin,
}

public static class Scopes
{
    public static IReadOnlyCollection<Permission> Of(Scope scope) =>
        scope switch
        {
            Scope.Read => [Permission.ViewPicture, Permission.ViewEvidence, Permission.ViewThreads],
            Scope.Signals => [Permission.ImportSignals],
            Scope.Journeys => [Permission.EditJourneys, Permission.EditMeasures, Permission.SignFrameworks],
            Scope.Threads =>
            [
                Permission.ViewThreads,
                Permission.EditThreads,
                Permission.ApproveInsights,
                Permission.Decide,
                Permission.ImportOutcomes,
                Permission.VoteOnScores,
                Permission.RunRhythm,
                Permission.KeepDesk,
                Permission.CurateLanguage,
            ],
            Scope.Admin => [Permission.ErasePeople, Permission.ManagePeople, Permission.ViewActivity, Permission.PlaceSignals],
            _ => [],
        };
}
