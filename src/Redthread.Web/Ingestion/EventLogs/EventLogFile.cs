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
            return FormOf(path, limits) switch
            {
                EventLogForm.Xes => XesEvents.Read(path, request, limits),
                EventLogForm.Ocel => OcelEvents.Read(path, request, limits),
                _ => TableEvents.Read(path, request, limits),
            };
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

    /// <summary>Of an object-centric log, its types of objects; none of other logs, and none where it cannot be read.</summary>
    public static IReadOnlyList<ObjectType> ObjectTypesOf(string path)
    {
        try
        {
            return FormOf(path, FileLimits.Default) == EventLogForm.Ocel ? OcelEvents.TypesOf(path, FileLimits.Default) : [];
        }
        catch (Exception error) when (error is FileRefusedException or IOException)
        {
            return [];
        }
    }

    /// <summary>Of a table, what can be told of its columns from their names, by what they say; none of other forms.</summary>
    public static IReadOnlyDictionary<string, string> GuessesOf(string path, EventLogRequest request)
    {
        try
        {
            return FormOf(path, FileLimits.Default) == EventLogForm.Table && FileInspector.Inspect(path) is { Ok: true } inspected
                ? EventColumns.Guess(inspected.Value, request)
                : new Dictionary<string, string>();
        }
        catch (Exception error) when (error is FileRefusedException or IOException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Whether a file is a log by its form, whatever it is called; a table can be anything.</summary>
    public static bool IsLog(string path)
    {
        try
        {
            return FormOf(path, FileLimits.Default) != EventLogForm.Table;
        }
        catch (Exception error) when (error is FileRefusedException or IOException)
        {
            return false;
        }
    }

    /// <summary>A file that says by its name that it is XES, and is none: taken for a table it would only be said to lack columns.</summary>
    /// <param name="name">As the file was called before it was kept.</param>
    public static Fault? Misnamed(string path, string name)
    {
        if (IsCalled(name, ".jsonocel"))
            return NoOcel(path, name);
        var zipped = name.EndsWith(".xes.gz", StringComparison.OrdinalIgnoreCase);
        if (!zipped && !name.EndsWith(".xes", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            using var source = SourceStream.Open(path, FileLimits.Default);
            if (FormOf(path, FileLimits.Default) == EventLogForm.Xes)
                return null;
            var begin = Head(path, FileLimits.Default).Split('\n')[0].Trim();
            var what = zipped && !source.Compressed ? "but is neither gzip nor XES" : "but is no XES";
            return new(
                FaultCodes.FileFormat,
                $"{name} is called {(zipped ? "XES packed by gzip" : "XES")}, {what}: it begins with “{(begin.Length > 40 ? begin[..40] + "…" : begin)}”. XES is XML and begins with “<”. If it is a table, let its name end in .csv. Nothing was kept."
            );
        }
        catch (Exception error) when (error is FileRefusedException or IOException)
        {
            // Reading it says what is wrong.
            return null;
        }
    }

    private static Fault? NoOcel(string path, string name)
    {
        try
        {
            return FormOf(path, FileLimits.Default) == EventLogForm.Ocel
                ? null
                : new(FaultCodes.FileFormat, $"{name} is called an object-centric log, but holds no list of object types or event types. Nothing was kept.");
        }
        catch (Exception error) when (error is FileRefusedException or IOException)
        {
            // Reading it says what is wrong.
            return null;
        }
    }

    private static bool IsCalled(string name, string ending) =>
        name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) || name.EndsWith($"{ending}.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>How the name of such a file ends.</summary>
    public static string ExtensionOf(string path)
    {
        Span<byte> magic = stackalloc byte[2];
        using (var file = File.OpenRead(path))
            file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        var form = FormOf(path, FileLimits.Default) switch
        {
            EventLogForm.Xes => "xes",
            EventLogForm.Ocel => "json",
            _ => FileInspector.Inspect(path) is { Ok: true } found ? found.Value.Format.ToString().ToLowerInvariant() : "txt",
        };
        return magic is [0x1F, 0x8B] ? $"{form}.gz" : form;
    }

    internal static EventLogForm FormOf(string path, FileLimits limits)
    {
        var head = Head(path, limits);
        return head.StartsWith('<') ? EventLogForm.Xes
            : head.StartsWith('{') && OcelWords.Any(head.Contains) ? EventLogForm.Ocel
            : EventLogForm.Table;
    }

    private static string Head(string path, FileLimits limits)
    {
        using var source = SourceStream.Open(path, limits);
        var head = new byte[HeadBytes];
        var length = source.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF').TrimStart();
    }
}

internal enum EventLogForm
{
    Table,
    Xes,
    Ocel,
}
