namespace Redthread.Domain.Threads;

/// <summary>What one object is to another. Links point down the thread: from what was heard towards what was done.</summary>
public enum LinkKind
{
    /// <summary>Any object → the stage it is about.</summary>
    OnStage,

    /// <summary>Insight or opportunity → a need of the list.</summary>
    OfNeed,

    /// <summary>Any object → a team that works on it.</summary>
    ByTeam,

    /// <summary>Pressure → the friction it keeps alive.</summary>
    KeepsAlive,

    /// <summary>Pressure → the opportunity it blocks.</summary>
    Blocks,

    /// <summary>Insight → the opportunity it is framed in.</summary>
    FramedIn,

    /// <summary>Insight → the decision it is used for.</summary>
    UsedFor,

    /// <summary>Insight → the decision it speaks against, and was weighed in.</summary>
    UsedAgainst,

    /// <summary>Insight → the decision that sets it aside, with a reason.</summary>
    SetAside,

    /// <summary>Opportunity → the decision about it.</summary>
    DecidedIn,

    /// <summary>Decision → a solution it chose.</summary>
    Chooses,

    /// <summary>Opportunity → a solution for it.</summary>
    SolvedBy,

    /// <summary>Solution → the key result it should move.</summary>
    Moves,

    /// <summary>Decision → an objective or key result it set.</summary>
    Sets,

    /// <summary>One solution → another that must come first.</summary>
    DependsOn,
}

/// <summary>A typed connection of two objects, seen from both.</summary>
public sealed class Link
{
    public Guid FromId { get; set; }
    public LinkKind Kind { get; set; }
    public Guid ToId { get; set; }
    public string? Reason { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";

    /// <summary>Whether this kind of link may join these two kinds; a stage, need or team has no kind.</summary>
    public static bool Allows(LinkKind kind, ThreadKind from, ThreadKind? to) =>
        kind switch
        {
            LinkKind.OnStage or LinkKind.ByTeam => to is null,
            LinkKind.OfNeed => to is null && from is ThreadKind.Insight or ThreadKind.Opportunity,
            LinkKind.KeepsAlive => (from, to) is (ThreadKind.Pressure, ThreadKind.Insight),
            LinkKind.Blocks => (from, to) is (ThreadKind.Pressure, ThreadKind.Opportunity),
            LinkKind.FramedIn => (from, to) is (ThreadKind.Insight, ThreadKind.Opportunity),
            LinkKind.UsedFor or LinkKind.UsedAgainst or LinkKind.SetAside => (from, to) is (ThreadKind.Insight, ThreadKind.Decision),
            LinkKind.DecidedIn => (from, to) is (ThreadKind.Opportunity, ThreadKind.Decision),
            LinkKind.Chooses => (from, to) is (ThreadKind.Decision, ThreadKind.Solution),
            LinkKind.SolvedBy => (from, to) is (ThreadKind.Opportunity, ThreadKind.Solution),
            LinkKind.Moves => (from, to) is (ThreadKind.Solution, ThreadKind.KeyResult),
            LinkKind.Sets => from is ThreadKind.Decision && to is ThreadKind.Objective or ThreadKind.KeyResult,
            LinkKind.DependsOn => (from, to) is (ThreadKind.Solution, ThreadKind.Solution),
            _ => false,
        };

    /// <summary>What the link says, read from where it starts and from where it ends.</summary>
    public static (string Forward, string Back) Words(LinkKind kind) =>
        kind switch
        {
            LinkKind.OnStage => ("on the stage", "about this stage"),
            LinkKind.OfNeed => ("of the need", "about this need"),
            LinkKind.ByTeam => ("worked on by", "works on"),
            LinkKind.KeepsAlive => ("keeps alive", "kept alive by"),
            LinkKind.Blocks => ("blocks", "blocked by"),
            LinkKind.FramedIn => ("framed in", "from the insight"),
            LinkKind.UsedFor => ("used for", "rests on"),
            LinkKind.UsedAgainst => ("weighed against", "weighed against it"),
            LinkKind.SetAside => ("set aside in", "set aside"),
            LinkKind.DecidedIn => ("decided in", "about the opportunity"),
            LinkKind.Chooses => ("chose", "chosen by"),
            LinkKind.SolvedBy => ("solved by", "for the opportunity"),
            LinkKind.Moves => ("should move", "moved by"),
            LinkKind.Sets => ("set", "set by"),
            _ => ("depends on", "needed by"),
        };
}
