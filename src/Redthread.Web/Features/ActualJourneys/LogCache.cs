using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Web.Features.Imports;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.EventLogs.Compact;
using Redthread.Web.Ingestion.EventLogs.Editing;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>
/// Logs as they are read: the last few from memory, others from their compact form, and from their files where that is missing. A file whose customers are known is
/// written anew when it is first read, with pseudonyms for their keys.
/// </summary>
public sealed class LogCache(LogFiles files, CustomerPseudonym pseudonym) : IDisposable
{
    private const int MostLogs = 4;
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private readonly LinkedList<Held> held = [];

    private sealed record Held(Guid Id, IReadOnlyList<string> Paths, string Key, EventLogRead Read);

    /// <summary>A mistake in a file or its mapping is an error in words; the files stay.</summary>
    public Task<Result<EventLogRead>> ReadAsync(UploadedLog log, CancellationToken cancel) =>
        AloneAsync(() => Find(log) is { } known ? Task.FromResult<Result<EventLogRead>>(known) : Task.Run(() => ReadAndHold(log), cancel), cancel);

    /// <summary>Reads a further file as the log is read, and puts it together with what the log has; nothing is kept yet.</summary>
    /// <param name="as">The log as it will be read from then on.</param>
    public Task<Result<LogGrown>> GrowAsync(UploadedLog log, UploadedLog @as, string path, string name, CancellationToken cancel) =>
        AloneAsync(
            () =>
                Task.Run(
                    () =>
                    {
                        var known = Find(log) is { } held ? held : ReadAndHold(log);
                        if (known.Error is { } unreadable)
                            return unreadable;
                        var more = ReadPart(@as, path);
                        return more.Error is { } error ? error : Joined(known.Value, more.Value, name);
                    },
                    cancel
                ),
            cancel
        );

    /// <summary>What was put together is how the log reads now.</summary>
    public Task HoldAsync(UploadedLog log, EventLogRead read, CancellationToken cancel) =>
        AloneAsync(
            () =>
                Task.Run<Result<Done>>(
                    () =>
                    {
                        CompactLog.TryWrite(files.CompactOf(log.Id), KeyOf(log), read);
                        Hold(log, read);
                        return Done.It;
                    },
                    cancel
                ),
            cancel
        );

    /// <summary>Takes a customer out of the files of a log, of its compact form and of memory.</summary>
    /// <param name="first">Done with the names of the cases that go, before the files lose them: what was made of them is found by name.</param>
    /// <returns>Unchanged where no file says anything of the customer.</returns>
    public Task<Result<LogEdited>> TakeOutAsync(UploadedLog log, string customer, Func<IReadOnlyCollection<string>, Task> first, CancellationToken cancel) =>
        AloneAsync<LogEdited>(
            async () =>
            {
                var edits = files.PathsOf(log).Select(path => new PartEdit(path, files.NewOf(log.Id))).ToList();
                try
                {
                    var edited = await Task.Run(() => EditAll(log, edits, customer.Trim()), cancel);
                    if (edited.Error is { } error)
                        return error;
                    if (!edited.Value.Changed)
                        return edited.Value;
                    await first(edited.Value.Removed);
                    // A file that names the customer goes last: should the rest fail, its cases are found again.
                    foreach (var one in edits.Where(one => one.Changed).OrderBy(one => one.Names))
                        files.Replace(log.Id, one.Path, one.To);
                    DropStale();
                    return edited.Value;
                }
                finally
                {
                    edits.ForEach(one => File.Delete(one.To));
                }
            },
            cancel
        );

    public void Dispose() => oneReader.Dispose();

    private sealed class PartEdit(string path, string to)
    {
        public string Path { get; } = path;
        public string To { get; } = to;
        public bool Changed { get; set; }

        /// <summary>Whether the file itself says whose its cases are.</summary>
        public bool Names { get; set; }
    }

    private async Task<Result<T>> AloneAsync<T>(Func<Task<Result<T>>> work, CancellationToken cancel)
    {
        await oneReader.WaitAsync(cancel);
        try
        {
            DropStale();
            return await work();
        }
        finally
        {
            oneReader.Release();
        }
    }

    // The files say by their length and age whether they are those that were read, also when another process wrote them.
    private string KeyOf(UploadedLog log) => KeyOf(log.Mapping, files.PathsOf(log));

    private static string KeyOf(string mapping, IReadOnlyList<string> paths) => $"{mapping}\n{LogFiles.StampOf(paths)}";

    private void DropStale()
    {
        for (var node = held.First; node is not null; )
        {
            var next = node.Next;
            if (!node.Value.Key.EndsWith($"\n{LogFiles.StampOf(node.Value.Paths)}", StringComparison.Ordinal))
                held.Remove(node);
            node = next;
        }
    }

