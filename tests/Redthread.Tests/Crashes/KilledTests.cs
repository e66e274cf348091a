using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data.Signals;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Tests.Crashes;

/// <summary>kill -9 at any point: what was acknowledged is there, exactly once.</summary>
public sealed class KilledTests(PostgresServer postgres)
{
    private const int Rows = 100_000;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task An_import_killed_again_and_again_loses_and_doubles_nothing(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        var connection = provider == Provider.Postgres ? test.Store.ConnectionString : null;
        await LayAsync(test.Folder, connection);
        var (file, mapping) = await WriteFileAsync(test.Folder);
        for (var kill = 1; kill <= 3; kill++)
        {
            using var process = RedthreadProgram.Start(test.Folder, connection, "import", file, "--mapping", mapping, "--source", "survey");
            await WaitForSignalsAsync(test.Store, kill * 12_000, process);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        var (code, output, error) = await RedthreadProgram.RunAsync(test.Folder, connection, "import", file, "--mapping", mapping, "--source", "survey", "--json");

        code.ShouldBe(0, error);
        var result = JsonDocument.Parse(output).RootElement;
        var counts = new[] { "accepted", "duplicate", "rejected" }.Select(name => result.GetProperty(name).GetInt64()).ToArray();
        result.GetProperty("read").GetInt64().ShouldBe(Rows);
        counts.Sum().ShouldBe(Rows);
        counts[1].ShouldBeGreaterThan(0);
        await CheckAsync(test.Store, Rows);
    }

    [Fact]
    public async Task An_import_of_the_server_goes_on_after_the_crash_with_its_totals_right()
    {
        await using var test = await TestStore.NewAsync(postgres, Provider.Sqlite);
        await LayAsync(test.Folder, null);
        var (file, mapping) = await WriteFileAsync(test.Folder);
        var runId = await QueueAsync(test, file, mapping);
        var (first, _) = await RedthreadProgram.ServeAsync(test.Folder, null);
        await WaitForSignalsAsync(test.Store, 15_000, first);
        first.Kill(entireProcessTree: true);
        await first.WaitForExitAsync();

        var (second, _) = await RedthreadProgram.ServeAsync(test.Folder, null);
        var run = await WaitForEndAsync(test, runId);
        second.Kill(entireProcessTree: true);

        run.State.ShouldBe(ImportState.Done, run.Message);
        (run.RowsRead, run.Accepted, run.Duplicate, run.Rejected).ShouldBe((Rows, Rows, 0, 0));
        await CheckAsync(test.Store, Rows);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Live_signals_that_were_acknowledged_survive(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        var connection = provider == Provider.Postgres ? test.Store.ConnectionString : null;
        var token = await LayAsync(test.Folder, connection);
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < 2; round++)
        {
            var (process, address) = await RedthreadProgram.ServeAsync(test.Folder, connection);
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            var current = round;
            var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(() => SendUntilCutAsync(client, $"{current}-{sender}", acknowledged))).ToList();
            while (acknowledged.Count < (round + 1) * 400)
                await Task.Delay(20);
            process.Kill(entireProcessTree: true);
            await Task.WhenAll(senders);
            await process.WaitForExitAsync();
        }

        using var store = new RelationalSignalStore(test.Store);
        var stored = new List<string>();
        for (var after = 0L; ; )
        {
            var page = await store.ReadSignalsAsync(new SignalQuery { AfterId = after, Limit = 5_000 }, CancellationToken.None);
            if (page.Count == 0)
                break;
            stored.AddRange(page.Select(signal => signal.ExternalId));
            after = page[^1].Id;
        }

        acknowledged.Except(stored).ShouldBeEmpty();
        stored.Count.ShouldBe(stored.Distinct().Count());
        await CheckAsync(test.Store, stored.Count);
    }

