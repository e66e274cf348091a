namespace Redthread.Domain.Language;

/// <summary>An entry of the shared language: what a word means here. Every change of it is a new version, which teams agree to anew.</summary>
public sealed class Term
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>In addresses; stays when the word is written otherwise.</summary>
    public string Key { get; set; } = "";
    public string Word { get; set; } = "";
    public string Definition { get; set; } = "";
    public string? Example { get; set; }
    public string? CounterExample { get; set; }

    /// <summary>Words to avoid, one a line.</summary>
    public string? Avoid { get; set; }

    /// <summary>The key of the measure behind it, or an address within the product.</summary>
    public string? Behind { get; set; }
    public Guid? OwnerPersonId { get; set; }
    public int Version { get; set; } = 1;
    public DateTime CreatedAt { get; set; }
    public DateTime? ArchivedAt { get; set; }

    public IReadOnlyList<string> WordsToAvoid => (Avoid ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A term as it was: who wrote it when, and why it was changed.</summary>
public sealed class TermVersion
{
    public Guid TermId { get; set; }
    public int Version { get; set; }
    public string Word { get; set; } = "";
    public string Definition { get; set; } = "";
    public string? Example { get; set; }
    public string? CounterExample { get; set; }
    public string? Avoid { get; set; }
    public string? Behind { get; set; }
    public string? Reason { get; set; }
    public DateTime At { get; set; }
    public string By { get; set; } = "";

    public static TermVersion Of(Term term, string? reason, DateTime at, string by) =>
        new()
        {
            TermId = term.Id,
            Version = term.Version,
            Word = term.Word,
            Definition = term.Definition,
            Example = term.Example,
            CounterExample = term.CounterExample,
            Avoid = term.Avoid,
            Behind = term.Behind,
            Reason = reason,
            At = at,
            By = by,
        };
}

/// <summary>Whether a team agrees to a version of a term; its newest word counts, and only for that version.</summary>
public sealed class TermStance
{
    public Guid TermId { get; set; }
    public Guid TeamId { get; set; }
    public int Version { get; set; }
    public bool Agrees { get; set; }

    /// <summary>Why it objects.</summary>
    public string? Reason { get; set; }
    public DateTime At { get; set; }
    public string By { get; set; } = "";
}
