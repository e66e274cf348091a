using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Redthread.Benchmarks;

/// <summary>All rollups anew from the raw signals.</summary>
internal static class RebuildBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        var data = await BigStore.OfAsync(bench, bench.Size(10_000_000));
        var (runs, floors) = (new List<Ran>(), new List<double>());
        for (var repeat = 0; repeat < Math.Min(2, bench.Repeats); repeat++)
        {
            runs.Add(await RedthreadProgram.RunAsync("rebuild", "--json", "--data", data));
            floors.Add(Scan(data));
        }

        var readings = runs[0].Json.GetProperty("readings").GetInt64();
        var seconds = Bench.Median(runs.Select(run => run.Seconds));
        bench.Row(
            $"rebuild of {readings:N0} readings",
            $"{readings / seconds:N0} readings/s; {seconds:0.0} s, {Bench.Median(runs.Select(run => run.CpuSeconds)):0.0} CPU s, peak memory {runs.Max(run => run.PeakMegabytes):0} MB",
            "≥ 500,000 readings/s",
            $"one bare scan of the signals {Bench.Median(floors):0.0} s: {seconds / Bench.Median(floors):0.0} times that"
        );
    }

    private static double Scan(string data)
    {
        var started = Stopwatch.GetTimestamp();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "redthread.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        // Asked for and read: a statement that nobody steps through reads nothing.
        command.CommandText = "SELECT SUM(LENGTH(readings) + occurred_at + weight) FROM signals";
        if (command.ExecuteScalar() is not double and not long)
            throw new InvalidOperationException("The store holds no signals.");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
