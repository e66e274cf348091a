namespace Redthread.Domain.Agreement;

public enum AgreementState
{
    /// <summary>Teams vote, and see nothing but their own votes.</summary>
    Open,

    /// <summary>All votes are shown; stage by stage the agreed score is recorded.</summary>
    Revealed,
    Cancelled,
}

/// <summary>A round in which named teams vote blind on the agreed scores of some stages in a cycle. Once revealed it is never opened again.</summary>
public sealed class AgreementRound
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Addresses and texts name the round by it: A-3.</summary>
    public int Number { get; set; }

    /// <summary>The first day of the planning quarter.</summary>
    public DateOnly Cycle { get; set; }

    /// <summary>What the teams should bear in mind; Markdown.</summary>
    public string? Purpose { get; set; }
    public DateTime OpenedAt { get; set; }
    public string OpenedBy { get; set; } = "";
    public DateTime? RevealedAt { get; set; }
    public string? RevealedBy { get; set; }
    public DateTime? CancelledAt { get; set; }
    public string? CancelledBy { get; set; }
    public string? CancelReason { get; set; }
    public int Version { get; set; } = 1;
    public List<AgreementStage> Stages { get; } = [];
    public List<AgreementTeam> Teams { get; } = [];

    public AgreementState State =>
        CancelledAt is not null ? AgreementState.Cancelled
        : RevealedAt is not null ? AgreementState.Revealed
        : AgreementState.Open;

    public static string NameOf(int number) => $"A-{number}";

    /// <summary>The number behind a name such as A-3; null when it is none.</summary>
    public static int? Parse(string? name) =>
        name is ['A' or 'a', '-', .. var digits] && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var number) ? number : null;
}

/// <summary>A stage that a round is about, and what was agreed on it.</summary>
public sealed class AgreementStage
{
    public const int Lowest = -2;
    public const int Highest = 2;

    public Guid RoundId { get; set; }
    public Guid StageId { get; set; }

    /// <summary>−2 broken, −1 weak, 0 neutral, +1 good, +2 excellent; null until it is recorded.</summary>
    public int? Agreed { get; set; }

    /// <summary>What the discussion came to.</summary>
    public string? Why { get; set; }
    public DateTime? AgreedAt { get; set; }
    public string? AgreedBy { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A team that is asked to vote.</summary>
public sealed class AgreementTeam
{
    public Guid RoundId { get; set; }
    public Guid TeamId { get; set; }
}

/// <summary>The one vote of a team on a stage. Any member casts it and may change it until the reveal; who wrote it last is kept.</summary>
public sealed class AgreementVote
{
    public Guid RoundId { get; set; }
    public Guid StageId { get; set; }
    public Guid TeamId { get; set; }
    public int Value { get; set; }
    public string Reason { get; set; } = "";

    /// <summary>Names such as I-3 and addresses, separated by blanks.</summary>
    public string? Evidence { get; set; }
    public DateTime At { get; set; }
    public Guid? PersonId { get; set; }
    public string By { get; set; } = "";
    public int Version { get; set; } = 1;
}

/// <summary>A team that does not share the agreed score, and why. It stays beside the score.</summary>
public sealed class AgreementDissent
{
    public Guid RoundId { get; set; }
    public Guid StageId { get; set; }
    public Guid TeamId { get; set; }
    public string Reason { get; set; } = "";
    public DateTime At { get; set; }
    public string By { get; set; } = "";
}
