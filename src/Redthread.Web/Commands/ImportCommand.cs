using System.CommandLine;
using System.Runtime;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Commands;

internal static class ImportCommand
{
    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description = "CSV, TSV, .xlsx, JSON or NDJSON, each also as .gz; event logs (XES, OCEL) come in by “logs import”",
    };
    private static readonly Option<string> MappingOption = new("--mapping", "-m") { Description = "The mapping: a YAML file, or the name of a saved one", Required = true };
    private static readonly Option<string> SourceOption = new("--source", "-s")
    {
        Description = "Where the signals come from; with each signal's own id it makes them unique",
        Required = true,
    };
    private static readonly Option<string?> RejectsOption = new("--rejects")
    {
        Description = "Write the rejected rows with their reasons to this file, to be corrected and imported again",
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and check the whole file, import nothing" };

    public static Command Make()
    {
        var command = new Command("import", "Import a file of signals; a second time changes nothing")
        {
            FileArgument,
            MappingOption,
            SourceOption,
            DryRun,
            RejectsOption,
            CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private sealed record Outcome(
        string File,
        string Source,
        string State,
        long Read,
        long Accepted,
        long Duplicate,
        long Rejected,
        long Readings,
        string? Message,
        bool DryRun,
        IReadOnlyDictionary<string, long> RejectedByCode,
        FileForm? Form,
        IReadOnlyList<string> Notes,
        string? Rejects
    );

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var path = parsed.GetValue(FileArgument)!;
        if (!File.Exists(path))
            return CommonOptions.Fail($"There is no file {path}.");
        if (EventLogFile.IsLog(path))
            return CommonOptions.Fail($"{Path.GetFileName(path)} is an event log, not a table of signals: bring it in with “redthread logs import {path}”.");
        var mapping = await MappingOf(parsed.GetValue(MappingOption)!, services, cancel);
        if (mapping.Error is { } error)
            return CommonOptions.Fail(error.Message);
        var outcome = parsed.GetValue(DryRun) ? await TryAsync(path, mapping.Value, parsed, services, cancel) : await ImportAsync(path, mapping.Value, parsed, services, cancel);
        if (!outcome.Ok)
            return CommonOptions.Fail(outcome.Error!.Message);
        Print(outcome.Value, parsed.GetValue(CommonOptions.Json));
        return outcome.Value.State == "done" ? 0 : 1;
    }

    private static async Task<Result<string>> MappingOf(string nameOrFile, IServiceProvider services, CancellationToken cancel)
    {
        if (File.Exists(nameOrFile))
            return await WholeText.ReadAsync(nameOrFile, cancel);
        var saved = await services.GetRequiredService<ImportQueries>().ReadMappingAsync(nameOrFile, cancel);
        return saved is null ? Error.Invalid("mapping-missing", $"There is neither a file nor a saved mapping “{nameOrFile}”.") : saved;
    }

    private static async Task<Result<Outcome>> ImportAsync(string path, string mapping, ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var source = parsed.GetValue(SourceOption)!;
        var run = await services.GetRequiredService<StartImport>().FromPathAsync(Actor.Operator, path, mapping, source, cancel);
        if (run.Error is { } error)
            return error;
        // Nobody waits for a page of this process: to stop and collect costs less than to collect beside the work.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        var live = !parsed.GetValue(CommonOptions.Json) && !Console.IsErrorRedirected;
        var found = (Form: (FileForm?)null, Notes: (IReadOnlyList<string>)[]);
        var ended = await services.GetRequiredService<ImportRunner>().RunAsync(run.Value.Id, path, cancel, now => ShowProgress(live, now), (form, notes) => found = (form, notes));
        if (live)
            Console.Error.WriteLine();
        var queries = services.GetRequiredService<ImportQueries>();
        var byCode = await queries.ReadRejectCodesAsync(run.Value.Id, cancel);
        if (parsed.GetValue(RejectsOption) is { } rejects && ended.Rejected > 0)
        {
            await WriteRejectsAsync(queries, ended, rejects, cancel);
            if (Mapping.Parse(mapping).Value is { } read && !TimeReading.SameFallback(read.Time, Path.GetFileName(path), Path.GetFileName(rejects)))
                found.Notes =
                [
                    .. found.Notes,
                    $"The mapping dates rows by the file's name: import the corrected rows under a name like {Path.GetFileName(path)}, or they get another date.",
                ];
        }

        return new Outcome(
            path,
            source,
            ended.State.ToString().ToLowerInvariant(),
            ended.RowsRead,
            ended.Accepted,
            ended.Duplicate,
            ended.Rejected,
            ended.Readings,
            ended.Message,
            false,
            byCode.ToDictionary(entry => entry.Code, entry => entry.Count),
            found.Form,
            found.Notes,
            ended.Rejected > 0 ? parsed.GetValue(RejectsOption) : null
        );
    }

    private static async Task WriteRejectsAsync(ImportQueries queries, ImportRun run, string path, CancellationToken cancel)
    {
        await using var file = File.Create(path);
        await queries.WriteRejectsAsync(run, file, cancel);
    }

    private static void ShowProgress(bool live, ImportRun run)
    {
        if (live)
            Console.Error.Write($"\r{run.RowsRead:N0} rows, {run.Accepted:N0} accepted, {run.Duplicate:N0} duplicate, {run.Rejected:N0} rejected ");
    }

    private static async Task<Result<Outcome>> TryAsync(string path, string yaml, ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var mapping = Mapping.Parse(yaml);
        if (!mapping.Ok)
            return mapping.Faults.ToError();
        var opened = RowFile.Open(path, mapping.Value.Format);
        if (!opened.Ok)
            return opened.Faults.ToError();
        using var file = opened.Value;
        var landscape = await services.GetRequiredService<LandscapeSource>().ReadAsync(cancel);
        var context = new SignalContext(landscape.Vocabulary(), services.GetRequiredService<CustomerPseudonym>(), services.GetRequiredService<TimeProvider>());
        var identity = await FileIdentity.OfAsync(path, Path.GetFileName(path), cancel);
        var reader = SignalReader.Create(file.Rows, mapping.Value, context, identity, file.Inspection);
        if (!reader.Ok)
            return reader.Faults.ToError();
        await using var rejects = parsed.GetValue(RejectsOption) is { } target ? RejectFile.Writer(File.Create(target)) : null;
        if (rejects is not null)
            RejectFile.Begin(rejects, DelimitedText.Record(file.Rows.Columns, file.Rows.Delimiter), file.Rows.Delimiter);
        long readings = 0;
        while (reader.Value.Read())
        {
            readings += reader.Value.Current.Signal?.Readings.Count ?? 0;
            if (rejects is not null && reader.Value.Current.Reject is { } reject)
                RejectFile.Add(rejects, reject, file.Rows.Delimiter);
        }

        var counts = reader.Value.Counts;
        return reader.Value.Fault is { } fault
            ? new[] { fault }.ToError()
            : new Outcome(
                path,
                parsed.GetValue(SourceOption)!,
                "done",
                counts.Read,
                counts.Accepted,
                0,
                counts.Rejected,
                readings,
                "Nothing was imported: this was a dry run.",
                true,
                counts.RejectedByCode,
                FileForm.Of(file.Inspection, mapping.Value),
                [.. file.Inspection.Notes, .. reader.Value.Notes],
                parsed.GetValue(RejectsOption)
            );
    }

    private static void Print(Outcome outcome, bool json)
    {
        if (json)
        {
            Output.Json(outcome);
            return;
        }

        if (outcome.Form is { } form)
            Console.Error.WriteLine($"found: {form}");
        foreach (var note in outcome.Notes)
            Console.Error.WriteLine($"note: {note}");
        Console.WriteLine(
            $"{outcome.File}: {outcome.Read:N0} read = {outcome.Accepted:N0} accepted + {outcome.Duplicate:N0} duplicate + {outcome.Rejected:N0} rejected; {outcome.Readings:N0} readings"
        );
        foreach (var (code, count) in outcome.RejectedByCode)
            Console.WriteLine($"  {count:N0} × {code}");
        if (outcome.Rejects is { } written)
            Console.WriteLine($"The rejected rows are in {written}: correct them there and import that file with the same mapping.");
        else if (outcome.Rejected > 0)
            Console.WriteLine("With --rejects FILE the rejected rows are written there, each with its reason.");
        if (outcome.Message is not null)
            (outcome.State == "done" ? Console.Out : Console.Error).WriteLine(outcome.Message);
    }
}
