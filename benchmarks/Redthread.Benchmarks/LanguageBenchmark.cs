using Microsoft.Extensions.DependencyInjection;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Threads;

namespace Redthread.Benchmarks;

/// <summary>Where the language comes apart, over a large ledger: a look through all texts, and what is kept of it.</summary>
internal static class LanguageBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        await using var provider = await LargeLedger.OpenAsync(bench, "language");
        var objects = await provider.GetRequiredService<LedgerSource>().ReadAsync(ledger => ledger.Live<Domain.Threads.ThreadObject>().Count(), CancellationToken.None);
        var drift = provider.GetRequiredService<LanguageDrift>();
        var first = await Bench.SecondsAsync(() => drift.ReadAsync(CancellationToken.None));
        var kept = new List<double>();
        for (var at = 0; at < 40; at++)
            kept.Add(1000 * await Bench.SecondsAsync(() => drift.ReadAsync(CancellationToken.None)));
        bench.Row($"the drift of the language in {objects:N0} objects", $"{first:0.0} s, kept: median {Bench.Median(kept):0} ms", "≤ 10 s", $"");
    }
}
