namespace Redthread.Domain.Conversations;

/// <summary>A template for conversations, in Markdown. A shipped one is stored only once it was changed.</summary>
public sealed class Guide
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public ConversationWith With { get; set; }
    public string Text { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public DateTime? ArchivedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>How many conversations a cycle shall have.</summary>
public sealed class ConversationTarget
{
    public DateOnly Cycle { get; set; }
    public ConversationWith With { get; set; }

    /// <summary>Guid.Empty is all segments together.</summary>
    public Guid SegmentId { get; set; }
    public int Wanted { get; set; }
}
