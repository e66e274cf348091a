using System.CommandLine;
using System.Globalization;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Voice;

namespace Redthread.Web.Commands;

internal static class ReachCommand
{
    private static readonly Option<string?> Journey = new("--journey") { Description = "Only this journey and what is below it, by key" };

    public static Command Make()
    {
        var command = new Command("reach", "Print which share of insights reached a decision within 90 days") { Journey, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var journey = await ReachResource.FindAsync(services.GetRequiredService<LandscapeSource>(), parsed.GetValue(Journey), cancel);
        if (journey.Error is { } error)
            return CommonOptions.Fail(error.Message);
        var report = ReachResource.Of(await services.GetRequiredService<ReachQueries>().ReadAsync(journey.Value?.Id, cancel));
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(report);
            return 0;
        }

        Print("All insights", [report.All]);
        Print("By cycle of approval", report.Cycles);
        Print("By team", report.Teams);
        Print("By journey", report.Journeys);
        Console.WriteLine($"{report.DecisionsOnFreshEvidence} of {report.Decisions} decisions rest on fresh evidence.");
        return 0;
    }

    private static void Print(string title, IReadOnlyList<ReachResource.Line> lines)
    {
        if (lines.Count == 0)
            return;
        List<IReadOnlyList<string>> rows =
        [
            .. lines.Select(line =>
                (IReadOnlyList<string>)
                    [
                        line.Name,
                        Text(line.Insights),
                        Text(line.Decided),
                        Share(line.Reach) ?? "not enough data",
                        line.Low is null ? "" : $"{Share(line.Low)} – {Share(line.High)}",
                        line.MedianDays?.ToString("0", CultureInfo.InvariantCulture) ?? "",
                    ]
            ),
        ];
        Tables.Write([title, "Insights", "Decided", "Within 90 days", "95 % interval", "Median days"], rows, 1, 2, 5);
    }

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Share(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0} %") : null;
}

internal static class ThreadCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "An object by its name, such as I-12, O-3 or D-7" };

    public static Command Make()
    {
        var command = new Command("thread", "Print the thread of an object, and where it breaks") { Id, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var thread = await services.GetRequiredService<ThreadQueries>().ReadAsync(parsed.GetValue(Id)!, cancel);
        if (thread.Error is { } error)
            return CommonOptions.Fail(error.Message);
        var resource = ThreadResource.Of(thread.Value);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(resource);
            return 0;
        }

        Console.WriteLine($"{resource.Name}  {resource.Title}");
        Console.WriteLine($"● signals: {resource.Signals:N0} from {resource.Customers:N0} customers");
        foreach (var bead in resource.Beads)
        {
            Console.WriteLine($"{(bead.Objects.Count > 0 ? "●" : "○")} {bead.Kind.Replace('-', ' ')}{(bead.Objects.Count == 0 ? ": none yet" : "")}");
            foreach (var item in bead.Objects)
                Console.WriteLine($"    {item.Name}  {item.Title}");
        }

        Console.WriteLine(resource.Break is null ? "The thread reaches a moved score." : $"The thread stops at: no {resource.Break.Replace('-', ' ')}.");
        return 0;
    }
}
