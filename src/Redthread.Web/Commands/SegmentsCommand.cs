using System.CommandLine;
using Redthread.Domain;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Roadmaps;
using Redthread.Web.Features.Segments;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands;

internal static class SegmentsCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "segments.yaml" };
    private static readonly Argument<string?> Target = new("file") { Description = "Where to write; without it the file is printed", Arity = ArgumentArity.ZeroOrOne };

    public static Command Make()
    {
        var import = new Command("import", "Make channels, segments, personas and needs be what the file says") { Source, CommonOptions.Json };
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, stop), cancel));
        var export = new Command("export", "Write channels, segments, personas and needs as a file") { Target };
        export.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ExportAsync(parsed, services, stop), cancel));
        return new Command("segments", "Channels, segments, personas and needs as one file, both ways") { import, export };
    }

    private static async Task<int> ImportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var file = SegmentsFile.Parse(await WholeText.ReadAsync(parsed.GetValue(Source)!, cancel));
        if (file.Error is { } unread)
            return CommonOptions.Fail(unread.Message);
        var saved = await services.GetRequiredService<SaveSegments>().HandleAsync(Actor.Operator, file.Value, cancel);
        if (saved.Error is { } error)
            return CommonOptions.Fail(error.Message);
        if (saved.Value.Changed > 0)
            await OpenPages.TellAsync(services, cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(saved.Value);
        else
            Console.WriteLine($"{saved.Value.Changed} entries made or changed");
        foreach (var note in saved.Value.Notes)
            Console.Error.WriteLine($"note: {note}");
        return 0;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var yaml = (await services.GetRequiredService<SegmentQueries>().ReadFileAsync(cancel)).ToYaml();
        if (parsed.GetValue(Target) is { } path)
            await File.WriteAllTextAsync(path, yaml, cancel);
        else
            Console.Write(yaml);
        return 0;
    }
}

internal static class NotesCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "The file" };

    public static Command Make() =>
        Importing(
            "notes",
            "Notes of the timeline",
            "date, text, journey, externalId",
            (services, csv, cancel) => services.GetRequiredService<ImportNotes>().HandleAsync(Actor.Operator, csv, cancel)
        );

    public static Command MakeTraffic() =>
        Importing(
            "traffic",
            "Stage traffic",
            "stage, month, segment, customers",
            (services, csv, cancel) => services.GetRequiredService<SetTraffic>().ImportAsync(Actor.Operator, csv, cancel)
        );

    public static Command MakeOutcomes() =>
        Importing(
            "outcomes",
            "Business outcomes over time",
            "outcome, date, segment, value",
            (services, csv, cancel) => services.GetRequiredService<ImportOutcomes>().ImportAsync(Actor.Operator, csv, cancel)
        );

    public static Command MakeSolutions() =>
        Importing(
            "solutions",
            "Roadmap items",
            ImportSolutions.Columns,
            (services, text, cancel) => services.GetRequiredService<ImportSolutions>().HandleAsync(Actor.Operator, text, cancel),
            "CSV or JSON"
        );

    public static Command MakeDecisions() =>
        Importing(
            "decisions",
            "Decisions taken elsewhere",
            ImportDecisions.Columns,
            (services, text, cancel) => services.GetRequiredService<ImportDecisions>().HandleAsync(Actor.Operator, text, cancel),
            "CSV or JSON"
        );

    public static Command MakeCustomers() =>
        Importing(
            "customers",
            "What is known of customers beside their signals",
            CustomerFactRow.Columns,
            (services, text, cancel) => services.GetRequiredService<ImportCustomerFacts>().HandleAsync(Actor.Operator, text, cancel),
            "CSV or JSON"
        );

    internal static Command Importing(
        string name,
        string what,
        string columns,
        Func<IServiceProvider, string, CancellationToken, Task<Result<RowReport>>> take,
        string format = "CSV"
    )
    {
        var import = new Command("import", $"Import a {format} file with the columns {columns}; again changes nothing twice") { Source, CommonOptions.Json };
        import.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => ImportAsync(parsed, services, take, stop), cancel));
        return new Command(name, what) { import };
    }

    private static async Task<int> ImportAsync(
        ParseResult parsed,
        IServiceProvider services,
        Func<IServiceProvider, string, CancellationToken, Task<Result<RowReport>>> take,
        CancellationToken cancel
    )
    {
        var result = await take(services, await WholeText.ReadAsync(parsed.GetValue(Source)!, cancel), cancel);
        if (result.Error is { } error)
            return CommonOptions.Fail(error.Message);
        var report = result.Value;
        if (report.Added + report.Changed > 0)
            await OpenPages.TellAsync(services, cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(report);
        else
            Console.WriteLine(report);
        foreach (var reject in parsed.GetValue(CommonOptions.Json) ? [] : report.Rejected)
            Console.Error.WriteLine($"Row {reject.Row}{(reject.Column is null ? "" : $", {reject.Column}")}: {reject.Reason}");
        // As with signals: rejected rows are told and kept out, which is no failure of the import.
        return 0;
    }
}
