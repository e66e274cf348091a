using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

/// <summary>From a file to an import that is due: take the file in, guess the mapping, accept the corrected one, queue it.</summary>
public sealed class StartImport(IDbContextFactory<RedthreadContext> contexts, DataFolder folder, LandscapeSource landscapes, ImportQueue queue, TimeProvider time)
{
    public sealed record Request(string? Source, string? Mapping, string? SaveAs);

    /// <summary>Keeps the upload and proposes a mapping: a saved one that fits the header, else a guess.</summary>
    public async Task<Result<Guid>> UploadAsync(Actor actor, string fileName, Stream content, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        var run = NewRun(actor, Path.GetFileName(fileName));
        var path = folder.UploadOf(run.Id);
        try
        {
            (run.Fingerprint, run.FileBytes) = await KeepAsync(content, path, cancel);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or BadHttpRequestException)
        {
            File.Delete(path);
            throw;
        }

        var proposal = await ProposeAsync(path, run.FileName, cancel);
        if (proposal.Error is { } error)
        {
            File.Delete(path);
            return error;
        }

        run.MappingYaml = proposal.Value;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.ImportRuns.Add(run);
        context.Activities.Add(Activity.Of(actor, run.CreatedAt, "import.uploaded", run.Id, $"Uploaded {run.FileName}"));
        await context.SaveChangesAsync(cancel);
        return run.Id;
    }

    /// <summary>Saves the corrected mapping with the import, for another look at the preview.</summary>
    public async Task<Result<Done>> SetMappingAsync(Actor actor, Guid id, string? yaml, MappingChoices choices, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var waiting = await WaitingAsync(context, id, "This import has started; its mapping can no longer be changed.", cancel);
        if (waiting.Error is { } late)
            return late;
        var run = waiting.Value;
        var corrected = Corrected(run, yaml, choices);
        if (corrected.Error is { } error)
            return error;
        run.MappingYaml = corrected.Value;
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    /// <summary>Puts a guess in the place of a saved mapping that was found again.</summary>
    public async Task<Result<Done>> GuessAnewAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var waiting = await WaitingAsync(context, id, "This import has started; its mapping can no longer be changed.", cancel);
        if (waiting.Error is { } late)
            return late;
        var run = waiting.Value;
        var inspection = FileInspector.Inspect(folder.UploadOf(id));
        if (!inspection.Ok)
            return inspection.Faults.ToError();
        run.MappingYaml = await GuessAsync(inspection.Value, cancel);
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    public async Task<Result<Done>> QueueAsync(Actor actor, Guid id, Request request, MappingChoices choices, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var waiting = await WaitingAsync(context, id, "This import has started already.", cancel);
        if (waiting.Error is { } late)
            return late;
        var run = waiting.Value;
        var mapping = Corrected(run, request.Mapping, choices);
        if (mapping.Error is { } misfit)
            return misfit;
        var source = await SourceAsync(context, request.Source, cancel);
        if (source.Error is { } error)
            return error;
        run.MappingYaml = mapping.Value;
        (run.SourceId, run.State) = (source.Value.Id, ImportState.Queued);
        await SaveMappingAsync(context, request.SaveAs, run.MappingYaml, cancel);
        context.Activities.Add(Activity.Of(actor, time.GetUtcNow().UtcDateTime, "import.started", id, $"Started the import of {run.FileName} as {source.Value.Name}"));
        await context.SaveChangesAsync(cancel);
        queue.Wake();
        return Done.It;
    }

    private static async Task<Result<ImportRun>> WaitingAsync(RedthreadContext context, Guid id, string ifStarted, CancellationToken cancel) =>
        await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == id, cancel) switch
        {
            null => Error.NotFound("import"),
            { State: not ImportState.Waiting } => Error.Conflict("import-started", ifStarted),
            var run => run,
        };

