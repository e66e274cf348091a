using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain.People;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

public sealed class ActualJourneysTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly (string, string)[] Columns = [("name", "Spring"), ("activity", "What"), ("time", "When")];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_csv_of_contacts_answers_where_customers_repeat_themselves_and_what_it_costs(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/actual-journeys")).QuerySelector(".empty")!.TextContent.ShouldContain("No event log yet");
        using (var made = await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", Columns))
            made.Headers.Location!.ToString().ShouldBe("/actual-journeys/1");

        using var member = await host.SignedInAsync(Role.Member);
        var page = await member.PageAsync("/actual-journeys/1?cost=5&window=7");
        page.QuerySelector("h1")!.TextContent.ShouldBe("40 % of customers come back within 7 days");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("20 cases, 52 events, 20 customers");
        // 32 contacts, 12 of them repeats: 8 e-mails and 4 calls.
        var answer = page.QuerySelector(".log-answer")!.TextContent;
        answer.ShouldContain("8 of 20 customers got in touch again within 7 days: 12 of 32 contacts are repeats (37.5 %, 95 % interval ");
        answer.ShouldContain("The activity by which they do so most often is “Incoming e-mail”");
        answer.ShouldContain("12 repeat contacts × 5 = 60 in 31 days");
        answer.ShouldContain("That costs 58.91 a month");
        (await member.PageAsync("/actual-journeys/1?window=1")).QuerySelector("h1")!.TextContent.ShouldBe("20 % of customers come back within a day");
        (await member.PageAsync("/actual-journeys/1?channel=e-mail")).QuerySelector(".subtitle")!.TextContent.ShouldContain("8 cases");
        (await member.PageAsync("/actual-journeys")).QuerySelector("tbody th a")!.TextContent.ShouldBe("Spring");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_flow_leads_to_the_cases_and_their_events(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", Columns);
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelectorAll("svg.flowmap .flowmap-node").Length.ShouldBe(3);
        page.QuerySelectorAll("svg.flowmap .flowmap-label").Select(label => label.TextContent).ShouldContain("20 · 10 min");
        var edge = page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.StartsWith("AnsweredIncoming e-mail", StringComparison.Ordinal)).QuerySelector("a")!;
        var cases = await steward.PageAsync(edge.GetAttribute("href")!);
        cases.QuerySelector("h1")!.TextContent.ShouldContain("comes directly after");
        cases.QuerySelectorAll("tbody tr").Length.ShouldBe(8);
        cases.Body!.TextContent.ShouldNotContain("C8");
        var one = await steward.PageAsync(cases.QuerySelector("tbody th a")!.GetAttribute("href")!);
        one.QuerySelectorAll("tbody tr").Length.ShouldBe(4);
        one.QuerySelector("tbody")!.TextContent.ShouldContain("10 min");
        await steward.PageAsync("/actual-journeys/1/case?name=nobody", HttpStatusCode.NotFound);
        foreach (var tab in new[] { "repeats", "waits", "variants", "calls", "file" })
            (await steward.PageAsync($"/actual-journeys/1?tab={tab}")).QuerySelector(".block")!.TextContent.ShouldNotBeEmpty();
        (await steward.PageAsync("/actual-journeys/1?tab=variants")).QuerySelector("h2")!.TextContent.ShouldContain("3 ways of going through it");
        // Only what ends a case is an outcome; what the address says in vain is said, to people and to programs.
        (await steward.PageAsync("/actual-journeys/1"))
            .QuerySelectorAll("select[name=ends] option")
            .Select(option => option.GetAttribute("value"))
            .ShouldBe(["", "Answered", "Incoming call", "Incoming e-mail"]);
        var unread = await steward.PageAsync("/actual-journeys/1?from=2026-13-45&window=soon");
        unread
            .QuerySelector("[role=alert]")!
            .TextContent.ShouldContain("The address says from=2026-13-45, no day (one is written as 2026-05-01) and window=soon, no number, which cannot be read.");
        unread.QuerySelector(".subtitle")!.TextContent.ShouldContain("20 cases");
        (await steward.GetAsync("/api/event-logs/1/graph?from=2026-13-45")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await steward.PageAsync("/actual-journeys/1?from=2030-01-01")).QuerySelector(".empty")!.TextContent.ShouldContain("No case is left");
    }

    [Fact]
    public async Task A_file_whose_columns_cannot_be_told_is_kept_until_somebody_names_them()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        using (var made = await steward.UploadAsync(ContactLog.Csv("Folder")))
            made.Headers.Location!.ToString().ShouldBe("/actual-journeys/1");
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelector(".alert")!.TextContent.ShouldContain("Choose it; the file has Folder, What, When, Customer, Channel");
        page.QuerySelectorAll("select[name=case] option").Length.ShouldBe(6);
        var form = new Dictionary<string, string>
        {
            ["form"] = "columns",
            ["version"] = "1",
            ["name"] = "Named",
            ["case"] = "Folder",
            ["activity"] = "What",
            ["time"] = "When",
        };
        (await steward.SubmitAsync("/actual-journeys/1", "/actual-journeys/1", new(form) { ["activity"] = "Nothing" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await steward.SubmitAsync("/actual-journeys/1", "/actual-journeys/1", new(form))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        // No customer was named, so none is guessed.
        (await steward.PageAsync("/actual-journeys/1"))
            .QuerySelector("h1")!
            .TextContent.ShouldContain("of cases come back");
        (await steward.SubmitAsync("/actual-journeys/1?tab=file", "/actual-journeys/1", new(form))).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using (var nothing = await steward.UploadAsync("", "empty.csv"))
            nothing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Directory.GetFiles(Path.Combine(host.Folder, "event-logs")).Count(file => !file.EndsWith(".compact", StringComparison.Ordinal)).ShouldBe(1);
        (await steward.SubmitAsync("/actual-journeys/1?tab=file", "/actual-journeys/1/archive", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await steward.PageAsync("/actual-journeys")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        (await steward.SubmitAsync("/actual-journeys/1?tab=file", "/actual-journeys/1/deletion", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await steward.PageAsync("/actual-journeys/1", HttpStatusCode.NotFound);
        Directory.GetFiles(Path.Combine(host.Folder, "event-logs")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_planned_journey_is_drafted_and_the_log_compared_with_it(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", Columns);
        using var member = await host.SignedInAsync(Role.Member);
        using (var drafted = await member.SubmitAsync("/actual-journeys/1", "/actual-journeys/1/journey", new() { ["name"] = "Call us" }))
            drafted.Headers.Location!.ToString().ShouldBe("/journeys/call-us/edit");
        // Twelve of twenty call, are answered, and that was it.
        (await member.PageAsync("/journeys/call-us")).Body!.TextContent.ShouldContain("12 of 20 cases follow it in all, 60.0 %");
        var page = await member.PageAsync("/actual-journeys/1/conformance?journey=call-us");
        page.QuerySelector("h1")!.TextContent.ShouldBe("60 % of cases follow “Call us”");
        page.QuerySelectorAll("tbody tr")[0].TextContent.ShouldContain("“Incoming e-mail” not planned");
        page.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td")[1].TextContent.ShouldBe("8");
        page.QuerySelectorAll("tbody tr")[1].TextContent.ShouldContain("“Incoming call” done again");
        var strict = await member.PageAsync("/actual-journeys/1/conformance?journey=call-us&mapped=1&in-incoming-call=Incoming+call&in-answered=Incoming+e-mail");
        strict.QuerySelector("h1")!.TextContent.ShouldBe("0 % of cases follow “Call us”");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_finding_becomes_a_measure_with_one_reading_for_each_case_and_saving_it_again_adds_nothing(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", Columns);
        foreach (var (kind, count) in new[] { ("repeat", 20), ("loop", 20), ("drop-off", 20), ("wait", 8) })
        {
            for (var time = 0; time < 2; time++)
            {
                using var saved = await steward.SubmitAsync(
                    "/actual-journeys/1?tab=waits",
                    "/actual-journeys/1/measure",
                    new()
                    {
                        ["form"] = "measure",
                        ["kind"] = kind,
                        ["activity"] = kind == "loop" ? "Incoming call" : "Answered",
                        ["next"] = kind == "wait" ? "Incoming e-mail" : "",
                        ["stage"] = "shop/receive",
                        ["bad"] = "72",
                        ["good"] = "1",
                    }
                );
                saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
                var told = (await steward.PageAsync(saved.Headers.Location!.ToString())).QuerySelector(".alert.good")!.TextContent;
                told.ShouldContain($"{count} readings, one for each case, {(time == 0 ? count : 0)} of them new");
            }
        }

        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.Measures.CountAsync(measure => measure.Key.StartsWith("log-spring-"))).ShouldBe(4);
        (await context.Sources.SingleAsync(source => source.Key == "spring")).Name.ShouldBe("Spring");
        using (var refused = await steward.SubmitAsync("/actual-journeys/1?tab=repeats", "/actual-journeys/1/measure", new() { ["kind"] = "repeat", ["stage"] = "shop/nowhere" }))
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var member = await host.SignedInAsync(Role.Member);
        (await member.SubmitAsync("/actual-journeys/1", "/actual-journeys/1/measure", new() { ["kind"] = "repeat" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Programs_upload_a_log_and_read_its_graph(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Signals);
        var made = await (
            await token.PostAsync("/api/event-logs?file=contacts.csv&name=Spring&activity=What&time=When", ContactLog.Csv().AsJson("application/octet-stream"))
        ).JsonAsync();
        made.GetProperty("events").GetInt32().ShouldBe(52);
        (await (await token.GetAsync("/api/event-logs")).JsonAsync()).GetArrayLength().ShouldBe(1);
        var graph = await (await token.GetAsync("/api/event-logs/1/graph?cost=5")).JsonAsync();
        graph.GetProperty("edges")[0].GetProperty("medianSeconds").GetDouble().ShouldBe(600);
        graph.GetProperty("repeats").GetProperty("repeats").GetInt32().ShouldBe(12);
        graph.GetProperty("repeats").GetProperty("cost").GetDouble().ShouldBe(60);
        var csv = await (await token.GetAsync("/api/event-logs/1/graph?format=csv")).Content.ReadAsStringAsync();
        csv.ShouldContain("Incoming call,Answered,20,20,600,600,600");
        (await (await token.GetAsync("/api/event-logs?format=csv")).Content.ReadAsStringAsync()).ShouldContain("Spring");
        (await token.PostAsync("/api/event-logs?file=x.csv", "".AsJson("application/octet-stream"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_contacts_of_a_service_desk_are_told_as_published()
    {
        var path = SharedData.Require("contacts/CallCenter.csv");
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(await File.ReadAllTextAsync(path), "CallCenter.csv");
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("3,885 cases, 7,548 events, 3,232 customers");
        page.QuerySelectorAll("svg.flowmap .flowmap-node").Length.ShouldBe(6);
        page.QuerySelectorAll("svg.flowmap .flowmap-count").Select(count => count.TextContent).ShouldContain("4,361");
    }
}
