using System.Globalization;
using System.Text.RegularExpressions;

namespace Redthread.Benchmarks;

/// <summary>The Picture of the sample organisation as a signed-in person gets it, under wrk.</summary>
internal static partial class PageBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        if (!RedthreadProgram.Has("wrk"))
        {
            bench.Row("the Picture page", "skipped: wrk is not installed (Debian: apt-get install wrk)", "", "");
            return;
        }

        var (data, steward) = await Sample.LoadAsync(bench);
        await using var served = await Served.StartAsync(data);
        await served.SignInAsync(steward);
        var page = await served.Browser.GetByteArrayAsync("/");
        await LoadAsync(served, 16, bench.Quick ? 3 : 10, "/");
        foreach (var connections in new[] { 16, 50 })
        {
            var runs = new List<Load>();
            for (var repeat = 0; repeat < bench.Repeats; repeat++)
            {
                // A browser takes the cookie that is renewed every ten seconds; wrk does not, so each run begins with a new one.
                await served.SignInAsync(steward);
                runs.Add(await LoadAsync(served, connections, bench.Quick ? 3 : 6, "/"));
            }

            var still = await LoadAsync(served, connections, 3, "/mark.svg");
            var rate = Bench.Median(runs.Select(run => run.Rate));
            bench.Row(
                $"the Picture page ({page.Length / 1024} KB), {connections} connections",
                $"{rate:N0} pages/s; p99 {Bench.Median(runs.Select(run => run.P99)):0} ms; {runs.Sum(run => run.Failed)} failed; {1e3 * Bench.Median(runs.Select(run => run.CpuEach)):0.00} ms CPU each",
                "≥ 1,000 pages/s, p99 ≤ 100 ms",
                $"a small file of the same server {still.Rate:N0}/s: {rate / still.Rate:0.00} times that"
            );
        }
    }

    private sealed record Load(double Rate, double P99, int Failed, double CpuEach);

    private static async Task<Load> LoadAsync(Served served, int connections, int seconds, string path)
    {
        var before = RedthreadProgram.Used(served.ProcessId)!.Value.Cpu;
        var ran = await RedthreadProgram.RunAsync(
            "wrk",
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", $"Cookie: {served.Cookie}", new Uri(served.Address, path).ToString()]
        );
        var cpu = RedthreadProgram.Used(served.ProcessId)!.Value.Cpu - before;
        var rate = double.Parse(Rate().Match(ran.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        var p99 = P99().Match(ran.Output);
        var unit = p99.Groups[2].Value switch
        {
            "us" => 0.001,
            "s" => 1000.0,
            _ => 1.0,
        };
        var failed = Failed().Match(ran.Output) is { Success: true } some ? int.Parse(some.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return new Load(rate, double.Parse(p99.Groups[1].Value, CultureInfo.InvariantCulture) * unit, failed, cpu / (rate * seconds));
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([0-9.]+)(us|ms|s)")]
    private static partial Regex P99();

    [GeneratedRegex(@"Non-2xx or 3xx responses: ([0-9]+)")]
    private static partial Regex Failed();
}
