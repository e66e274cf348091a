using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>What could not be read is told on every tab, and a case with a hole in it tells nothing of what follows what.</summary>
public sealed class LeftOutTests(PostgresServer postgres)
{
    // In the second case the answer has no time: from the call to the bill looks like one step of an hour.
    private const string Csv =
        "call,activity,time\n"
        + "1,call,2026-03-02T09:00:00Z\n1,answer,2026-03-02T09:10:00Z\n1,bill,2026-03-02T10:00:00Z\n"
        + "2,call,2026-03-02T09:00:00Z\n2,answer,soon\n2,bill,2026-03-02T10:00:00Z\n"
        + ",call,2026-03-02T09:00:00Z\n";

    [Fact]
    public async Task A_case_with_a_hole_makes_no_false_edge_unless_somebody_asks_for_it()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(Csv, "calls.csv");
        foreach (var tab in new[] { "", "repeats", "waits", "variants", "calls", "file" })
        {
            var banner = (await steward.PageAsync($"/actual-journeys/1?tab={tab}")).QuerySelector(".log-leftout")!.TextContent;
            banner.ShouldContain("2 events of 7");
            banner.ShouldContain("1 case with an event missing is not counted");
        }

        (await steward.PageAsync("/actual-journeys/1/conformance")).QuerySelector(".log-leftout").ShouldNotBeNull();
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".log-leftout a[href*='holes=1']").ShouldNotBeNull();
        using var token = await host.WithTokenAsync(Scope.Read);
        async Task<IEnumerable<string>> Edges(string query)
        {
            var graph = await (await token.GetAsync($"/api/event-logs/1/graph{query}")).JsonAsync();
            return graph.GetProperty("edges").EnumerateArray().Select(edge => $"{edge.GetProperty("from")} {edge.GetProperty("to")} {edge.GetProperty("count")}").Order();
        }

        (await Edges("")).ShouldBe(["answer bill 1", "call answer 1"]);
        (await Edges("?holes=1")).ShouldBe(["answer bill 1", "call answer 1", "call bill 1"]);
    }

    [Fact]
    public async Task The_list_counts_what_the_page_of_the_log_counts()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(Csv.Replace("2,bill", "2,refund"), "calls.csv");
        var row = (await steward.PageAsync("/actual-journeys")).QuerySelector("tbody tr")!;
        string Cell(string label) => row.QuerySelector($"td[data-label='{label}']")!.TextContent.Trim();
        (Cell("Cases"), Cell("Events"), Cell("Activities")).ShouldBe(("1", "3", "3"));
        (await steward.PageAsync("/actual-journeys/1")).Body!.TextContent.ShouldContain("1 case, 3 events");
    }

    [Fact]
    public async Task Hours_that_the_clock_repeats_are_told_on_the_page()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync("case,activity,time\n1,a,2024-10-27 02:30\n1,b,2024-10-27 04:00\n", "night.csv", ("zone", "Europe/Amsterdam"));
        (await steward.PageAsync("/actual-journeys/1"))
            .QuerySelector(".log-leftout")!
            .TextContent.ShouldContain("1 event stands in hours that the clock of the zone skips or repeats");
        (await steward.PageAsync("/actual-journeys/1?tab=file")).Body!.TextContent.ShouldContain("1 kept by a rule, first at 2: The clock of the zone was moved back");
    }

    [Fact]
    public async Task A_sound_log_has_no_banner()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("activity", "What"), ("time", "When"));
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".log-leftout").ShouldBeNull();
    }

    [Fact]
    public async Task What_can_be_guessed_is_kept_when_something_else_cannot()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        foreach (var (number, name) in new[] { "call", "Ticket", "session_no", "Order reference", "visit", "Service ID" }.Index())
        {
            await steward.UploadAsync($"{name},thing,moment,customer\n1,a,2026-03-02T09:00:00Z,anna\n", "guess.csv");
            var page = await steward.PageAsync($"/actual-journeys/{number + 1}");
            page.QuerySelector(".alert")!.TextContent.ShouldContain("says the activity cannot be told");
            string? Chosen(string field) => page.QuerySelector($"select[name={field}] option[selected]")?.GetAttribute("value");
            Chosen("case").ShouldBe(name);
            Chosen("time").ShouldBe("moment");
            Chosen("customer").ShouldBe("customer");
            Chosen("activity").ShouldBeNullOrEmpty();
        }
    }
}
