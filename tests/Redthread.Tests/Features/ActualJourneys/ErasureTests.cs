using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

public sealed class ErasureTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    private static readonly DateTime Monday = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(Providers))]
    public async Task A_kept_log_holds_no_customers_key_and_an_erased_customer_leaves_no_case(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(Csv("Ticket", who => $"{who}/1", "Customer"), "calls.csv", ("name", "Calls"), ("activity", "What"), ("time", "When"));
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("10 cases, 20 events, 10 customers");
        KeptText(host).ShouldNotContain("anna", Case.Insensitive);
        KeptText(host).ShouldContain("c~");
        await SaveAsync(steward, 10);
        (await SignalsAsync(host)).ShouldAllBe(signal => signal.HasCustomer && !signal.ExternalId.Contains("anna", StringComparison.OrdinalIgnoreCase));

        var told = await (await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = " ANNA3@example.org", ["confirmed"] = "yes" })).Content.ReadAsStringAsync();
        told.ShouldContain("Erased 1 signal, 0 customer facts, 1 case of event logs");
        // At once, though the log was in memory; and no trace of the pseudonym in the files.
        (await steward.PageAsync("/actual-journeys/1"))
            .QuerySelector(".subtitle")!
            .TextContent.ShouldContain("9 cases, 18 events, 9 customers");
        (await steward.PageAsync("/actual-journeys")).QuerySelectorAll("tbody td")[0].TextContent.ShouldBe("9");
        var mark = Convert.ToHexStringLower(host.Services.GetRequiredService<Redthread.Web.Ingestion.CustomerPseudonym>().Of("anna3@example.org"));
        KeptText(host).ShouldNotContain(mark);
        (await SignalsAsync(host)).Count.ShouldBe(9);
        (await (await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "anna3@example.org", ["confirmed"] = "yes" })).Content.ReadAsStringAsync()).ShouldContain(
            "nothing had to be erased"
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_case_called_by_its_customer_is_erased_with_its_readings_also_where_no_column_is_the_customer(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync(Csv("Case", who => who, null), "calls.csv", ("name", "Calls"), ("activity", "What"), ("time", "When"));
        await SaveAsync(steward, 10);
        (await SignalsAsync(host)).ShouldAllBe(signal => !signal.HasCustomer && !signal.ExternalId.Contains("anna", StringComparison.OrdinalIgnoreCase));

        await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "Anna7@example.org", ["confirmed"] = "yes" });
        (await steward.PageAsync("/actual-journeys/1")).QuerySelector(".subtitle")!.TextContent.ShouldContain("9 cases, 18 events");
        KeptText(host).ShouldNotContain("anna7", Case.Insensitive);
        (await SignalsAsync(host)).Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_log_of_one_customer_is_left_empty_and_says_so()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync("case,activity,time,customer\n1,call,2026-01-01T00:00:00Z,anna@example.org\n", "one.csv");
        await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "anna@example.org", ["confirmed"] = "yes" });
        (await steward.PageAsync("/actual-journeys/1")).Body!.TextContent.ShouldContain("cannot be read yet");
        (await steward.PageAsync("/actual-journeys")).QuerySelectorAll("tbody td")[0].TextContent.ShouldBe("0");
        // A key too short to tell from other texts takes nothing else with it.
        await steward.UploadAsync("case,activity,time,customer,count\n1,call,2026-01-01T00:00:00Z,1,2\n2,call,2026-01-01T00:00:00Z,2,1\n", "two.csv");
        await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "1", ["confirmed"] = "yes" });
        (await steward.PageAsync("/actual-journeys/2")).QuerySelector(".subtitle")!.TextContent.ShouldContain("1 case, 1 event");
    }

    // Ten customers call and are called back.
    private static string Csv(string caseColumn, Func<string, string> name, string? customerColumn)
    {
        var text = new StringBuilder($"{caseColumn},What,When{(customerColumn is null ? "" : $",{customerColumn}")},Note\n");
        for (var customer = 1; customer <= 10; customer++)
        {
            var who = $"Anna{customer}@example.org";
            foreach (var (what, hour) in new[] { ("Incoming call", 0), ("Called back", 2) })
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{name(who)},{what},{Monday.AddHours(hour + customer):yyyy-MM-ddTHH:mm:ssZ}{(customerColumn is null ? "" : $",{who}")},{(customerColumn is null ? "" : who)}\n"
                );
        }

        return text.ToString();
    }

    private static async Task SaveAsync(HttpClient steward, int count)
    {
        using var saved = await steward.SubmitAsync(
            "/actual-journeys/1?tab=waits",
            "/actual-journeys/1/measure?quiet=0",
            new()
            {
                ["kind"] = "drop-off",
                ["activity"] = "Called back",
                ["stage"] = "shop/receive",
            }
        );
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        saved.Headers.Location!.ToString().ShouldContain($"%3A{count}%3A{count}");
    }

    private static async Task<IReadOnlyList<StoredSignal>> SignalsAsync(TestHost host) =>
        [
            .. (await host.Services.GetRequiredService<ISignalStore>().ReadSignalsAsync(new SignalQuery { Limit = 1000 }, default)).Where(signal =>
                signal.ExternalId.StartsWith("log-calls-", StringComparison.Ordinal)
            ),
        ];

    private static string KeptText(TestHost host) =>
        string.Concat(Directory.GetFiles(Path.Combine(host.Folder, "event-logs")).Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file))));
}
