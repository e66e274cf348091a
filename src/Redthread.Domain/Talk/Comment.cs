namespace Redthread.Domain.Talk;

/// <summary>A remark on an object; <c>@Name</c> mentions a person.</summary>
public sealed class Comment
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid ObjectId { get; set; }
    public Guid? PersonId { get; set; }
    public string By { get; set; } = "";
    public string Text { get; set; } = "";
    public DateTime At { get; set; }
    public DateTime? EditedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A person who wants to hear of every change of an object.</summary>
public sealed class Watch
{
    public Guid PersonId { get; set; }
    public Guid ObjectId { get; set; }
    public DateTime At { get; set; }
}

public enum NotificationType
{
    Mention,
    Change,
    NewEvidence,
    Assigned,

    /// <summary>A meeting of a ritual of theirs was missed.</summary>
    Overdue,

    /// <summary>The Desk found a coordination failure that is theirs.</summary>
    Finding,

    /// <summary>A decision of theirs, or its review, falls due.</summary>
    Due,
}

public sealed class Notification
{
    private const int LongestText = 300;

    /// <summary>What somebody is told; a long text is cut, its object says the rest.</summary>
    public static Notification Of(Guid person, NotificationType type, Guid objectId, string text, string address, DateTime at) =>
        new()
        {
            PersonId = person,
            Type = type,
            ObjectId = objectId,
            Text = text.Length > LongestText ? text[..LongestText] : text,
            Address = address,
            At = at,
        };

    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid PersonId { get; set; }
    public NotificationType Type { get; set; }
    public Guid? ObjectId { get; set; }
    public string Text { get; set; } = "";
    public string Address { get; set; } = "";
    public DateTime At { get; set; }
    public DateTime? ReadAt { get; set; }

    /// <summary>When it was decided by which ways it goes out; null is what the worker has not seen yet.</summary>
    public DateTime? RoutedAt { get; set; }
}
