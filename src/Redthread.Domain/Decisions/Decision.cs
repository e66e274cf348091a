using Redthread.Domain.Threads;

namespace Redthread.Domain.Decisions;

public enum DecisionType
{
    Roadmap,
    Okr,
    Investment,
    Direction,
}

public enum DecisionState
{
    Planned,
    Made,
    Reviewed,
}

/// <summary>A choice on stages, with its question, evidence for and against, and a review; frozen once made.</summary>
public sealed class Decision : ThreadObject
{
    /// <summary>
    /// The confidence from which an insight must be used or set aside: about what ten customers over two kinds of source say, half a
    /// year old and a fifth of it against. Below it, a decision would be held up by what few said once.
    /// </summary>
    public const double StrongPercent = 60;

    public override ThreadKind Kind => ThreadKind.Decision;
    public DecisionType Type { get; set; }
    public string? Question { get; set; }
    public DateOnly? DueOn { get; set; }
    public Guid? DeciderId { get; set; }

    /// <summary>Who looked for evidence against and found none, and when.</summary>
    public string? NothingAgainstBy { get; set; }
    public DateTime? NothingAgainstAt { get; set; }

    public DateTime? MadeAt { get; set; }
    public string? MadeBy { get; set; }
    public string? Choice { get; set; }

    /// <summary>What the decider expects to happen, in words, and if it is a score: which stage, by how many points.</summary>
    public string? Expected { get; set; }
    public Guid? ExpectedStageId { get; set; }
    public double? ExpectedPoints { get; set; }
    public DateOnly? ReviewOn { get; set; }
    public DateTime? ReviewedAt { get; set; }
    public string? ReviewedBy { get; set; }
    public string? Actual { get; set; }

    /// <summary>The dossier in Markdown; a sentence cites objects in brackets: <c>[I-12] [signal 4711]</c>.</summary>
    public string? Situation { get; set; }
    public string? Complication { get; set; }
    public string? DossierQuestion { get; set; }
    public string? Answer { get; set; }

    public DecisionState State =>
        ReviewedAt is not null ? DecisionState.Reviewed
        : MadeAt is not null ? DecisionState.Made
        : DecisionState.Planned;

    public List<DecisionOption> Options { get; } = [];
}

public sealed class DecisionOption
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid DecisionId { get; set; }
    public int Position { get; set; }
    public string Title { get; set; } = "";

    /// <summary>What it does to the north star: points of the score, and why.</summary>
    public double? NorthStarPoints { get; set; }
    public string? Effect { get; set; }
    public bool Chosen { get; set; }
}
