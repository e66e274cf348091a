namespace Redthread.Web.Ingestion;

/// <summary>
/// Signals sent over HTTP: a JSON array, NDJSON, or CloudEvents 1.0 (one or a batch), in the native shape of
/// docs/mappings.md. Same steps and rejects as a file.
/// </summary>
public static class LiveBatch
{
    public static Outcome<IReadOnlyList<SignalResult>> Parse(
        ReadOnlyMemory<byte> body,
        string? contentType,
        SignalContext context
    ) => throw new NotImplementedException();
}
