namespace Redthread.Domain.Claims;

/// <summary>What would show a claim true.</summary>
public enum ClaimTest
{
    /// <summary>Nobody has said yet: the claim is unmeasured.</summary>
    None,
    StageScore,
    JourneyScore,
    Outcome,
}

/// <summary>Something the organisation says in public about its customers' experience, with the test that would show it true.</summary>
public sealed class Claim
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public int Number { get; set; }

    /// <summary>In the words in which it was said.</summary>
    public string Text { get; set; } = "";

    /// <summary>Where it was said: an address, a campaign, a report.</summary>
    public string SaidIn { get; set; } = "";
    public DateOnly SaidOn { get; set; }
    public ClaimTest Test { get; set; }

    /// <summary>The stage, journey or outcome that is measured.</summary>
    public Guid? TargetId { get; set; }

    /// <summary>Of whom it was said; null is everyone.</summary>
    public Guid? SegmentId { get; set; }

    /// <summary>0–100 for scores, in its unit for an outcome: what is promised at least, or at most where less is better.</summary>
    public double? Promise { get; set; }
    public Guid? OwnerTeamId { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";

    /// <summary>It is no longer said.</summary>
    public DateTime? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public int Version { get; set; } = 1;

    public static string NameOf(int number) => $"CL-{number}";
}
