using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.Segments;
using Redthread.Web.Features.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Exports;

/// <summary>
/// Everything as plain files: journeys, measures, framework and segments as YAML that imports again, all versions of measures beside them, terms as JSON
/// that imports again, as CSV and Markdown, notes and traffic as CSV, signals and threads as NDJSON, the activity as CSV, customer facts as CSV and event logs as they are kept, both with marks for customers' keys that import again where the secret is the same. Signals are read page by page: flat memory, O(signals).
/// </summary>
public sealed class ExportAll(
    IDbContextFactory<RedthreadContext> contexts,
    JourneyQueries journeys,
    MeasureQueries measures,
    FrameworkQueries frameworks,
    SegmentQueries segments,
    ExportThreads threads,
    ExportCustomers customers,
    LandscapeSource landscapes,
    LanguageQueries language,
    ISignalStore signals
)
{
    private const int PageSize = 2_000;
    private static readonly JsonSerializerOptions Json = MakeJson();

    public sealed record Written(string Folder, int Journeys, int Measures, int Frameworks, long Signals, int Threads, int Activities, int Terms, int CustomerFacts, int EventLogs);

    /// <param name="folder">Made if it is not there; files of the same names are replaced.</param>
    public async Task<Written> WriteAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, "journeys"));
        var files = await journeys.ReadFilesAsync(cancel);
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(folder, "journeys", $"{file.Journey}.yaml"), file.ToYaml(), cancel);
        var entries = await measures.ReadEntriesAsync(cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "measures.yaml"), MeasureFile.ToYaml(entries), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "measure-versions.yaml"), Yaml.Write(await measures.ReadVersionsAsync(cancel)), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "segments.yaml"), (await segments.ReadFileAsync(cancel)).ToYaml(), cancel);
        var agreed = await WriteFrameworksAsync(folder, cancel);
        await WriteNotesAsync(folder, cancel);
        var written = await WriteSignalsAsync(Path.Combine(folder, "signals.ndjson"), cancel);
        var told = await threads.WriteAsync(folder, Json, cancel);
        var terms = await WriteTermsAsync(folder, cancel);
        var facts = await customers.WriteFactsAsync(Path.Combine(folder, "customer-facts.csv"), cancel);
        var logs = await customers.WriteLogsAsync(Path.Combine(folder, "event-logs"), cancel);
        return new Written(folder, files.Count, entries.Count, agreed, written, told, await WriteActivitiesAsync(Path.Combine(folder, "activity.csv"), cancel), terms, facts, logs);
    }

    private async Task<int> WriteTermsAsync(string folder, CancellationToken cancel)
    {
        var entries = await language.ReadEntriesAsync(emails: true, cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "terms.json"), TermFile.ToJson(entries), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "terms.csv"), TermFile.ToCsv(entries), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "terms.md"), TermFile.ToMarkdown("Language", entries), cancel);
        return entries.Count;
    }

    private async Task<int> WriteFrameworksAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, "frameworks"));
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var numbers = await context.Frameworks.Select(framework => framework.Number).OrderBy(number => number).ToListAsync(cancel);
        foreach (var number in numbers)
        {
            if ((await frameworks.ReadFileAsync(number, cancel)) is { Ok: true } file)
                await File.WriteAllTextAsync(Path.Combine(folder, "frameworks", $"framework-{number}.yaml"), file.Value.ToYaml(), cancel);
        }

        foreach (var mapping in await context.Mappings.AsNoTracking().ToListAsync(cancel))
        {
            Directory.CreateDirectory(Path.Combine(folder, "mappings"));
            await File.WriteAllTextAsync(Path.Combine(folder, "mappings", $"{mapping.Key}.yaml"), mapping.Yaml, cancel);
        }

        return numbers.Count;
    }

    private async Task WriteNotesAsync(string folder, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        var journeyKeys = landscape.Journeys.ToDictionary(journey => journey.Id, journey => journey.Key);
        await WriteCsvAsync(
            Path.Combine(folder, "notes.csv"),
            ["date", "text", "journey", "externalId"],
            landscape.Notes.Select(note => new[] { $"{note.On:yyyy-MM-dd}", note.Text, note.JourneyId is { } id ? journeyKeys[id] : "", note.ExternalId ?? note.Id.ToString() }),
            cancel
        );
        var stages = landscape
            .Journeys.SelectMany(journey => journey.Stages.Select(stage => (stage.Id, Path: $"{journey.Key}/{stage.Key}")))
            .ToDictionary(stage => stage.Id, stage => stage.Path);
        var segmentKeys = landscape.Segments.ToDictionary(segment => segment.Id, segment => segment.Key);
        await WriteCsvAsync(
            Path.Combine(folder, "traffic.csv"),
            ["stage", "month", "segment", "customers"],
            landscape
                .Traffic.Where(row => stages.ContainsKey(row.StageId))
                .Select(row =>
                    new[] { stages[row.StageId], $"{row.Month:yyyy-MM}", segmentKeys.GetValueOrDefault(row.SegmentId, ""), row.Customers.ToString(CultureInfo.InvariantCulture) }
                ),
            cancel
        );
    }

    private async Task<long> WriteSignalsAsync(string path, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        long written = 0,
            after = 0;
        while (true)
        {
            var page = await signals.ReadSignalsAsync(new SignalQuery { AfterId = after, Limit = PageSize }, cancel);
            foreach (var signal in page)
                await writer.WriteLineAsync(JsonSerializer.Serialize(SignalEntry.Of(landscape, signal), Json));
            written += page.Count;
            if (page.Count < PageSize)
                return written;
            after = page[^1].Id;
        }
    }

    private async Task<int> WriteActivitiesAsync(string path, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var activities = await context.Activities.AsNoTracking().OrderBy(activity => activity.At).ToListAsync(cancel);
        await WriteCsvAsync(
            path,
            ["at", "who", "kind", "summary"],
            activities.Select(activity => new[] { $"{activity.At:o}", activity.ActorName, activity.Kind, activity.Summary }),
            cancel
        );
        return activities.Count;
    }

    internal static async Task WriteCsvAsync(string path, string[] header, IEnumerable<string[]> rows, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        foreach (var row in rows.Prepend(header))
            await writer.WriteAsync((DelimitedText.Record(row, ',') + "\r\n").AsMemory(), cancel);
    }

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Shell.Hosting.Configure(json);
        return json;
    }
}
