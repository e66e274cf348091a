using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Tests.Support;
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
    public async Task An_import_onto_a_full_disk_keeps_what_it_had_and_goes_on_later()
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
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Run("umount", folder);
        }
    }

    private static async Task LayAsync(string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRedthread(new HostSettings { Data = folder });
        await using var provider = services.BuildServiceProvider();
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
