using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Web.Features.Picture;
using Redthread.Web.Shell;

namespace Redthread.Benchmarks;

/// <summary>The board of all stages, read anew each time, at two sizes a hundred times apart.</summary>
internal static class PictureBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        foreach (var readings in new[] { bench.Size(100_000), bench.Size(10_000_000) })
        {
            var data = await BigStore.OfAsync(bench, readings);
            var times = await TimesAsync(data, bench.Quick ? 30 : 100);
            var peer = await DuckDb.QueryMillisecondsAsync(bench, SignalFiles.Wide(bench, BigStore.Rows(readings)));
            var median = Bench.Median(times);
            bench.Row(
                $"Picture over {readings:N0} readings, nothing cached",
                $"{median:0.0} ms",
                "≤ 30 ms, the same at both sizes",
                peer is { } milliseconds ? $"DuckDB over the raw rows in memory {milliseconds:0} ms: {median / milliseconds:0.00} times that" : $"DuckDB: skipped, npm is not here"
            );
        }
    }

    private static async Task<List<double>> TimesAsync(string data, int count)
    {
        await using var services = new ServiceCollection().AddLogging().AddRedthread(new HostSettings { Data = data }).BuildServiceProvider();
        var (boards, feed) = (services.GetRequiredService<BoardQueries>(), services.GetRequiredService<ChangeFeed>());
        var times = new List<double>();
        for (var run = -20; run < count; run++)
        {
            feed.Announce();
            var started = Stopwatch.GetTimestamp();
            var board = await boards.ReadAsync(new BoardRequest(), CancellationToken.None);
            if (run >= 0)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!board.Stages.Any(stage => stage.HasScore))
                throw new InvalidOperationException("The Picture is empty.");
        }

        return times;
    }
}
