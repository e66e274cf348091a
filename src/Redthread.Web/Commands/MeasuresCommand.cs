using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Web.Features.Measures;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands;

internal static class MeasuresCommand
{
    private static readonly Argument<FileInfo?> File = new("file") { Description = "A measures.yaml; what it does not name stays as it is", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> Shipped = new("--shipped") { Description = "Instead of a file: the measures that come with Redthread and are not there yet" };

    public static Command Make()
    {
        var import = new Command("import", "Add and change measures from a file") { File, Shipped, CommonOptions.Json };
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, stop), cancel));
        var export = new Command("export", "Print all measures as a file") { CommonOptions.Json };
        export.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ExportAsync(parsed, services, stop), cancel));
        return new Command("measures", "What readings measure, and how it becomes 0–100") { import, export };
    }

    private static async Task<int> ImportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var requests = await RequestsAsync(parsed, services, cancel);
        if (requests.Error is { } unreadable)
            return CommonOptions.Fail(unreadable.Message);
        var saved = await services.GetRequiredService<SaveMeasure>().SaveAllAsync(Actor.Operator, requests.Value, cancel);
        if (saved.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(saved.Value);
            return 0;
        }

        foreach (var one in saved.Value)
            Console.WriteLine($"{one.Key}: {(one.NewVersion ? $"version {one.Version} made" : one.Changed ? "saved" : "unchanged")}");
        return 0;
    }

    private static async Task<Result<List<SaveMeasure.Request>>> RequestsAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        if (parsed.GetValue(Shipped))
            return (await services.GetRequiredService<MeasureQueries>().ReadListAsync(cancel)).Missing.Select(entry => new SaveMeasure.Request(entry, 0)).ToList();
        if (parsed.GetValue(File) is not { } file)
            return Error.Invalid("file-missing", "Name a measures.yaml, or say --shipped.");
        var read = MeasureFile.Parse(await WholeText.ReadAsync(file.FullName, cancel));
        return read.Ok ? read.Value.Select(entry => new SaveMeasure.Request(entry, null)).ToList() : read.Error!;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var entries = await services.GetRequiredService<MeasureQueries>().ReadEntriesAsync(cancel);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(entries);
            return 0;
        }

        Console.Write(MeasureFile.ToYaml(entries));
        return 0;
    }
}
