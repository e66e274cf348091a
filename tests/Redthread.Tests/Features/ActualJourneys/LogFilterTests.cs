using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

public sealed class LogFilterTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Fact]
    public async Task Cases_are_narrowed_by_the_segment_that_a_column_names()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        var csv = new StringBuilder("Ticket,Activity,Time,Customer Segment\n");
        for (var one = 1; one <= 9; one++)
            csv.Append($"T{one},Call,2026-03-0{one}T09:00:00Z,{(one % 3 == 0 ? "Families" : "Singles")}\nT{one},{(one % 3 == 0 ? "Solved" : "Lost")},2026-03-0{one}T10:00:00Z,\n");
        await steward.UploadAsync(csv.ToString());
        var page = await steward.PageAsync("/actual-journeys/1?segment=Families");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("3 cases, 6 events of 9 cases");
        page.QuerySelectorAll("select[name=segment] option").Select(option => option.TextContent).ShouldBe(["All segments", "Families", "Singles"]);
        page.QuerySelector("select[name=segment] option[selected]")!.TextContent.ShouldBe("Families");
        page.QuerySelectorAll("tbody tr").ShouldAllBe(row => !row.TextContent.Contains("Lost"));
        (await steward.PageAsync("/actual-journeys/1/cases?segment=Families")).QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        (await steward.PageAsync("/actual-journeys/1?segment=Nobody")).QuerySelector(".empty")!.TextContent.ShouldContain("No case is left");
        using var token = await host.WithTokenAsync(Scope.Read);
        (await (await token.GetAsync("/api/event-logs/1/graph?segment=Singles")).JsonAsync()).GetProperty("cases").GetInt32().ShouldBe(6);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Cases_are_narrowed_by_the_segment_in_which_customer_facts_know_the_customer(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
        {
            context.Segments.Add(new Segment { Key = "families", Name = "Families" });
            await context.SaveChangesAsync();
        }

        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("activity", "What"), ("time", "When"));
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector("select[name=segment]").ShouldBeNull();
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Signals);
        var facts = "customer,start,segment\n C1 ,2025-01-01,families\nC2,2025-01-01,families\nC3,2025-01-01,\n";
        (await token.PostAsync("/api/customers/facts", facts.AsJson("text/csv"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await steward.PageAsync("/actual-journeys/1?segment=Families");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("2 cases, 8 events of 20 cases");
        page.QuerySelector("h1")!.TextContent.ShouldBe("100 % of customers come back within 7 days");
    }

    [Fact]
    public async Task Repeats_of_other_contacts_are_another_measure()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("name", "Spring"), ("activity", "What"), ("time", "When"));
        var made = new List<string>();
        foreach (var contacts in new[] { "contact=Incoming+call", "contact=Incoming+call&contact=Incoming+e-mail", "contact=Incoming+e-mail&contact=Incoming+call", "" })
        {
            using var saved = await steward.SubmitAsync(
                "/actual-journeys/1?tab=repeats",
                $"/actual-journeys/1/measure?{contacts}",
                new() { ["kind"] = "repeat", ["stage"] = "shop/receive" }
            );
            saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            made.Add(Uri.UnescapeDataString(saved.Headers.Location!.ToString().Split("saved=")[1]));
        }

        // The order of contacts is nothing, and those that are guessed are these two.
        made.Select(one => one.Split(':')[0]).Distinct().Count().ShouldBe(2);
        made[1].Split(':')[0].ShouldBe(made[3].Split(':')[0]);
        made.Select(one => one.Split(':', 2)[1]).ShouldBe(["20:20", "20:20", "20:0", "20:0"]);
    }

    [Fact]
    public async Task Start_and_complete_are_joined_where_time_goes_and_elsewhere_on_request()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        const string Csv =
            "case,activity,time,lifecycle\n1,Check,2026-01-01T00:00:00Z,start\n1,Check,2026-01-01T00:10:00Z,complete\n1,Decide,2026-01-01T01:10:00Z,start\n1,Decide,2026-01-01T01:15:00Z,complete\n";
        await steward.UploadAsync(Csv);
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("4 events");
        var waits = await steward.PageAsync("/actual-journeys/1?tab=waits");
        waits.QuerySelector(".subtitle")!.TextContent.ShouldContain("2 activity instances");
        var row = waits.QuerySelector("tbody tr")!;
        row.TextContent.ShouldContain("CheckDecide");
        row.TextContent.ShouldContain("60 min");
        waits.QuerySelector("#h-service")!.ParentElement!.TextContent.ShouldContain("All waiting together takes 60 min, all doing 15 min");
        (await steward.PageAsync(row.QuerySelector("a")!.GetAttribute("href")!)).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await steward.PageAsync("/actual-journeys/1?join=1")).QuerySelectorAll("svg.flowmap .flowmap-label").Select(label => label.TextContent).ShouldContain("1 · 60 min");
        using var token = await host.WithTokenAsync(Scope.Read);
        var graph = await (await token.GetAsync("/api/event-logs/1/graph?join=1")).JsonAsync();
        graph.GetProperty("services")[0].GetProperty("medianSeconds").GetDouble().ShouldBe(600);
        (await (await token.GetAsync("/api/event-logs/1/graph")).JsonAsync()).GetProperty("edges").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task The_objects_of_an_object_centric_log_are_chosen_from_those_it_has()
    {
        var path = SharedData.Require("event-logs/ocel20_example.jsonocel");
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(await File.ReadAllTextAsync(path), "example.jsonocel");
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelectorAll("select[name=caseType] option").Select(option => option.TextContent.Trim()).ShouldContain("Invoice (3 objects, 9 events)");
        page.QuerySelector("select[name=caseType]")!.Children.Length.ShouldBe(5);
        page.QuerySelector("[name=activity]").ShouldBeNull();
        using (
            var read = await steward.SubmitAsync(
                "/actual-journeys/1",
                "/actual-journeys/1",
                new()
                {
                    ["form"] = "columns",
                    ["version"] = "1",
                    ["name"] = "Example",
                    ["caseType"] = "Invoice",
                }
            )
        )
            read.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("Example: 3 cases");
        (await steward.PageAsync("/actual-journeys/1?tab=file")).QuerySelector("select[name=caseType] option[selected]")!.GetAttribute("value").ShouldBe("Invoice");
    }

    [Fact]
    public async Task A_log_of_calls_tells_what_menus_and_queues_do()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(CallLog.Csv(), "calls.csv");
        var page = await steward.PageAsync("/actual-journeys/1?tab=calls");
        page.QuerySelector("#h-calls")!.TextContent.ShouldBe("40.0 % of calls end without a person");
        page.QuerySelectorAll(".facts dd").Select(fact => fact.TextContent).ShouldBe(["100", "60", "40", "2", "2 min", "20.0 % (13.3–28.9)"]);
        // Those served are censored at 100 s, when all who give up in the queue have done so.
        var rows = page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr");
        rows.Select(row => row.QuerySelector("th")!.TextContent).ShouldContain("60 s");
        rows.Single(row => row.QuerySelector("th")!.TextContent == "60 s").QuerySelector("td")!.TextContent.ShouldStartWith("40.0 %");
        var menus = page.QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr");
        menus[0].TextContent.ShouldContain("Menu: bills");
        menus.Length.ShouldBe(2);
        (await steward.PageAsync("/actual-journeys/1?tab=calls&menu=Menu:+main&person=Agent+speaks&goal=Hung+up"))
            .QuerySelector("#h-calls")!
            .TextContent.ShouldContain("% of calls end with neither a person nor what they came for");
    }
}
