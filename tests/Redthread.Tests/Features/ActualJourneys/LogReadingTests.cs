using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>What the pages of a log say of days, customers, segments and little data.</summary>
public sealed class LogReadingTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Days_are_those_of_the_clock_in_the_log(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var steward = await host.SignedInAsync(Role.Steward);
        // Half an hour after midnight on 2 March, where it was still 1 March in UTC.
        await steward.UploadAsync("Ticket,Activity,Time\nT1,Call,2026-03-02T00:30:00+02:00\nT1,Close,2026-03-02T01:30:00+02:00\nT2,Call,2026-03-03T09:00:00+02:00\n", "even.csv");
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("2 Mar 2026 – 3 Mar 2026; times in UTC+02:00");
        (await steward.PageAsync("/actual-journeys/1?to=2026-03-01")).QuerySelector(".empty")!.TextContent.ShouldContain("No case is left");
        var cases = await steward.PageAsync("/actual-journeys/1/cases?from=2026-03-02&to=2026-03-02");
        cases.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        cases.QuerySelector("tbody")!.TextContent.ShouldContain("2 Mar 2026 00:30");
        var one = await steward.PageAsync("/actual-journeys/1/case?name=T1");
        one.QuerySelector("tbody")!.TextContent.ShouldContain("2 Mar 2026 00:30:00");
        one.QuerySelector(".subtitle")!.TextContent.ShouldContain("times in UTC+02:00");
        (await steward.PageAsync("/actual-journeys")).QuerySelector("tbody")!.TextContent.ShouldContain("2 Mar 2026 – 3 Mar 2026");
    }

    [Fact]
    public async Task Where_times_name_several_distances_the_zone_is_asked_for_and_then_counts()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        const string Csv = "Ticket,Activity,Time\nT1,Call,2026-03-28T00:30:00+01:00\nT1,Close,2026-03-30T00:30:00+02:00\n";
        await steward.UploadAsync(Csv, "both.csv");
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("27 Mar 2026 – 29 Mar 2026; times in UTC");
        page.Body!.TextContent.ShouldContain("until somebody names the time zone");
        await steward.UploadAsync(Csv, "named.csv", ("zone", "Europe/Amsterdam"));
        page = await steward.PageAsync("/actual-journeys/2");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("28 Mar 2026 – 30 Mar 2026; times in Europe/Amsterdam");
        page.Body!.TextContent.ShouldNotContain("until somebody names the time zone");
        // An hour was skipped in between: the case took 47 hours, not 48.
        (await steward.PageAsync("/actual-journeys/2/cases"))
            .QuerySelector("tbody")!
            .TextContent.ShouldContain("47 h");
        await steward.UploadAsync("Ticket,Activity,Time\nT1,Call,2026-03-28T00:30:00\nT1,Close,2026-03-30T00:30:00\n", "wall.csv");
        (await steward.PageAsync("/actual-journeys/3"))
            .QuerySelector(".subtitle")!
            .TextContent.ShouldContain("28 Mar 2026 – 30 Mar 2026; times by the clock of the file, which names no zone");
    }

    [Fact]
    public async Task Customers_are_counted_by_one_rule()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        // One case names two customers, one none.
        await steward.UploadAsync(
            "Ticket,Activity,Time,Customer\nT1,Incoming call,2026-03-02T09:00:00Z,C1\nT1,Answered,2026-03-02T09:10:00Z,C2\nT2,Incoming call,2026-03-03T09:00:00Z,C1\n"
                + "T3,Incoming call,2026-03-04T09:00:00Z,\nT4,Incoming call,2026-03-05T09:00:00Z,C3\n",
            "customers.csv"
        );
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelector(".subtitle")!.TextContent.ShouldContain("4 cases, 5 events, 3 customers");
        page.QuerySelector(".log-answer")!.TextContent.ShouldContain("1 of 3 customers got in touch again");
        var notes = (await steward.PageAsync("/actual-journeys/1?tab=file")).QuerySelector(".block")!.TextContent;
        notes.ShouldContain("1 case names more than one customer; it counts for the first it names");
        notes.ShouldContain("1 case names no customer; it counts as a customer of its own");
        (await steward.PageAsync("/actual-journeys")).QuerySelector("td[data-label=Customers]")!.TextContent.ShouldBe("3");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Segments_that_no_customer_of_the_log_is_known_to_be_in_are_not_offered(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
        {
            context.Segments.Add(new Segment { Key = "families", Name = "Families" });
            await context.SaveChangesAsync();
        }

        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(ContactLog.Csv(), "contacts.csv", ("activity", "What"), ("time", "When"));
        var page = await steward.PageAsync("/actual-journeys/1");
        page.QuerySelectorAll("select[name=segment]").ShouldBeEmpty();
        page.QuerySelector(".log-nosegment")!.TextContent.ShouldContain("Customer facts know no segment of the customers of this log");
        await steward.UploadAsync(CallLog.Csv(), "calls.csv");
        (await steward.PageAsync("/actual-journeys/2")).QuerySelector(".log-nosegment")!.TextContent.ShouldContain("does not say who the customers are");
        (await steward.PageAsync("/actual-journeys/2?segment=Families")).QuerySelector(".empty")!.TextContent.ShouldContain("No case is left");
    }

    [Fact]
    public async Task Few_calls_are_not_enough_and_who_hangs_up_in_a_queue_was_not_lost_by_the_menu()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        string Calls(int count)
        {
            var text = new StringBuilder("Call ID,Activity,Time\n");
            for (var call = 0; call < count; call++)
                foreach (var (index, step) in new[] { "Menu: main", "Queue", call % 2 == 0 ? "Hung up" : "Agent speaks" }.Index())
                    text.Append(CultureInfo.InvariantCulture, $"call {call},{step},2026-03-02T09:{call:00}:{index * 20:00}Z\n");
            return text.ToString();
        }

        await steward.UploadAsync(Calls(3), "few.csv");
        var few = await steward.PageAsync("/actual-journeys/1?tab=calls");
        few.QuerySelector("#h-calls")!.TextContent.ShouldBe("Not enough calls");
        few.QuerySelector(".block")!
            .TextContent.ShouldContain("Not enough data: 3 calls. 5 calls would be enough for a share at all, 97 for one that is known to within ten points.");
        await steward.UploadAsync(Calls(40), "many.csv");
        var many = await steward.PageAsync("/actual-journeys/2?tab=calls");
        many.QuerySelector("#h-calls")!.TextContent.ShouldBe("50.0 % of calls end without a person");
        var tables = many.QuerySelectorAll("table").ToDictionary(table => table.QuerySelector("caption")!.TextContent.Trim());
        tables.Single(table => table.Key.StartsWith("Menus", StringComparison.Ordinal)).Value.QuerySelector("td[data-label='Dead ends']")!.TextContent.ShouldBe("0");
        tables.Single(table => table.Key.StartsWith("Where else", StringComparison.Ordinal)).Value.QuerySelector("tbody tr")!.TextContent.ShouldStartWith("Queue4020");
        // Nobody waited longer than forty seconds.
        tables.Single(table => table.Key.StartsWith("Callers", StringComparison.Ordinal)).Value.TextContent.ShouldContain("not enough data");
    }

    [Fact]
    public async Task A_case_that_may_go_on_is_no_drop_off_on_the_page_nor_in_the_measure()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        // Ten cases go from Ask to Answer in a day; five asked long ago and were never answered, three asked on the last day.
        var csv = new StringBuilder("Ticket,Activity,Time\n");
        for (var one = 0; one < 18; one++)
        {
            var day = one < 15 ? 1 + one : 30;
            csv.Append(CultureInfo.InvariantCulture, $"T{one},Ask,2026-03-{day:00}T09:00:00Z\n");
            if (one < 10)
                csv.Append(CultureInfo.InvariantCulture, $"T{one},Answer,2026-03-{day + 1:00}T09:00:00Z\n");
        }

        await steward.UploadAsync(csv.ToString(), "asked.csv");
        async Task<string[]> AskAsync(string more)
        {
            var page = await steward.PageAsync($"/actual-journeys/1?tab=waits{more}");
            var table = page.QuerySelectorAll("table").Single(found => found.QuerySelector("caption")!.TextContent.StartsWith("Drop-off", StringComparison.Ordinal));
            return
            [
                .. table
                    .QuerySelectorAll("tbody tr")
                    .Single(row => row.QuerySelector("th")!.TextContent == "Ask")
                    .QuerySelectorAll("td.number")
                    .Take(3)
                    .Select(cell => cell.TextContent.Trim()),
            ];
        }

        (await AskAsync("")).ShouldBe(["15", "5", "3"]);
        (await AskAsync("&quiet=0")).ShouldBe(["18", "8", "0"]);
        (await AskAsync("&from=2026-03-11&to=2026-03-15")).ShouldBe(["5", "5", "0"]);
        (await steward.PageAsync("/actual-journeys/1/cases?last=Ask&stopped=1")).QuerySelectorAll("tbody tr").Length.ShouldBe(5);
        (await steward.PageAsync("/actual-journeys/1/cases?young=Ask")).QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        using var saved = await steward.SubmitAsync(
            "/actual-journeys/1?tab=waits",
            "/actual-journeys/1/measure",
            new()
            {
                ["form"] = "measure",
                ["kind"] = "drop-off",
                ["activity"] = "Ask",
                ["stage"] = "shop/receive",
            }
        );
        (await steward.PageAsync(saved.Headers.Location!.ToString())).QuerySelector(".alert.good")!.TextContent.ShouldContain("15 readings");
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.Measures.SingleAsync(measure => measure.Key.StartsWith("log-"))).Wording.ShouldContain("within 24 h before the end of the log");
    }
}
