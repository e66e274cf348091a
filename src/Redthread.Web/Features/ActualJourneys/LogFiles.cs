using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Where the files of uploaded logs lie: one each, by the id of the log, in the data folder.</summary>
public sealed class LogFiles
{
    private readonly string folder;

    public LogFiles(DataFolder data)
    {
        folder = Path.Combine(data.Path, "event-logs");
        Directory.CreateDirectory(folder);
    }

    public string Of(Guid log) => Path.Combine(folder, log.ToString("N"));

    /// <summary>Names of the columns of a table; none for other forms.</summary>
    public IReadOnlyList<string> ColumnsOf(Guid log) =>
        File.Exists(Of(log)) && FileInspector.Inspect(Of(log)) is { Ok: true } inspected ? [.. inspected.Value!.Columns.Select(column => column.Name)] : [];

    public async Task<long> KeepAsync(Guid log, Stream content, CancellationToken cancel)
    {
        try
        {
            await using var file = new FileStream(Of(log), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17, FileOptions.Asynchronous);
            await content.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
            return file.Length;
        }
        catch
        {
            Remove(log);
            throw;
        }
    }

    public void Remove(Guid log) => File.Delete(Of(log));
}
