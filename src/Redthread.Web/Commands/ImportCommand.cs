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
    private static readonly Argument<string> FileArgument = new("FILE") { Description = "CSV, TSV, .xlsx, JSON or NDJSON, each also as .gz; event logs (XES, OCEL) come in by “logs import”" };
    private static readonly Option<string> MappingOption = new("--mapping", "-m") { Description = "The mapping: a YAML file, or the name of a saved one", Required = true };
    private static readonly Option<string> SourceOption = new("--source", "-s")
    {
        Description = "Where the signals come from; with each signal's own id it makes them unique",
        Required = true,
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and check the whole file, import nothing" };

    public static Command Make()
    {
        var command = new Command("import", "Import a file of signals; a second time changes nothing") { FileArgument, MappingOption, SourceOption, DryRun, CommonOptions.Json };
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
        IReadOnlyDictionary<string, long>? RejectedByCode
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
        var outcome = parsed.GetValue(DryRun)
            ? await TryAsync(path, mapping.Value, parsed.GetValue(SourceOption)!, services, cancel)
            : await ImportAsync(path, mapping.Value, parsed, services, cancel);
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
        var ended = await services.GetRequiredService<ImportRunner>().RunAsync(run.Value.Id, path, now => ShowProgress(live, now), cancel);
        if (live)
            Console.Error.WriteLine();
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
            null
        );
    }

    private static void ShowProgress(bool live, ImportRun run)
    {
        if (live)
            Console.Error.Write($"\r{run.RowsRead:N0} rows, {run.Accepted:N0} accepted, {run.Duplicate:N0} duplicate, {run.Rejected:N0} rejected ");
    }

    private static async Task<Result<Outcome>> TryAsync(string path, string yaml, string source, IServiceProvider services, CancellationToken cancel)
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
        long readings = 0;
        while (reader.Value.Read())
            readings += reader.Value.Current.Signal?.Readings.Count ?? 0;
        var counts = reader.Value.Counts;
        return reader.Value.Fault is { } fault
            ? new[] { fault }.ToError()
            : new Outcome(
                path,
                source,
                "done",
                counts.Read,
                counts.Accepted,
                0,
                counts.Rejected,
                readings,
                "Nothing was imported: this was a dry run.",
                true,
                counts.RejectedByCode
            );
    }

    private static void Print(Outcome outcome, bool json)
    {
        if (json)
        {
            Output.Json(outcome);
            return;
        }

        Console.WriteLine(
            $"{outcome.File}: {outcome.Read:N0} read = {outcome.Accepted:N0} accepted + {outcome.Duplicate:N0} duplicate + {outcome.Rejected:N0} rejected; {outcome.Readings:N0} readings"
        );
        foreach (var (code, count) in outcome.RejectedByCode ?? new Dictionary<string, long>())
            Console.WriteLine($"  {count:N0} × {code}");
        if (outcome.Message is not null)
            (outcome.State == "done" ? Console.Out : Console.Error).WriteLine(outcome.Message);
    }
}
