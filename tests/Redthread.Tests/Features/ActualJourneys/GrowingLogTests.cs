using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.ActualJourneys;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>A log grows file by file, and what was saved from it goes on.</summary>
public sealed class GrowingLogTests(PostgresServer postgres)
{
    private const string Header = "Ticket,Activity,Time,Customer\n";

    private const string March =
        Header
        + "T1,Incoming call,2026-03-02T09:00:00Z,anna@example.org\n"
        + "T1,Answered,2026-03-02T09:10:00Z,anna@example.org\n"
        + "T2,Incoming call,2026-03-30T09:00:00Z,bert@example.org\n";

    // T2 goes on, its first event comes again, T3 is new, and a row cannot be read.
    private const string April =
        Header
        + "T2,Incoming call,2026-03-30T09:00:00Z,bert@example.org\n"
        + "T2,Incoming call,2026-04-01T09:00:00Z,\n"
        + "T3,Incoming call,2026-04-02T09:00:00Z,carl@example.org\n"
        + "T3,Answered,some day,carl@example.org\n";

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Next_months_file_goes_on_with_its_cases_and_counts_once_what_is_there(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(March, "march.csv", ("name", "Desk"));
        await SaveAsync(steward, "loop", "Incoming call");
        (await ReadingsAsync(host)).ShouldBe([0, 0]);

        using (var added = await AddAsync(steward, April, "april.csv"))
        {
            var page = await steward.PageAsync(added.Headers.Location!.ToString());
            var told = page.QuerySelector(".alert.good")!.TextContent;
            told.ShouldContain("4 events read = 2 accepted + 1 duplicate + 1 left out");
            told.ShouldContain("1 case goes on, 1 is new");
            // T2 called again, so its reading is another; T3 has a hole and none.
            told.ShouldContain("0 readings are new, 1 changed");
            page.Body!.TextContent.ShouldContain("april.csv");
            page.QuerySelector(".subtitle")!.TextContent.ShouldContain("2 cases, 4 events");
        }

        (await ReadingsAsync(host)).ShouldBe([0, 1]);
        await using (var context = await ContextAsync(host))
            (await context.LogFindings.SingleAsync()).Measure.ShouldBe("log-desk-loop-incoming-call");

        var files = KeptFiles(host);
        using (var again = await AddAsync(steward, April, "april-again.csv"))
        {
            var told = (await steward.PageAsync(again.Headers.Location!.ToString())).QuerySelector(".alert.note")!.TextContent;
            told.ShouldContain("4 events read = 0 accepted + 3 duplicate + 1 left out");
            told.ShouldContain("Nothing in it is new");
        }

        KeptFiles(host).ShouldBe(files);
        // Read from its files it is what it was when they were put together.
        foreach (var compact in Directory.GetFiles(Path.Combine(host.Folder, "event-logs"), "*.compact"))
            File.Delete(compact);
        await host.Services.GetRequiredService<LogCache>().ReadAsync((await host.Services.GetRequiredService<LogQueries>().FindAsync(1, default)).Value, default);
        (await steward.PageAsync("/actual-journeys/1?holes=1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("3 cases, 5 events");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Programs_add_a_file_and_what_does_not_fit_is_refused_whole(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Signals);
        await token.PostAsync("/api/event-logs?file=march.csv&name=Desk", March.AsJson("application/octet-stream"));
        var added = await (await token.PostAsync("/api/event-logs/1/files?file=april.csv", April.AsJson("application/octet-stream"))).JsonAsync();
        added.GetProperty("file").GetProperty("accepted").GetInt32().ShouldBe(2);
        added.GetProperty("log").GetProperty("added").GetArrayLength().ShouldBe(1);
        // Five with the case that lacks an event, which is not counted.
        added.GetProperty("log").GetProperty("events").GetInt32().ShouldBe(4);
        var files = KeptFiles(host);
        foreach (
            var (body, why) in new[]
            {
                ("Ticket,Activity,Time\nT9,Answered,2026-04-01T09:00:00Z\n", "no column “Customer”"),
                (
                    Header + "T9,Answered,2026-04-01 09:00,dora\n",
                    "name no zone although those of the log do, so they cannot be laid beside each other; the first: row 2, column Time: “2026-04-01 09:00”"
                ),
                (
                    "<log><trace><string key=\"concept:name\" value=\"T9\"/><event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2026-04-01T09:00:00Z\"/></event></trace></log>",
                    ""
                ),
                ("", ""),
            }
        )
        {
            var refused = await token.PostAsync("/api/event-logs/1/files?file=wrong.csv", body.AsJson("application/octet-stream"));
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(why);
        }

        // A text that says by its name that it is a packed XES is no table without columns.
        var misnamed = await token.PostAsync("/api/event-logs?file=calls.xes.gz", April.AsJson("application/octet-stream"));
        misnamed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await misnamed.Content.ReadAsStringAsync()).ShouldContain(
            "calls.xes.gz is called XES packed by gzip, but is neither gzip nor XES: it begins with “Ticket,Activity,Time,Customer”"
        );

        KeptFiles(host).ShouldBe(files);
        (await token.PostAsync("/api/event-logs/7/files", April.AsJson("application/octet-stream"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var read = await host.WithTokenAsync(Scope.Read);
        (await read.PostAsync("/api/event-logs/1/files", April.AsJson("application/octet-stream"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_row_of_another_clock_is_left_out_and_named_and_the_rest_of_the_file_goes_on()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var token = await host.WithTokenAsync(Scope.Read, Scope.Signals);
        string Local(string ticket, string time) => $"{ticket},Incoming call,{time},anna@example.org\n";
        await token.PostAsync("/api/event-logs?file=march.csv", (Header + Local("T1", "2026-03-02 09:00") + Local("T2", "2026-03-03 09:00")).AsJson("application/octet-stream"));
        var april = Header + Local("T3", "2026-04-01 09:00") + Local("T4", "2026-04-02T09:00:00Z") + Local("T5", "2026-04-03 09:00");
        var added = await (await token.PostAsync("/api/event-logs/1/files?file=april.csv", april.AsJson("application/octet-stream"))).JsonAsync();
        (added.GetProperty("file").GetProperty("accepted").GetInt32(), added.GetProperty("file").GetProperty("leftOut").GetInt32()).ShouldBe((2, 1));
        added
            .GetProperty("log")
            .GetProperty("notes")
            .EnumerateArray()
            .Select(note => note.GetString()!)
            .ShouldContain(note => note.StartsWith("1 left out, first at 3 of april.csv: The time names its zone, as in 1 of 3 events; 2 name none"));
        // Where most have the wrong clock nothing is taken, and the first of them are named.
        var may = Header + Local("T6", "2026-05-01T09:00:00Z") + Local("T7", "2026-05-02 09:00") + Local("T8", "2026-05-03T09:00:00Z");
        var refused = await token.PostAsync("/api/event-logs/1/files?file=may.csv", may.AsJson("application/octet-stream"));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("the first: row 2, column Time: “2026-05-01T09:00:00Z”; row 4, column Time: “2026-05-03T09:00:00Z”");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_customer_is_erased_from_all_files_also_where_a_case_goes_on_without_their_name(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(March, "march.csv", ("name", "Desk"));
        await SaveAsync(steward, "loop", "Incoming call");
        await AddAsync(steward, April, "april.csv");
        await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "BERT@example.org", ["confirmed"] = "yes" });
        (await steward.PageAsync("/actual-journeys/1?holes=1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("2 cases, 3 events");
        (await ReadingsAsync(host)).ShouldBe([0]);
        string.Concat(Directory.GetFiles(Path.Combine(host.Folder, "event-logs")).Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file)))).ShouldNotContain("T2,");
    }

    [Fact]
    public async Task What_a_crash_left_between_a_log_and_its_findings_is_caught_up()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(March, "march.csv", ("name", "Desk"));
        await SaveAsync(steward, "loop", "Incoming call");
        await AddAsync(steward, April, "april.csv");
        await using (var context = await ContextAsync(host))
        {
            // As after a crash: one reading was taken back and not yet put in again, and the finding stands at the version before.
            var signals = host.Services.GetRequiredService<ISignalStore>();
            await signals.RemoveAsync([(await signals.ReadSignalsAsync(new SignalQuery(), default))[0].Id], ScoringRules.None, default);
            (await context.LogFindings.SingleAsync()).LogVersion = 1;
            await context.SaveChangesAsync();
        }

        (await ReadingsAsync(host)).Count.ShouldBe(1);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FollowLog>().CatchUpAsync(default);
        (await ReadingsAsync(host)).ShouldBe([0, 1]);
        await using var after = await ContextAsync(host);
        (await after.LogFindings.SingleAsync()).LogVersion.ShouldBe((await after.EventLogs.SingleAsync()).Version);
    }

    [Fact]
    public async Task Another_log_of_the_same_name_has_findings_of_its_own_and_the_next_one_after_a_deletion_goes_on()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        foreach (var log in new[] { 1, 2 })
        {
            await steward.UploadAsync(March, "march.csv", ("name", "Desk"));
            await SaveAsync(steward, "loop", "Incoming call", log);
        }

        await using (var context = await ContextAsync(host))
            (await context.LogFindings.Select(row => row.Measure).OrderBy(key => key).ToListAsync()).ShouldBe(["log-desk-loop-incoming-call", "log-desk-loop-incoming-call-2"]);
        await steward.SubmitAsync("/actual-journeys/1?tab=file", "/actual-journeys/1/deletion", []);
        await steward.UploadAsync(March, "march.csv", ("name", "Desk"));
        await SaveAsync(steward, "loop", "Incoming call", 3);
        await using var after = await ContextAsync(host);
        (await after.LogFindings.Select(row => row.Measure).OrderBy(key => key).ToListAsync()).ShouldBe(["log-desk-loop-incoming-call", "log-desk-loop-incoming-call-2"]);
        (await ReadingsAsync(host)).Count.ShouldBe(4);
    }

    private static async Task<HttpResponseMessage> AddAsync(HttpClient browser, string csv, string file)
    {
        var page = await browser.PageAsync("/actual-journeys/1?tab=file");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(((IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value), "__RequestVerificationToken" },
        };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", file);
        return await browser.PostAsync("/actual-journeys/1/files", form);
    }

    private static async Task SaveAsync(HttpClient steward, string kind, string activity, int log = 1)
    {
        using var saved = await steward.SubmitAsync(
            $"/actual-journeys/{log}?tab=waits",
            $"/actual-journeys/{log}/measure",
            new()
            {
                ["kind"] = kind,
                ["activity"] = activity,
                ["stage"] = "shop/receive",
            }
        );
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private static async Task<IReadOnlyList<double>> ReadingsAsync(TestHost host) =>
        [
            .. (await host.Services.GetRequiredService<ISignalStore>().ReadSignalsAsync(new SignalQuery { Limit = 100 }, default))
                .Where(signal => signal.ExternalId.StartsWith("log-", StringComparison.Ordinal))
                .Select(signal => signal.Readings.Single().Value)
                .Order(),
        ];

    private static IReadOnlyList<string> KeptFiles(TestHost host) =>
        [.. Directory.GetFiles(Path.Combine(host.Folder, "event-logs")).Where(file => !file.EndsWith(".compact", StringComparison.Ordinal)).Order()];

    private static Task<RedthreadContext> ContextAsync(TestHost host) => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
}
