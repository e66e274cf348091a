using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Imports;
using Redthread.Web.Shell;

namespace Redthread.Tests.Crashes;

/// <summary>On a disk that really fills up: a clear word, nothing lost, and the rest goes in once there is space.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int Rows = 120_000;

    [Fact]
    public void A_full_store_is_told_from_other_failures()
    {
        Failures.IsFull(new InvalidOperationException("outer", new SqliteException("database or disk is full", 13))).ShouldBeTrue();
        Failures.IsFull(new SqliteException("constraint failed", 19)).ShouldBeFalse();
    }

    [Fact]
    public Task An_import_onto_a_full_disk_keeps_what_it_had_and_goes_on_later() =>
        OnSmallDiskAsync(async folder =>
        {
            var (file, mapping) = await WriteFileAsync();
            var (code, _, error) = await RedthreadProgram.RunAsync(folder, null, "import", file, "--mapping", mapping, "--source", "survey");

            code.ShouldBe(1);
            error.ShouldContain("disk is full");
            Run("mount", "-o", "remount,size=200m", folder).ShouldBe(0);
            var (again, text, failure) = await RedthreadProgram.RunAsync(folder, null, "import", file, "--mapping", mapping, "--source", "survey", "--json");
            again.ShouldBe(0, failure);
            var result = JsonDocument.Parse(text).RootElement;
            (result.GetProperty("accepted").GetInt64() + result.GetProperty("duplicate").GetInt64()).ShouldBe(Rows);
            result.GetProperty("duplicate").GetInt64().ShouldBeGreaterThan(0);
        });

    [Fact]
    public Task An_import_by_page_waits_for_space_and_goes_on_by_itself() =>
        OnSmallDiskAsync(async folder =>
        {
            var (file, mapping) = await WriteFileAsync();
            await using var provider = Services(folder);
            var start = provider.GetRequiredService<StartImport>();
            Guid id;
            await using (var content = File.OpenRead(file))
                id = (await start.UploadAsync(Actor.Operator, "survey.csv", content, CancellationToken.None)).Value;
            (
                await start.QueueAsync(
                    Actor.Operator,
                    id,
                    new StartImport.Request("survey", await File.ReadAllTextAsync(mapping), null),
                    MappingChoices.None,
                    CancellationToken.None
                )
            ).Error.ShouldBeNull();
            var queries = provider.GetRequiredService<ImportQueries>();
            using var worker = ActivatorUtilities.CreateInstance<ImportWorker>(provider);
            await worker.StartAsync(CancellationToken.None);

            var stalled = await UntilAsync(() => queries.ReadAsync(id, CancellationToken.None), view => view.Value.Stalled is not null);
            (stalled.Value.Run.State, stalled.Value.Stalled).ShouldBe((ImportState.Running, "The disk is full"));
            Run("mount", "-o", "remount,size=200m", folder).ShouldBe(0);
            var done = await UntilAsync(() => queries.ReadAsync(id, CancellationToken.None), view => view.Value.Run.State is ImportState.Done or ImportState.Failed);

            (done.Value.Run.State, done.Value.Stalled).ShouldBe((ImportState.Done, null));
            (done.Value.Run.RowsRead, done.Value.Run.Accepted, done.Value.Run.Duplicate).ShouldBe((Rows, Rows, 0));
            await worker.StopAsync(CancellationToken.None);
        });

    private static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> found)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var now = await look();
            if (found(now))
                return now;
            await Task.Delay(200, patience.Token);
        }
    }

    private async Task OnSmallDiskAsync(Func<string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("redthread-full-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder) != 0)
        {
            output.WriteLine("No small disk could be mounted here (that takes root); only the telling apart was tested.");
            Directory.Delete(folder);
            return;
        }

        try
        {
            await LayAsync(folder);
            await test(folder);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Run("umount", folder);
        }
    }

    private static ServiceProvider Services(string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRedthread(new HostSettings { Data = folder });
        return services.BuildServiceProvider();
    }

    private static async Task LayAsync(string folder)
    {
        await using var provider = Services(folder);
        await provider.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await Ground.LayAsync(provider);
    }

    private static async Task<(string File, string Mapping)> WriteFileAsync()
    {
        var folder = Directory.CreateTempSubdirectory("redthread-rows-").FullName;
        var text = new StringBuilder("id,when,who,pay\n");
        for (var row = 0; row < Rows; row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},2025-{1 + (row * 11L / Rows):00}-{1 + (row % 28):00},c{row % 60_000},{1 + (row % 5)}\n");
        var (file, mapping) = (Path.Combine(folder, "survey.csv"), Path.Combine(folder, "survey.yaml"));
        await File.WriteAllTextAsync(file, text.ToString());
        await File.WriteAllTextAsync(
            mapping,
            "externalId: id\ntime: { columns: [when], order: ymd }\ncustomer: who\nreadings:\n  - { columns: [pay], measure: csat-5, place: shop/pay }\n"
        );
        return (file, mapping);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
