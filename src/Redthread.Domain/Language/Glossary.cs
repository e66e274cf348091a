namespace Redthread.Domain.Language;

/// <summary>Whether the agreed part of the language is open to all. One row.</summary>
public sealed class Glossary
{
    public static readonly Guid TheOne = new("00000000-0000-0000-0000-000000000001");

    public Guid Id { get; set; } = TheOne;
    public bool Published { get; set; }
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public int Version { get; set; } = 1;
}

/// <summary>A frequent phrase that needs no definition; it is not offered again until taken back.</summary>
public sealed class IgnoredPhrase
{
    /// <summary>The stems of its words, parted by one space: all inflections are one phrase.</summary>
    public string Stems { get; set; } = "";

    /// <summary>As it was shown.</summary>
    public string Phrase { get; set; } = "";
    public DateTime At { get; set; }
    public string By { get; set; } = "";
}
