using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Desk;
using Redthread.Domain.Insights;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Threads;

namespace Redthread.Benchmarks;

/// <summary>The Desk over a large ledger with every detector on: a look at everything, and a look at what one change touches.</summary>
internal static class DeskBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        var sizes = LargeLedger.SizesOf(bench);
        await using var provider = await LargeLedger.OpenAsync(bench, "desk");
        var sweep = provider.GetRequiredService<DeskSweep>();
        await using (var scope = provider.CreateAsyncScope())
        {
            await using var context = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
            context.DetectorSettings.AddRange(DetectorList.All.Where(one => !one.First).Select(one => new DetectorSetting { Detector = one.Text.Id, On = true }));
            await context.SaveChangesAsync();
        }

        var first = await Bench.SecondsAsync(() => sweep.FullAsync(CancellationToken.None));
        var again = await Bench.SecondsAsync(() => sweep.FullAsync(CancellationToken.None));
        var objects = sizes.Insights + sizes.Opportunities + (2 * sizes.Decisions);
        bench.Row($"the Desk looks at all of {objects:N0} objects, {sizes.Links:N0} links", $"{first:0.0} s with the first reading, {again:0.0} s again", "≤ 30 s", $"");
        await using var work = provider.CreateAsyncScope();
        var store = provider.GetRequiredService<ThreadStore>();
        var times = new List<double>();
        for (var at = 0; at < 40; at++)
        {
            await store.ArchiveAsync<Insight>(Actor.Operator, 1_000 + (at * 7) + 1, null, true, CancellationToken.None);
            times.Add(await Bench.SecondsAsync(() => sweep.FollowAsync(false, CancellationToken.None)) * 1000);
        }

        bench.Row("– at what one changed insight touches", $"median {Bench.Median(times):0} ms, the worst of 40 {times.Max():0} ms", "≤ 50 ms", $"");
    }
}
