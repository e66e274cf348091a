namespace Redthread.Domain.Talk;

/// <summary>How often somebody wants to be written to.</summary>
public enum NoticePace
{
    AtOnce,
    Daily,
    Weekly,
    Off,
}

/// <summary>How somebody hears of their notifications by e-mail. Without a row it is a daily digest of everything.</summary>
public sealed class NoticeChoice
{
    public Guid PersonId { get; set; }
    public NoticePace Pace { get; set; } = NoticePace.Daily;

    /// <summary>Types of notification that are not sent, joined by commas.</summary>
    public string Muted { get; set; } = "";
    public DateTime ChangedAt { get; set; }

    /// <summary>Whether anything of the type is sent, by whatever way.</summary>
    public bool Tells(NotificationType type) => !Muted.Split(',').Contains(type.ToString());
}

public enum DeliveryState
{
    Waiting,
    Sent,

    /// <summary>Given up after many attempts, or refused for good.</summary>
    Failed,

    /// <summary>No longer wanted when its time came.</summary>
    Dropped,
}

/// <summary>
/// One notification on its way out. Whoever sends it claims it first for a while; when that time passes unsent, because the process
/// was killed, it is claimed again and goes out under the same message id.
/// </summary>
public sealed class Delivery
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid NotificationId { get; set; }
    public Guid PersonId { get; set; }

    /// <summary>The endpoint it goes to; null is e-mail.</summary>
    public Guid? WebhookId { get; set; }

    /// <summary>Digests are due at one instant, so that all of a person's go out as one.</summary>
    public bool Digest { get; set; }
    public DateTime DueAt { get; set; }

    /// <summary>When the digest or message was first due: attempts later do not change what it is called.</summary>
    public DateTime FirstDueAt { get; set; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }
    public DateTime? ClaimedUntil { get; set; }
    public DateTime? SentAt { get; set; }
    public string? LastError { get; set; }
}

/// <summary>An address of somebody's own program that is told what they are told.</summary>
public sealed class Webhook
{
    /// <summary>Failed attempts in a row after which nothing more is sent until somebody turns it on again.</summary>
    public const int MostFailures = 20;

    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid PersonId { get; set; }
    public string Url { get; set; } = "";

    /// <summary>The key of its signatures, sealed: whoever reads the database cannot sign.</summary>
    public string SealedKey { get; set; } = "";
    public NoticePace Pace { get; set; }
    public int Failures { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? DisabledAt { get; set; }
    public string? DisabledWhy { get; set; }
}