    private EventLogRead? Find(UploadedLog log)
    {
        var key = KeyOf(log);
        for (var node = held.First; node is not null; node = node.Next)
        {
            if (node.Value.Id != log.Id || node.Value.Key != key)
                continue;
            held.Remove(node);
            held.AddFirst(node);
            return node.Value.Read;
        }

        return null;
    }

    private void Hold(UploadedLog log, EventLogRead read)
    {
        held.AddFirst(new Held(log.Id, files.PathsOf(log), KeyOf(log), read));
        while (held.Count > MostLogs)
            held.RemoveLast();
    }

    private Result<EventLogRead> ReadAndHold(UploadedLog log)
    {
        var read = ReadKept(log);
        if (read.Ok)
            Hold(log, read.Value);
        return read;
    }

    private Result<EventLogRead> ReadKept(UploadedLog log)
    {
        if (CompactLog.TryRead(files.CompactOf(log.Id), KeyOf(log)) is { } compact)
            return compact;
        var read = ReadPart(log, files.Of(log.Id));
        foreach (var one in LogAdditions.Of(log))
        {
            if (!read.Ok)
                return read;
            var more = ReadPart(log, files.OfAddition(log.Id, one.Id));
            if (more.Error is { } error)
                return error with { Message = $"{one.FileName}: {error.Message}" };
            var joined = Joined(read.Value, more.Value, one.FileName);
            read = joined.Error is { } misfit ? misfit : joined.Value.Read;
        }

        if (read.Ok)
            CompactLog.TryWrite(files.CompactOf(log.Id), KeyOf(log), read.Value);
        return read;
    }

    private static Result<LogGrown> Joined(EventLogRead read, EventLogRead more, string name)
    {
        var joined = LogGrowth.Join(read, more, name);
        return joined.Ok ? joined.Value : joined.Faults.ToError();
    }

    private Result<EventLogRead> ReadPart(UploadedLog log, string path)
    {
        var read = ReadFile(log, path);
        if (!read.Ok || read.Value.Log.Customer is not { } customers || customers.Names.All(name => CustomerMark.TryRead(name) is not null))
            return read;
        // The first report is the one to tell: what could not be read was not written again.
        var report = read.Value.Report;
        if (MarkCustomers(log, path) is { } error)
            return error;
        read = ReadFile(log, path);
        return read.Ok ? read.Value with { Report = report with { Holes = read.Value.Report.Holes } } : read;
    }

    private static Result<EventLogRead> ReadFile(UploadedLog log, string path)
    {
        var read = EventLogFile.Read(path, LogMapping.Parse(log.Mapping).ToRequest());
        if (!read.Ok)
            return LogReport.ForPages(read.Faults.ToError());
        var first = read.Value.Report.LeftOut.Count > 0 ? $" {read.Value.Report.LeftOut[0].Reason}" : "";
        return read.Value.Log.EventCount == 0 ? Error.Invalid("no-events", $"No event could be kept.{first}") : read.Value;
    }

    private Error? MarkCustomers(UploadedLog log, string path)
    {
        var to = files.NewOf(log.Id);
        try
        {
            var edited = EditTo(log, path, to, new LogEdit(Mark()));
            if (!edited.Ok)
                return edited.Faults.ToError();
            if (edited.Value.Changed)
                files.Replace(log.Id, path, to);
            return null;
        }
        finally
        {
            File.Delete(to);
        }
    }

    // A case that one file says is the customer's may go on in another that does not say so.
    private Result<LogEdited> EditAll(UploadedLog log, List<PartEdit> edits, string customer)
    {
        var (removed, damaged, known) = (new HashSet<string>(StringComparer.Ordinal), 0, -1);
        while (known != removed.Count)
        {
            var first = known < 0;
            (known, damaged) = (removed.Count, 0);
            var edit = new LogEdit(Mark(), customer) { AlsoCases = removed.ToHashSet(StringComparer.Ordinal) };
            foreach (var one in edits)
            {
                File.Delete(one.To);
                var edited = EditTo(log, one.Path, one.To, edit);
                if (!edited.Ok)
                    return edited.Faults.ToError();
                one.Changed = edited.Value.Changed;
                one.Names = first ? one.Changed : one.Names;
                damaged += edited.Value.Damaged;
                removed.UnionWith(edited.Value.Removed);
            }

            if (edits.Count == 1)
                break;
        }

        return new LogEdited(edits.Exists(one => one.Changed), damaged, removed);
    }

    private static Outcome<LogEdited> EditTo(UploadedLog log, string path, string to, LogEdit edit) =>
        EventLogEditor.Edit(path, to, LogMapping.Parse(log.Mapping).ToRequest(), edit);

    private Func<string, string> Mark()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        return key => known.TryGetValue(key, out var mark) ? mark : known[key] = CustomerMark.Of(pseudonym, key);
    }
}
