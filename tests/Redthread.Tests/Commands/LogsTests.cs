using System.Text.Json;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>Event logs through the program itself: a month, the next one, the same again.</summary>
public sealed class LogsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-logs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_log_comes_in_and_goes_on()
    {
        var (march, april) = (await FileAsync("march.xes", Xes("1", "2026-03-01")), await FileAsync("april.xes", Xes("1", "2026-03-01", "2026-04-01")));
        var (code, output, error) = await RunAsync("logs", "import", march, "--name", "Calls");
        code.ShouldBe(0, error);
        output.ShouldContain("Calls, log 1: 1 case, 1 event");
        (code, output, error) = await RunAsync("logs", "add", april, "--log", "calls", "--json");
        code.ShouldBe(0, error);
        var added = JsonDocument.Parse(output).RootElement.GetProperty("file");
        (added.GetProperty("read").GetInt32(), added.GetProperty("accepted").GetInt32(), added.GetProperty("duplicate").GetInt32()).ShouldBe((2, 1, 1));
        (await RunAsync("logs", "add", april, "--log", "1")).Output.ShouldContain("2 events read = 0 accepted + 2 duplicate + 0 left out. Nothing in it is new");
        (await RunAsync("logs", "list")).Output.ShouldContain("1: Calls, 1 case, 2 events");
        (code, _, error) = await RunAsync("logs", "add", april, "--log", "Visits");
        code.ShouldBe(1);
        error.ShouldContain("There is no event log “Visits”");
        (code, _, error) = await RunAsync("import", march, "--mapping", "none", "--source", "x");
        code.ShouldBe(1);
        error.ShouldContain("is an event log");
    }

    [Fact]
    public async Task An_object_centric_log_comes_in_by_the_type_of_its_cases()
    {
        var file = await FileAsync(
            "orders.json",
            """
            {"objectTypes": [], "eventTypes": [],
             "objects": [{"id": "anna", "type": "customer"}, {"id": "o1", "type": "order"}],
             "events": [{"id": "e1", "type": "place", "time": "2026-01-01T00:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "anna"}]}]}
            """
        );
        var (code, output, error) = await RunAsync("logs", "import", file, "--case-type", "order");
        code.ShouldBe(0, error);
        output.ShouldContain("orders, log 1: 1 case, 1 event");
    }

    private static string Xes(string name, params string[] days) =>
        $"<log><trace><string key=\"concept:name\" value=\"{name}\"/>{string.Concat(days.Select(day => $"<event><string key=\"concept:name\" value=\"call\"/><date key=\"time:timestamp\" value=\"{day}T09:00:00Z\"/></event>"))}</trace></log>";

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RedthreadProgram.RunAsync(folder, null, arguments);
}
