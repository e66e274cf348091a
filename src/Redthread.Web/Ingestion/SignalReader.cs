using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Ingestion;

/// <summary>Turns rows into signals, or into rejects that say why not.</summary>
public sealed class SignalReader
{
    private readonly IRowReader _rows;

    private SignalReader(IRowReader rows) => _rows = rows;

    /// <summary>Binds the mapping to the header and the vocabulary; every name that fails is a fault of its own.</summary>
    public static Outcome<SignalReader> Create(
        IRowReader rows,
        Mapping mapping,
        SignalContext context,
        FileIdentity file,
        FileInspection? inspection = null
    ) => new SignalReader(rows);

    /// <summary>What the owner should know: columns of the mapping that this file lacks, and the like.</summary>
    public IReadOnlyList<string> Notes => [];

    public ReadCounts Counts { get; } = new();

    public long BlankRows => _rows.BlankRows;

    public long BytesRead => _rows.BytesRead;

    /// <summary>Why the file could not be read to its end, or null; look at it when <see cref="Read"/> is false.</summary>
    public Fault? Fault => _rows.Fault;

    public SignalResult Current { get; private set; }

    public bool Read() => throw new NotImplementedException();
}
