namespace Redthread.Web.Ingestion.Files;

/// <summary>Finds out what a file is: format, encoding, delimiter, header, and what its columns hold.</summary>
public static class FileInspector
{
    public static Outcome<FileInspection> Inspect(string path, FormatHints? hints = null, FileLimits? limits = null) =>
        throw new NotImplementedException();
}
