using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>
/// Adds a file to a log, as of next month, read as the log is. Cases go on by their name, and what the log has already counts once. The file is on disk before the
/// row names it, so that a crash leaves the log as it was or as it is then.
/// </summary>
public sealed class AddToLog(IDbContextFactory<RedthreadContext> contexts, LogFiles files, LogCache cache, FollowLog follow, ChangeFeed feed, TimeProvider time)
{
    /// <param name="Findings">What is followed in the log, read again.</param>
    public sealed record Added(UploadedLog Row, LogAddition File, IReadOnlyList<FollowFindings.Reread> Findings)
    {
        public AddedCounts Counts =>
            new(
                File.Read,
                File.Accepted,
                File.Duplicate,
                File.LeftOut,
                File.CasesGoingOn,
                File.CasesNew,
                Findings.Count,
                Findings.Sum(one => one.New),
                Findings.Sum(one => one.Changed)
            );
    }

    public async Task<Result<Added>> HandleAsync(Actor actor, int number, string fileName, Stream content, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.EventLogs.SingleOrDefaultAsync(log => log.Number == number, cancel) is not { } row)
            return Error.NotFound("event log");
        if (row.Problem is not null)
            return Error.Invalid("log-unreadable", "Say first which column is what, so that the next file can be read as this one. Nothing was kept.");
        if (row.ArchivedAt is not null)
            return Error.Conflict("log-archived", "The log is archived. Restore it first. Nothing was kept.");
        var addition = Guid.CreateVersion7();
        var path = files.OfAddition(row.Id, addition);
        var bytes = await files.KeepAsync(path, content, cancel);
        var kept = false;
        try
        {
            if (EventLogFile.Misnamed(path, NameOf(fileName)) is { } misnamed)
                return Error.Invalid(misnamed.Code, misnamed.Message);
            var added = await JoinAsync(actor, context, row, addition, NameOf(fileName), bytes, cancel);
            kept = added.Ok && added.Value.File.Accepted > 0;
            return added;
        }
        finally
        {
            if (!kept)
                File.Delete(path);
        }
    }

    private async Task<Result<Added>> JoinAsync(Actor actor, RedthreadContext context, UploadedLog row, Guid addition, string name, long bytes, CancellationToken cancel)
    {
        var before = await cache.ReadAsync(row, cancel);
        if (before.Error is { } unreadable)
            return unreadable with { Message = $"{unreadable.Message} Nothing was kept." };
        var mapping = LogMapping.Parse(row.Mapping).SettledBy(before.Value.Report).ToJson();
        var path = files.OfAddition(row.Id, addition);
        var grown = await cache.GrowAsync(row, new UploadedLog { Id = row.Id, Mapping = mapping }, path, name, cancel);
        if (grown.Error is { } misfit)
            return misfit with { Message = $"{misfit.Message} Nothing was kept." };
        var (read, merge) = (grown.Value.Read, grown.Value.Merge);
        var file = new LogAddition(
            addition,
            name,
            bytes,
            actor.Name,
            time.GetUtcNow().UtcDateTime,
            grown.Value.ReadOfFile,
            merge.Added,
            merge.Duplicates,
            grown.Value.LeftOut,
            merge.CasesNew,
            merge.CasesGoingOn
        );
        if (merge.Added == 0)
            return new Added(row, file, []);
        row.Mapping = mapping;
        LogAdditions.Add(row, file);
        LogReport.Describe(row, read);
        row.Version++;
        var words = string.Create(CultureInfo.InvariantCulture, $"Added {name} to the event log {row.Name}: {merge.Added:N0} events");
        context.Activities.Add(Activity.Of(actor, file.AddedAt, "event-log.grown", row.Id, words));
        if (await feed.SaveAsync(context, cancel) is { } stale)
            return stale;
        await cache.HoldAsync(row, read, cancel);
        return new Added(row, file, await follow.HandleAsync(actor, row.Id, cancel));
    }

    private static string NameOf(string fileName)
    {
        var file = Path.GetFileName(fileName);
        return file.Length == 0 ? "event-log"
            : file.Length > 200 ? file[^200..]
            : file;
    }
}