    private static async Task SendUntilCutAsync(HttpClient client, string prefix, ConcurrentBag<string> acknowledged)
    {
        for (var number = 0; ; number++)
        {
            var id = $"{prefix}-{number}";
            var body =
                $$"""{"externalId": "{{id}}", "time": "2026-03-01T10:00:00Z", "customer": "c{{number % 40}}", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 4}]}""";
            try
            {
                using var answer = await client.PostAsync("/api/signals?source=live", body.AsJson());
                if (!answer.IsSuccessStatusCode)
                    return;
                acknowledged.Add(id);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>The rollups equal what a rebuild from the raw signals makes of them.</summary>
    private static async Task CheckAsync(Store data, long signals)
    {
        using var store = new RelationalSignalStore(data);
        (await store.ReadOverviewAsync(CancellationToken.None)).Signals.ShouldBe(signals);
        Period.TryParse(signals == Rows ? "2025" : "2026", out var year).ShouldBeTrue();
        var before = await SumsAsync(store, year);
        before.N.ShouldBeGreaterThan(0);
        await using var services = Services(System.IO.Path.GetTempPath(), data).BuildServiceProvider();
        var rules = await services.GetRequiredService<Web.Features.Frameworks.ScoringRulesSource>().ReadAsync(CancellationToken.None);
        (await store.RebuildAsync(rules, CancellationToken.None)).Signals.ShouldBe(signals);
        (await SumsAsync(store, year)).ShouldBe(before);
    }

    private static async Task<(long N, long Customers, double Wx)> SumsAsync(RelationalSignalStore store, Period year)
    {
        var cells = await store.ReadStageCellsAsync(new CellQuery(year, year), CancellationToken.None);
        return (cells.Sum(cell => cell.Sums.N), cells.Sum(cell => cell.Customers), Math.Round(cells.Sum(cell => cell.Sums.Wx), 3));
    }

    private static ServiceCollection Services(string folder, Store store)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRedthread(
            new HostSettings { Data = System.IO.Path.Combine(folder, "keys-of-a-test"), Postgres = store.Provider == Provider.Postgres ? store.ConnectionString : null }
        );
        if (store.Provider == Provider.Sqlite)
        {
            services.AddSingleton(store);
            services.AddDbContextFactory<RedthreadContext>(store.Configure);
        }

        return services;
    }

    private static async Task<string> LayAsync(string folder, string? connection)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRedthread(new HostSettings { Data = folder, Postgres = connection });
        await using var provider = services.BuildServiceProvider();
        await Ground.LayAsync(provider);
        await using var scope = provider.CreateAsyncScope();
        var steward = await scope
            .ServiceProvider.GetRequiredService<SetUp>()
            .HandleAsync(new SetUp.Request("A steward", "steward@example.org", TestHost.Password), CancellationToken.None);
        var actor = new Actor(steward.Value.Id, steward.Value.Name, Permissions.Of(Role.Steward), [], Role.Steward);
        return (await scope.ServiceProvider.GetRequiredService<MakeToken>().HandleAsync(actor, new MakeToken.Request("test", [Scope.Signals]), CancellationToken.None)).Value;
    }

    private static async Task<(string File, string Mapping)> WriteFileAsync(string folder)
    {
        var text = new StringBuilder("id,when,who,find,pay\n");
        for (var row = 0; row < Rows; row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},2025-{1 + (row * 11L / Rows):00}-{1 + (row % 28):00},c{row % 20_000},{1 + (row % 5)},{1 + (row * 7 % 5)}\n");
        var file = System.IO.Path.Combine(folder, "survey.csv");
        await File.WriteAllTextAsync(file, text.ToString());
        var mapping = System.IO.Path.Combine(folder, "survey.yaml");
        await File.WriteAllTextAsync(
            mapping,
            """
            externalId: id
            time: { columns: [when], order: ymd }
            customer: who
            readings:
              - { columns: [find], measure: csat-5, place: shop/find }
              - { columns: [pay], measure: csat-5, place: shop/pay }
            """
        );
        return (file, mapping);
    }

    private static async Task<Guid> QueueAsync(TestStore test, string file, string mapping)
    {
        await using var context = test.Context();
        var source = new Source
        {
            Key = "survey",
            Name = "Survey",
            CreatedAt = DateTime.UnixEpoch,
        };
        var run = new ImportRun
        {
            SourceId = source.Id,
            FileName = "survey.csv",
            Fingerprint = "test",
            FileBytes = new FileInfo(file).Length,
            MappingYaml = await File.ReadAllTextAsync(mapping),
            State = ImportState.Queued,
            StartedBy = "a test",
            CreatedAt = DateTime.UnixEpoch,
        };
        context.Sources.Add(source);
        context.ImportRuns.Add(run);
        await context.SaveChangesAsync();
        File.Copy(file, System.IO.Path.Combine(test.Folder, "uploads", run.Id.ToString("N")));
        return run.Id;
    }

    private static async Task WaitForSignalsAsync(Store data, long atLeast, System.Diagnostics.Process process)
    {
        using var store = new RelationalSignalStore(data);
        while ((await store.ReadOverviewAsync(CancellationToken.None)).Signals < atLeast && !process.HasExited)
            await Task.Delay(10);
    }

    private static async Task<ImportRun> WaitForEndAsync(TestStore test, Guid runId)
    {
        while (true)
        {
            await using var context = test.Context();
            var run = await context.ImportRuns.AsNoTracking().SingleAsync(row => row.Id == runId);
            if (run.EndedAt is not null)
                return run;
            await Task.Delay(100);
        }
    }
}
