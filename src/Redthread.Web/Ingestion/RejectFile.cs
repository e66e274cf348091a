using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion;

/// <summary>Rejects as a file to correct and import again with the same mapping.</summary>
public static class RejectFile
{
    public static void Write(
        TextWriter output,
        IReadOnlyList<string> columns,
        char delimiter,
        IEnumerable<Reject> rejects
    ) => throw new NotImplementedException();
}
