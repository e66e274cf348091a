using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Benchmarks;

/// <summary>Where the language comes apart, over a large ledger: a look through all texts, and what is kept of it.</summary>
internal static class LanguageBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        var data = bench.Folder("language");
        await RedthreadProgram.RunAsync("sample", "--json", "--data", data);
        var sizes = new LargeLedger.Sizes(bench.Size(70_000), bench.Size(15_000), bench.Size(7_500), bench.Size(350_000));
        await LargeLedger.FillAsync(data, sizes);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddRedthread(new HostSettings { Data = data });
        await using var provider = services.BuildServiceProvider();
        var objects = await provider.GetRequiredService<LedgerSource>().ReadAsync(ledger => ledger.Live<Domain.Threads.ThreadObject>().Count(), CancellationToken.None);
        var drift = provider.GetRequiredService<LanguageDrift>();
        var first = await TimeAsync(() => drift.ReadAsync(CancellationToken.None));
        var kept = new List<double>();
        for (var at = 0; at < 40; at++)
            kept.Add(1000 * await TimeAsync(() => drift.ReadAsync(CancellationToken.None)));
        bench.Row($"the drift of the language in {objects:N0} objects", $"{first:0.0} s, kept: median {Bench.Median(kept):0} ms", "≤ 10 s", $"");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
