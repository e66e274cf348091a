using System.Text.Json;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>Actual journeys through the program itself.</summary>
public sealed class DiscoverTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-discover-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_public_log_prints_its_figures()
    {
        var (code, output, error) = await RunAsync(SharedData.Require("event-logs/receipt.xes.gz"), "--json");
        code.ShouldBe(0, error);
        var result = JsonDocument.Parse(output).RootElement;
        int Number(string name) => result.GetProperty(name).GetInt32();
        (Number("cases"), Number("events"), Number("activities"), Number("variants")).ShouldBe((1434, 8577, 27, 116));
        var edges = result.GetProperty("edges").EnumerateArray().ToList();
        edges.Sum(edge => edge.GetProperty("count").GetInt32()).ShouldBe(8577 - 1434);
        edges[0].GetProperty("from").GetString().ShouldBe("T04 Determine confirmation of receipt");
        edges[0].GetProperty("to").GetString().ShouldNotBeNullOrEmpty();
        edges[0].GetProperty("medianSeconds").GetDouble().ShouldBeGreaterThan(0);
        result.GetProperty("starts")[0].GetProperty("activity").GetString().ShouldBe("Confirmation of receipt");
        result.GetProperty("topVariants")[0].GetProperty("cases").GetInt32().ShouldBe(713);
    }

    [Fact]
    public async Task Contacts_are_told_to_people()
    {
        var (code, output, _) = await RunAsync(SharedData.Require("contacts/CallCenter.csv"), "--customer", "Customer ID", "--channel", "Operation", "--window", "14");
        code.ShouldBe(0);
        output.ShouldContain("3,885 cases, 7,548 events, 6 activities");
        output.ShouldContain("Inbound Call → Inbound Call");
        output.ShouldContain("contacts came within 14 days");
        (await RunAsync(SharedData.Require("event-logs/teleclaims-simulated.xes.gz"), "--transition", "complete")).Output.ShouldContain("3,512 cases");
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_with_an_exit_code()
    {
        var file = Path.Combine(folder, "few.csv");
        await File.WriteAllTextAsync(file, "who,what,when\nx,a,2026-03-02\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync(file);
        code.ShouldBe(1);
        error.ShouldContain("--case; the file has who, what, when");
        (code, var output, _) = await RunAsync(file, "--case", "who", "--activity", "what", "--time", "when");
        code.ShouldBe(0);
        output.ShouldContain("1 case, 1 event, 1 activity, 1 variant (1 covers 80 %)");
        (await RunAsync(file, "--order", "dym")).Code.ShouldBe(2);
        (await RunAsync(file, "--zone", "Mars")).Error.ShouldContain("“Mars” is no time zone");
        (await RunAsync(Path.Combine(folder, "none.xes"))).Code.ShouldBe(1);
        // What the help says is guessed by name is, and what it says is not read is not.
        await File.WriteAllTextAsync(
            file,
            "ticket,activity,started at,ended at,customer,channel\n1,Call,2026-03-02T09:00:00Z,2026-03-02T09:10:00Z,C1,phone\n2,Call,2026-03-03T09:00:00Z,2026-03-03T09:10:00Z,C1,phone\n",
            TestContext.Current.CancellationToken
        );
        var guessed = System.Text.Json.JsonDocument.Parse((await RunAsync(file, "--json")).Output).RootElement;
        guessed.GetProperty("cases").GetInt32().ShouldBe(2);
        (await RunAsync(file)).Output.ShouldNotContain("1 customer.");
        (await RunAsync(file, "--customer", "customer")).Output.ShouldContain("1 customer.");
        await File.WriteAllTextAsync(Path.Combine(folder, "calls.xes"), "ticket,activity,time\n", TestContext.Current.CancellationToken);
        (await RunAsync(Path.Combine(folder, "calls.xes"))).Error.ShouldContain("calls.xes is called XES, but is no XES: it begins with “ticket,activity,time”");
        (await RunAsync(file, "--window", "-3")).ShouldSatisfyAllConditions(
            run => run.Code.ShouldBe(2),
            run => run.Error.ShouldContain("--window must be a number above 0, not “-3”")
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "e.jsonocel"), "{}", TestContext.Current.CancellationToken);
        (await RunAsync(Path.Combine(folder, "e.jsonocel"))).Error.ShouldContain("e.jsonocel is called an object-centric log, but holds no list of object types");
        await File.WriteAllTextAsync(Path.Combine(folder, "e.json"), "{}", TestContext.Current.CancellationToken);
        (await RunAsync(Path.Combine(folder, "e.json"))).Error.ShouldContain("holds no events");
        (await RunAsync("--help")).Output.ShouldContain("as they stand in the file");
    }

    [Fact]
    public async Task What_is_counted_agrees_where_an_event_was_left_out()
    {
        var file = Path.Combine(folder, "holes.csv");
        await File.WriteAllTextAsync(file, "case,activity,time\n1,a,2026-03-02\n2,a,2026-03-02\n2,b,soon\n2,c,2026-03-03\n", TestContext.Current.CancellationToken);
        var result = JsonDocument.Parse((await RunAsync(file, "--json")).Output).RootElement;
        (result.GetProperty("cases").GetInt32(), result.GetProperty("events").GetInt32(), result.GetProperty("activities").GetInt32()).ShouldBe((1, 1, 1));
        result.GetProperty("nodes").GetArrayLength().ShouldBe(1);
        (await RunAsync(file)).Output.ShouldContain("1 case with an event left out is not counted; --with-holes counts it too");
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RedthreadProgram.RunAsync(folder, null, ["discover", .. arguments]);
}
