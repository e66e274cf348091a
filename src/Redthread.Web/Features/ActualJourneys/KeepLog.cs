using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Takes an event log in, corrects how it is read, archives it and removes it with its file.</summary>
public sealed class KeepLog(IDbContextFactory<RedthreadContext> contexts, LogFiles files, LogCache cache, FollowLog follow, ChangeFeed feed, TimeProvider time)
{
    // Whoever sees the columns can put these right; a file with another fault is not kept.
    private static readonly string[] Mendable = [FaultCodes.ColumnMissing, FaultCodes.DateOrderAmbiguous];

    public sealed record Correction : ColumnNames
    {
        public string? Name { get; init; }

        /// <summary>The version the change was made on.</summary>
        public int? Version { get; init; }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>A log whose columns cannot be told is kept too, and says what has to be chosen.</summary>
    public async Task<Result<UploadedLog>> UploadAsync(Actor actor, string fileName, string? name, LogMapping mapping, Stream content, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        if (mapping.Check() is { } wrong)
            return wrong;
        var file = Path.GetFileName(fileName);
        var row = new UploadedLog
        {
            FileName = file.Length > 200 ? file[^200..] : file,
            Name = NameOf(name, file),
            Mapping = mapping.ToJson(),
            UploadedBy = actor.Name,
            UploadedAt = Now,
        };
        row.FileBytes = await files.KeepAsync(files.Of(row.Id), content, cancel);
        if ((Misnamed(files.Of(row.Id), file) ?? await DescribeAsync(row, cancel)) is { } error)
        {
            files.Remove(row);
            return error;
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        row.Number = 1 + (await context.EventLogs.MaxAsync(log => (int?)log.Number, cancel) ?? 0);
        context.EventLogs.Add(row);
        context.Activities.Add(Activity.Of(actor, Now, "event-log.uploaded", row.Id, $"Uploaded the event log {row.Name}"));
        if (await feed.SaveAsync(context, cancel) is not { } stale)
            return row;
        files.Remove(row);
        return stale;
    }

    private static Error? Misnamed(string path, string name) => EventLogFile.Misnamed(path, name) is { } fault ? Error.Invalid(fault.Code, fault.Message) : null;

    /// <summary>Another name, and which column is what; nothing is saved when the file cannot be read so.</summary>
    public async Task<Result<UploadedLog>> CorrectAsync(Actor actor, int number, Correction form, CancellationToken cancel)
    {
        var corrected = await SettleAsync(actor, number, form, cancel);
        if (corrected.Ok)
            await follow.HandleAsync(actor, corrected.Value.Id, cancel);
        return corrected;
    }

    private Task<Result<UploadedLog>> SettleAsync(Actor actor, int number, Correction form, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            form.Version,
            "corrected",
            "Corrected",
            async row =>
            {
                var mapping = form.ToMapping() with { Settled = true };
                if (mapping.Check() is { } wrong)
                    return wrong;
                (row.Name, row.Mapping) = (NameOf(form.Name, row.FileName), mapping.ToJson());
                var read = await cache.ReadAsync(row, cancel);
                if (read.Error is { } error)
                    return error with { Message = $"{error.Message} Nothing was changed." };
                LogReport.Describe(row, read.Value);
                return null;
            },
            cancel
        );

    public Task<Result<UploadedLog>> SetArchivedAsync(Actor actor, int number, bool archived, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            null,
            archived ? "archived" : "restored",
            archived ? "Archived" : "Restored",
            row =>
            {
                row.ArchivedAt = archived ? row.ArchivedAt ?? Now : null;
                return Task.FromResult<Error?>(null);
            },
            cancel
        );

    /// <summary>The row and its files; what was saved as a measure stays and is read no more.</summary>
    public async Task<Result<Done>> RemoveAsync(Actor actor, int number, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.EventLogs.SingleOrDefaultAsync(log => log.Number == number, cancel) is not { } row)
            return Error.NotFound("event log");
        context.EventLogs.Remove(row);
        context.Activities.Add(Activity.Of(actor, Now, "event-log.removed", row.Id, $"Deleted the event log {row.Name} with its file"));
        if (await feed.SaveAsync(context, cancel) is { } stale)
            return stale;
        files.Remove(row);
        return Done.It;
    }

    private async Task<Result<UploadedLog>> ChangeAsync(
        Actor actor,
        int number,
        int? version,
        string kind,
        string words,
        Func<UploadedLog, Task<Error?>> change,
        CancellationToken cancel
    )
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.EventLogs.SingleOrDefaultAsync(log => log.Number == number, cancel) is not { } row)
            return Error.NotFound("event log");
        if (version is { } known && known != row.Version)
            return Error.Stale;
        if (await change(row) is { } error)
            return error;
        row.Version++;
        context.Activities.Add(Activity.Of(actor, Now, $"event-log.{kind}", row.Id, $"{words} the event log {row.Name}"));
        return await feed.SaveAsync(context, cancel) is { } stale ? stale : row;
    }

    private async Task<Error?> DescribeAsync(UploadedLog row, CancellationToken cancel)
    {
        var read = await cache.ReadAsync(row, cancel);
        if (read.Ok)
            LogReport.Describe(row, read.Value);
        else if (!Mendable.Contains(read.Error!.Code))
            return read.Error with { Message = $"{read.Error.Message} Nothing was kept." };
        else
            row.Problem = read.Error.Message;
        return null;
    }

    private static string NameOf(string? name, string file)
    {
        var wanted = string.IsNullOrWhiteSpace(name) ? file.Split('.')[0] : name.Trim();
        return wanted.Length == 0 ? "Event log"
            : wanted.Length > 100 ? wanted[..100]
            : wanted;
    }
}
