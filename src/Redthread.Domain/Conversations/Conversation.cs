namespace Redthread.Domain.Conversations;

public enum ConversationWith
{
    Customer,
    Internal,
}

public enum ConversationState
{
    Planned,
    Held,
    Cancelled,
}

/// <summary>What the person spoken with allowed: nothing to be written down, notes for those who work on it, or quotations as evidence.</summary>
public enum Consent
{
    None,
    Notes,
    Quotations,
}

/// <summary>A dated interview with a customer or an internal stakeholder. What leaves its page is decided by the consent alone.</summary>
public sealed class Conversation
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Counts up; addresses name the conversation by it.</summary>
    public int Number { get; set; }

    /// <summary>What it is about, without naming the customer.</summary>
    public string Title { get; set; } = "";
    public ConversationWith With { get; set; }

    /// <summary>The customer's pseudonym, as signals carry it; the key itself is kept nowhere.</summary>
    public byte[]? Customer { get; set; }
    public string? Account { get; set; }
    public Guid? SegmentId { get; set; }

    /// <summary>The internal stakeholder's name, when it is one.</summary>
    public string? Stakeholder { get; set; }
    public Guid? TeamId { get; set; }
    public DateTime StartsAt { get; set; }
    public int Minutes { get; set; } = 45;

    /// <summary>A room or a link.</summary>
    public string? Place { get; set; }

    /// <summary>The guide as it stood when it was chosen, in Markdown: a later version of the template does not change it.</summary>
    public string? Guide { get; set; }
    public string? GuideKey { get; set; }
    public int? GuideVersion { get; set; }
    public DateTime? HeldAt { get; set; }
    public DateTime? CancelledAt { get; set; }

    /// <summary>Counts the changes that an invitation must tell: time, place, cancellation.</summary>
    public int Sequence { get; set; }
    public Consent Consent { get; set; }
    public DateOnly? ConsentOn { get; set; }
    public string? ConsentHow { get; set; }
    public string? ConsentBy { get; set; }
    public DateTime? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }

    /// <summary>Markdown, with e-mail addresses, phone and card numbers masked.</summary>
    public string? Notes { get; set; }

    /// <summary>The customer was erased: what stays is that somebody of a segment was heard on stages.</summary>
    public DateTime? ErasedAt { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public int Version { get; set; } = 1;

    public List<ConversationInterviewer> Interviewers { get; } = [];
    public List<ConversationStage> Stages { get; } = [];
    public List<Highlight> Highlights { get; } = [];

    public ConversationState State =>
        CancelledAt is not null ? ConversationState.Cancelled
        : HeldAt is not null ? ConversationState.Held
        : ConversationState.Planned;

    public bool MayBeQuoted => Consent == Consent.Quotations && ErasedAt is null;

    public bool MayBeNoted => Consent != Consent.None && ErasedAt is null;
}

public sealed class ConversationInterviewer
{
    public Guid ConversationId { get; set; }
    public Guid PersonId { get; set; }
}

public sealed class ConversationStage
{
    public Guid ConversationId { get; set; }
    public Guid StageId { get; set; }
}

/// <summary>
/// A quotation from the notes, placed on stages. With consent it is a signal of its own, so that whatever counts signals counts it,
/// and whatever erases them erases it; without consent it stays here.
/// </summary>
public sealed class Highlight
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid ConversationId { get; set; }

    /// <summary>Null once it was removed at the request of whoever said it: that something was said stays.</summary>
    public string? Quotation { get; set; }

    /// <summary>Where it began in the notes when it was made.</summary>
    public int Position { get; set; }

    /// <summary>What it shall be evidence of, as soon as it may.</summary>
    public Guid? InsightId { get; set; }
    public Insights.Stance Stance { get; set; }

    /// <summary>Set before the signal is written, so that one whose number was not learnt is still looked for.</summary>
    public DateTime? SentAt { get; set; }
    public long? SignalId { get; set; }
    public DateTime CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTime? RemovedAt { get; set; }

    public List<HighlightStage> Stages { get; } = [];
}

public sealed class HighlightStage
{
    public Guid HighlightId { get; set; }
    public Guid StageId { get; set; }
}
