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

    private sealed record Held(Guid Id, string Key, EventLogRead Read);

    /// <summary>A mistake in the file or its mapping is an error in words; the file stays.</summary>
    public async Task<Result<EventLogRead>> ReadAsync(UploadedLog log, CancellationToken cancel)
    {
        await oneReader.WaitAsync(cancel);
        try
        {
            DropStale();
            if (Find(log) is { } known)
                return known;
            var read = await Task.Run(() => ReadKept(log), cancel);
            if (!read.Ok)
                return read;
            held.AddFirst(new Held(log.Id, KeyOf(log.Id, log.Mapping), read.Value));
            while (held.Count > MostLogs)
                held.RemoveLast();
            return read;
        }
        finally
        {
            oneReader.Release();
        }
    }

    /// <summary>Takes a customer out of the file of a log, of its compact form and of memory.</summary>
    /// <param name="first">Done with the names of the cases that go, before the file loses them: what was made of them is found by name.</param>
    /// <returns>Unchanged where the file says nothing of the customer.</returns>
    public async Task<Result<LogEdited>> TakeOutAsync(UploadedLog log, string customer, Func<IReadOnlyCollection<string>, Task> first, CancellationToken cancel)
    {
        var to = files.NewOf(log.Id);
        await oneReader.WaitAsync(cancel);
        try
        {
            var edited = await Task.Run(() => EditTo(log, to, new LogEdit(Mark(), customer.Trim())), cancel);
            if (!edited.Ok)
                return edited.Faults.ToError();
            if (!edited.Value.Changed)
                return edited.Value;
            await first(edited.Value.Removed);
            files.Replace(log.Id, to);
            DropStale();
            return edited.Value;
        }
        finally
        {
            File.Delete(to);
            oneReader.Release();
        }
    }

    public void Dispose() => oneReader.Dispose();

    // The file says by its length and age whether it is the one that was read, also when another process wrote it.
    private string KeyOf(Guid id, string mapping) => $"{mapping}\n{files.StampOf(id)}";

    private void DropStale()
    {
        for (var node = held.First; node is not null; )
        {
            var next = node.Next;
            if (!node.Value.Key.EndsWith($"\n{files.StampOf(node.Value.Id)}", StringComparison.Ordinal))
                held.Remove(node);
            node = next;
        }
    }

    private EventLogRead? Find(UploadedLog log)
    {
        var key = KeyOf(log.Id, log.Mapping);
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

    private Result<EventLogRead> ReadKept(UploadedLog log)
    {
        if (CompactLog.TryRead(files.CompactOf(log.Id), KeyOf(log.Id, log.Mapping)) is { } compact)
            return compact;
        var read = ReadFile(log);
        if (read.Ok && read.Value.Log.Customer is { } customers && customers.Names.Any(name => CustomerMark.TryRead(name) is null))
        {
            // The first report is the one to tell: what could not be read was not written again.
            var report = read.Value.Report;
            if (MarkCustomers(log) is { } error)
                return error;
            read = ReadFile(log);
            if (read.Ok)
                read = read.Value with { Report = report };
        }

        if (read.Ok)
            CompactLog.TryWrite(files.CompactOf(log.Id), KeyOf(log.Id, log.Mapping), read.Value);
        return read;
    }

    private Result<EventLogRead> ReadFile(UploadedLog log)
    {
        var read = EventLogFile.Read(files.Of(log.Id), LogMapping.Parse(log.Mapping).ToRequest());
        if (!read.Ok)
            return LogReport.ForPages(read.Faults.ToError());
        var first = read.Value.Report.LeftOut.Count > 0 ? $" {read.Value.Report.LeftOut[0].Reason}" : "";
        return read.Value.Log.EventCount == 0 ? Error.Invalid("no-events", $"No event could be kept.{first}") : read.Value;
    }

    private Error? MarkCustomers(UploadedLog log)
    {
        var to = files.NewOf(log.Id);
        try
        {
            var edited = EditTo(log, to, new LogEdit(Mark()));
            if (!edited.Ok)
                return edited.Faults.ToError();
            if (edited.Value.Changed)
                files.Replace(log.Id, to);
            return null;
        }
        finally
        {
            File.Delete(to);
        }
    }

    private Outcome<LogEdited> EditTo(UploadedLog log, string to, LogEdit edit) => EventLogEditor.Edit(files.Of(log.Id), to, LogMapping.Parse(log.Mapping).ToRequest(), edit);

    private Func<string, string> Mark()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        return key => known.TryGetValue(key, out var mark) ? mark : known[key] = CustomerMark.Of(pseudonym, key);
    }
}
