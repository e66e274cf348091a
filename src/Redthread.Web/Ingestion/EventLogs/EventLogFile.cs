using System.Text;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Reads an event log in whatever form it comes: XES, OCEL 2.0 (and 1.0) JSON, or a table; each also as .gz.</summary>
public static class EventLogFile
{
    private const int HeadBytes = 1 << 16;

    /// <summary>What makes JSON an object-centric log.</summary>
    private static readonly string[] OcelWords = ["\"objectTypes\"", "\"eventTypes\"", "\"ocel:"];

    public static Outcome<EventLogRead> Read(string path, EventLogRequest request, FileLimits? limits = null)
    {
        limits ??= FileLimits.Default;
        try
        {
            var head = Head(path, limits);
            return head.StartsWith('<') ? XesEvents.Read(path, request, limits)
                : head.StartsWith('{') && OcelWords.Any(head.Contains) ? OcelEvents.Read(path, request, limits)
                : TableEvents.Read(path, request, limits);
        }
        catch (FileRefusedException refused)
        {
            return refused.Fault;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Fault(FaultCodes.FileMissing, $"There is no file {Path.GetFileName(path)}.");
        }
    }

    private static string Head(string path, FileLimits limits)
    {
        using var source = SourceStream.Open(path, limits);
        var head = new byte[HeadBytes];
        var length = source.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF').TrimStart();
    }
}
