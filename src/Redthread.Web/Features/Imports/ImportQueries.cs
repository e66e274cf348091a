using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Imports;

public sealed class ImportQueries(
    IDbContextFactory<RedthreadContext> contexts,
    DataFolder folder,
    LandscapeSource landscapes,
    CustomerPseudonym pseudonym,
    ImportQueue queue,
    TimeProvider time
)
{
    private const int PreviewRows = 20;
    public const int RejectsShown = 100;

    public sealed record PreviewItem(long Row, NewSignal? Signal, Reject? Reject);

    /// <param name="Faults">Why this file does not go with this mapping; empty when it does.</param>
    public sealed record Preview(
        FileInspection? Inspection,
        IReadOnlyList<MappingQuestion> Questions,
        IReadOnlyList<string> Notes,
        IReadOnlyList<PreviewItem> Items,
        IReadOnlyList<Fault> Faults
    );

    /// <param name="Saved">The saved mapping that this one is, of an import that waits.</param>
    /// <param name="Stalled">Why an import that runs cannot go on for now; null while it can.</param>
    public sealed record ImportView(
        ImportRun Run,
        Preview? Preview,
        IReadOnlyList<ImportReject> Rejects,
        IReadOnlyList<(string Code, long Count)> RejectsByCode,
        Landscape Landscape,
        SavedMapping? Saved,
        string? Stalled
    );

    public async Task<IReadOnlyList<ImportRun>> ReadAllAsync(int page, int size, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.ImportRuns.AsNoTracking().Include(run => run.Source).OrderByDescending(run => run.CreatedAt).Skip((page - 1) * size).Take(size).ToListAsync(cancel);
    }

    public async Task<Result<ImportView>> ReadAsync(Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var run = await context.ImportRuns.AsNoTracking().Include(row => row.Source).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (run is null)
            return Error.NotFound("import");
        var landscape = await landscapes.ReadAsync(cancel);
        var rejects = context.ImportRejects.AsNoTracking().Where(row => row.RunId == id);
        return new ImportView(
            run,
            run.State == ImportState.Waiting ? PreviewOf(folder.UploadOf(id), run.FileName, run.Fingerprint, run.MappingYaml, landscape) : null,
            await rejects.OrderBy(row => row.Row).Take(RejectsShown).ToListAsync(cancel),
            await ReadRejectCodesAsync(id, cancel),
            landscape,
            run.State == ImportState.Waiting ? await SavedMappings.NameOfAsync(context, run.MappingYaml, cancel) : null,
            run.State == ImportState.Running ? queue.Stalled : null
        );
    }

    /// <summary>The first rows as they would land. Reads only the start of the file.</summary>
    public Preview PreviewOf(string path, string fileName, string fingerprint, string mappingYaml, Landscape landscape)
    {
        var mapping = Mapping.Parse(mappingYaml);
        var opened = RowFile.Open(path, mapping.Value?.Format);
        if (!opened.Ok)
            return new Preview(null, [], [], [], opened.Faults);
        using var file = opened.Value;
        var vocabulary = landscape.Vocabulary();
        var questions = MappingGuess.From(file.Inspection, vocabulary).Questions;
        if (!mapping.Ok)
            return new Preview(file.Inspection, questions, [], [], mapping.Faults);
        var reader = SignalReader.Create(file.Rows, mapping.Value, new SignalContext(vocabulary, pseudonym, time), new FileIdentity(fileName, fingerprint), file.Inspection);
        if (!reader.Ok)
            return new Preview(file.Inspection, questions, [], [], reader.Faults);
        var items = new List<PreviewItem>();
        while (items.Count < PreviewRows && reader.Value.Read())
            items.Add(new PreviewItem(file.Rows.RowNumber, reader.Value.Current.Signal, reader.Value.Current.Reject));
        // Questions are for the guess; a mapping that already binds has answered them.
        return new Preview(file.Inspection, [], [.. file.Inspection.Notes.Concat(reader.Value.Notes)], items, []);
    }

    public async Task<IReadOnlyList<(string Code, long Count)>> ReadRejectCodesAsync(Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var byCode = await context
            .ImportRejects.Where(row => row.RunId == id)
            .GroupBy(row => row.Code)
            .Select(group => new { group.Key, Count = group.LongCount() })
            .OrderByDescending(row => row.Count)
            .ToListAsync(cancel);
        return [.. byCode.Select(row => (row.Key, row.Count))];
    }

    public async Task<string?> ReadMappingAsync(string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Mappings.Where(row => row.Key == key).Select(row => row.Yaml).SingleOrDefaultAsync(cancel);
    }

    public async Task<Result<ImportRun>> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.ImportRuns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is { } run ? run : Error.NotFound("import");
    }

    /// <summary>The rejected rows under the file's own header, with reasons, to be corrected and imported again.</summary>
    public async Task WriteRejectsAsync(ImportRun run, Stream stream, CancellationToken cancel)
    {
        var delimiter = run.Delimiter is { Length: 1 } one ? one[0] : ',';
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var writer = RejectFile.Writer(stream);
        RejectFile.Begin(writer, run.Header ?? "", delimiter);
        await foreach (var reject in context.ImportRejects.AsNoTracking().Where(row => row.RunId == run.Id).OrderBy(row => row.Row).AsAsyncEnumerable().WithCancellation(cancel))
            RejectFile.Add(writer, new Reject(reject.Row, reject.Column, reject.Code, reject.Reason, reject.Text), delimiter);
    }
}
