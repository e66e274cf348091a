using Redthread.Domain.Journeys;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Where the files of event logs lie in the data folder: the first by the id of the log, those added later beside it.</summary>
public sealed class LogFiles
{
    private readonly string folder;

    public LogFiles(DataFolder data)
    {
        folder = Path.Combine(data.Path, "event-logs");
        Directory.CreateDirectory(folder);
    }

    public string Of(Guid log) => Path.Combine(folder, log.ToString("N"));

    public string OfAddition(Guid log, Guid addition) => $"{Of(log)}.{addition:N}.part";

    /// <summary>All files of a log, in the order in which they came.</summary>
    public IReadOnlyList<string> PathsOf(UploadedLog log) => [Of(log.Id), .. LogAdditions.Of(log).Select(one => OfAddition(log.Id, one.Id))];

    /// <summary>Where its compact form lies, if it has one.</summary>
    public string CompactOf(Guid log) => $"{Of(log)}.compact";

    /// <summary>Where a file is written anew, until it takes the place of the one there is.</summary>
    public string NewOf(Guid log) => $"{Of(log)}.{Guid.CreateVersion7():N}.new";

    /// <summary>Another after every change of a file.</summary>
    public static string StampOf(IReadOnlyList<string> paths) => string.Join('|', paths.Select(StampOf));

    /// <summary>The compact form goes first: it may hold what the new file does not.</summary>
    public void Replace(Guid log, string path, string with)
    {
        using (var file = File.OpenHandle(with, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Delete(CompactOf(log));
        File.Move(with, path, overwrite: true);
    }

    /// <summary>Takes away what a crash in the middle of an upload, of adding a file or of writing anew left behind.</summary>
    public void RemoveOrphans(IReadOnlyCollection<UploadedLog> known, DateTime before)
    {
        var names = known.SelectMany(log => PathsOf(log).Append(CompactOf(log.Id))).Select(Path.GetFileName).ToHashSet();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => !names.Contains(file.Name) && file.LastWriteTimeUtc < before))
            file.Delete();
    }

    /// <summary>Names of the columns of a table; none for other forms.</summary>
    public IReadOnlyList<string> ColumnsOf(Guid log) =>
        File.Exists(Of(log)) && FileInspector.Inspect(Of(log)) is { Ok: true } inspected ? [.. inspected.Value!.Columns.Select(column => column.Name)] : [];

    /// <summary>Of a table, which columns can be told from their names although others cannot.</summary>
    public IReadOnlyDictionary<string, string> GuessesOf(UploadedLog log) =>
        File.Exists(Of(log.Id)) ? EventLogFile.GuessesOf(Of(log.Id), LogMapping.Parse(log.Mapping).ToRequest()) : new Dictionary<string, string>();

    /// <summary>Of an object-centric log, its types of objects.</summary>
    public IReadOnlyList<ObjectType> ObjectTypesOf(Guid log) => File.Exists(Of(log)) ? EventLogFile.ObjectTypesOf(Of(log)) : [];

    public async Task<long> KeepAsync(string path, Stream content, CancellationToken cancel)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17, FileOptions.Asynchronous);
            await content.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
            return file.Length;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public void Remove(UploadedLog log)
    {
        File.Delete(CompactOf(log.Id));
        foreach (var path in PathsOf(log))
            File.Delete(path);
    }

    private static string StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "gone";
    }
}
