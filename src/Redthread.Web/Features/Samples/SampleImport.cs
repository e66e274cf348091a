using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Measures;

namespace Redthread.Web.Features.Samples;

/// <summary>Carries the sample's signals in: the survey the way every file goes, the rest straight into the store.</summary>
public sealed class SampleImport(
    IDbContextFactory<RedthreadContext> contexts,
    StartImport start,
    ImportRunner runner,
    ScoringRulesSource rules,
    LockMeasures locks,
    ISignalStore signals,
    TimeProvider time
)
{
    private const int Batch = 20_000;

    public async Task<Error?> FileAsync(Actor actor, string name, string content, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("redthread-sample-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(path, content, cancel);
            var run = await start.FromPathAsync(actor, path, SampleFiles.Survey, "sample-survey", cancel);
            if (run.Error is { } error)
                return error;
            var ended = await runner.RunAsync(run.Value.Id, path, cancel);
            return ended.State == ImportState.Done ? null : Error.Conflict("sample-import", $"{name} was not imported: {ended.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task AppendAsync(string sourceKey, IEnumerable<NewSignal> made, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var source = await context.Sources.Where(row => row.Key == sourceKey).Select(row => row.Id).SingleAsync(cancel);
        foreach (var batch in made.Chunk(Batch))
        {
            await locks.HandleAsync(batch.SelectMany(signal => signal.Readings).Select(reading => reading.MeasureId), cancel);
            var current = await rules.ReadAsync(cancel);
            await signals.AppendAsync(new SignalBatch(source, batch, time.GetUtcNow().UtcDateTime), current, cancel);
        }
    }
}
