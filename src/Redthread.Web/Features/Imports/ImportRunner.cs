using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

/// <summary>
/// Carries a file into the store: one thread reads rows, another writes batches. Progress is saved in each batch's own
/// transaction, so an import that was cut goes on after its last batch, and rows met twice count once. O(rows).
/// </summary>
public sealed class ImportRunner(
    IDbContextFactory<RedthreadContext> contexts,
    AppendSignals append,
    LandscapeSource landscapes,
    CustomerPseudonym pseudonym,
    ChangeFeed feed,
    TimeProvider time
)
{
    private const int MostSignals = 20_000;
    private const int MostReadings = 60_000;
    private const int MostRejects = 2_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private sealed class Batch
    {
        public List<NewSignal> Signals { get; } = [];
        public List<RejectedRow> Rejects { get; } = [];
        public int Readings { get; set; }
        public long RowsRead { get; set; }
        public long BytesRead { get; set; }
    }

    /// <param name="progress">Told after each batch that is durable.</param>
    /// <param name="found">Told once how the file is read, and what its reader should know.</param>
    /// <param name="goesOn">The caller tries again while the disk is full, so that does not end the run: it is thrown.</param>
    public async Task<ImportRun> RunAsync(
        Guid runId,
        string path,
        CancellationToken cancel,
        Action<ImportRun>? progress = null,
        Action<FileForm, IReadOnlyList<string>>? found = null,
        bool goesOn = false
    )
    {
        var run = await BeginAsync(runId, cancel);
        try
        {
            var error = await CopyAsync(run, path, progress, found, cancel);
            return await EndAsync(runId, error is null ? ImportState.Done : ImportState.Failed, error?.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return await EndAsync(runId, ImportState.Cancelled, "Cancelled. What was imported before is kept; importing the file again adds only the rest.");
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && !(goesOn && Failures.IsFull(failure)))
        {
            var reason = Failures.IsFull(failure) ? "The disk is full." : $"The store or the file failed: {failure.GetBaseException().Message}";
            return await EndAsync(runId, ImportState.Failed, $"{reason} What was imported before is kept; import the file again and only the rest is added.");
        }
    }

    private async Task<ImportRun> BeginAsync(Guid runId, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.ImportRuns.Where(row => row.Id == runId).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ImportState.Running), cancel);
        return await context.ImportRuns.AsNoTracking().SingleAsync(row => row.Id == runId, cancel);
    }

    private async Task<Error?> CopyAsync(ImportRun run, string path, Action<ImportRun>? progress, Action<FileForm, IReadOnlyList<string>>? found, CancellationToken cancel)
    {
        var mapping = Mapping.Parse(run.MappingYaml);
        if (!mapping.Ok)
            return mapping.Faults.ToError();
        var opened = RowFile.Open(path, mapping.Value.Format);
        if (!opened.Ok)
            return opened.Faults.ToError();
        using var file = opened.Value;
        var landscape = await landscapes.ReadAsync(cancel);
        var context = new SignalContext(landscape.Vocabulary(), pseudonym, time);
        var reader = SignalReader.Create(file.Rows, mapping.Value, context, new FileIdentity(run.FileName, run.Fingerprint), file.Inspection);
        if (!reader.Ok)
            return reader.Faults.ToError();
        found?.Invoke(FileForm.Of(file.Inspection, mapping.Value), [.. file.Inspection.Notes, .. reader.Value.Notes]);
        await KeepHeaderAsync(run.Id, file.Rows, cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var batches = Channel.CreateBounded<Batch>(1);
        var reading = Task.Run(() => ReadAsync(reader.Value, run.RowsRead, batches.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
                await WriteAsync(run, batch, progress, cancel);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await reading;
        return reader.Value.Fault is { } fault ? new[] { fault }.ToError() : null;
    }

    private async Task KeepHeaderAsync(Guid runId, IRowReader rows, CancellationToken cancel)
    {
        var (header, delimiter) = (DelimitedText.Record(rows.Columns, rows.Delimiter), rows.Delimiter.ToString());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context
            .ImportRuns.Where(row => row.Id == runId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Header, header).SetProperty(row => row.Delimiter, delimiter), cancel);
    }

    private static async Task ReadAsync(SignalReader reader, long done, ChannelWriter<Batch> writer, CancellationToken cancel)
    {
        try
        {
            var batch = new Batch();
            var since = Stopwatch.GetTimestamp();
            while (reader.Read())
            {
                // Rows of batches that were durable before a crash.
                if (reader.Counts.Read <= done)
                    continue;
                Add(batch, reader);
                if (batch.Signals.Count < MostSignals && batch.Readings < MostReadings && batch.Rejects.Count < MostRejects && Stopwatch.GetElapsedTime(since) < Longest)
                    continue;
                await writer.WriteAsync(batch, cancel);
                (batch, since) = (new Batch(), Stopwatch.GetTimestamp());
            }

            if (batch.RowsRead > 0)
                await writer.WriteAsync(batch, cancel);
            writer.Complete();
        }
        catch (Exception failure)
        {
            writer.TryComplete(failure);
        }
    }

    private static void Add(Batch batch, SignalReader reader)
    {
        if (reader.Current.Signal is { } signal)
        {
            batch.Signals.Add(signal);
            batch.Readings += signal.Readings.Count;
        }
        else if (reader.Current.Reject is { } reject)
        {
            batch.Rejects.Add(new RejectedRow(reject.Row, reject.Column, reject.Code, reject.Reason, reject.RowText));
        }

        (batch.RowsRead, batch.BytesRead) = (reader.Counts.Read, reader.BytesRead);
    }

    private async Task WriteAsync(ImportRun run, Batch batch, Action<ImportRun>? progress, CancellationToken cancel)
    {
        var saved = new RunProgress(run.Id, batch.RowsRead, batch.BytesRead, batch.Rejects);
        await append.HandleAsync(new SignalBatch(run.SourceId!.Value, batch.Signals, time.GetUtcNow().UtcDateTime, saved), cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = await context.ImportRuns.AsNoTracking().SingleAsync(row => row.Id == run.Id, cancel);
        progress?.Invoke(now);
        if (now.CancelAskedAt is not null)
            throw new OperationCanceledException("Somebody asked to cancel.");
    }

    private async Task<ImportRun> EndAsync(Guid runId, ImportState state, string? message)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var run = await context.ImportRuns.SingleAsync(row => row.Id == runId);
        if (state == ImportState.Done && run.RowsRead == 0)
            message ??= "The file has a header and no rows, so nothing was imported.";
        (run.State, run.Message, run.EndedAt) = (state, message, time.GetUtcNow().UtcDateTime);
        var actor = Actor.Operator with { Name = run.StartedBy };
        context.Activities.Add(
            Domain.Activities.Activity.Of(
                actor,
                run.EndedAt.Value,
                $"import.{state.ToString().ToLowerInvariant()}",
                runId,
                $"Imported {run.FileName}: {run.RowsRead:N0} read, {run.Accepted:N0} accepted, {run.Duplicate:N0} duplicate, {run.Rejected:N0} rejected"
            )
        );
        await context.SaveChangesAsync();
        feed.Announce();
        return run;
    }
}

public static class Faults
{
    public static Error ToError(this IReadOnlyList<Fault> faults) =>
        Error.Invalid(faults[0].Code, string.Join("\n", faults.Take(20).Select(fault => fault.Told)) + (faults.Count > 20 ? $"\n… and {faults.Count - 20} more." : ""));
}
