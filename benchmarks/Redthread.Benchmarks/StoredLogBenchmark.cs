using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Redthread.Benchmarks;

/// <summary>A log that was uploaded before, from a server that has just started: the first answer with the directly-follows graph, medians and variants. Beside it the same without the compact form.</summary>
internal static class StoredLogBenchmark
{
    public static async Task RunAsync(Bench bench, string path)
    {
        var (data, steward) = await Sample.LoadAsync(bench);
        var (number, uploaded) = await UploadAsync(data, steward, path);
        var (stored, again) = (new List<First>(), new List<First>());
        for (var run = 0; run < (bench.Quick ? 1 : 5); run++)
            stored.Add(await FirstAsync(data, steward, number));
        for (var run = 0; run < (bench.Quick ? 1 : 3); run++)
        {
            foreach (var compact in Directory.GetFiles(Path.Combine(data, "event-logs"), "*.compact"))
                File.Delete(compact);
            again.Add(await FirstAsync(data, steward, number));
        }

        bench.Row(
            string.Create(CultureInfo.InvariantCulture, $"{stored[0].Events:N0} events uploaded before, graph with medians and variants, first answer after a start"),
            Told(stored),
            "≤ 1 s",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the same without its compact form {Told(again)}: {Bench.Median(stored.Select(one => one.Seconds)) / Bench.Median(again.Select(one => one.Seconds)):0.00} times that; uploading, all columns {uploaded.Seconds:0.0} s, {uploaded.CpuSeconds:0.0} CPU s, {uploaded.Megabytes:N0} MB"
            )
        );
    }

    private sealed record First(int Events, double Seconds, double CpuSeconds, double Megabytes);

    private static string Told(List<First> runs) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Bench.Median(runs.Select(run => run.Seconds)):0.00} s, {Bench.Median(runs.Select(run => run.CpuSeconds)):0.00} CPU s, {runs.Max(run => run.Megabytes):N0} MB"
        );

    private static async Task<(int Number, First Ran)> UploadAsync(string data, (string Email, string Password) steward, string path)
    {
        await using var served = await Served.StartAsync(data);
        await served.SignInAsync(steward);
        using var program = new HttpClient { BaseAddress = served.Address, Timeout = Timeout.InfiniteTimeSpan };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await served.TokenAsync());
        return await TimedAsync(
            served,
            async () =>
            {
                await using var file = File.OpenRead(path);
                using var answer = await program.PostAsync("/api/event-logs?file=log.csv&name=Benchmark", new StreamContent(file));
                var log = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
                return (log.GetProperty("number").GetInt32(), log.GetProperty("events").GetInt32());
            }
        );
    }

    private static async Task<First> FirstAsync(string data, (string Email, string Password) steward, int number)
    {
        await using var served = await Served.StartAsync(data);
        await served.SignInAsync(steward);
        var (_, ran) = await TimedAsync(
            served,
            async () =>
            {
                using var answer = await served.Browser.GetAsync($"/api/event-logs/{number}/graph");
                var graph = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
                return (number, graph.GetProperty("events").GetInt32());
            }
        );
        return ran;
    }

    private static async Task<(int Number, First Ran)> TimedAsync(Served served, Func<Task<(int Number, int Events)>> work)
    {
        var (before, started) = (RedthreadProgram.Used(served.ProcessId)!.Value.Cpu, Stopwatch.GetTimestamp());
        var (number, events) = await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (cpu, peak) = RedthreadProgram.Used(served.ProcessId)!.Value;
        return (number, new First(events, seconds, cpu - before, peak));
    }
}
