using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Web.Ingestion.EventLogs;

namespace Redthread.Web.Features.ActualJourneys;

/// <param name="Read">Null where the file cannot be read as it is mapped.</param>
/// <param name="Problem">Why not.</param>
public sealed record OpenedLog(UploadedLog Row, EventLogRead? Read, string? Problem);

public sealed class LogQueries(IDbContextFactory<RedthreadContext> contexts, LogCache cache)
{
    /// <summary>Newest first, those that are archived last.</summary>
    public async Task<List<UploadedLog>> ReadAllAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.EventLogs.AsNoTracking().ToListAsync(cancel);
        return [.. rows.OrderBy(row => row.ArchivedAt is not null).ThenByDescending(row => row.Number)];
    }

    public async Task<Result<UploadedLog>> FindAsync(int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.EventLogs.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) is { } row ? row : Error.NotFound("event log");
    }

    public async Task<Result<LogView>> ViewAsync(UploadedLog row, LogFilter filter, CancellationToken cancel)
    {
        if (row.Problem is { } problem)
            return Error.Invalid("log-unreadable", problem);
        var read = await cache.ReadAsync(row, cancel);
        return read.Error is { } error ? error : await ViewAsync(row, read.Value, filter, cancel);
    }

    public async Task<Result<OpenedLog>> OpenAsync(int number, CancellationToken cancel)
    {
        var found = await FindAsync(number, cancel);
        if (found.Error is { } error)
            return error;
        if (found.Value.Problem is { } problem)
            return new OpenedLog(found.Value, null, problem);
        var read = await cache.ReadAsync(found.Value, cancel);
        return new OpenedLog(found.Value, read.Ok ? read.Value : null, read.Error?.Message);
    }

    /// <summary>The cases of a log that an address asks for.</summary>
    public async Task<Result<LogView>> ViewAsync(int number, LogFilter filter, CancellationToken cancel)
    {
        var read = await ReadableAsync(number, cancel);
        return read.Error is { } error ? error : await ViewAsync(read.Value.Row, read.Value.Read, filter, cancel);
    }

    public async Task<LogView> ViewAsync(UploadedLog row, EventLogRead read, LogFilter filter, CancellationToken cancel) =>
        new(row, read, filter, await LogSegments.OfAsync(contexts, read.Log, filter.Segment, cancel));

    /// <summary>The log of a page that has nothing to show without one.</summary>
    public async Task<Result<(UploadedLog Row, EventLogRead Read)>> ReadableAsync(int number, CancellationToken cancel)
    {
        var opened = await OpenAsync(number, cancel);
        return opened.Error is { } error ? error
            : opened.Value.Read is { } read ? (opened.Value.Row, read)
            : Error.Invalid("log-unreadable", $"{opened.Value.Problem} Open the log and say which column is what.");
    }
}
