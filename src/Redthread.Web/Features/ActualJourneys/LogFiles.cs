using Redthread.Web.Ingestion.EventLogs;
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

    /// <summary>Where its compact form lies, if it has one.</summary>
    public string CompactOf(Guid log) => $"{Of(log)}.compact";

    /// <summary>Where the file is written anew, until it takes the place of the one there is.</summary>
    public string NewOf(Guid log) => $"{Of(log)}.{Guid.CreateVersion7():N}.new";

    /// <summary>Another after every change of the file.</summary>
    public string StampOf(Guid log)
    {
        var file = new FileInfo(Of(log));
        return file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "gone";
    }

    /// <summary>The compact form goes first: it may hold what the new file does not.</summary>
    public void Replace(Guid log, string with)
    {
        using (var file = File.OpenHandle(with, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Delete(CompactOf(log));
        File.Move(with, Of(log), overwrite: true);
    }

    /// <summary>Takes away what a crash in the middle of an upload or of writing anew left behind.</summary>
    public void RemoveOrphans(IReadOnlyCollection<Guid> known, DateTime before)
    {
        var names = known.Select(id => id.ToString("N")).ToHashSet();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            var isNew = file.Name.EndsWith(".new", StringComparison.Ordinal);
            if ((isNew || !names.Contains(file.Name.Split('.')[0])) && file.LastWriteTimeUtc < before)
                file.Delete();
        }
    }

    /// <summary>Names of the columns of a table; none for other forms.</summary>
    public IReadOnlyList<string> ColumnsOf(Guid log) =>
        File.Exists(Of(log)) && FileInspector.Inspect(Of(log)) is { Ok: true } inspected ? [.. inspected.Value!.Columns.Select(column => column.Name)] : [];

    /// <summary>Of an object-centric log, its types of objects.</summary>
    public IReadOnlyList<ObjectType> ObjectTypesOf(Guid log) => File.Exists(Of(log)) ? EventLogFile.ObjectTypesOf(Of(log)) : [];

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

    public void Remove(Guid log)
    {
        File.Delete(CompactOf(log));
        File.Delete(Of(log));
    }
}