    // Who changes nothing with select boxes keeps the text as written, with its comments.
    private Result<string> Corrected(ImportRun run, string? yaml, MappingChoices choices)
    {
        var text = (yaml ?? "").ReplaceLineEndings("\n");
        var written = Mapping.Parse(text);
        if (!written.Ok)
            return written.Faults.ToError();
        var shown = Mapping.Parse(run.MappingYaml);
        if (choices.Columns == 0 || !shown.Ok)
            return text;
        var inspection = FileInspector.Inspect(folder.UploadOf(run.Id), shown.Value.Format);
        if (!inspection.Ok)
            return inspection.Faults.ToError();
        var columns = inspection.Value.Columns.Select(column => column.Name).ToList();
        if (columns.Count != choices.Columns)
            return Error.Conflict("mapping-changed", "Somebody changed this mapping meanwhile, and the file has other columns now. Load the page again.");
        var corrected = new MappingColumns(columns, shown.Value).With(choices.File, choices.Of(columns), written.Value);
        if (!corrected.Ok)
            return corrected.Faults.ToError();
        var result = corrected.Value.ToYaml();
        return result == written.Value.ToYaml() ? text : result;
    }

    /// <summary>At the command line the file stays where it is and the run begins at once.</summary>
    public async Task<Result<ImportRun>> FromPathAsync(Actor actor, string path, string mappingYaml, string sourceKey, CancellationToken cancel)
    {
        var run = NewRun(actor, Path.GetFileName(path));
        await using (var content = File.OpenRead(path))
        {
            run.FileBytes = content.Length;
            run.Fingerprint = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        var source = await SourceAsync(context, sourceKey, cancel);
        if (source.Error is { } error)
            return error;
        (run.SourceId, run.MappingYaml, run.State) = (source.Value.Id, mappingYaml, ImportState.Running);
        context.ImportRuns.Add(run);
        await context.SaveChangesAsync(cancel);
        return run;
    }

    public async Task<Result<Done>> CancelAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ImportSignals) is { } denied)
            return denied;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } run)
            return Error.NotFound("import");
        run.CancelAskedAt ??= time.GetUtcNow().UtcDateTime;
        if (run.State is ImportState.Waiting or ImportState.Queued)
        {
            (run.State, run.EndedAt, run.Message) = (ImportState.Cancelled, run.CancelAskedAt, "Cancelled before it began. Nothing was imported.");
            File.Delete(folder.UploadOf(id));
        }

        context.Activities.Add(Activity.Of(actor, run.CancelAskedAt.Value, "import.cancelled", id, $"Cancelled the import of {run.FileName}"));
        await context.SaveChangesAsync(cancel);
        return Done.It;
    }

    /// <summary>A source nobody named before is made.</summary>
    public async Task<Result<Source>> SourceAsync(RedthreadContext context, string? nameOrKey, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(nameOrKey) || nameOrKey.Length > 100)
            return Error.Invalid("source-missing", "Say where these signals come from: the name of the survey, the ticket system, the review site.");
        var key = Key.From(nameOrKey);
        var source = await context.Sources.SingleOrDefaultAsync(row => row.Key == key, cancel);
        if (source is null)
            context.Sources.Add(
                source = new Source
                {
                    Key = key,
                    Name = nameOrKey.Trim(),
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                }
            );
        return source;
    }

    private ImportRun NewRun(Actor actor, string fileName) =>
        new()
        {
            FileName = fileName.Length > 200 ? fileName[^200..] : fileName,
            State = ImportState.Waiting,
            StartedBy = actor.Name,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    private static async Task<(string Fingerprint, long Bytes)> KeepAsync(Stream content, string path, CancellationToken cancel)
    {
        await using var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
            }
        );
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length);
    }

    private async Task<Result<string>> ProposeAsync(string path, string fileName, CancellationToken cancel)
    {
        var inspection = FileInspector.Inspect(path);
        if (!inspection.Ok)
            return inspection.Faults.ToError();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await SavedMappings.FindAsync(context, inspection.Value, fileName, cancel) ?? await GuessAsync(inspection.Value, cancel);
    }

    private async Task<string> GuessAsync(FileInspection file, CancellationToken cancel) =>
        MappingGuess.From(file, (await landscapes.ReadAsync(cancel)).Vocabulary()).Mapping.ToYaml();

    private async Task SaveMappingAsync(RedthreadContext context, string? name, string yaml, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name))
            return;
        var key = Key.From(name);
        var saved = await context.Mappings.SingleOrDefaultAsync(row => row.Key == key, cancel);
        if (saved is null)
            context.Mappings.Add(saved = new SavedMapping { Key = key, Version = 0 });
        (saved.Yaml, saved.ChangedAt) = (yaml, time.GetUtcNow().UtcDateTime);
        saved.Version++;
    }
}
