namespace Redthread.Benchmarks;

/// <summary>From nothing to the first page answered.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        var (data, _) = await Sample.LoadAsync(bench);
        var (starts, cpus, floors) = (new List<double>(), new List<double>(), new List<double>());
        for (var repeat = 0; repeat < (bench.Quick ? 3 : 5); repeat++)
        {
            await using var served = await Served.StartAsync(data);
            starts.Add(served.StartSeconds);
            cpus.Add(RedthreadProgram.Used(served.ProcessId)!.Value.Cpu);
            floors.Add((await RedthreadProgram.RunAsync("--version")).Seconds);
        }

        bench.Row(
            "start of serve to the first page",
            $"{Bench.Median(starts):0.00} s; {Bench.Median(cpus):0.0} CPU s",
            "≤ 2 s",
            $"redthread --version {Bench.Median(floors):0.00} s"
        );
    }
}
