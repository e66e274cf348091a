using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Features.ActualJourneys;
using Redthread.Tests.Support;
using Redthread.Web.Features.Analysis;

namespace Redthread.Tests.Features.Analysis;

public sealed class CustomerFactsTests(PostgresServer postgres)
{
    private const string Csv = """
        customer,start,end,until,segment,margin,month,revenue,date,amount,id
        C-1,2025-01-01,,2026-06-30,,12.5,,,,,
        C-2,2025-02-01,2026-03-01,,,9,,,,,
        C-1,,,,,11,2026-05,30,,,
        C-1,,,,,,,,2026-05-02,19.9,p1
        C-1 ,,,,,,,,2026-05-02,19.9,
        C-1,,,,,,,,2026-05-02,19.9,
        C-3,2026-05-01,2026-04-01,,,,,,,,
        C-3,yesterday,,,,,,,,,
        C-3,2025-01-01,,,nobody,,,,,,
        ,2025-01-01,,,,,,,,,
        C-3,2025-01-01,,,,much,,,,,
        C-3,,,,,,,,2026-05-02,-4,
        C-3,,,,,,,,2099-05-02,4,
        C-3,,,,,,,,,,
        C-3,,,,,,2026-05,,,,
        """;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Facts_imported_twice_are_there_once_and_every_row_is_accounted_for(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);

        var first = (await ImportAsync(host, Csv)).Value;
        (first.Read, first.Added, first.Changed, first.Unchanged).ShouldBe((15, 6, 0, 0));
        first
            .Rejected.Select(reject => (reject.Row, reject.Column))
            .ShouldBe([(8, "end"), (9, "start"), (10, "segment"), (11, "customer"), (12, "margin"), (13, "amount"), (14, "date"), (15, null), (16, "revenue")]);
        var second = (await ImportAsync(host, Csv)).Value;
        (second.Added, second.Changed, second.Unchanged).ShouldBe((0, 0, 6));
        var moved = (await ImportAsync(host, """[{"customer": "C-1", "start": "2025-01-01", "end": "2026-06-01", "margin": 12.5}]""")).Value;
        (moved.Added, moved.Changed).ShouldBe((0, 1));

        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.CustomerPurchases.CountAsync()).ShouldBe(3);
        (await context.CustomerFacts.OrderBy(fact => fact.StartedOn).Select(fact => fact.EndedOn).ToListAsync()).ShouldBe([new(2026, 6, 1), new(2026, 3, 1)]);
        (await context.CustomerFactStates.SingleAsync()).Version.ShouldBe(2);
        (await context.CustomerFacts.Select(fact => fact.Customer).ToListAsync()).ShouldAllBe(customer => customer.Length == 16);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_erased_customer_has_no_facts_left(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        await ImportAsync(host, Csv);
        using var steward = await host.SignedInAsync(Role.Steward);

        // Asked first, it says what would go, and nothing goes.
        var asked = await (await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = " C-1" })).Content.ReadAsStringAsync();
        asked.ShouldContain("5 customer facts");
        asked.ShouldContain("It cannot be undone.");
        await using (var before = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync())
            (await before.CustomerFacts.CountAsync()).ShouldBeGreaterThan(1);

        var answer = await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = " C-1", ["confirmed"] = "yes" });
        (await answer.Content.ReadAsStringAsync()).ShouldContain("5 customer facts");

        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        (await context.CustomerFacts.CountAsync(), await context.CustomerPeriods.CountAsync(), await context.CustomerPurchases.CountAsync()).ShouldBe((1, 0, 0));
        (await context.CustomerFactStates.SingleAsync()).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_export_holds_facts_and_logs_without_keys_and_imports_again()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        await ImportAsync(host, Csv);
        using var steward = await host.SignedInAsync(Role.Steward);
        await steward.UploadAsync("case,activity,time,customer\n1,call,2026-01-01T00:00:00Z,anna@example.org\n1,call,2026-01-02T00:00:00Z,anna@example.org\n", "calls.csv");
        var folder = Path.Combine(host.Folder, "export");
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var written = await scope.ServiceProvider.GetRequiredService<Redthread.Web.Features.Exports.ExportAll>().WriteAsync(folder, default);
            (written.CustomerFacts, written.EventLogs).ShouldBe((6, 1));
        }

        (await File.ReadAllTextAsync(Path.Combine(folder, "measure-versions.yaml"))).ShouldContain("version: 1");
        var facts = await File.ReadAllTextAsync(Path.Combine(folder, "customer-facts.csv"));
        facts.ShouldNotContain("C-1");
        var again = (await ImportAsync(host, facts)).Value;
        (again.Read, again.Unchanged, again.Rejected.Count).ShouldBe((6, 6, 0));
        var log = await File.ReadAllTextAsync(Path.Combine(folder, "event-logs", "1-calls.csv"));
        log.ShouldNotContain("anna");
        // Uploaded again it is the same customer, who can be erased from both.
        await steward.UploadAsync(log, "again.csv");
        var told = await (await steward.SubmitAsync("/erasure", "/erasure", new() { ["customer"] = "anna@example.org", ["confirmed"] = "yes" })).Content.ReadAsStringAsync();
        told.ShouldContain("2 cases of event logs");
    }

    [Fact]
    public async Task The_page_and_the_api_take_files_and_say_what_was_rejected()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);
        var report = await (await client.PostAsync("/api/customers/facts", Csv.AsJson("text/csv"))).JsonAsync();
        (report.GetProperty("added").GetInt32(), report.GetProperty("rejected").GetArrayLength()).ShouldBe((6, 9));

        using var steward = await host.SignedInAsync(Role.Steward);
        (await steward.PageAsync("/analysis/facts")).Body!.TextContent.ShouldContain("2 customers");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        (await viewer.GetAsync("/analysis/facts")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<Result<Redthread.Web.Features.Notes.RowReport>> ImportAsync(TestHost host, string text)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ImportCustomerFacts>().HandleAsync(Actor.Operator, text, default);
    }
}
