namespace Redthread.Web.Ingestion.Files;

/// <summary>A file opened for reading its rows, with what inspection found.</summary>
public sealed class RowFile(FileInspection inspection, IRowReader rows) : IDisposable
{
    public FileInspection Inspection { get; } = inspection;

    public IRowReader Rows { get; } = rows;

    public static Outcome<RowFile> Open(string path, FormatHints? hints = null, FileLimits? limits = null) =>
        throw new NotImplementedException();

    public void Dispose() => Rows.Dispose();
}
