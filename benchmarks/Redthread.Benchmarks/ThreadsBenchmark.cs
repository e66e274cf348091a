using System.Diagnostics;

namespace Redthread.Benchmarks;

/// <summary>Every page of threads over a large ledger, as a signed-in person gets it: nothing of a page is kept, because each request has its own address.</summary>
internal static class ThreadsBenchmark
{
    private static readonly string[] Pages =
    [
        "/voice?cycle=year",
        "/voice/unheard?cycle=year&stage=get-help/wait-for-a-person",
        "/search?q=menu",
        "/threads/I-1077",
        "/insights?",
        "/insights/1077?",
        "/pressures?",
        "/pressures/map?",
        "/opportunities?",
        "/opportunities?by=rice",
        "/opportunities/1077?",
        "/opportunities/loudness?",
        "/solutions?",
        "/solutions/roadmap?",
        "/solutions/1077?",
        "/decisions?",
        "/decisions/1077?",
        "/decisions/1077/dossier?",
        "/goals?",
        "/alignment?",
        "/leader?",
        "/outcomes?",
        "/notifications?",
        "/?view=table",
    ];

    public static async Task RunAsync(Bench bench)
    {
        var data = bench.Folder("threads");
        var loaded = (await RedthreadProgram.RunAsync("sample", "--json", "--data", data)).Json;
        var sizes = new LargeLedger.Sizes(bench.Size(100_000), bench.Size(20_000), bench.Size(10_000), bench.Size(500_000));
        await LargeLedger.FillAsync(data, sizes);
        await using var served = await Served.StartAsync(data);
        var first = Stopwatch.GetTimestamp();
        // It leads to the Picture, whose marks are the first to ask for the ledger.
        await served.SignInAsync((loaded.GetProperty("email").GetString()!, loaded.GetProperty("password").GetString()!));
        bench.Row(
            $"sign-in, which reads {sizes.Insights:N0} insights, {sizes.Opportunities:N0} opportunities, {sizes.Decisions:N0} decisions and {sizes.Links:N0} links",
            $"{Stopwatch.GetElapsedTime(first).TotalSeconds:0.0} s",
            "none",
            $""
        );
        var settled = await SettleAsync(served.ProcessId);
        bench.Row("the Desk's first look at all of it, on one of the cores", $"done {settled.TotalSeconds:0} s later", "none", $"");
        foreach (var page in Pages)
        {
            var times = new List<double>();
            for (var at = 0; at < (bench.Quick ? 20 : 60); at++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await served.Browser.GetAsync($"{page}{(page.Contains('?') ? "&" : "?")}n={at}");
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            bench.Row($"page {page.TrimEnd('?')}", $"p95 {times[(int)(times.Count * 0.95)]:0} ms, median {Bench.Median(times):0} ms", "p95 ≤ 200 ms", $"");
        }

        var used = RedthreadProgram.Used(served.ProcessId)!.Value;
        bench.Row("the process meanwhile", $"{used.Peak:0} MB at most", "none", $"");
    }

    /// <summary>Waits until the process does nothing on its own any more.</summary>
    private static async Task<TimeSpan> SettleAsync(int process)
    {
        var started = Stopwatch.GetTimestamp();
        for (var (quiet, before) = (0, 0.0); quiet < 3 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(3); )
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = RedthreadProgram.Used(process)!.Value.Cpu;
            (quiet, before) = (now - before < 0.1 ? quiet + 1 : 0, now);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
