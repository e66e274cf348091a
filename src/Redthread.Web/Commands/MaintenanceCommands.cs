using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Ui;

namespace Redthread.Web.Commands;

internal static class MappingCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The file to look at" };
        var guess = new Command("guess", "Propose a mapping for a file; questions go to standard error") { file, CommonOptions.Json };
        guess.SetAction(
            (parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => GuessAsync(parsed.GetValue(file)!, parsed.GetValue(CommonOptions.Json), services, stop), cancel)
        );
        return new Command("mapping", "Work with mappings") { guess };
    }

    private static async Task<int> GuessAsync(string path, bool json, IServiceProvider services, CancellationToken cancel)
    {
        var inspection = FileInspector.Inspect(path);
        if (!inspection.Ok)
            return CommonOptions.Fail(string.Join('\n', inspection.Faults.Select(fault => fault.Message)));
        var landscape = await services.GetRequiredService<LandscapeSource>().ReadAsync(cancel);
        var draft = MappingGuess.From(inspection.Value, landscape.Vocabulary());
        if (json)
        {
            Output.Json(
                new
                {
                    Mapping = draft.Mapping.ToYaml(),
                    Form = FileForm.Of(inspection.Value, draft.Mapping),
                    inspection.Value.Notes,
                    draft.Questions,
                }
            );
            return 0;
        }

        Console.Write(draft.Mapping.ToYaml());
        Console.Error.WriteLine($"found: {FileForm.Of(inspection.Value, draft.Mapping)}");
        foreach (var note in inspection.Value.Notes)
            Console.Error.WriteLine($"note: {note}");
        foreach (var question in draft.Questions)
            Console.Error.WriteLine($"question: {question.Field}: {question.Text}{(question.Choices.Count > 0 ? $" ({string.Join(", ", question.Choices)})" : "")}");
        return 0;
    }
}

internal static class RebuildCommand
{
    public static Command Make()
    {
        var command = new Command("rebuild", "Recompute all rollups from the raw signals under the agreed framework") { CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var rules = await services.GetRequiredService<ScoringRulesSource>().ReadAsync(cancel);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcome = await services.GetRequiredService<ISignalStore>().RebuildAsync(rules, cancel);
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(
                new
                {
                    outcome.Signals,
                    outcome.Readings,
                    outcome.Units,
                    seconds,
                }
            );
        else
            Console.WriteLine($"Rebuilt from {outcome.Signals:N0} signals with {outcome.Readings:N0} readings in {seconds:0.0} s.");
        return 0;
    }
}

internal static class EraseCommand
{
    public static Command Make()
    {
        var customer = new Argument<string>("CUSTOMER") { Description = "The customer's key as the sources write it" };
        var command = new Command("erase", "Erase a customer: their signals and their cases in event logs go, every aggregate is corrected") { customer, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, parsed.GetValue(customer)!, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string customer, IServiceProvider services, CancellationToken cancel)
    {
        var result = await services.GetRequiredService<EraseCustomer>().HandleAsync(Actor.Operator, new EraseCustomer.Request(customer), cancel);
        if (result.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(result.Value);
        else
            Console.WriteLine(
                $"Erased {Numbers.Counted(result.Value.Signals, "signal")}, {Numbers.Counted(result.Value.Facts, "customer fact")}, {Numbers.Counted(result.Value.Cases, "case")} of event logs and {Numbers.Counted(result.Value.Rejects, "rejected row")}."
            );
        return 0;
    }
}

internal static class BackupCommands
{
    public static Command MakeBackup()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write the backup; it must not exist" };
        var command = new Command("backup", "Copy the store and its secrets into one file, also while the server runs (SQLite)") { file, CommonOptions.Json };
        command.SetAction(
            (parsed, cancel) =>
                CommonOptions.RunAsync(
                    parsed,
                    (services, stop) => Features.Backups.Backup.WriteAsync(services, parsed.GetValue(file)!, parsed.GetValue(CommonOptions.Json), stop),
                    cancel
                )
        );
        return command;
    }

    public static Command MakeRestore()
    {
        var file = new Argument<string>("FILE") { Description = "A file made by backup" };
        var command = new Command("restore", "Restore a backup into an empty data folder") { file, CommonOptions.Json };
        command.SetAction(
            (parsed, _) => Task.FromResult(Features.Backups.Backup.Restore(parsed.GetValue(file)!, parsed.GetValue(CommonOptions.Data)!, parsed.GetValue(CommonOptions.Json)))
        );
        return command;
    }
}
