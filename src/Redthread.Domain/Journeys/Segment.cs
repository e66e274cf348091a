namespace Redthread.Domain.Journeys;

public sealed class Channel
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
}

public sealed class Segment
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Segments of one partition exclude each other and together cover the customer base: “plan”, “age”.</summary>
    public string Partition { get; set; } = "segment";

    /// <summary>Share of the customer base, 0 to 1; null when nobody knows it.</summary>
    public double? Share { get; set; }
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A narrative face for a segment.</summary>
public sealed class Persona
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public string? Story { get; set; }
    public Guid SegmentId { get; set; }
    public Segment? Segment { get; set; }
    public DateTime? ArchivedAt { get; set; }
}

/// <summary>What a customer tries to get done, in their words.</summary>
public sealed class Need
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
}
