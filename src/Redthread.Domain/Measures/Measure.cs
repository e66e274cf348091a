namespace Redthread.Domain.Measures;

public enum Direction
{
    HigherIsBetter,
    LowerIsBetter,
}

public enum MappingKind
{
    Linear,
    Boxes,
    Target,
}

/// <summary>What a reading measures. Wording, scale, direction and mapping are locked once a reading uses them; a change makes a new version.</summary>
public sealed class Measure
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The same over all versions of the measure.</summary>
    public string Key { get; set; } = "";
    public int Version { get; set; } = 1;
    public string Name { get; set; } = "";
    public string Wording { get; set; } = "";
    public string Unit { get; set; } = "";
    public double ScaleMin { get; set; }
    public double ScaleMax { get; set; }
    public Direction Direction { get; set; }
    public MappingKind Mapping { get; set; }

    /// <summary>Linear: “min max”. Target: “bad good”. Boxes: “0-6:0 7-8:50 9-10:100”.</summary>
    public string MappingText { get; set; } = "";
    public bool IsNps { get; set; }
    public DateTime? LockedAt { get; set; }
    public DateTime? SupersededAt { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public int Revision { get; set; } = 1;
}
