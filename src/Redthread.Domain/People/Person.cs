namespace Redthread.Domain.People;

public sealed class Person
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Email { get; set; } = "";

    /// <summary>The e-mail as compared: trimmed and lower-cased in code, because the two stores fold case differently.</summary>
    public string NormalizedEmail { get; set; } = "";
    public string Name { get; set; } = "";
    public Role Role { get; set; }
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public int AccessFailedCount { get; set; }
    public DateTime? LockedOutUntil { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? DeactivatedAt { get; set; }
    public List<TeamMember> Teams { get; } = [];

    public static string Normalize(string email) => email.Trim().ToLowerInvariant();
}

public sealed class Team
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public DateTime? ArchivedAt { get; set; }
    public List<TeamMember> Members { get; } = [];
}

public sealed class TeamMember
{
    public Guid TeamId { get; set; }
    public Guid PersonId { get; set; }

    /// <summary>Null is before this was written down.</summary>
    public DateTime? JoinedAt { get; set; }
    public Team? Team { get; set; }
    public Person? Person { get; set; }
}

/// <summary>A link that lets one person in, once. Only the hash of its secret is kept.</summary>
public sealed class Invitation
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Email { get; set; } = "";
    public Role Role { get; set; }
    public Guid? TeamId { get; set; }
    public byte[] SecretHash { get; set; } = [];
    public string InvitedBy { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateTime? WithdrawnAt { get; set; }

    public bool IsOpen(DateTime now) => AcceptedAt is null && WithdrawnAt is null && now < ExpiresAt;
}

/// <summary>A key for programs, shown once; only its hash is kept.</summary>
public sealed class ApiToken
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Name { get; set; } = "";
    public Guid PersonId { get; set; }
    public Person? Person { get; set; }
    public byte[] SecretHash { get; set; } = [];

    /// <summary>The scopes, separated by spaces, in lower case.</summary>
    public string ScopeNames { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime? LastUsedOn { get; set; }
    public DateTime? RevokedAt { get; set; }

    public IEnumerable<Scope> Scopes => ScopeNames.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Enum.Parse<Scope>(name, true));
}
