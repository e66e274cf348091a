using System.CommandLine;
using Redthread.Web.Features.Exports;

namespace Redthread.Web.Commands;

internal static class ExportCommand
{
    public static Command Make()
    {
        var folder = new Argument<string>("DIR") { Description = "Where to write; made if it is not there" };
        var command = new Command("export", "Write everything as plain files: YAML, CSV, NDJSON") { folder, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, parsed.GetValue(folder)!, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string folder, IServiceProvider services, CancellationToken cancel)
    {
        var written = await services.GetRequiredService<ExportAll>().WriteAsync(folder, cancel);
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(written);
        else
            Console.WriteLine(
                $"Wrote {written.Journeys} journeys, {written.Measures} measures, {written.Frameworks} frameworks, {written.Signals:N0} signals, {written.Threads:N0} rows of threads, {written.Terms} terms, {written.CustomerFacts:N0} customer facts, {written.EventLogs} event logs and {written.Activities:N0} activities to {written.Folder}."
            );
        return 0;
    }
}
