using System.CommandLine;
using Redthread.Domain;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands;

internal static class JourneysCommand
{
    private static readonly Argument<string[]> Files = new("files") { Description = "YAML files, or folders of them", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string?> Folder = new("dir")
    {
        Description = "Where to write one file a journey; without it they are printed",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> Journey = new("--journey") { Description = "Only this journey, by key" };

    public static Command Make()
    {
        var import = new Command("import", "Make journeys be what the files say, those above first whatever the order") { Files, CommonOptions.Json };
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, stop), cancel));
        var export = new Command("export", "Write journeys as files") { Folder, Journey, CommonOptions.Json };
        export.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ExportAsync(parsed, services, stop), cancel));
        return new Command("journeys", "Journeys as text files, both ways") { import, export };
    }

    private static async Task<int> ImportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var sources = new List<ImportJourneys.Source>();
        foreach (var path in parsed.GetValue(Files)!.SelectMany(FilesAt))
            sources.Add(new ImportJourneys.Source(path, await WholeText.ReadAsync(path, cancel)));
        var result = await services.GetRequiredService<ImportJourneys>().HandleAsync(Actor.Operator, sources, cancel);
        if (result.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (result.Value.Lines.Any(line => line.Outcome is ImportJourneys.Outcome.Made or ImportJourneys.Outcome.Changed))
            await OpenPages.TellAsync(services, cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(result.Value.Lines);
        else
            Print(result.Value);
        return result.Value.Ok ? 0 : 1;
    }

    private static void Print(ImportJourneys.Report report)
    {
        foreach (var line in report.Lines)
        {
            if (line.Outcome == ImportJourneys.Outcome.Refused)
                Console.Error.WriteLine($"{line.File}: {line.Reason}");
            else
                Console.WriteLine($"{line.Journey}: {line.Outcome.ToString().ToLowerInvariant()}, version {line.Version}");
        }
    }

    private static IEnumerable<string> FilesAt(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static async Task<int> ExportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var key = parsed.GetValue(Journey);
        var files = (await services.GetRequiredService<JourneyQueries>().ReadFilesAsync(cancel)).Where(file => key is null || file.Journey == key).ToList();
        if (key is not null && files.Count == 0)
            return CommonOptions.Misused($"There is no journey “{key}”.");
        if (parsed.GetValue(Folder) is not { } folder)
        {
            if (parsed.GetValue(CommonOptions.Json))
            {
                Output.Json(files);
                return 0;
            }

            Console.Write(string.Join("---\n", files.Select(file => file.ToYaml())));
            return 0;
        }

        Directory.CreateDirectory(folder);
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{file.Journey}.yaml"), file.ToYaml(), cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(files.Select(file => new { file.Journey, File = Path.Combine(folder, $"{file.Journey}.yaml") }));
        else
            Console.WriteLine($"Wrote {files.Count} files to {folder}");
        return 0;
    }
}
